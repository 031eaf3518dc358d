import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle, settlePeople } from '@/e2e/world'
import { completionOf } from '@/lib/certification/completion'
import { loadRows, readListing } from '@/lib/certification/list'
import { closePool } from '@/lib/db/pool'
import { scoped } from '@/lib/db/scoped'
import { rawSql, sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import { levelOf, rangeOf } from '@/lib/region'
import { inScope } from './perform'
import { ROLES, type Role } from './permissions'

const today = plainDate('2026-11-21') ?? expect.fail()
let database: FreshDatabase
/** Every community with somebody in it. */
let settled: number[] = []

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  const { rows } = await database.owner.query<{ code: string }>(
    `SELECT code FROM region WHERE level = 5 AND code % 7 = 0 ORDER BY code LIMIT 60`,
  )
  settled = rows.map(({ code }) => Number(code))
  for (const community of settled) await settlePeople(database.owner, 2026, community, ['欧阳测试'])
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** Written another way than the product: the digits that a home region fixes, by its level, must be the record's first ones. */
function oracle(role: Role, home: number, region: number): boolean {
  const recipients: Role[] = ['STREET_STAFF', 'COUNTY_CASEWORKER', 'CITY_SUPERVISOR', 'PROVINCE_SUPERVISOR']
  if (!recipients.includes(role)) return false
  const fixed = String(home)
    .replace(/(000){0,2}$/, '')
    .padEnd(6, '0')
    .replace(/^(\d{2})0000$/, '$1')
    .replace(/^(\d{4})00$/, '$1')
  return String(region).startsWith(fixed)
}

const aHome = () =>
  fc.constantFrom(
    ...new Set(
      settled.flatMap((code) =>
        [PLACES.province, PLACES.city, 1e6, 1e3].map((step) => (step > 1e6 ? step : code - (code % step))),
      ),
    ),
  )
const aRole = fc.constantFrom(...(Object.keys(ROLES) as Role[]))

it.each(['person', 'household', 'membership', 'roster', 'name_gram', 'completion'])(
  '%s is visible exactly where the oracle says',
  async (table) => {
    const { rows } = await database.owner.query<{ region: string }>(
      `SELECT region FROM ${table}${table === 'completion' ? ' WHERE level = 5' : ''}`,
    )
    await fc.assert(
      fc.asyncProperty(aRole, aHome(), async (role, home) => {
        const { low, high } = rangeOf(home)
        const seen = await scoped({ viewerId: 1, role, low, high, today }, (transaction) =>
          transaction.sql<{ region: number }>(sql`
          SELECT region FROM ${rawSql(table)} ${rawSql(table === 'completion' ? 'WHERE level = 5' : '')} ORDER BY region`),
        )
        const expected = rows.map(({ region }) => Number(region)).filter((region) => oracle(role, home, region))
        expect(seen.map(({ region }) => region)).toEqual(expected.sort((a, b) => a - b))
      }),
      { numRuns: 40 },
    )
  },
)

it('the list and the completion show no more than that, whatever region is asked for', async () => {
  const viewers = ['province', 'city', 'county', 'street', 'otherstreet', 'othercounty'] as const
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...viewers), aHome(), async (who, asked) => {
      const presence = presenceOf(who, today)
      const home = presence.viewer.region.code
      await inScope(presence, '', 'read', async (ctx) => {
        const listing = readListing(ctx, new URLSearchParams({ region: String(asked), size: '100' }))
        const within = settled.filter(
          (code) => oracle(ctx.viewer.role, home, code) && oracle('PROVINCE_SUPERVISOR', asked, code),
        )
        const related = oracle('PROVINCE_SUPERVISOR', home, asked) || oracle('PROVINCE_SUPERVISOR', asked, home)
        if (!related) {
          expect(listing.read.outOfReach).toBe(true)
        } else {
          const { rows, total } = await loadRows(ctx, listing)
          expect([rows.length, total]).toEqual([within.length, within.length])
          const { total: completion } = await completionOf(ctx, 2026, levelOf(asked) > levelOf(home) ? asked : home)
          expect(completion.pending).toBe(within.length)
        }
      })
    }),
    { numRuns: 60 },
  )
})
