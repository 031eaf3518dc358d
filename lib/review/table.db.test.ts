import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { CATEGORIES, type Category, codesOf } from '@/lib/certification/codes'
import { closePool } from '@/lib/db/pool'
import { REVIEW_CLASSES, type ReviewClass } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { loadPage } from '@/lib/table/load'
import { exportReviews } from './export'
import { readListing } from './list'
import { DUE_STATES, type DueState, dueStateOf, soonUntil } from './rules'
import { reviewTable } from './table'
import { type Household, settleHouseholds } from './test-households'

const TODAY = plainDate('2026-11-21') ?? expect.fail()

let database: FreshDatabase
let households: Household[]

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  households = await settleHouseholds(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

interface Asked {
  region?: number
  category?: Category[]
  reviewClass?: ReviewClass
  due?: DueState[]
}

const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom(PLACES.county, PLACES.taihe, PLACES.taihe + 1),
    category: fc.subarray(codesOf(CATEGORIES), { minLength: 1 }),
    reviewClass: fc.constantFrom(...codesOf(REVIEW_CLASSES)),
    due: fc.subarray(codesOf(DUE_STATES), { minLength: 1 }),
  },
  { requiredKeys: [] },
)

function listed(who: StaffName, filters: object = {}) {
  const presence = presenceOf(who, TODAY)
  const { viewer, parameters, clock } = presence
  const search = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]))
  const { listing } = readListing({ viewer, parameters, today: clock.today }, search)
  return inScope(presence, '', 'read', (ctx) => loadPage(ctx, reviewTable, listing))
}

describe('the list of 复核', () => {
  it('finds exactly the households in payment that the filters mean within the reach, those due longest first', async () => {
    const soonEnd = soonUntil(TODAY, presenceOf('street', TODAY).parameters)
    const who = fc.constantFrom<StaffName>('county', 'street')
    await fc.assert(
      fc.asyncProperty(who, asked, async (name, filters) => {
        const ranges = [rangeOf(presenceOf(name, TODAY).viewer.region.code), rangeOf(filters.region ?? PLACES.county)]
        const expected = households.filter(
          ({ region, category, status, reviewClass, due }) =>
            ranges.every(({ low, high }) => low <= region && region <= high) &&
            status === 'ACTIVE' &&
            (!filters.category || filters.category.includes(category)) &&
            (!filters.reviewClass || filters.reviewClass === reviewClass) &&
            (!filters.due || filters.due.includes(dueStateOf(due, TODAY, soonEnd))),
        )
        const { rows, total } = await listed(name, filters)
        expect(total).toBe(expected.length)
        const inOrder = expected.sort((a, b) => (a.due ?? '').localeCompare(b.due ?? '') || a.id - b.id)
        expect(rows.map(({ id }) => Number(id))).toEqual(inOrder.map(({ id }) => id))
        for (const { id, extra } of rows) {
          const { due } = households.find((one) => one.id === Number(id)) ?? expect.fail()
          expect(extra.dueState).toBe(dueStateOf(due, TODAY, soonEnd))
        }
      }),
      { numRuns: 60 },
    )
  })

  it('says where a due date stands', async () => {
    const { rows } = await listed('street')
    expect([...new Set(rows.map(({ cells }) => cells.due))]).toEqual([
      '未定（已到期）',
      '2026-11-20（已到期）',
      '2026-11-21（即将到期）',
      '2026-12-21（即将到期）',
      '2026-12-22',
    ])
  })
})

it('the list leaves as a file', async () => {
  const search = new URLSearchParams({ due: 'OVERDUE,SOON', reviewClass: 'STABLE' })
  const file = await exportReviews(presenceOf('street', TODAY), search, 'csv', '')
  const { total } = await listed('street', { due: 'OVERDUE,SOON', reviewClass: 'STABLE' })
  expect((await text(file.body)).trim().split('\n')).toHaveLength(total + 1)
  expect(file).toMatchObject({ name: '复核名单_太和镇_2026-11-21.csv', expected: total })
  await vi.waitFor(async () => {
    const ended = await database.owner.query(`SELECT FROM audit WHERE action = 'review.export-end'`)
    expect(ended.rowCount).toBe(1)
  })
})
