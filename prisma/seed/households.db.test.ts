import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { sealFromKey } from '@/lib/db/seal'
import { plainDate } from '@/lib/plain-date'
import { seedDemo } from './main'

const DATA_KEY = Buffer.from('a data key of thirty-two letters').toString('base64')
const PERSONS = 4_000
/** On the first day, right after the grace period, and late in the year. */
const DAYS = ['2026-01-01', '2026-02-01', '2026-11-21']

let database: FreshDatabase

async function rowsOf<Row extends pg.QueryResultRow>(query: string): Promise<Row[]> {
  return (await database.owner.query<Row>(query)).rows
}

async function countOf(query: string): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(`SELECT count(*) FROM (${query}) AS found`)
  return Number(row?.count)
}

/** What a statement that settles something changes, taken back at once. */
async function changedBy(statement: string, state: string): Promise<number> {
  await database.owner.query('BEGIN')
  try {
    await database.owner.query(`CREATE TEMPORARY TABLE before ON COMMIT DROP AS ${state}`)
    await database.owner.query(statement)
    return await countOf(`(${state} EXCEPT SELECT * FROM before) UNION ALL (SELECT * FROM before EXCEPT ${state})`)
  } finally {
    await database.owner.query('ROLLBACK')
  }
}

beforeAll(async () => {
  database = await freshDatabase()
})

afterAll(async () => {
  await database.drop()
})

describe.each(DAYS)('households on %s', (text) => {
  beforeAll(async () => {
    const today = plainDate(text) ?? expect.fail()
    const people = { persons: PERSONS, reset: true, demoPassword: 'Jiuzhu@2026', log: () => {} }
    await seedDemo({ url: database.url, dataKey: DATA_KEY, today, ...people })
    await database.owner.query("SELECT set_config('app.today', $1, false)", [text])
  })

  it('have head, figures and pieces of names as settle_households() would', async () => {
    const settle = 'SELECT settle_households(ARRAY(SELECT id FROM household ORDER BY id))'
    const figures =
      'SELECT id, head_person_id, head_name, member_count, insured_count, monthly_amount_fen, supplement_fen FROM household'
    expect(await changedBy(settle, figures)).toBe(0)
    expect(await changedBy(settle, 'SELECT gram, is_head, region, household_id FROM household_gram')).toBe(0)
    expect(await countOf("SELECT FROM household WHERE head_name = ''")).toBe(0)
    const bumped = `
      SELECT FROM household h WHERE version <> 0
        AND NOT EXISTS (SELECT FROM household_history y WHERE y.household_id = h.id AND y.kind NOT IN ('DEATH', 'CREATED'))`
    expect(await countOf(bumped)).toBe(0)
  })

  it('are counted as they stand', async () => {
    const counted = (place: string) => `
      SELECT ${place}, category, status, count(*)::int, sum(member_count)::int, sum(insured_count)::int, sum(monthly_amount_fen)::bigint
      FROM household GROUP BY 1, 2, 3, 4`
    const all = `${counted('3::smallint, county_of(region)')} UNION ALL ${counted('5::smallint, region')}`
    const kept =
      'SELECT level, region, category, status, households, members, insured, amount_fen FROM household_total WHERE households <> 0'
    expect(await countOf(`(${all}) EXCEPT ${kept}`)).toBe(0)
    expect(await countOf(`${kept} EXCEPT (${all})`)).toBe(0)
  })

  it('have duplicates as settle_duplicates() would', async () => {
    const kept = 'SELECT membership_id, person_id, household_id, region, kind, others FROM duplicate'
    expect(await changedBy('SELECT settle_duplicates(ARRAY(SELECT id FROM person ORDER BY id))', kept)).toBe(0)
  })

  it('pay the sum of their members’ shares, none of them to the uninsured or in 低边', async () => {
    const differing = `
      SELECT FROM household h WHERE member_count > 0 AND (monthly_amount_fen, supplement_fen) <>
        (SELECT sum(base_fen + supplement_fen), sum(supplement_fen) FROM membership m WHERE m.household_id = h.id AND m.to_date IS NULL)`
    expect(await countOf(differing)).toBe(0)
    expect(await countOf('SELECT FROM household WHERE insured_count > member_count')).toBe(0)
    expect(await countOf("SELECT FROM household WHERE category = 'DIBIAN' AND monthly_amount_fen > 0")).toBe(0)
    expect(
      await countOf(
        "SELECT FROM household WHERE status = 'ACTIVE' AND category <> 'DIBIAN' AND monthly_amount_fen = 0",
      ),
    ).toBe(0)
  })

  it('have exactly one head while in payment, alive unless a task waits for the county', async () => {
    const heads = `
      SELECT FROM household h WHERE status = 'ACTIVE'
        AND (SELECT count(*) FROM membership m WHERE m.household_id = h.id AND m.relation = 'HEAD' AND m.to_date IS NULL) <> 1`
    expect(await countOf(heads)).toBe(0)
    const forgotten = `
      SELECT FROM membership m JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
      JOIN death d ON d.person_id = m.person_id AND d.revoked_at IS NULL
      WHERE m.to_date IS NULL AND d.registered_at < today() - 61`
    expect(await countOf(forgotten)).toBe(0)
  })

  it('keep their family when they are stopped, unless it has left or died', async () => {
    const bare = `
      SELECT FROM household WHERE (status = 'STOPPED') <> (stop_month IS NOT NULL) OR (status = 'STOPPED') <> (stop_reason IS NOT NULL)`
    expect(await countOf(bare)).toBe(0)
    expect(
      await countOf("SELECT FROM household WHERE status = 'STOPPED' AND stop_reason = 'INCOME' AND member_count = 0"),
    ).toBe(0)
    const abandoned = `
      SELECT FROM household WHERE status = 'STOPPED' AND member_count = 0 AND stop_reason NOT IN ('DEATH', 'MOVED')`
    expect(await countOf(abandoned)).toBe(0)
    expect(await countOf("SELECT FROM household WHERE status = 'ACTIVE' AND member_count = 0")).toBe(0)
  })

  it('are due for review after the last one, some overdue, some soon', async () => {
    const wrong = `
      SELECT FROM household h WHERE (status = 'ACTIVE' AND review_due IS NULL) OR reviewed_on >= review_due OR reviewed_on >= today()
        OR (reviewed_on IS NOT NULL AND review_due <> (reviewed_on + make_interval(months => CASE review_class WHEN 'STABLE' THEN 12 ELSE 6 END))::date)
        OR (reviewed_on IS NOT NULL AND NOT EXISTS (SELECT FROM review v WHERE v.household_id = h.id
              AND (v.reviewed_on, v.next_due, v.review_class) = (h.reviewed_on, h.review_due, h.review_class)))`
    expect(await countOf(wrong)).toBe(0)
    const active = await countOf("SELECT FROM household WHERE status = 'ACTIVE'")
    const overdue = await countOf('SELECT FROM household WHERE review_due < today()')
    const soon = await countOf('SELECT FROM household WHERE review_due BETWEEN today() AND today() + 30')
    for (const share of [overdue / active, soon / active]) {
      expect(share).toBeGreaterThan(0.02)
      expect(share).toBeLessThan(0.25)
    }
  })

  it('have an account that opens, beside its end and its fingerprint', async () => {
    const seal = sealFromKey(DATA_KEY)
    const found = await rowsOf<{ sealed: Buffer; hash: Buffer; tail: string }>(
      'SELECT bank_sealed AS sealed, bank_hash AS hash, bank_tail AS tail FROM household WHERE bank_sealed IS NOT NULL ORDER BY id LIMIT 50',
    )
    expect(found).toHaveLength(50)
    for (const { sealed, hash, tail } of found) {
      const account = seal.open(sealed)
      expect(account.endsWith(tail)).toBe(true)
      expect(seal.fingerprint(account).equals(hash)).toBe(true)
    }
    expect(await countOf("SELECT FROM household WHERE phone !~ '^154[0-9]{8}$' OR guardian_phone !~ '^154'")).toBe(0)
  })
})
