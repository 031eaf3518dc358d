import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { emptySql, type Sql, sql } from '@/lib/db/sql'
import { rangeOf } from '@/lib/region'
import { defineTable } from './define'
import { monthRangeFilter, numberRangeFilter, regionFilter } from './filters'
import { loadPage } from './load'
import { countSql, toFigures } from './query'
import { readListQuery } from './url'

const COUNTY = 420702000000

const table = defineTable({
  name: 'sample',
  path: '/sample',
  title: '试验',
  unit: '户',
  from: sql`sample`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: () => emptySql,
  columns: [{ key: 'id', title: '编号', width: 80, text: sql`r.id::text` }],
  sums: [
    { key: 'people', title: '保障人口', kind: 'count', unit: '人', sum: sql`r.people` },
    { key: 'amount', title: '保障金额', kind: 'money', unit: '元/月', sum: sql`r.fen` },
  ],
  filters: [
    regionFilter('所属地区'),
    numberRangeFilter({
      from: 'amountFrom',
      to: 'amountTo',
      label: '保障金额',
      since: (fen) => sql`r.fen >= ${fen}`,
      until: (fen) => sql`r.fen <= ${fen}`,
    }),
    monthRangeFilter({
      from: 'startFrom',
      to: 'startTo',
      label: '起保月',
      since: (first) => sql`r.started >= ${first}::date`,
      until: (end) => sql`r.started < ${end}::date`,
    }),
  ],
  sorts: { id: { terms: [], first: 'asc' } },
  defaultSort: 'id',
  extra: { fields: {}, schema: z.object({}) },
})

interface Household {
  id: number
  region: number
  /** NULL where nobody has counted them. */
  people: number | null
  fen: number
  started: string
}

let database: FreshDatabase
let households: Household[]

beforeAll(async () => {
  database = await freshDatabase()
  await database.owner.query(`
    CREATE TABLE sample (id bigint PRIMARY KEY, region bigint NOT NULL, people integer, fen integer NOT NULL, started date NOT NULL);
    INSERT INTO sample SELECT i, 420702100000 + i % 3, CASE WHEN i % 5 > 0 THEN i % 4 END, 50000 + i * 37 % 50000,
      date '2024-01-31' + i * 11 FROM generate_series(1, 90) AS i;
    INSERT INTO sample VALUES (1000, 420704001001, 9, 900, '2024-01-31')`)
  const { rows } = await database.owner.query(`SELECT id, region, people, fen, started::text FROM sample`)
  households = rows.map((row) => ({ ...row, id: Number(row.id), region: Number(row.region) }))
})

afterAll(() => database.drop())

async function run<Row extends object>(statement: Sql): Promise<Row[]> {
  return (await database.owner.query(statement.text, [...statement.values])).rows as Row[]
}

function listingOf(filters: Record<string, string | undefined>) {
  const { query, problems } = readListQuery(table, { ...filters, size: '100' }, COUNTY)
  expect(problems).toEqual([])
  return { query, home: COUNTY, context: null }
}

interface Asked {
  region?: string
  fen?: number[]
  months?: string[]
}
const month = fc.constantFrom('2023-12', '2024-01', '2024-02', '2025-06', '2026-09', '2026-10')
const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom('420702100000', '420702100001'),
    fen: fc.array(fc.integer({ min: 49_990, max: 53_400 }), { minLength: 1, maxLength: 2 }).map((ends) => ends.sort()),
    months: fc.array(month, { minLength: 1, maxLength: 2 }).map((ends) => ends.sort()),
  },
  { requiredKeys: [] },
)

it('counts and sums exactly the rows that the filters mean, both ends of a range included', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ region, fen = [], months = [] }) => {
      const [amountFrom, amountTo] = fen.map((end) => (end / 100).toFixed(2))
      const [startFrom, startTo] = months
      const listing = listingOf({ region, amountFrom, amountTo, startFrom, startTo })
      const { low, high } = rangeOf(region ? Number(region) : COUNTY)
      const expected = households.filter(
        (one) =>
          low <= one.region &&
          one.region <= high &&
          (fen[0] === undefined || one.fen >= fen[0]) &&
          (fen[1] === undefined || one.fen <= fen[1]) &&
          (!startFrom || one.started.slice(0, 7) >= startFrom) &&
          (!startTo || one.started.slice(0, 7) <= startTo),
      )
      const page = await loadPage({ sql: run }, table, listing)
      expect(page.rows.map(({ id }) => Number(id))).toEqual(expected.map(({ id }) => id))
      expect(page.total).toBe(expected.length)
      expect(page.sums).toEqual({
        people: expected.reduce((sum, { people }) => sum + (people ?? 0), 0),
        amount: expected.reduce((sum, one) => sum + one.fen, 0),
      })
    }),
    { numRuns: 100 },
  )
})

it('a cheaper statement answers count and sums in one, or is not taken for good', async () => {
  const listing = listingOf({})
  const quick = (statement: Sql) => ({ ...table, quickCount: () => statement })
  const answered = async (statement: Sql) => toFigures(table, (await run(countSql(quick(statement), listing)))[0])
  await expect(answered(sql`SELECT 5 AS total, 7 AS people, 8::bigint AS amount`)).resolves.toEqual({
    total: 5,
    sums: { people: 7, amount: 8 },
  })
  await expect(answered(sql`SELECT 5 AS total, 7 AS people`)).rejects.toThrow('no figure amount')
  await expect(answered(sql`SELECT 5 AS total, 7 AS people, 8 AS amount WHERE false`)).rejects.toThrow(
    'no figure total',
  )
})
