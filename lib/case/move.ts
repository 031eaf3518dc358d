import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { loadCalendar } from '@/lib/calendar/data'
import { sql } from '@/lib/db/sql'
import { tell } from '@/lib/notice/outbox'
import { type Refusal, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import type { Calendar } from '@/lib/workday'
import { CASE_STATUSES, CASE_STEPS, type CaseAction, type CaseStatus } from './codes'
import { dueOf } from './due'
import { noticesOf } from './notices'
import { type CaseRecord, loadCases, movedOn } from './record'
import { availableSteps, couldEver, type Move, planStep, standingAfter, type Wanted } from './rules'
import { recordStep, type TakenHere, type TeamNames } from './trail'

/** A case as the clerk saw it. */
export interface Seen {
  caseId: number
  version: number
}

/** Where a step has brought a case. */
export interface StepDone {
  caseId: number
  version: number
  status: CaseStatus
  /** The handling street; null where it is (again) the county's alone. */
  street: RegionCode | null
}

/** What goes along with the step of these cases, once they can take it. Throws FieldError for what does not fit them. */
export type Preparation = (cases: readonly [CaseRecord, ...CaseRecord[]]) => Promise<Prepared> | Prepared

/** With the names of those who are to go, for the audit trail. */
export interface Prepared extends Wanted {
  names?: TeamNames
}

/** Takes a step of one case. Refuses CASE_MOVED_ON with who, when and where it stands, or NOT_FOUND. */
export async function takeStep(ctx: Ctx, action: TakenHere, seen: Seen, prepare: Preparation): Promise<StepDone> {
  const outcome =
    (await takeSteps(ctx, action, [seen], prepare)).get(seen.caseId) ?? err({ code: 'NOT_FOUND' as const })
  return outcome.ok ? outcome.value : refuse(outcome.error)
}

/**
 * Takes the same step of many cases, in a number of statements that does not depend on how many: an outcome for each that is in
 * reach. Those that cannot take it do not keep the others from it.
 */
export async function takeSteps(
  ctx: Ctx,
  action: TakenHere,
  seen: readonly Seen[],
  prepare: Preparation,
): Promise<Map<number, Result<StepDone, Refusal>>> {
  const ids = seen.map(({ caseId }) => caseId)
  const [cases, calendar] = await Promise.all([loadCases(ctx, ids), loadCalendar(ctx)])
  const refusals = new Map<number, Refusal>()
  const late = new Map<number, number>()
  const ready: CaseRecord[] = []
  for (const { caseId, version } of seen) {
    const record = cases.get(caseId)
    if (!record) continue
    const refusal = refusalOf(ctx, action, record)
    if (record.version !== version) late.set(caseId, version)
    else if (refusal) refusals.set(caseId, refusal)
    else ready.push(record)
  }
  const moves = await carryOut(ctx, action, ready, calendar, prepare)
  for (const { id, version } of ready) if (!moves.has(id)) late.set(id, version)
  for (const [id, refusal] of await movedOn(ctx, late)) refusals.set(id, refusal)
  const outcomes = new Map<number, Result<StepDone, Refusal>>()
  for (const [id, refusal] of refusals) outcomes.set(id, err(refusal))
  for (const [id, done] of moves) outcomes.set(id, ok(done))
  return outcomes
}

/** Why a case cannot take a step of the viewer's; what is nobody's business but others' does not exist. */
function refusalOf({ viewer }: Ctx, action: CaseAction, record: CaseRecord): Refusal | null {
  if (availableSteps(viewer, record).includes(action)) return null
  if (!couldEver(viewer, action, record)) return { code: 'NOT_FOUND' }
  const message =
    action === 'ASSIGN' && record.status === 'TO_ASSIGN'
      ? '该任务由调查人员退回，须由街道重新指派。'
      : `该线索现为“${CASE_STATUSES[record.status]}”，不能办理“${CASE_STEPS[action]}”。请刷新后核对。`
  return { code: 'NOT_POSSIBLE', message }
}

interface MovedRow {
  caseId: number
  version: number
}

/** Plans, moves, records and tells; answers the cases that were moved. What is missing has lost a race. */
async function carryOut(
  ctx: Ctx,
  action: TakenHere,
  ready: readonly CaseRecord[],
  calendar: Calendar,
  prepare: Preparation,
): Promise<Map<number, StepDone>> {
  const [first, ...others] = ready
  if (!first) return new Map()
  const wanted = await prepare([first, ...others])
  const due = (status: CaseStatus) => dueOf(status, ctx.today, calendar, ctx.parameters)
  const planned = ready.map((record) => ({ record, move: planStep(record, action, wanted, due) }))
  const rows = await ctx.sql<MovedRow>(sql`
    SELECT case_id AS "caseId", version FROM move_cases(${JSON.stringify(planned.map(rowOf))}::jsonb, ${ctx.viewer.name}, ${ctx.now})`)
  const versions = new Map(rows.map(({ caseId, version }) => [caseId, version]))
  const moved = planned.filter(({ record }) => versions.has(record.id))
  for (const { record, move } of moved) recordStep(ctx, record, { ...move, action }, wanted.names)
  tell(
    ctx,
    moved.flatMap(({ record, move }) => noticesOf(record, { ...move, action }, ctx.viewer.id)),
  )
  return new Map(moved.map(({ record, move }) => [record.id, doneOf(record, move, versions.get(record.id) ?? 0)]))
}

function doneOf(record: CaseRecord, move: Move, version: number): StepDone {
  const { status, street } = standingAfter(record, move)
  return { caseId: record.id, version, status, street }
}

function rowOf({ record, move }: { record: CaseRecord; move: Move }) {
  return {
    ...{ case_id: record.id, version: record.version, action: move.action, to_status: move.toStatus },
    ...{ note: move.note, outcome: move.outcome, street: move.street, transfer_to: move.transferTo },
    ...{ surveyor_id: move.surveyorId, partner_id: move.partnerId },
    ...{ limit_days: move.limitDays, due_on: move.dueOn, returned: move.returned },
  }
}
