import type { FreshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName } from '@/e2e/world'
import { type ActionDefinition, type Answer, inScope, perform } from '@/lib/access/perform'
import type { Permission } from '@/lib/access/permissions'
import type { Presence } from '@/lib/access/viewer'
import { sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import { levelOf } from '@/lib/region'
import type { SurveyContent } from '@/lib/survey/content'
import type { CaseAction, CaseStatus, Outcome } from './codes'
import * as steps from './data'
import * as inputs from './input'
import { register } from './register'
import { type Person, workday } from './test-model'

// Cases for tests, and the clerks of the small world at them, as the actions call the feature.

type Owner = FreshDatabase['owner']
type Deed = (presence: Presence, raw: unknown) => Promise<Answer<unknown>>

function deed<Input, T, Raw>(
  permission: Permission,
  input: ActionDefinition<Input, T, Raw>['input'],
  run: ActionDefinition<Input, T, Raw>['run'],
): Deed {
  return (presence, raw) => perform({ permission, input, run }, 'write', presence, '', raw)
}

/** Everything that can be done to a case, but 提交结果. */
export const DEEDS: Readonly<Record<Exclude<CaseAction, 'SUBMIT'> | 'REGISTER', Deed>> = {
  REGISTER: deed('case.register', inputs.RegisterInput, register),
  DISPATCH: deed('case.dispatch', inputs.DispatchInput, steps.dispatchAll),
  REDIRECT: deed('case.dispatch', inputs.RedirectInput, steps.redirect),
  TRANSFER: deed('case.transfer', inputs.TransferInput, steps.transfer),
  ACCEPT: deed('case.transfer', inputs.AcceptInput, steps.accept),
  DECLINE: deed('case.transfer', inputs.DeclineInput, steps.decline),
  RECALL: deed('case.transfer', inputs.RecallInput, steps.recall),
  ASSIGN: deed('case.assign', inputs.AssignInput, steps.assign),
  REASSIGN: deed('case.assign', inputs.ReassignInput, steps.reassign),
  SEND_BACK: deed('case.sendBack', inputs.SendBackInput, steps.sendBack),
  RETURN_TASK: deed('survey.task', inputs.ReturnTaskInput, steps.giveBackTask),
  APPROVE: deed('case.review', inputs.ApproveInput, steps.approve),
  RESURVEY: deed('case.review', inputs.ResurveyInput, steps.resurvey),
  HANDLE: deed('case.handle', inputs.HandleInput, steps.handle),
  REOPEN: deed('case.reopen', inputs.ReopenInput, steps.reopen),
}

/** The number of an account of the small world. */
export function idOf(who: StaffName): number {
  return Object.keys(STAFF).indexOf(who) + 1
}

/** Anybody at work on a day, as the entry would find them. */
export function presenceFor({ id, role, region }: Person, today: PlainDate, name = `测试${id}`): Presence {
  const { viewer, ...rest } = presenceOf('county', today)
  const place = { code: region, level: levelOf(region), name, path: name }
  return { ...rest, viewer: { ...viewer, id, name, role, region: place } }
}

/** Puts a case into the books of a county, as a citizen's plea does. */
export async function newCase(
  owner: Owner,
  today: PlainDate,
  told: { place?: number; address?: string; subjectName?: string } = {},
): Promise<number> {
  const row = {
    ...{ place: told.place ?? PLACES.county, source: 'HELP', difficulty: 'ILLNESS', asker_kind: 'SELF' },
    ...{ subject_name: told.subjectName ?? '王求助', description: '长期患病，无力负担', address: told.address ?? '' },
    ...{ limit_days: 1, due_on: workday(today, 1) },
  }
  const { rows } = await owner.query<{ case_id: string }>(
    `SELECT case_id FROM register_cases($1::jsonb, '小程序', $2)`,
    [JSON.stringify([row]), new Date(`${today}T09:00:00+08:00`)],
  )
  return Number(rows[0]?.case_id)
}

/** A case as it stands, past all policies. */
export interface Stored {
  version: number
  no: string
  status: CaseStatus
  county: number
  street: number | null
  transferTo: number | null
  region: number
  returned: boolean
  limitDays: number | null
  dueOn: PlainDate | null
  surveyorId: number | null
  partnerId: number | null
  handler: string
  outcome: Outcome | null
}

export async function stored(owner: Owner, caseId: number): Promise<Stored> {
  const { rows } = await owner.query<{ found: Stored }>(
    `SELECT json_build_object('version', version, 'no', no, 'status', status, 'county', county, 'street', street, 'transferTo', transfer_to,
       'region', region, 'returned', returned, 'limitDays', limit_days, 'dueOn', due_on, 'surveyorId', surveyor_id, 'partnerId', partner_id,
       'handler', handler_name, 'outcome', outcome) AS found FROM "case" WHERE id = $1`,
    [caseId],
  )
  const [row] = rows
  if (!row) throw new Error(`There is no case ${caseId}.`)
  return row.found
}

/** The id of the latest assignment of a case; 0 where there has been none. */
export async function openAssignment(owner: Owner, caseId: number): Promise<number> {
  const { rows } = await owner.query<{ id: string }>(
    'SELECT id FROM case_assignment WHERE case_id = $1 ORDER BY id DESC LIMIT 1',
    [caseId],
  )
  return Number(rows[0]?.id ?? 0)
}

const SURVEY: SurveyContent = {
  ...{ address: '3组12号', position: null, investigators: ['测试surveyor'], met: 'SELF', metName: '', members: [] },
  ...{ income: {}, property: [], propertyNote: '', causes: ['ILLNESS'], housing: null, housingState: null },
  ...{ finding: '户主卧病在床。', suggestion: 'TEMPORARY', suggestionNote: '' },
}

/** 提交结果 through the database's own door; answers null where it lets nobody in, else whether the survey came late. */
export function handIn(presence: Presence, assignmentId: number): Promise<boolean | null> {
  const { viewer, clock } = presence
  return inScope(presence, '', 'preference', async (ctx) => {
    const [row] = await ctx.sql<{ late: boolean }>(sql`
      SELECT is_late AS late FROM submit_survey(${assignmentId}::bigint, gen_random_uuid(), ${clock.today}::date,
        ${JSON.stringify(SURVEY)}::jsonb, NULL, 3::smallint, ${workday(clock.today, 3)}::date, ${viewer.name}, ${clock.now})`)
    return row?.late ?? null
  })
}

type Name = keyof typeof DEEDS

/** The surveyors of 太和镇. */
export const TEAM = { surveyorId: idOf('surveyor'), partnerId: idOf('partner') }

export type Stage = 'new' | 'offered' | 'dispatched' | 'surveying' | 'reviewing' | 'closed'

/** The small world at its cases on a day. */
export function clerksAt(owner: Owner, today: PlainDate) {
  /** A step of a case as the clerk sees it now, or with what `more` says instead. */
  async function take(name: Name, who: StaffName, caseId: number, more: object = {}, on = today) {
    const seen = { caseId, version: (await stored(owner, caseId)).version }
    return DEEDS[name](presenceOf(who, on), name === 'DISPATCH' ? { cases: [seen], ...more } : { ...seen, ...more })
  }

  /** The same, when nothing may go wrong. */
  async function taken(...step: Parameters<typeof take>): Promise<void> {
    const answer = await take(...step)
    const bulk = answer.ok ? (answer.value as { results?: { ok: boolean }[] }).results : undefined
    if (!answer.ok || bulk?.some(({ ok }) => !ok)) throw new Error(`${step[0]}: ${JSON.stringify(answer)}`)
  }

  async function hand(who: StaffName, caseId: number): Promise<boolean | null> {
    return handIn(presenceOf(who, today), await openAssignment(owner, caseId))
  }

  /** A case of 梁子湖区 that has come as far as this; at 太和镇, with its surveyors. */
  async function at(stage: Stage): Promise<number> {
    const id = await newCase(owner, today)
    if (stage === 'offered') await taken('TRANSFER', 'county', id, { county: PLACES.otherCounty, note: '户籍在外县' })
    if (stage === 'new' || stage === 'offered') return id
    await taken('DISPATCH', 'county', id, { street: PLACES.taihe, ...(stage !== 'dispatched' && TEAM) })
    if (stage === 'reviewing' || stage === 'closed') await hand('surveyor', id)
    if (stage === 'closed') await taken('APPROVE', 'county', id, { outcome: 'TEMPORARY' })
    return id
  }

  return { take, taken, hand, at }
}
