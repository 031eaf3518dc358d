import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { presenceOf } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { approveChange, findChange } from '@/lib/change/data'
import { ApproveInput } from '@/lib/change/input'
import { closePool } from '@/lib/db/pool'
import { findDeathTask } from '@/lib/death/decide'
import { decisionProposed } from '@/lib/death/household-plan'
import { CHANGE_KINDS, type ChangeKind } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { seedDemo } from './main'

const DATA_KEY = Buffer.from('a data key of thirty-two letters').toString('base64')
const PERSONS = 8_000
const TEXT = '2026-11-21'
const TODAY = plainDate(TEXT) ?? expect.fail()
const COUNTY = presenceOf('county', TODAY)
const IN_COUNTY = 'county_of(region) = 420702000000'

let database: FreshDatabase

async function rowsOf<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  return (await database.owner.query<Row>(query)).rows
}

async function countOf(query: string): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(`SELECT count(*) FROM (${query}) AS found`)
  return Number(row?.count)
}

beforeAll(async () => {
  process.env.DATA_KEY = DATA_KEY
  database = await freshDatabase()
  const people = { persons: PERSONS, demoPassword: 'Jiuzhu@2026', log: () => {} }
  await seedDemo({ url: database.url, dataKey: DATA_KEY, today: TODAY, ...people })
  await database.owner.query("SELECT set_config('app.today', $1, false)", [TEXT])
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

describe('the tasks that deaths opened', () => {
  it('wait exactly where a dead person is still a member, for two months at most', async () => {
    const members = `
      SELECT d.id, m.household_id FROM death d JOIN membership m ON m.person_id = d.person_id AND m.to_date IS NULL WHERE d.revoked_at IS NULL`
    const waiting = `SELECT death_id, household_id FROM change_request WHERE kind = 'DEATH' AND status = 'PENDING'`
    expect(await countOf(`(${members} EXCEPT ${waiting}) UNION ALL (${waiting} EXCEPT ${members})`)).toBe(0)
    expect(await countOf(`${waiting} AND requested_at < today() - 61`)).toBe(0)
    expect(await countOf(`${waiting} AND ${IN_COUNTY}`)).toBeGreaterThan(2)
  })

  it('are decided otherwise, with a history, and nobody dead has a share any more', async () => {
    const undecided = `
      SELECT FROM death d WHERE revoked_at IS NULL AND NOT EXISTS (SELECT FROM change_request c WHERE c.death_id = d.id)
        AND EXISTS (SELECT FROM membership m WHERE m.person_id = d.person_id AND m.exit_reason IS NULL)`
    expect(await countOf(undecided)).toBe(0)
    const untold = `
      SELECT FROM change_request c WHERE status = 'APPROVED'
        AND (SELECT count(*) FROM household_history y WHERE y.change_id = c.id AND y.household_id = c.household_id AND y.kind = c.kind) <> 1`
    expect(await countOf(untold)).toBe(0)
    const shared = `
      SELECT FROM change_request c JOIN death d ON d.id = c.death_id AND c.status = 'APPROVED'
      JOIN membership m ON m.person_id = d.person_id AND m.household_id = c.household_id AND m.to_date IS NULL`
    expect(await countOf(shared)).toBe(0)
  })

  it('say what became of the household: its patches end in what stands there now', async () => {
    const differing = `
      SELECT FROM household_history y, jsonb_to_recordset(y.patches) AS p (op text, target text, id bigint, field text, after jsonb)
      JOIN membership m ON m.id = p.id
      WHERE y.kind = 'DEATH' AND p.op = 'set' AND p.target = 'membership'
        AND (p.field = 'toDate' AND m.to_date IS DISTINCT FROM (p.after #>> '{}')::date
          OR p.field = 'exitReason' AND m.exit_reason IS DISTINCT FROM p.after #>> '{}')`
    expect(await countOf(differing)).toBe(0)
    const lost = `
      SELECT FROM household_history y, jsonb_to_recordset(y.patches) AS p (op text, target text, id bigint)
      WHERE y.kind = 'CREATED' AND (p.op <> 'create' OR p.id IS NULL
        OR (p.target = 'household' AND p.id <> y.household_id)
        OR (p.target = 'membership' AND NOT EXISTS (SELECT FROM membership m WHERE m.id = p.id AND m.household_id = y.household_id)))`
    expect(await countOf(lost)).toBe(0)
  })
})

describe('the requests of the demo’s county', () => {
  it('are of every kind and in every state, by streets, decided by somebody else of the county', async () => {
    const kinds = await rowsOf<{ kind: string }>(`SELECT DISTINCT kind FROM change_request WHERE ${IN_COUNTY}`)
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(Object.keys(CHANGE_KINDS).toSorted())
    const states = `SELECT DISTINCT status FROM change_request WHERE ${IN_COUNTY}`
    expect(await countOf(states)).toBe(4)
    expect(await countOf("SELECT FROM change_request WHERE requester_role <> 'STREET_STAFF'")).toBe(0)
    const own = `
      SELECT FROM change_request WHERE status IN ('APPROVED', 'SENT_BACK') AND (decider_role <> 'COUNTY_CASEWORKER' OR decided_at < requested_at)`
    expect(await countOf(own)).toBe(0)
  })

  it('wait for the household as it stands', async () => {
    const outdated = `
      SELECT FROM change_request c JOIN household h ON h.id = c.household_id WHERE c.status = 'PENDING' AND c.base_version <> h.version`
    expect(await countOf(outdated)).toBe(0)
    const ages = await rowsOf<{ least: number; most: number }>(`
      SELECT min(today() - requested_at::date) AS least, max(today() - requested_at::date) AS most
      FROM change_request WHERE status = 'PENDING' AND kind <> 'DEATH'`)
    expect(ages[0]?.least).toBeLessThanOrEqual(2)
    expect(ages[0]?.most).toBeGreaterThanOrEqual(8)
  })

  it('can all be approved', async () => {
    const waiting = await rowsOf<{ id: number; kind: ChangeKind; home: number }>(
      `SELECT id::int, kind, household_id::int AS home FROM change_request WHERE status = 'PENDING' AND ${IN_COUNTY} ORDER BY id`,
    )
    expect(waiting.length).toBeGreaterThan(12)
    for (const { id, kind } of waiting) {
      const page = await inScope(COUNTY, '', 'read', (ctx) => findChange(ctx, id))
      expect(page?.conflict).toEqual([])
      const task = kind === 'DEATH' ? await inScope(COUNTY, '', 'read', (ctx) => findDeathTask(ctx, id)) : null
      const proposed = task && decisionProposed(task.proposal)
      if (kind === 'DEATH' && !proposed) continue
      const decision = proposed && { ...proposed, effectiveMonth: proposed.effectiveMonth.slice(0, 7) }
      const raw = { changeId: id, version: page?.version, note: '同意', ...(decision ? { decision } : {}) }
      const definition = { permission: 'change.decide', input: ApproveInput, run: approveChange } as const
      expect([id, kind, await perform(definition, 'write', COUNTY, '', raw)]).toEqual([
        id,
        kind,
        { ok: true, value: undefined },
      ])
    }
  })
})

describe('suspicions', () => {
  it('are open only about the living on the roster, and otherwise verified', async () => {
    const wrong = `
      SELECT FROM suspected_death s WHERE status = 'OPEN' AND (
        EXISTS (SELECT FROM death d WHERE d.person_id = s.person_id AND d.revoked_at IS NULL)
        OR NOT EXISTS (SELECT FROM roster r WHERE r.person_id = s.person_id AND r.year = extract(year FROM today())
                       AND r.exited_on IS NULL AND r.death_id IS NULL AND r.region = s.region AND (r.certified_at IS NULL OR r.certified_at < s.reported_at)))`
    expect(await countOf(wrong)).toBe(0)
    const states = await rowsOf<{ status: string }>(
      `SELECT DISTINCT status FROM suspected_death WHERE ${IN_COUNTY} ORDER BY 1`,
    )
    expect(states.map(({ status }) => status)).toEqual(['ALIVE', 'DEAD', 'OPEN'])
    const dead = `
      SELECT FROM suspected_death s JOIN death d ON d.id = s.death_id WHERE (d.person_id, d.source, d.died_on) <> (s.person_id, s.source, s.died_on)
        OR s.reported_at >= s.decided_at`
    expect(await countOf(dead)).toBe(0)
  })
})

describe('what else clerks have left', () => {
  it('is there: duplicates over a county’s border, claims, findings and saved queries', async () => {
    const abroad = `
      SELECT FROM duplicate own JOIN duplicate other USING (person_id)
      WHERE county_of(own.region) = 420702000000 AND county_of(other.region) <> 420702000000`
    expect(await countOf(abroad)).toBeGreaterThan(0)
    expect(
      await countOf(`SELECT FROM duplicate_claim WHERE ${IN_COUNTY} AND registered_county <> county_of(region)`),
    ).toBe(2)
    expect(await countOf('SELECT FROM duplicate_finding WHERE membership_id IS NOT NULL')).toBeGreaterThan(0)
    expect(await countOf('SELECT FROM duplicate_finding WHERE claim_id IS NOT NULL')).toBe(1)
    expect(await countOf('SELECT FROM saved_query WHERE shared')).toBe(2)
  })

  it('is never dated in the future', async () => {
    const late = `
      SELECT FROM (
        SELECT requested_at AS at FROM change_request UNION ALL SELECT decided_at FROM change_request WHERE decider_id IS DISTINCT FROM 3
        UNION ALL SELECT reported_at FROM suspected_death UNION ALL SELECT decided_at FROM suspected_death WHERE status = 'ALIVE'
        UNION ALL SELECT reviewed_at FROM review UNION ALL SELECT claimed_at FROM duplicate_claim
        UNION ALL SELECT found_at FROM duplicate_finding UNION ALL SELECT created_at FROM saved_query) AS every
      WHERE at >= today()::timestamp AT TIME ZONE 'Asia/Shanghai'`
    expect(await countOf(late)).toBe(0)
  })
})
