import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate, today as shanghaiDay } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { countSql, rowsSql, toRow } from '@/lib/table/query'
import { readListQuery } from '@/lib/table/url'
import { CATEGORIES, type Category, codesOf, LADDER, type LadderStep, STATUSES, type Status } from './codes'
import { statusOf } from './rules'
import { certificationTable as table } from './table'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const CONTEXT = { year: 2026, asOf: TODAY, ladder: 'WARN' } as const
const NAMES = [
  '王建国',
  '李建国',
  '王建',
  '欧阳建国',
  '𠮷建国',
  '100%_李',
  '阿不都·热合曼',
  '王秀英',
  '陈秀英',
  '赵国建',
]

interface Person {
  id: number
  region: number
  name: string
  category: Category
  insured: boolean
  exempt_until: string | null
  certification_id: number | null
  certified_at: Date | null
  death_id: number | null
}

let database: FreshDatabase
let people: Person[]

beforeAll(async () => {
  database = await freshDatabase()
  const { owner } = database
  await settle(owner)
  for (const community of [PLACES.taihe + 1, PLACES.taihe + 201, PLACES.otherStreet + 201, PLACES.otherCounty + 1001]) {
    await settlePeople(owner, 2026, community, [...NAMES, ...NAMES])
  }
  await owner.query(`
    UPDATE roster SET category = (ARRAY['URBAN_DIBAO', 'RURAL_DIBAO', 'URBAN_TEKUN', 'RURAL_TEKUN', 'DIBIAN'])[1 + id % 5], insured = id % 4 > 0,
      exempt_until = CASE id % 6 WHEN 1 THEN date '2026-11-21' WHEN 2 THEN date '2026-11-22' END,
      death_id = CASE WHEN id % 9 = 0 THEN id END, exited_on = CASE WHEN id % 17 = 0 THEN date '2026-05-01' END;
    UPDATE roster SET certification_id = id, channel = 'VISIT', certified_at = timestamptz '2026-03-01 15:59:59+00' + (id % 3) * interval '1 second'
    WHERE id % 3 > 0`)
  const { rows } = await owner.query(
    `SELECT id, region, name, category, insured, exempt_until::text, certification_id, certified_at, death_id FROM roster WHERE exited_on IS NULL`,
  )
  people = rows.map((row) => ({ ...row, id: Number(row.id), region: Number(row.region) }))
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

interface Asked {
  region?: number
  name?: string
  category?: Category[]
  status?: (Status | LadderStep)[]
  insured?: 'YES' | 'NO'
  certifiedFrom?: string
  certifiedTo?: string
}

const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom(PLACES.city, PLACES.county, PLACES.taihe, PLACES.taihe + 1, PLACES.otherCounty),
    name: fc.constantFrom('建国', '王建国', '王', '国建', '%', '_李', '𠮷建', '阿不都·热合曼', '无此人'),
    category: fc.subarray(codesOf(CATEGORIES), { minLength: 1 }),
    status: fc.subarray(codesOf({ ...STATUSES, ...LADDER }), { minLength: 1 }),
    insured: fc.constantFrom('YES', 'NO'),
    certifiedFrom: fc.constantFrom('2026-03-01', '2026-03-02'),
    certifiedTo: fc.constantFrom('2026-03-01', '2026-03-02'),
  },
  { requiredKeys: [] },
)

function holds(
  person: Person,
  home: number,
  { region, name, category, status, insured, certifiedFrom, certifiedTo }: Asked,
): boolean {
  const ranges = [rangeOf(home), ...(region ? [rangeOf(region)] : [])]
  const standing = statusOf(
    {
      deathId: person.death_id,
      certificationId: person.certification_id,
      exemptUntil: person.exempt_until ? plainDate(person.exempt_until) : null,
    },
    TODAY,
  )
  const statuses: string[] = standing === 'PENDING' ? [standing, CONTEXT.ladder] : [standing]
  const day = person.certified_at && shanghaiDay(person.certified_at)
  return (
    ranges.every(({ low, high }) => low <= person.region && person.region <= high) &&
    (!name || person.name.includes(name)) &&
    (!category || category.includes(person.category)) &&
    (!status || status.some((code) => statuses.includes(code))) &&
    (!insured || person.insured === (insured === 'YES')) &&
    (!certifiedFrom || (day !== null && day >= certifiedFrom)) &&
    (!certifiedTo || (day !== null && day <= certifiedTo))
  )
}

function listed(who: StaffName, filters: Asked) {
  const presence = presenceOf(who, TODAY)
  const home = presence.viewer.region.code
  const search = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]))
  search.set('size', '100')
  const read = readListQuery(table, search, home)
  const listing = { query: read.query, home, context: CONTEXT }
  return inScope(presence, '', 'read', async (ctx) => {
    const [quick] = await ctx.sql<{ total: number }>(countSql(table, listing))
    const [counted] = await ctx.sql<{ total: number }>(countSql({ ...table, quickCount: undefined }, listing))
    const records = await ctx.sql(rowsSql(table, listing, 0))
    return { read, home, totals: [quick?.total, counted?.total], rows: records.map((record) => toRow(table, record)) }
  })
}

describe('the list of 生存认证', () => {
  it('finds exactly whom the filters mean within the reach, and counts them, from the rollup too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<StaffName>('province', 'city', 'county', 'street'),
        asked,
        async (who, filters) => {
          const { read, home, totals, rows } = await listed(who, filters)
          fc.pre(read.problems.length === 0)
          const expected = people.filter((person) => holds(person, home, filters)).map(({ id }) => id)
          expect(rows.map(({ id }) => Number(id)).sort()).toEqual(expected.sort())
          expect(totals).toEqual([expected.length, expected.length])
        },
      ),
      { numRuns: 150 },
    )
  })

  it('says of each row what the screen shows and the buttons need', async () => {
    const { rows } = await listed('street', { name: '王建国', status: ['PENDING'] })
    const [row] = rows
    expect(row?.cells).toEqual({
      county: '梁子湖区',
      street: '太和镇',
      community: expect.stringMatching(/社区|村/),
      name: '王建国',
      idNumber: '无证件',
      category: expect.stringMatching(/低保|特困|低边/),
      relation: '户主',
      insured: expect.stringMatching(/^[是否]$/),
      certifiedAt: '',
      status: '未认证（警示）',
    })
    expect(row?.extra).toMatchObject({ status: 'PENDING', certificationId: null, certifiedOn: null, idTail: null })
    expect(row?.extra.path).toMatch(/^湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > /)
  })

  it('says times and days in Asia/Shanghai', async () => {
    const { rows } = await listed('street', { certifiedFrom: '2026-03-02' })
    expect(new Set(rows.map((row) => row.cells.certifiedAt))).toEqual(new Set(['2026-03-02 00:00']))
    expect(new Set(rows.map((row) => row.extra.certifiedOn))).toEqual(new Set(['2026-03-02']))
  })
})
