import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { rawSql, sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import type { CaseAction } from './codes'
import { clerksAt, handIn, idOf, newCase, openAssignment, type Stage, stored, TEAM } from './test-cases'
import { TRANSITIONS, type Transition } from './transitions'

// What the database itself holds of the regulation: the same table of transitions, and no way past its doors.

const TODAY = plainDate('2026-11-20') ?? expect.fail()
let database: FreshDatabase
let clerks: ReturnType<typeof clerksAt>

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  clerks = clerksAt(database.owner, TODAY)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const everybody = Object.keys(STAFF) as StaffName[]

it('the database knows the transitions of transitions.ts, and no others', async () => {
  const { rows } = await database.owner.query('SELECT action, from_status, to_status, party FROM case_transition')
  const inDatabase = rows.map((row) => Object.values(row).join(' ')).sort()
  const inCode = Object.entries(TRANSITIONS).flatMap(([from, actions]) =>
    Object.entries<Transition>(actions).flatMap(([action, { to, by }]) =>
      to.flatMap((status) => by.map((party) => `${action} ${from} ${status} ${party}`)),
    ),
  )
  expect(inDatabase).toEqual(inCode.sort())
})

describe('the application’s role', () => {
  it.each([
    `UPDATE "case" SET status = 'CLOSED', outcome = 'NOT_NEEDED', closed_at = now(), due_on = NULL, limit_days = NULL`,
    `UPDATE "case" SET due_on = due_on + 30`,
    `DELETE FROM "case"`,
    `INSERT INTO "case" (county, place, region, source, difficulty, subject_name, description, asker_kind, entered_at, limit_days, due_on)
     VALUES (420702000000, 420702000000, 0, 'HELP', 'ILLNESS', '某', '某', 'SELF', now(), 1, '2026-11-23')`,
    `INSERT INTO case_step (case_id, at, action, from_status, to_status, actor_name, actor_role) SELECT id, now(), 'HANDLE', status, 'CLOSED', 'x', 'x' FROM "case"`,
    `UPDATE case_step SET note = ''`,
    `DELETE FROM case_step`,
    `UPDATE case_assignment SET due_on = due_on + 30`,
    `INSERT INTO case_assignment (case_id, round, street, surveyor_id, surveyor_name, assigned_at, assigned_by_name, due_on)
     SELECT id, 9, 420702100000, 8, 'x', now(), 'x', '2026-11-23' FROM "case"`,
    `DELETE FROM case_assignment`,
    `INSERT INTO survey (assignment_id, case_id, region, visited_on, late, content, author_id, author_name, author_role, author_region, submitted_at, request_id)
     SELECT id, case_id, street, '2026-11-20', false, '{}', 8, 'x', 'SURVEYOR', street, now(), gen_random_uuid() FROM case_assignment`,
    `UPDATE survey SET late = false`,
    `DELETE FROM survey`,
    `INSERT INTO case_transition VALUES ('REOPEN', 'CLOSED', 'TO_REVIEW', 'OWNER')`,
    `SELECT phone FROM "case"`,
    `SELECT subject_id_sealed FROM "case"`,
    `SELECT content_sealed FROM survey`,
  ])('may not %s', async (statement) => {
    await clerks.at('reviewing')
    for (const who of ['county', 'street', 'surveyor', 'sysadmin'] as const) {
      const tried = inScope(presenceOf(who, TODAY), '', 'preference', (ctx) => ctx.execute(sql`${rawSql(statement)}`))
      await expect(tried).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('moves nothing without a viewer', async () => {
    const id = await clerks.at('new')
    const moves = JSON.stringify([{ case_id: id, version: 0, action: 'DISPATCH', to_status: 'TO_ASSIGN' }])
    await expect(database.owner.query(`SELECT move_cases($1::jsonb, 'x', now())`, [moves])).rejects.toMatchObject({
      code: '42501',
    })
  })
})

/** Each step with a stage from which it leads, who may take it, and what the door wants. */
const MOVES: [CaseAction, Stage, StaffName[], object][] = [
  ['DISPATCH', 'new', ['county'], { to_status: 'TO_ASSIGN', street: PLACES.taihe }],
  ['TRANSFER', 'new', ['county'], { to_status: 'TO_ACCEPT', transfer_to: PLACES.otherCounty, note: '原因' }],
  ['ACCEPT', 'offered', ['othercounty'], { to_status: 'TO_DISPATCH' }],
  ['DECLINE', 'offered', ['othercounty'], { to_status: 'TO_DISPATCH', note: '原因' }],
  ['RECALL', 'offered', ['county'], { to_status: 'TO_DISPATCH' }],
  ['ASSIGN', 'dispatched', ['county', 'street', 'colleague'], { to_status: 'SURVEYING', surveyor_id: TEAM.surveyorId }],
  ['SEND_BACK', 'dispatched', ['street', 'colleague'], { to_status: 'TO_DISPATCH', note: '原因' }],
  ['REDIRECT', 'surveying', ['county'], { to_status: 'TO_ASSIGN', street: PLACES.otherStreet, note: '原因' }],
  ['REASSIGN', 'surveying', ['county', 'street', 'colleague'], { to_status: 'SURVEYING', surveyor_id: idOf('street') }],
  ['RETURN_TASK', 'surveying', ['surveyor'], { to_status: 'TO_ASSIGN', note: '原因' }],
  ['SUBMIT', 'surveying', ['surveyor'], { to_status: 'TO_REVIEW' }],
  ['APPROVE', 'reviewing', ['county'], { to_status: 'CLOSED', outcome: 'TEMPORARY' }],
  ['RESURVEY', 'reviewing', ['county'], { to_status: 'SURVEYING', note: '原因' }],
  ['HANDLE', 'surveying', ['county'], { to_status: 'CLOSED', outcome: 'TEMPORARY' }],
  ['REOPEN', 'closed', ['county'], { to_status: 'TO_DISPATCH', note: '原因' }],
]

async function through(who: StaffName, caseId: number, move: object): Promise<number> {
  const { version } = await stored(database.owner, caseId)
  const closes = (move as { to_status?: string }).to_status === 'CLOSED'
  const due = closes ? {} : { limit_days: 3, due_on: '2026-11-25' }
  const row = { case_id: caseId, version, ...due, ...move }
  return inScope(presenceOf(who, TODAY), '', 'preference', async (ctx) => {
    const rows = await ctx.sql(sql`SELECT * FROM move_cases(${JSON.stringify([row])}::jsonb, ${who}, ${ctx.now})`)
    return rows.length
  })
}

describe('the door of the steps', () => {
  it.each(MOVES)('lets %s of a case that is %s through for its parties alone', async (action, stage, allowed, move) => {
    const id = await clerks.at(stage)
    const before = await stored(database.owner, id)
    for (const who of everybody.filter((one) => !allowed.includes(one))) {
      expect([who, await through(who, id, { action, ...move })]).toEqual([who, 0])
    }
    expect(await stored(database.owner, id)).toEqual(before)
    for (const who of allowed)
      expect([who, await through(who, await clerks.at(stage), { action, ...move })]).toEqual([who, 1])
  })

  it.each<[string, Stage, object]>([
    [
      'a street of another county',
      'new',
      { action: 'DISPATCH', to_status: 'TO_ASSIGN', street: PLACES.otherCounty + 100_000 },
    ],
    ['a community', 'new', { action: 'DISPATCH', to_status: 'TO_ASSIGN', street: PLACES.community }],
    ['no street', 'new', { action: 'DISPATCH', to_status: 'TO_ASSIGN' }],
    ['a state that it does not lead to', 'new', { action: 'DISPATCH', to_status: 'TO_REVIEW', street: PLACES.taihe }],
    ['the own county', 'new', { action: 'TRANSFER', to_status: 'TO_ACCEPT', transfer_to: PLACES.county, note: '原因' }],
    ['no reason', 'new', { action: 'TRANSFER', to_status: 'TO_ACCEPT', transfer_to: PLACES.otherCounty, note: ' ' }],
    ['no outcome', 'new', { action: 'HANDLE', to_status: 'CLOSED' }],
    [
      'a surveyor of another street',
      'dispatched',
      { action: 'ASSIGN', to_status: 'SURVEYING', surveyor_id: idOf('othersurveyor') },
    ],
    ['a clerk of the county', 'dispatched', { action: 'ASSIGN', to_status: 'SURVEYING', surveyor_id: idOf('county') }],
    [
      'an earlier version',
      'dispatched',
      { action: 'ASSIGN', to_status: 'SURVEYING', surveyor_id: TEAM.surveyorId, version: 0 },
    ],
    [
      'the same street',
      'dispatched',
      { action: 'REDIRECT', to_status: 'TO_ASSIGN', street: PLACES.taihe, note: '原因' },
    ],
  ])('is closed to %s', async (_what, stage, move) => {
    const id = await clerks.at(stage)
    expect(await through('county', id, move)).toBe(0)
  })

  it('of the surveys is closed to everybody but who was sent', async () => {
    const id = await clerks.at('surveying')
    const assignment = await openAssignment(database.owner, id)
    for (const who of everybody.filter((one) => one !== 'surveyor')) {
      expect([who, await handIn(presenceOf(who, TODAY), assignment)]).toEqual([who, null])
    }
    expect(await handIn(presenceOf('surveyor', TODAY), assignment)).toBe(false)
  })
})

describe('a street that no longer has the case', () => {
  it('goes on seeing it, with its own steps and surveys alone', async () => {
    const id = await clerks.at('dispatched')
    await clerks.taken('ASSIGN', 'street', id, TEAM)
    await clerks.hand('surveyor', id)
    await clerks.taken('REDIRECT', 'county', id, { street: PLACES.otherStreet, note: '现住东沟镇' })
    await clerks.taken('SEND_BACK', 'otherstreet', id, { reason: '不住在本镇' })
    const seen = (who: StaffName) =>
      inScope(presenceOf(who, TODAY), '', 'read', async (ctx) => {
        const steps = await ctx.sql<{ action: string }>(
          sql`SELECT action FROM case_step WHERE case_id = ${id} ORDER BY id`,
        )
        const [row] = await ctx.sql<{ cases: number; surveys: number }>(sql`
          SELECT (SELECT count(*)::int FROM "case" WHERE id = ${id}) AS cases, (SELECT count(*)::int FROM survey WHERE case_id = ${id}) AS surveys`)
        return { ...row, steps: steps.map(({ action }) => action) }
      })
    expect(await seen('street')).toEqual({ cases: 1, surveys: 1, steps: ['ASSIGN', 'SUBMIT'] })
    expect(await seen('otherstreet')).toEqual({ cases: 1, surveys: 0, steps: ['SEND_BACK'] })
    expect(await seen('surveyor')).toEqual({ cases: 0, surveys: 1, steps: ['SUBMIT'] })
    expect(await seen('county')).toMatchObject({ cases: 1, surveys: 1 })
    for (const who of ['othercounty', 'partner', 'sysadmin', 'secadmin', 'auditor'] as const) {
      expect([who, await seen(who)]).toEqual([who, { cases: 0, surveys: 0, steps: [] }])
    }
  })
})

it('a case in the books is never deleted, and changes in nothing that was told, not even for the owner', async () => {
  const id = await newCase(database.owner, TODAY)
  const owner = (statement: string) => database.owner.query(statement, [id])
  await expect(owner('DELETE FROM "case" WHERE id = $1')).rejects.toMatchObject({ code: '42501' })
  await expect(owner(`UPDATE "case" SET description = '另一说' WHERE id = $1`)).rejects.toMatchObject({ code: '23001' })
  const jump = `UPDATE "case" SET status = 'TO_REVIEW', street = ${PLACES.taihe}, surveyor_id = 8, surveyor_name = 'x' WHERE id = $1`
  await expect(owner(jump)).rejects.toMatchObject({ code: '23001' })
})
