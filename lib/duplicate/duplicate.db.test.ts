import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { DUPLICATE_KINDS, type DuplicateKind } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { loadPage } from '@/lib/table/load'
import { resolveDuplicate } from './data'
import { exportDuplicates } from './export'
import { ResolveDuplicateInput } from './input'
import { readListing } from './list'
import { type FindingState, rowIdOf } from './rules'
import { duplicateTable } from './table'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HERE = PLACES.taihe + 1
const NEXT_STREET = PLACES.otherStreet + 201
const NEXT_COUNTY = PLACES.otherCounty + 1001

/** Who stands where: place, category, insured. */
const PEOPLE: Record<string, [number, string, boolean][]> = {
  王两户: [
    [HERE, 'RURAL_DIBAO', true],
    [NEXT_STREET, 'RURAL_DIBAO', true],
  ],
  王互斥: [
    [HERE, 'RURAL_TEKUN', true],
    [NEXT_COUNTY, 'URBAN_DIBAO', false],
  ],
  李登记: [
    [HERE, 'URBAN_DIBAO', false],
    [NEXT_COUNTY, 'RURAL_DIBAO', false],
  ],
  李三户: [
    [HERE, 'RURAL_DIBAO', true],
    [HERE, 'DIBIAN', false],
    [NEXT_COUNTY, 'RURAL_DIBAO', true],
  ],
  周一户: [[NEXT_COUNTY, 'RURAL_DIBAO', true]],
}

interface Entry {
  id: number
  region: number
  kind: DuplicateKind
  name: string
  found: boolean
}

let database: FreshDatabase
let numbers = 0

beforeAll(async () => {
  database = await freshDatabase()
  const { owner } = database
  await settle(owner)
  for (const [name, homes] of Object.entries(PEOPLE)) {
    const { rows } = await owner.query(
      `INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_missing_reason)
       VALUES ($1, $2, 'x', 'MALE', '1950-06-01', '汉族', 'TO_CHECK') RETURNING id`,
      [homes[0]?.[0], name],
    )
    for (const home of homes) await join(rows[0]?.id, ...home)
  }
  // 周一户's number was claimed under another name, once for a household of 太和镇 and once by a roster of the county.
  for (const [region, household, typed] of [
    [HERE, '(SELECT id FROM household WHERE region = $1 ORDER BY id LIMIT 1)', '王冒名'],
    [PLACES.county, 'NULL', '赵冒名'],
  ] as const) {
    await owner.query(
      `INSERT INTO duplicate_claim (person_id, region, household_id, claimed_name, id_masked, registered_county, source, claimed_at, actor_name, actor_role)
       SELECT id, $1, ${household}, $2, '420702********0027', $3, 'REQUEST', '2026-11-20 17:00+00', '测试', 'STREET_STAFF' FROM person WHERE name = '周一户'`,
      [region, typed, PLACES.otherCounty],
    )
  }
})

afterEach(() => database.owner.query('TRUNCATE duplicate_finding'))

afterAll(async () => {
  await closePool()
  await database.drop()
})

async function join(personId: string, region: number, category: string, insured: boolean): Promise<void> {
  numbers += 1
  const { rows } = await database.owner.query(
    `INSERT INTO household (region, certificate_no, category, registration, address, start_month)
     VALUES ($1, $2, $3, 'RURAL', '1组1号', '2019-03-01') RETURNING id`,
    [region, `NO-${region}-${numbers}`, category],
  )
  await database.owner.query(
    `INSERT INTO membership (household_id, person_id, region, relation, insured, from_date)
     VALUES ($1, $2, $3, 'HEAD', $4, make_date(2019, 1 + $5, 1))`,
    [rows[0]?.id, personId, region, insured, numbers],
  )
}

/** What stands in the list, read past all policies. */
async function entries(): Promise<Entry[]> {
  const { rows } = await database.owner.query(`
    SELECT d.membership_id * 2 AS id, d.region, d.kind, p.name, EXISTS (SELECT FROM duplicate_finding f WHERE f.membership_id = d.membership_id) AS found
    FROM duplicate d JOIN person p ON p.id = d.person_id
    UNION ALL
    SELECT c.id * 2 + 1, c.region, 'CLAIM', c.claimed_name, EXISTS (SELECT FROM duplicate_finding f WHERE f.claim_id = c.id) FROM duplicate_claim c`)
  return rows.map((row) => ({ ...row, id: Number(row.id), region: Number(row.region) }))
}

function listed(who: StaffName, filters: object = {}) {
  const presence = presenceOf(who, TODAY)
  const search = new URLSearchParams(Object.entries(filters).map(([key, value]) => [key, String(value)]))
  const { listing } = readListing(presence, search)
  return inScope(presence, '', 'read', (ctx) => loadPage(ctx, duplicateTable, listing))
}

async function rowOf(who: StaffName, name: string, region = HERE) {
  const { rows } = await listed(who, { name })
  const ids = (await entries()).filter((one) => one.name === name && one.region === region).map(({ id }) => id)
  return rows.find((row) => ids.includes(Number(row.id))) ?? expect.fail(`${name} is not in the list`)
}

function conclude(who: StaffName, rowId: number, reason = '两户均已核实，另一户由对方减少成员') {
  const definition = { permission: 'duplicate.resolve', input: ResolveDuplicateInput, run: resolveDuplicate } as const
  return perform(definition, 'write', presenceOf(who, TODAY), '', { rowId, reason })
}

interface Asked {
  region?: number
  kind?: DuplicateKind[]
  state?: FindingState
  name?: string
}

const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom(PLACES.county, PLACES.taihe, PLACES.taihe + 1, PLACES.otherCounty),
    kind: fc.subarray(Object.keys(DUPLICATE_KINDS) as DuplicateKind[], { minLength: 1 }),
    state: fc.constantFrom('OPEN', 'DONE'),
    name: fc.constantFrom('王', '李三户', '冒名', '周一户', '%'),
  },
  { requiredKeys: [] },
)

describe('the list of 重复享受', () => {
  it('holds exactly the memberships and claims that the filters mean within the reach', async () => {
    await conclude('county', Number((await rowOf('county', '王两户')).id))
    await conclude('county', Number((await rowOf('county', '王冒名')).id))
    const all = await entries()
    expect(all).toHaveLength(11)
    const everybody = fc.constantFrom<StaffName>('province', 'county', 'street', 'otherstreet', 'othercounty')
    await fc.assert(
      fc.asyncProperty(everybody, asked, async (who, filters) => {
        const home = presenceOf(who, TODAY).viewer.region.code
        const ranges = [rangeOf(home), ...(filters.region ? [rangeOf(filters.region)] : [])]
        fc.pre(
          !filters.region ||
            ranges.every(({ low, high }) => low <= (filters.region ?? 0) && (filters.region ?? 0) <= high),
        )
        const expected = all.filter(
          ({ region, kind, name, found }) =>
            ranges.every(({ low, high }) => low <= region && region <= high) &&
            (!filters.kind || filters.kind.includes(kind)) &&
            (!filters.state || found === (filters.state === 'DONE')) &&
            (!filters.name || name.includes(filters.name)),
        )
        const { rows, total } = await listed(who, filters)
        expect(rows.map(({ id }) => Number(id)).sort()).toEqual(expected.map(({ id }) => id).sort())
        expect(total).toBe(expected.length)
      }),
      { numRuns: 100 },
    )
  })

  it('says of households beyond the reach no more than county and 对象类型, of a claim the county alone', async () => {
    const { rows: homes } = await database.owner.query('SELECT certificate_no AS number, region FROM household')
    for (const who of ['province', 'city', 'county', 'street', 'otherstreet', 'othercounty'] as const) {
      const { low, high } = rangeOf(presenceOf(who, TODAY).viewer.region.code)
      const told = JSON.stringify((await listed(who)).rows)
      for (const { number, region } of homes)
        if (Number(region) < low || Number(region) > high) expect([who, told.includes(number)]).toEqual([who, false])
    }
    expect(JSON.stringify((await listed('county')).rows)).not.toContain('周一户')
    expect((await rowOf('county', '王互斥')).cells).toMatchObject({ kind: '类别互斥', other: '华容区（城市低保）' })
    expect((await rowOf('street', '王两户')).cells).toMatchObject({ kind: '两户均保障', other: '梁子湖区（农村低保）' })
    const claim = await rowOf('street', '王冒名')
    expect(claim.cells).toMatchObject({
      idNumber: '420702********0027',
      kind: '重复申报',
      other: '华容区',
      since: '2026-11-21',
    })
    expect(claim.extra).toMatchObject({ personId: null, others: [{ householdId: null }], idTail: '0027' })
  })

  it('leads to the other household where it lies in reach', async () => {
    const row = await rowOf('county', '王两户')
    expect(row.cells).toMatchObject({
      place: expect.stringMatching(/^太和镇 .+[社区村]$/),
      own: `农村低保（保障）NO-${HERE}-1`,
      other: `农村低保（保障）NO-${NEXT_STREET}-2`,
      since: '2019-02-01',
      state: '待核查',
      finding: '',
    })
    expect(row.extra.others).toEqual([{ text: row.cells.other, householdId: expect.any(Number) }])
    const three = await rowOf('county', '李三户')
    expect(three.cells.other).toMatch(/^低边（不保障）NO-.+；华容区（农村低保）$/)
    expect((await rowOf('province', '王冒名')).cells.other).toMatch(/^农村低保（保障）NO-.+$/)
    expect((await rowOf('county', '赵冒名', PLACES.county)).cells).toMatchObject({ place: '梁子湖区', own: '尚未建档' })
  })

  it('lets go of who has left one of the households', async () => {
    const end = (day: string | null) =>
      database.owner.query(
        `UPDATE membership SET to_date = $1 WHERE region = $2 AND person_id = (SELECT id FROM person WHERE name = '王两户')`,
        [day, NEXT_STREET],
      )
    await end('2026-11-01')
    expect((await listed('county', { name: '王两户' })).total).toBe(0)
    await end(null)
    expect((await listed('county', { name: '王两户' })).total).toBe(2)
  })
})

describe('核查结论', () => {
  it('is kept with its author and merges nothing', async () => {
    const row = await rowOf('county', '王两户')
    const before = await database.owner.query('SELECT sum(version) AS versions, count(*) FROM household')
    expect(await conclude('county', Number(row.id), '已核实，由东沟镇减少成员')).toEqual({ ok: true, value: undefined })
    const after = await database.owner.query('SELECT sum(version) AS versions, count(*) FROM household')
    expect(after.rows).toEqual(before.rows)
    const cells = { state: '已核查', finding: '已核实，由东沟镇减少成员（测试county，2026-11-21）' }
    expect((await rowOf('street', '王两户')).cells).toMatchObject(cells)
    // About the person, in every household of theirs within the county.
    expect((await rowOf('otherstreet', '王两户', NEXT_STREET)).cells).toMatchObject(cells)
    expect((await listed('county', { state: 'DONE' })).total).toBe(2)
    const { rows: trail } = await database.owner.query(
      `SELECT subject_label AS label, detail FROM audit WHERE action = 'duplicate.resolve' ORDER BY id DESC LIMIT 1`,
    )
    expect(trail).toEqual([{ label: '王**', detail: { kind: 'TWICE', reason: '已核实，由东沟镇减少成员' } }])
  })

  it('is drawn once: a retry changes nothing, another one is told who was first', async () => {
    const id = Number((await rowOf('county', '王冒名')).id)
    expect(await conclude('county', id, '已核实，系误填')).toMatchObject({ ok: true })
    expect(await conclude('county', id, '已核实，系误填')).toMatchObject({ ok: true })
    expect(await conclude('county', id, '另有结论')).toMatchObject({
      refusal: { message: '该记录已由 测试county（梁子湖区）于 2026-11-21 10:30 核查，无需重复核查。' },
    })
    expect((await database.owner.query('SELECT reason FROM duplicate_finding')).rows).toEqual([
      { reason: '已核实，系误填' },
    ])
  })

  it('of another county is not touched', async () => {
    await conclude('othercounty', Number((await rowOf('othercounty', '李三户', NEXT_COUNTY)).id))
    expect((await listed('county', { name: '李三户', state: 'OPEN' })).total).toBe(2)
    expect(await conclude('county', Number((await rowOf('county', '李三户')).id))).toMatchObject({ ok: true })
    expect((await listed('county', { name: '李三户', state: 'OPEN' })).total).toBe(0)
  })

  it('is the county’s own, with a reason', async () => {
    const id = Number((await rowOf('county', '王两户')).id)
    for (const who of ['othercounty', 'street', 'province', 'auditor'] as const)
      expect([who, await conclude(who, id)]).toMatchObject([who, { refusal: { code: 'NOT_FOUND' } }])
    expect(await conclude('county', rowIdOf({ of: 'claim', id: 999 }))).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    })
    expect(await conclude('county', id, ' ')).toEqual({ ok: false, fieldErrors: { reason: '请填写核查结论。' } })
  })

  it('is kept from whoever is not the county by the database itself', async () => {
    const rowId = Number((await rowOf('county', '王两户')).id)
    for (const who of ['street', 'province', 'othercounty'] as const)
      await expect(
        inScope(presenceOf(who, TODAY), '', 'write', (ctx) => resolveDuplicate(ctx, { rowId, reason: '绕过界面' })),
      ).rejects.toThrow()
    expect((await database.owner.query('SELECT FROM duplicate_finding')).rowCount).toBe(0)
  })
})

it('leaves as a file with the rows of the list', async () => {
  const file = await exportDuplicates(presenceOf('county', TODAY), new URLSearchParams({ name: '王' }), 'csv', '')
  const lines = (await text(file.body)).trim().split('\n')
  expect([file.name, file.expected, lines.length - 1]).toEqual(['重复享受_梁子湖区_2026-11-21.csv', 4, 4])
  expect(lines.join()).toContain('华容区（城市低保）')
  const { rows } = await database.owner.query(`SELECT detail FROM audit WHERE action = 'duplicate.export'`)
  expect(rows[0].detail.filters).toEqual(['姓名：王*'])
  await vi.waitFor(async () => {
    const ended = await database.owner.query(`SELECT FROM audit WHERE action = 'duplicate.export-end'`)
    expect(ended.rowCount).toBe(1)
  })
})
