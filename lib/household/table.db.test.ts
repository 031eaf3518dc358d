import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { CATEGORIES, type Category, codesOf } from '@/lib/certification/codes'
import { closePool } from '@/lib/db/pool'
import type { HouseholdStatus } from '@/lib/person/codes'
import { plainDate } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { DUE_STATES, type DueState, dueStateOf, soonUntil } from '@/lib/review/rules'
import { countSql, rowsSql, toFigures, toRow } from '@/lib/table/query'
import { exportHouseholds } from './export'
import { readListing } from './list'
import { householdTable as table } from './table'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const COMMUNITIES = [PLACES.taihe + 1, PLACES.taihe + 201, PLACES.otherStreet + 201, PLACES.otherCounty + 1001]
const NAMES = ['王建国', '李建国', '王建', '欧阳建国', '𠮷建国', '100%_李', '阿不都·热合曼', '王秀英', '陈秀英', '甲']
const MOVER = Buffer.alloc(32, 7)

interface Household {
  id: number
  region: number
  certificate: string
  category: Category
  status: HouseholdStatus
  head: string
  insured: number
  fen: number
  start: string
  due: string | null
  /** Of the current members. */
  names: string[]
  hasMover: boolean
}

let database: FreshDatabase
let households: Household[]

beforeAll(async () => {
  database = await freshDatabase()
  const { owner } = database
  await settle(owner)
  for (const [index, community] of COMMUNITIES.entries()) {
    for (const [place, name] of NAMES.entries()) await settleHousehold(index * NAMES.length + place, community, name)
  }
  // Somebody who stands in a household of 太和镇 and in one of the other county, where they are placed.
  await owner.query(
    `WITH who AS (
       INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked)
       VALUES ($1, '孙跨县', 'x', 'MALE', '1970-06-01', '汉族', '\\x00', $2, '420702********0019') RETURNING id)
     INSERT INTO membership (household_id, person_id, region, relation, insured, from_date)
     SELECT h.id, who.id, h.region, 'OTHER', false, '2020-01-01' FROM who, household h
     WHERE h.certificate_no IN ('LZ-005', 'LZ-035')`,
    [PLACES.otherCounty + 1001, MOVER],
  )
  // Everybody has left the last household of 太和镇's first community.
  await owner.query(`UPDATE membership SET to_date = '2026-06-01', exit_reason = 'DEATH'
    WHERE household_id = (SELECT id FROM household WHERE certificate_no = 'LZ-001')`)
  households = (await owner.query(OF_EACH, [MOVER])).rows.map((row) => ({
    ...row,
    id: Number(row.id),
    region: Number(row.region),
  }))
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const OF_EACH = `
  SELECT h.id, h.region, h.certificate_no AS certificate, h.category, h.status, h.head_name AS head, h.insured_count AS insured,
         h.monthly_amount_fen AS fen, h.start_month::text AS start, h.review_due::text AS due,
         ARRAY(SELECT p.name FROM membership m JOIN person p ON p.id = m.person_id WHERE m.household_id = h.id AND m.to_date IS NULL) AS names,
         EXISTS (SELECT FROM membership m JOIN person p ON p.id = m.person_id
                 WHERE m.household_id = h.id AND m.to_date IS NULL AND p.id_hash = $1) AS "hasMover"
  FROM household h`

/** A head with a spouse in every second household, of which every third has stopped. */
async function settleHousehold(nth: number, community: number, head: string): Promise<void> {
  const category = codesOf(CATEGORIES)[nth % 5]
  const { rows } = await database.owner.query(
    `INSERT INTO household (region, certificate_no, category, registration, address, start_month, status, stop_month, review_due)
     VALUES ($1, $2, $3, 'RURAL', '1组1号', make_date(2024, 1 + $4 % 12, 1), CASE WHEN $4 % 3 = 0 THEN 'STOPPED' ELSE 'ACTIVE' END,
             CASE WHEN $4 % 3 = 0 THEN date '2026-11-01' END, (ARRAY[date '2026-11-20', '2026-11-21', '2026-12-21', '2026-12-22', NULL])[1 + $4 % 5])
     RETURNING id`,
    [community, `LZ-${String(nth).padStart(3, '0')}`, category, nth],
  )
  const names = nth % 2 === 0 ? [head] : [head, NAMES[(nth * 3) % NAMES.length] ?? '甲']
  for (const [place, name] of names.entries()) {
    await database.owner.query(
      `WITH who AS (
         INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_missing_reason)
         VALUES ($1, $2, 'x', 'MALE', '1950-06-01', '汉族', 'TO_CHECK') RETURNING id)
       INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, base_fen)
       SELECT $3, who.id, $1, $4, true, '2019-03-01', $5 FROM who`,
      [community, name, rows[0]?.id, place === 0 ? 'HEAD' : 'SPOUSE', 30_000 + nth * 1_050],
    )
  }
}

interface Asked {
  region?: number
  category?: Category[]
  status?: HouseholdStatus
  head?: string
  member?: string
  idHash?: string
  certificate?: string
  amountFrom?: string
  amountTo?: string
  startFrom?: string
  startTo?: string
  due?: DueState[]
}

const name = fc.constantFrom(
  '建国',
  '王建国',
  '王',
  '国',
  '%',
  '_李',
  '𠮷建',
  '阿不都·热合曼',
  '甲',
  '孙跨县',
  '无此人',
)
const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom(PLACES.city, PLACES.county, PLACES.taihe, PLACES.taihe + 1, PLACES.otherCounty),
    category: fc.subarray(codesOf(CATEGORIES), { minLength: 1 }),
    status: fc.constantFrom('ACTIVE', 'STOPPED'),
    head: name,
    member: name,
    idHash: fc.constantFrom(MOVER.toString('hex'), Buffer.alloc(32, 8).toString('hex')),
    certificate: fc.constantFrom('LZ', 'LZ-01', 'LZ-012', '012', 'LZ%'),
    amountFrom: fc.constantFrom('310.50', '400'),
    amountTo: fc.constantFrom('405', '900'),
    startFrom: fc.constantFrom('2024-03', '2024-06'),
    startTo: fc.constantFrom('2024-06', '2024-09'),
    due: fc.subarray(codesOf(DUE_STATES), { minLength: 1 }),
  },
  { requiredKeys: [] },
)

function holds(household: Household, home: number, asked: Asked): boolean {
  const { region, category, status, head, member, idHash, certificate, due } = asked
  const ranges = [rangeOf(home), ...(region ? [rangeOf(region)] : [])]
  const dueDay = household.due ? plainDate(household.due) : null
  const soonEnd = soonUntil(TODAY, presenceOf('street', TODAY).parameters)
  return (
    ranges.every(({ low, high }) => low <= household.region && household.region <= high) &&
    (!category || category.includes(household.category)) &&
    (!status || household.status === status) &&
    (!head || household.head.includes(head)) &&
    (!member || [household.head, ...household.names].some((one) => one.includes(member))) &&
    (!idHash || (household.hasMover && idHash === MOVER.toString('hex'))) &&
    (!certificate || household.certificate.startsWith(certificate)) &&
    (!asked.amountFrom || household.fen >= Math.round(Number(asked.amountFrom) * 100)) &&
    (!asked.amountTo || household.fen <= Math.round(Number(asked.amountTo) * 100)) &&
    (!asked.startFrom || household.start.slice(0, 7) >= asked.startFrom) &&
    (!asked.startTo || household.start.slice(0, 7) <= asked.startTo) &&
    (!due || (household.status === 'ACTIVE' && due.includes(dueStateOf(dueDay, TODAY, soonEnd))))
  )
}

function listed(who: StaffName, filters: Asked & { sort?: string }) {
  const presence = presenceOf(who, TODAY)
  const { viewer, parameters, clock } = presence
  const search = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]))
  search.set('size', '100')
  const { read, listing } = readListing({ viewer, parameters, today: clock.today }, search)
  return inScope(presence, '', 'read', async (ctx) => {
    const [quick] = await ctx.sql(countSql(table, listing))
    const [counted] = await ctx.sql(countSql({ ...table, quickCount: undefined }, listing))
    const records = await ctx.sql(rowsSql(table, listing, 0))
    const figures = [toFigures(table, quick), toFigures(table, counted)]
    return { read, home: viewer.region.code, figures, rows: records.map((record) => toRow(table, record)) }
  })
}

describe('the list of 家庭档案', () => {
  it('finds exactly the households that the filters mean within the reach, and sums them up, from the rollup too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<StaffName>('province', 'city', 'county', 'street', 'othercounty'),
        asked,
        async (who, filters) => {
          const { read, home, figures, rows } = await listed(who, filters)
          fc.pre(read.problems.length === 0)
          const expected = households.filter((household) => holds(household, home, filters))
          expect(rows.map(({ id }) => Number(id)).sort()).toEqual(expected.map(({ id }) => id).sort())
          const paid = expected.filter(({ status }) => status === 'ACTIVE')
          const total = (of: (household: Household) => number) => paid.reduce((sum, one) => sum + of(one), 0)
          const sums = { insured: total(({ insured }) => insured), amount: total(({ fen }) => fen) }
          expect(figures).toEqual([
            { total: expected.length, sums },
            { total: expected.length, sums },
          ])
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    ['head', ({ head }: Household) => head],
    ['amount', ({ fen }: Household) => -fen],
    ['start', ({ start }: Household) => -Number(start.replaceAll('-', ''))],
  ] as const)('goes by %s', async (sort, by) => {
    const { rows } = await listed('province', { sort })
    const collator = new Intl.Collator('zh')
    const order = rows.map(({ id }) => by(households.find((one) => one.id === Number(id)) ?? expect.fail()))
    const sorted = [...order].sort((a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b)),
    )
    expect(order).toEqual(sorted)
  })

  it('finds somebody of two counties only in the household within reach', async () => {
    const hash = { idHash: MOVER.toString('hex') }
    for (const [who, expected] of [
      ['street', ['LZ-005']],
      ['othercounty', ['LZ-035']],
      ['otherstreet', []],
      ['city', ['LZ-005', 'LZ-035']],
    ] as const) {
      const { rows } = await listed(who, hash)
      const found = rows.map(({ id }) => households.find((one) => one.id === Number(id))?.certificate).sort()
      expect([who, found]).toEqual([who, expected])
    }
  })

  it('says of each row what the screen shows', async () => {
    const { rows } = await listed('street', { certificate: 'LZ-003' })
    expect(rows[0]?.cells).toEqual({
      county: '梁子湖区',
      street: '太和镇',
      community: expect.stringMatching(/社区|村/),
      head: '欧阳建国',
      category: '农村特困',
      members: '2',
      insured: '2',
      amount: '663.00',
      start: '2024-04',
      status: '停保（2026-11）',
    })
    expect(rows[0]?.extra).toMatchObject({ status: 'STOPPED', path: expect.stringMatching(/^湖北省 > 鄂州市 > /) })
  })

  it('shows nothing to whoever has no reach over recipients', async () => {
    for (const who of ['surveyor', 'sysadmin', 'auditor'] as const) {
      const { rows, figures } = await listed(who, {})
      expect([who, rows, figures[0]?.total]).toEqual([who, [], 0])
    }
  })
})

it('leaves as a file with the rows of the list; the trail knows no name', async () => {
  const search = new URLSearchParams({ member: '王建国', certificate: 'LZ', amountFrom: '1', startTo: '2024-12' })
  const file = await exportHouseholds(presenceOf('county', TODAY), search, 'csv', '')
  const lines = (await text(file.body)).trim().split('\n')
  const expected = households.filter((one) => holds(one, PLACES.county, { member: '王建国' }))
  expect([file.name, file.expected, lines.length - 1]).toEqual([
    '家庭档案_梁子湖区_2026-11-21.csv',
    expected.length,
    expected.length,
  ])
  expect(lines[0]).toContain(
    '"所属区县","乡镇街道","社区村组","户主","对象类型","家庭人口","保障人口","保障金额","起保月","状态"',
  )
  const { rows } = await database.owner.query(`SELECT detail FROM audit WHERE action = 'household.export'`)
  expect(rows[0].detail.filters).toContain('成员姓名：王**')
  await vi.waitFor(async () => {
    const ended = await database.owner.query(`SELECT FROM audit WHERE action = 'household.export-end'`)
    expect(ended.rowCount).toBe(1)
  })
})
