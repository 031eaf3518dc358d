/** 消息 of the last days: who was told of which step by the product's own rules, and what its own clerks found in the message centre. */

import type pg from 'pg'
import { maskName } from '@/lib/audit/entry'
import { noticesOf } from '@/lib/case/notices'
import type { NewNotice } from '@/lib/notice/outbox'
import { messageOf, type NoticeFacts } from '@/lib/notice/rules'
import { levelOf, type RegionCode } from '@/lib/region'
import type { Account } from './accounts'
import type { EnteredCase } from './case-register'
import { caseNo } from './case-tables'
import type { Assignment, Step } from './case-walk'
import type { Day } from './day'
import { instantText, type Moment } from './moment'
import type { Random } from './random'
import type { Operator } from './staffing'
import type { Workdays } from './workdays'

/** A notice with what its message says. */
export interface BookedNotice {
  notice: NewNotice
  facts: NoticeFacts
  at: Moment
  actorId: number | null
  actorName: string
}

const HOUR = 3600
const READ_SHARE = { recent: 0.35, older: 0.92 } as const

/** 「太和镇太和社区」; a county's own name where no more is known. */
export function placeInWords(names: ReadonlyMap<RegionCode, string>, place: RegionCode): string {
  const level = levelOf(place)
  const own = names.get(place) ?? ''
  return level === 5 ? `${names.get(place - (place % 1000)) ?? ''}${own}` : own
}

function actorInWords({ name, region }: Operator, names: ReadonlyMap<RegionCode, string>): string {
  // What a machine sends in is nobody's.
  return region === null ? '' : `${name}（${names.get(region) ?? ''}）`
}

function dueOnAfter(step: Step, { made: { walk } }: EnteredCase, task: Assignment | null): NoticeFacts['dueOn'] {
  if (task && step.to === 'SURVEYING') return task.dueOn
  const { enteredAt, standing } = walk
  return enteredAt.day === step.at.day && enteredAt.second === step.at.second ? standing.dueOn : null
}

/** What was told of one step. */
function noticesOfStep(entered: EnteredCase, step: Step, names: ReadonlyMap<RegionCode, string>): BookedNotice[] {
  const { id, made } = entered
  const { action, note, outcome, actor, assignment } = step
  const crew = step.to === 'SURVEYING' && action !== 'LATE_SURVEY' ? assignment : null
  const facts: NoticeFacts = {
    caseNo: caseNo(id, made.walk.registeredAt),
    source: made.told.source,
    subject: maskName(made.told.subject.name),
    place: placeInWords(names, made.place),
    actor: actorInWords(actor, names),
    step: {
      ...{ action, outcome, surveyorName: crew?.surveyor.name ?? null, partnerName: crew?.partner?.name ?? null },
    },
    dueOn: dueOnAfter(step, entered, assignment),
    note,
  }
  return toldOf(id, step, crew).map((notice) => {
    return { notice, facts, at: step.at, actorId: actor.id, actorName: actor.region === null ? '' : actor.name }
  })
}

/** Whom the product tells of a step; of a survey it does so when it is handed in. */
function toldOf(caseId: number, { action, before, target, note, actor }: Step, crew: Assignment | null): NewNotice[] {
  if (action === 'SUBMIT' || action === 'LATE_SURVEY') {
    const kind = action === 'SUBMIT' ? 'SUBMITTED' : 'LATE_SURVEY'
    const desk = { kind, caseId, to: { region: before.county, role: 'COUNTY_CASEWORKER' } } as const
    return action === 'SUBMIT' || actor.id === null ? [desk] : [desk, { kind, caseId, to: { staffId: actor.id } }]
  }
  const isSent = action === 'DISPATCH' || action === 'REDIRECT'
  const taken = {
    ...{ action, note, street: isSent ? target : null, transferTo: action === 'TRANSFER' ? target : null },
    ...{ surveyorId: crew?.surveyor.id ?? null, partnerId: crew?.partner?.id ?? null },
  }
  return noticesOf({ ...before, id: caseId }, taken, actor.id)
}

/** What was told of cases since a day. */
export function noticesSince(
  cases: readonly EnteredCase[],
  since: Day,
  names: ReadonlyMap<RegionCode, string>,
): BookedNotice[] {
  return cases.flatMap((entered) =>
    entered.made.walk.steps.flatMap((step) => (step.at.day >= since ? noticesOfStep(entered, step, names) : [])),
  )
}

function readersOf({ notice: { to }, actorId }: BookedNotice, accounts: readonly Account[]): Account[] {
  return accounts.filter(({ id, region, role }) =>
    'staffId' in to ? id === to.staffId : id !== actorId && region === to.region && role === to.role,
  )
}

const NOTICES = `
  INSERT INTO notice (id, kind, case_id, staff_id, region, role, note, key, actor_id, actor_name, at, spread_at)
  SELECT id, kind, case_id, staff_id, region, role, note, key, actor_id, actor_name, at, at
  FROM jsonb_to_recordset($1) AS row (id bigint, kind text, case_id bigint, staff_id bigint, region bigint, role text, note text, key text,
    actor_id bigint, actor_name text, at timestamptz)`
const MESSAGES = `
  INSERT INTO message (notice_id, staff_id, kind, case_id, title, text, at, read_at)
  SELECT notice_id, staff_id, kind, case_id, title, text, at, read_at
  FROM jsonb_to_recordset($1) AS row (notice_id bigint, staff_id bigint, kind text, case_id bigint, title text, text text, at timestamptz,
    read_at timestamptz)`

/** When a message was read: most are on the same day, of those of the last working day many not yet. */
function readAt(random: Random, at: Moment, workdays: Workdays): string | null {
  const isOld = at.day < workdays.ago(1)
  if (!random.chance(isOld ? READ_SHARE.older : READ_SHARE.recent)) return null
  const second = Math.max(at.second + random.int(60, 1200), 8.5 * HOUR + random.int(0, 1800))
  return second < 24 * HOUR && at.day < workdays.today ? instantText({ day: at.day, second }) : null
}

/** Writes the notices in the order of time, as spread, and the messages of those readers who can sign in. */
export async function writeNotices(
  client: pg.Client,
  random: Random,
  booked: readonly BookedNotice[],
  accounts: readonly Account[],
  workdays: Workdays,
): Promise<void> {
  const { rows } = await client.query<{ last: number }>('SELECT coalesce(max(id), 0)::int AS last FROM notice')
  const first = (rows[0]?.last ?? 0) + 1
  const inOrder = booked.toSorted((one, other) => one.at.day - other.at.day || one.at.second - other.at.second)
  const notices = inOrder.map(
    ({ notice: { kind, caseId, to, note = '', key = null }, at, actorId, actorName }, place) => {
      const reader = 'staffId' in to ? { staff_id: to.staffId } : { region: to.region, role: to.role }
      const actor = { actor_id: actorId, actor_name: actorName }
      return { id: first + place, kind, case_id: caseId, ...reader, note, key, ...actor, at: instantText(at) }
    },
  )
  const messages = inOrder.flatMap((one, place) => {
    const { notice, facts, at } = one
    const words = messageOf(notice.kind, facts)
    return readersOf(one, accounts).map(({ id }) => {
      const told = { notice_id: first + place, staff_id: id, kind: notice.kind, case_id: notice.caseId }
      return { ...told, ...words, at: instantText(at), read_at: readAt(random, at, workdays) }
    })
  })
  await client.query(NOTICES, [JSON.stringify(notices)])
  await client.query(MESSAGES, [JSON.stringify(messages)])
  await client.query(`SELECT setval('notice_id_seq', $1, false)`, [first + notices.length])
}
