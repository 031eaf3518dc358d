import type { FreshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { codesOf } from '@/lib/certification/codes'
import { sql } from '@/lib/db/sql'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { isWithin } from '@/lib/region'
import {
  CASE_SOURCES,
  type CaseAction,
  type CaseSource,
  type CaseStatus,
  DIFFICULTIES,
  type Difficulty,
  type Outcome,
} from './codes'

/** A Saturday. */
export const TODAY = plainDate('2026-11-21') ?? unknownDay()

function unknownDay(): never {
  throw new RangeError('no such day')
}

/** A case as the owner of the tables sees it. */
export interface KnownCase {
  id: number
  version: number
  no: string
  county: number
  street: number | null
  transferTo: number | null
  region: number
  source: CaseSource
  difficulty: Difficulty
  name: string
  /** Of the ID number, in hexadecimal. */
  hash: string | null
  reportedOn: string
  status: CaseStatus
  returned: boolean
  limitDays: number | null
  dueOn: PlainDate | null
  surveyorId: number | null
  partnerId: number | null
  handler: string
  outcome: Outcome | null
  /** Home regions of those who wrote a step of it. */
  writers: number[]
}

/** All cases by id, past all policies. */
export async function knownCases(owner: FreshDatabase['owner']): Promise<KnownCase[]> {
  const { rows } = await owner.query(`
    SELECT to_jsonb(k) AS known FROM (
      SELECT id, version, no, county, street, transfer_to AS "transferTo", region, source, difficulty, subject_name AS name,
             encode(subject_id_hash, 'hex') AS hash, (reported_at AT TIME ZONE 'Asia/Shanghai')::date AS "reportedOn", status, returned,
             limit_days AS "limitDays", due_on AS "dueOn", surveyor_id AS "surveyorId", partner_id AS "partnerId", handler_name AS handler,
             outcome, ARRAY(SELECT s.actor_region FROM case_step s WHERE s.case_id = c.id) AS writers
      FROM "case" c ORDER BY id) AS k`)
  return rows.map(({ known }) => known)
}

/** Whom cases concern, in the tests of their list. */
export const VIEWERS = [
  'province',
  'city',
  'county',
  'othercounty',
  'street',
  'colleague',
  'otherstreet',
  'surveyor',
  'partner',
  'othersurveyor',
] as const satisfies readonly StaffName[]

/** The regulation, said anew: who sees a case. */
export function sees(who: StaffName, known: KnownCase): boolean {
  const { role, region } = STAFF[who]
  const { id } = presenceOf(who, TODAY).viewer
  const at = (place: number | null) => place !== null && isWithin(place, region)
  const wrote = known.writers.some(at)
  switch (role) {
    case 'PROVINCE_SUPERVISOR':
    case 'CITY_SUPERVISOR':
      return at(known.county)
    case 'COUNTY_CASEWORKER':
      return at(known.county) || at(known.transferTo) || wrote
    case 'STREET_STAFF':
      return at(known.street) || wrote
    case 'SURVEYOR':
      return known.surveyorId === id || known.partnerId === id
    default:
      return false
  }
}

/** And for whom it waits. */
export function waitsFor(who: StaffName, { status, county, transferTo, street, surveyorId }: KnownCase): boolean {
  const { role, region } = STAFF[who]
  const isMine = status === 'SURVEYING' && surveyorId === presenceOf(who, TODAY).viewer.id
  if (role === 'SURVEYOR') return isMine
  if (role === 'STREET_STAFF') return street === region && (status === 'TO_ASSIGN' || isMine)
  if (role !== 'COUNTY_CASEWORKER') return false
  return transferTo === region || (county === region && (status === 'TO_DISPATCH' || status === 'TO_REVIEW'))
}

/** One step of a case: who takes it, and what move_cases() is told. */
export interface Step {
  by: StaffName
  action: CaseAction
  to: CaseStatus
  street?: number
  transferTo?: number
  surveyor?: StaffName
  partner?: StaffName
}

const RETURNING: readonly CaseAction[] = ['SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE']

/** Takes a step through the door of the database; whether it was taken. `turn` varies what the step leaves behind. */
export async function take(known: Pick<KnownCase, 'id' | 'version'>, step: Step, turn: number): Promise<boolean> {
  const { by, action, to } = step
  const idOf = (name: StaffName | undefined) => name && presenceOf(name, TODAY).viewer.id
  const move = {
    case_id: known.id,
    version: known.version,
    action,
    to_status: to,
    note: '情况说明',
    outcome: to === 'CLOSED' ? 'DIBAO' : undefined,
    street: step.street,
    transfer_to: step.transferTo,
    surveyor_id: idOf(step.surveyor),
    partner_id: idOf(step.partner),
    returned: RETURNING.includes(action),
    ...(to === 'CLOSED' ? {} : dueAt(turn)),
  }
  const presence = presenceOf(by, TODAY)
  const moved = await inScope(presence, '', 'preference', (ctx) =>
    ctx.sql(
      sql`SELECT * FROM move_cases(${JSON.stringify([move])}::jsonb, ${presence.viewer.name}, ${presence.clock.now})`,
    ),
  )
  return moved.length === 1
}

/** Due long ago, lately, today, soon and later, on days off too. */
function dueAt(turn: number): { limit_days: number; due_on: string } {
  const days = turn % 11 === 10 ? -120 : ((turn * 5) % 41) - 20
  return { limit_days: 1 + (turn % 10), due_on: addDays(TODAY, days) }
}

const DISPATCHED: Step = { by: 'county', action: 'DISPATCH', to: 'TO_ASSIGN', street: PLACES.taihe }
const ASSIGNED: Step = { by: 'street', action: 'ASSIGN', to: 'SURVEYING', surveyor: 'surveyor', partner: 'partner' }
const SUBMITTED: Step = { by: 'surveyor', action: 'SUBMIT', to: 'TO_REVIEW' }
const TRANSFERRED: Step = { by: 'county', action: 'TRANSFER', to: 'TO_ACCEPT', transferTo: PLACES.otherCounty }
const HANDLED: Step = { by: 'county', action: 'HANDLE', to: 'CLOSED' }

/** The ways that the cases of the world have gone, each leaving them elsewhere. */
export const WAYS: readonly (readonly Step[])[] = [
  [],
  [DISPATCHED],
  [DISPATCHED, ASSIGNED],
  [DISPATCHED, ASSIGNED, SUBMITTED],
  [DISPATCHED, ASSIGNED, SUBMITTED, { by: 'county', action: 'APPROVE', to: 'CLOSED' }],
  [DISPATCHED, ASSIGNED, SUBMITTED, { by: 'county', action: 'RESURVEY', to: 'SURVEYING' }],
  [DISPATCHED, { by: 'street', action: 'SEND_BACK', to: 'TO_DISPATCH' }],
  [DISPATCHED, ASSIGNED, { by: 'surveyor', action: 'RETURN_TASK', to: 'TO_ASSIGN' }],
  [DISPATCHED, ASSIGNED, { by: 'county', action: 'REDIRECT', to: 'TO_ASSIGN', street: PLACES.otherStreet }],
  [{ ...DISPATCHED, street: PLACES.otherStreet, to: 'SURVEYING', surveyor: 'othersurveyor' }],
  [DISPATCHED, { ...ASSIGNED, surveyor: 'street', partner: 'surveyor' }],
  [TRANSFERRED],
  [TRANSFERRED, { by: 'othercounty', action: 'ACCEPT', to: 'TO_DISPATCH' }],
  [TRANSFERRED, { by: 'othercounty', action: 'DECLINE', to: 'TO_DISPATCH' }],
  [HANDLED],
  [HANDLED, { by: 'county', action: 'REOPEN', to: 'TO_DISPATCH' }],
]

const NAMES = ['王建国', '李建国', '王建', '欧阳建国', '𠮷建国', '100%_李', '阿不都·热合曼', '=王秀英', '陈秀英', '甲']
const HOMES = [PLACES.taihe + 1, PLACES.taihe + 201, PLACES.otherStreet + 201, PLACES.taihe, PLACES.county]

/** Enters `count` cases of the county and every seventh of the other county, each on its way. */
export async function settleCases(owner: FreshDatabase['owner'], count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    const isOther = turn % 7 === 6
    const id = await enter(
      isOther ? 'othercounty' : 'county',
      isOther ? PLACES.otherCounty + 1001 : (HOMES[turn % HOMES.length] ?? 0),
      turn,
    )
    for (const step of isOther ? [] : (WAYS[turn % WAYS.length] ?? [])) {
      const { rows } = await owner.query('SELECT version FROM "case" WHERE id = $1', [id])
      if (!(await take({ id, version: rows[0].version }, step, turn + step.action.length)))
        throw new Error(`${step.action} was not taken`)
    }
  }
}

async function enter(by: 'county' | 'othercounty', place: number, turn: number): Promise<number> {
  const hash = Buffer.alloc(32, turn % 50)
  const entered = {
    place,
    source: codesOf(CASE_SOURCES)[turn % 4],
    difficulty: codesOf(DIFFICULTIES)[(turn * 5) % 9],
    subject_name: NAMES[turn % NAMES.length],
    ...(turn % 5 > 0 && {
      subject_id_sealed: 'AA==',
      subject_id_hash: hash.toString('base64'),
      subject_id_masked: `420702********${String(1000 + turn)}`,
    }),
    description: '家中遇到困难，请求帮助。',
    asker_kind: 'SELF',
    reported_at: `${addDays(TODAY, -(turn % 30))}T${turn % 2 ? '00:10' : '23:50'}:00+08:00`,
    ...dueAt(turn),
  }
  const presence = presenceOf(by, TODAY)
  const [made] = await inScope(presence, '', 'preference', (ctx) =>
    ctx.sql<{ case_id: number }>(
      sql`SELECT case_id FROM register_cases(${JSON.stringify([entered])}::jsonb, ${presence.viewer.name}, ${presence.clock.now})`,
    ),
  )
  if (!made) throw new Error('no case was entered')
  return made.case_id
}
