import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { emptySql, sql } from '@/lib/db/sql'
import { defineTable } from './define'
import { type Direction, PAGE_SIZES, type PageSize, type Position, toSearchParams } from './list-query'
import { pagesAround } from './paging'
import { countSql, type Listing, rowsSql, toRow } from './query'
import { readListQuery } from './url'

const HOME = 420702000000

const table = defineTable({
  name: 'sample',
  path: '/sample',
  title: '试验',
  from: sql`sample`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: () => emptySql,
  columns: [{ key: 'name', title: '姓名', width: 80, text: sql`r.name`, sort: 'name' }],
  filters: [],
  sorts: {
    region: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
    name: { terms: [{ by: sql`r.name COLLATE "zh-x-icu"`, type: 'text' }], first: 'asc' },
    at: { terms: [{ by: sql`coalesce(r.at, '-infinity'::timestamptz)`, type: 'timestamptz' }], first: 'desc' },
  },
  defaultSort: 'region',
  extra: { fields: {}, schema: z.object({}) },
})

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await database.owner.query(`
    CREATE TABLE sample (id bigint PRIMARY KEY, region bigint NOT NULL, name text NOT NULL, at timestamptz(3));
    INSERT INTO sample SELECT i, 420702100000 + i % 7, substr('王李张欧阳𠮷', 1 + i * 7 % 6, 1) || substr('建国秀英', 1 + i * 3 % 4, 1),
      CASE WHEN i % 3 > 0 THEN timestamptz '2026-11-21 06:05:00.123+00' - i % 11 * interval '1 day' END
    FROM generate_series(1, 333) AS i;
    INSERT INTO sample VALUES (1000, 420704001001, '别县', NULL)`)
})

afterAll(() => database.drop())

/** One page, as the browser asks for it: by its address. */
async function page(sort: string, direction: Direction, size: PageSize, position: Position) {
  const params = toSearchParams(table.shape, { values: {}, sort, direction, size, position })
  const listing: Listing<unknown> = { query: readListQuery(table, params, HOME).query, home: HOME, context: null }
  const count = countSql(table, listing)
  const [counted] = (await database.owner.query(count.text, [...count.values])).rows
  const total = Number(counted.total)
  const rows = rowsSql(table, listing, total)
  const records = (await database.owner.query(rows.text, [...rows.values])).rows
  const found = records.map((record) => toRow(table, record))
  const [first, last] = [found[0]?.cursor, found.at(-1)?.cursor]
  return { ids: found.map(({ id }) => id), first, last, pages: pagesAround(listing.query, { total, first, last }) }
}
type Page = Awaited<ReturnType<typeof page>>

async function wholeList(sort: string, direction: Direction): Promise<string[]> {
  const by = { region: 'region', name: 'name COLLATE "zh-x-icu"', at: "coalesce(at, '-infinity')" }[sort]
  const { rows } = await database.owner.query(
    `SELECT id FROM sample WHERE region / 1000000 = 420702 ORDER BY ${by} ${direction}, id ${direction}`,
  )
  return rows.map(({ id }) => id)
}

/** The ids of each page on the way, until there is no further one. */
async function walk({ sort, direction, size }: Order, from: Position, next: (page: Page) => Position | undefined) {
  const way: string[][] = []
  for (let position: Position | undefined = from; position; ) {
    const shown: Page = await page(sort, direction, size, position)
    way.push(shown.ids)
    position = next(shown)
  }
  return way
}

interface Order {
  sort: string
  direction: Direction
  size: PageSize
}
const order = fc.record<Order>({
  sort: fc.constantFrom(...Object.keys(table.sorts)),
  direction: fc.constantFrom('asc', 'desc'),
  size: fc.constantFrom(...PAGE_SIZES),
})

it('the pager leads through the whole list in order, there and back', async () => {
  await fc.assert(
    fc.asyncProperty(order, async (asked) => {
      const whole = await wholeList(asked.sort, asked.direction)
      const there = await walk(asked, { page: 1 }, ({ pages }) => pages.next)
      const back = await walk(asked, { page: 'last' }, ({ pages }) => pages.previous)
      expect(there.flat()).toEqual(whole)
      expect(back.reverse()).toEqual(there)
    }),
    { numRuns: 15 },
  )
})

it('so does going from neighbour to neighbour, as beyond the first 10,000 rows', async () => {
  await fc.assert(
    fc.asyncProperty(order, async (asked) => {
      const whole = await wholeList(asked.sort, asked.direction)
      const there = await walk(asked, { page: 1 }, ({ last }) => last && { page: 2, after: last })
      const back = await walk(asked, { page: 'last' }, ({ first }) => first && { page: 2, before: first })
      expect(there.flat()).toEqual(whole)
      expect(back.reverse().flat()).toEqual(whole)
    }),
    { numRuns: 15 },
  )
})
