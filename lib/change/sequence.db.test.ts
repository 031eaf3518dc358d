import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyChange } from '@/e2e/any-change'
import { clerksAt, granted, idOfChange } from '@/e2e/changes'
import { type Family, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { getHouseholdState } from '@/lib/household/data'
import { figuresOf } from '@/lib/household/state'
import { plainDate } from '@/lib/plain-date'

// Whatever is asked for and approved one after the other: what is kept by triggers equals raw sums over the memberships.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const stateOf = ({ householdId }: Family) =>
  inScope(presenceOf('county', TODAY), '', 'read', (ctx) => getHouseholdState(ctx, householdId))

/** Kept totals and those that a GROUP BY finds, as text; they must be the same. */
const TOTALS = `
  WITH raw AS (
    SELECT h.region, h.category, h.status, count(*) AS households, sum(f.members) AS members, sum(f.insured) AS insured, sum(f.amount) AS amount
    FROM household h, LATERAL (SELECT count(*) AS members, count(*) FILTER (WHERE insured) AS insured,
                                      coalesce(sum(base_fen + supplement_fen), 0) AS amount
                               FROM membership WHERE household_id = h.id AND to_date IS NULL) f
    GROUP BY 1, 2, 3)
  SELECT (SELECT json_agg(r ORDER BY r.region, r.category, r.status) FROM raw r)::text AS raw,
         (SELECT json_agg(t ORDER BY t.region, t.category, t.status)
          FROM (SELECT region, category, status, households, members, insured, amount_fen AS amount FROM household_total
                WHERE level = 5 AND households > 0) t)::text AS kept`

async function checkKept(family: Family): Promise<void> {
  const state = await stateOf(family)
  const { rows } = await database.owner.query(
    `SELECT member_count AS members, insured_count AS insured, monthly_amount_fen AS "amountFen", supplement_fen AS "supplementFen",
            head_name AS head FROM household WHERE id = $1`,
    [family.householdId],
  )
  const heads = state.members.filter(({ relation }) => relation === 'HEAD').map(({ name }) => name)
  expect(rows).toEqual([{ ...figuresOf(state), head: heads[0] }])
  expect(heads.length).toBe(1)
  const totals = await database.owner.query(TOTALS)
  expect(totals.rows[0].kept).toBe(totals.rows[0].raw)
  const { rows: onRoster } = await database.owner.query(
    `SELECT array_agg(person_id ORDER BY person_id) AS ids FROM roster
     WHERE household_id = $1 AND exited_on IS NULL AND year = 2026`,
    [family.householdId],
  )
  const expected = state.status === 'ACTIVE' ? state.members.filter(({ fromDate }) => fromDate < '2027') : []
  expect((onRoster[0].ids ?? []).map(Number)).toEqual(expected.map(({ personId }) => personId).sort((a, b) => a - b))
}

it('figures, totals and roster follow any sequence of changes', async () => {
  const clerks = clerksAt(database.owner, TODAY)
  const refused = new Set<string>()
  let done = 0
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), async (seeds) => {
      const family = await settleFamily(database.owner, HOME, [
        { name: '周父', relation: 'HEAD', baseFen: 52_000 },
        { name: '吴母', relation: 'SPOUSE', born: '1955-06-01', baseFen: 30_000 },
        { name: '周子', relation: 'SON', born: '1980-06-01', insured: false },
      ])
      for (const seed of seeds) {
        const [change] = fc.sample(anyChange(await stateOf(family)), { seed, numRuns: 1 })
        const { identified: _identified, ...typed } = change ?? expect.fail('no change')
        // A move out of the county leaves the reach of both clerks; it has a test of its own.
        if (typed.kind === 'MOVE' && Math.floor(typed.region / 1e6) !== Math.floor(HOME / 1e6)) continue
        const answer = await clerks.ask(family, { ...typed, effectiveMonth: typed.effectiveMonth.slice(0, 7) })
        if (answer.ok) {
          granted(await clerks.approve(family, idOfChange(answer)))
          done += 1
        } else if (!('fieldErrors' in answer)) {
          refused.add('refusal' in answer ? answer.refusal.code : answer.failure.message)
        }
        await checkKept(family)
      }
    }),
    { numRuns: 25 },
  )
  expect(done).toBeGreaterThan(10)
  expect([...refused].filter((code) => code !== 'NOT_POSSIBLE')).toEqual([])
})
