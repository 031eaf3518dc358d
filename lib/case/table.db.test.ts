import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { codesOf } from '@/lib/certification/codes'
import { closePool } from '@/lib/db/pool'
import { addDays } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { encodeCursor } from '@/lib/table/list-query'
import { countSql, rowsSql, toFigures, toRow } from '@/lib/table/query'
import { LIGHTS, type Light } from '@/lib/waiting/rules'
import { calendarOf } from '@/lib/workday'
import { CASE_SOURCES, CASE_STATUSES, type CaseSource, type CaseStatus, DIFFICULTIES, type Difficulty } from './codes'
import { lightOf, noticeDates, remainingInWords } from './due'
import { MOST_OVERDUE } from './due-columns'
import { exportCases } from './export'
import { readCaseListing } from './list'
import { caseTable as table } from './table'
import { type KnownCase, knownCases, sees, settleCases, TODAY, VIEWERS, waitsFor } from './test-listed'

const CALENDAR = calendarOf([], [])
const { parameters } = presenceOf('county', TODAY)
const NOTICE = noticeDates(TODAY, CALENDAR, parameters)

let database: FreshDatabase
let cases: KnownCase[]

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await settleCases(database.owner, 96)
  cases = await knownCases(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

interface Asked {
  region?: number
  source?: CaseSource[]
  status?: CaseStatus[]
  light?: Light[]
  difficulty?: Difficulty[]
  reportedFrom?: string
  reportedTo?: string
  dueFrom?: string
  dueTo?: string
  handler?: string
  name?: string
  idHash?: string
  view?: 'MINE' | 'RETURNED'
}

const some = <Code extends string>(list: Readonly<Record<Code, string>>) => fc.subarray(codesOf(list), { minLength: 1 })
const day = fc.integer({ min: -30, max: 25 }).map((days) => addDays(TODAY, days))

const asked = fc.record<Asked, never>(
  {
    region: fc.constantFrom(PLACES.city, PLACES.county, PLACES.taihe, PLACES.taihe + 1, PLACES.otherCounty),
    source: some(CASE_SOURCES),
    status: some(CASE_STATUSES),
    light: some(LIGHTS),
    difficulty: some(DIFFICULTIES),
    reportedFrom: day,
    reportedTo: day,
    dueFrom: day,
    dueTo: day,
    handler: fc.constantFrom('测试', 'surveyor', '县', '%'),
    name: fc.constantFrom('建国', '王建国', '王', '%', '_李', '𠮷建', '无此人'),
    idHash: fc.constantFrom(1, 7, 49).map((byte) => Buffer.alloc(32, byte).toString('hex')),
    view: fc.constantFrom('MINE', 'RETURNED'),
  },
  { requiredKeys: [] },
)

function holds(known: KnownCase, who: StaffName, asked: Asked): boolean {
  const { low, high } = asked.region ? rangeOf(asked.region) : { low: 0, high: Number.MAX_SAFE_INTEGER }
  const home = presenceOf(who, TODAY).viewer.region.code
  // A region above the viewer's own asks for all they may see.
  const isAbove = asked.region !== undefined && asked.region < home
  const light = lightOf(known, NOTICE)
  return (
    sees(who, known) &&
    (isAbove || (low <= known.region && known.region <= high)) &&
    (!asked.source || asked.source.includes(known.source)) &&
    (!asked.status || asked.status.includes(known.status)) &&
    (!asked.light || (light !== null && asked.light.includes(light))) &&
    (!asked.difficulty || asked.difficulty.includes(known.difficulty)) &&
    (!asked.reportedFrom || known.reportedOn >= asked.reportedFrom) &&
    (!asked.reportedTo || known.reportedOn <= asked.reportedTo) &&
    (!asked.dueFrom || (known.dueOn !== null && known.dueOn >= asked.dueFrom)) &&
    (!asked.dueTo || (known.dueOn !== null && known.dueOn <= asked.dueTo)) &&
    (!asked.handler || known.handler.includes(asked.handler)) &&
    (!asked.name || known.name.includes(asked.name)) &&
    (!asked.idHash || known.hash === asked.idHash) &&
    (asked.view !== 'MINE' || waitsFor(who, known)) &&
    (asked.view !== 'RETURNED' || known.returned)
  )
}

const byDue = (a: KnownCase, b: KnownCase) => (a.dueOn ?? '~').localeCompare(b.dueOn ?? '~') || a.id - b.id

function listed(who: StaffName, filters: object = {}, today = TODAY) {
  const presence = presenceOf(who, today)
  const search = new URLSearchParams(
    Object.entries({ size: '100', ...filters }).map(([key, value]) => [key, String(value)]),
  )
  const { read, listing } = readCaseListing({ ...presence, today }, search, CALENDAR)
  return inScope(presence, '', 'read', async (ctx) => {
    const [quick] = await ctx.sql(countSql(table, listing))
    const [counted] = await ctx.sql(countSql({ ...table, quickCount: undefined }, listing))
    const records = await ctx.sql(rowsSql(table, listing, 0))
    const totals = [toFigures(table, quick).total, toFigures(table, counted).total]
    return { read, totals, rows: records.map((record) => toRow(table, record)) }
  })
}

const idsOf = (rows: readonly { id: string | number }[]) => rows.map(({ id }) => Number(id))

describe('the list of cases', () => {
  it('finds exactly the cases that the filters mean within the reach, those due first, and counts them from the totals too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...VIEWERS), asked, async (who, filters) => {
        const { read, totals, rows } = await listed(who, filters)
        fc.pre(read.problems.length === 0)
        const expected = cases.filter((known) => holds(known, who, filters)).sort(byDue)
        expect(idsOf(rows)).toEqual(idsOf(expected))
        expect(totals).toEqual([expected.length, expected.length])
      }),
      { numRuns: 150 },
    )
  })

  it('knows how many there are under every state, light and view, without reading them', async () => {
    for (const who of VIEWERS) {
      for (const filters of [
        {},
        { status: ['TO_DISPATCH', 'CLOSED'] },
        { light: ['OVERDUE'] },
        { view: 'MINE' },
        { view: 'RETURNED' },
      ]) {
        const { totals } = await listed(who, filters)
        const expected = cases.filter((known) => holds(known, who, filters as Asked)).length
        expect([who, filters, totals]).toEqual([who, filters, [expected, expected]])
      }
    }
  })

  it('is nobody’s business but theirs', async () => {
    for (const who of ['sysadmin', 'auditor', 'farsysadmin'] as const) {
      expect([who, (await listed(who)).rows]).toEqual([who, []])
    }
    const { rows } = await listed('othercounty')
    const strangers = cases.filter(
      ({ county, writers }) => county === PLACES.county && !writers.includes(PLACES.otherCounty),
    )
    expect(idsOf(rows).filter((id) => strangers.some((known) => known.id === id && known.transferTo === null))).toEqual(
      [],
    )
  })

  it('leaves a case with the street that wrote in it, without a task in it', async () => {
    const former = cases.filter(({ street, writers }) => street !== PLACES.taihe && writers.includes(PLACES.taihe))
    expect(former.length).toBeGreaterThan(0)
    const { rows } = await listed('street')
    for (const { id } of former) {
      expect(rows.find((row) => Number(row.id) === id)?.extra.waits).toBe(false)
    }
  })

  it.each(['due', 'reported'] as const)(
    'leads page by page through the whole list by %s, there and back',
    async (sort) => {
      const { rows } = await listed('county', { sort, dir: 'asc' })
      expect(rows.length).toBeGreaterThan(60)
      for (const direction of ['asc', 'desc'] as const) {
        const whole = direction === 'asc' ? idsOf(rows) : idsOf(rows).reverse()
        expect(await walk({ sort, dir: direction }, 'after')).toEqual(whole)
        expect(await walk({ sort, dir: direction }, 'before')).toEqual(whole)
      }
    },
  )

  async function walk(order: { sort: string; dir: string }, step: 'after' | 'before'): Promise<number[]> {
    const way: number[] = []
    let position: object = step === 'after' ? {} : { page: 'last' }
    for (;;) {
      const { rows } = await listed('county', { ...order, size: 20, ...position })
      const edge = step === 'after' ? rows.at(-1) : rows[0]
      if (!edge) return way
      if (step === 'after') way.push(...idsOf(rows))
      else way.unshift(...idsOf(rows))
      position = { page: 2, [step]: encodeCursor(edge.cursor) }
    }
  }
})

describe('a row', () => {
  it('says where the case stands', async () => {
    const { rows } = await listed('county', { status: 'SURVEYING', light: 'OVERDUE,SOON,NORMAL' })
    const known = cases.find(({ id }) => id === Number(rows[0]?.id)) ?? expect.fail()
    expect(rows[0]?.cells).toMatchObject({
      no: known.no,
      name: known.name,
      source: CASE_SOURCES[known.source],
      difficulty: DIFFICULTIES[known.difficulty],
      county: '梁子湖区',
      street: expect.stringMatching(/^(太和镇|东沟镇)$/),
      handler: expect.stringMatching(/^测试/),
      outcome: '',
    })
    const closed = (await listed('county', { status: 'CLOSED' })).rows[0]
    expect(closed?.cells).toMatchObject({ status: '已办结', due: '', outcome: '纳入低保' })
    const sentBack = (await listed('county', { view: 'RETURNED', status: 'TO_DISPATCH' })).rows
    expect(sentBack.map(({ cells }) => cells.status)).toContain('待分派（退回）')
  })

  it('names the street where the household lives while no street handles the case', async () => {
    const { rows } = await listed('county', { status: 'TO_DISPATCH', region: PLACES.taihe })
    expect(rows.length).toBeGreaterThan(0)
    for (const { cells, extra } of rows) {
      expect([cells.street, cells.community]).toEqual(['', expect.stringMatching(/^太和镇( \S+)?$/)])
      expect(extra.path).toMatch(/^湖北省 > 鄂州市 > 梁子湖区 > 太和镇/)
    }
  })

  it('tells its light and its working days as the case itself does, on any day', async () => {
    for (const offset of [-3, -1, 0, 1, 2, 9]) {
      const today = addDays(TODAY, offset)
      const notice = noticeDates(today, CALENDAR, parameters)
      const { rows } = await listed('province', {}, today)
      for (const { id, cells, extra } of rows) {
        const known = cases.find((one) => one.id === Number(id)) ?? expect.fail()
        const light = lightOf(known, notice)
        expect(extra.light).toBe(light)
        if (light === null || known.dueOn === null) expect(cells.due).toBe('')
        else expect(cells.due).toBe(`${remaining(known.dueOn, today)}（${LIGHTS[light]}）`)
      }
    }
  })

  function remaining(dueOn: NonNullable<KnownCase['dueOn']>, today: typeof TODAY): string {
    const words = remainingInWords(dueOn, today, CALENDAR)
    const days = Number(/超 (\d+)/.exec(words)?.[1] ?? 0)
    return days > MOST_OVERDUE ? `超 ${MOST_OVERDUE} 个工作日以上` : words
  }
})

it('leaves as a file that says what the screen says; the trail knows no name', async () => {
  const search = new URLSearchParams({ name: '建国', status: 'TO_DISPATCH,TO_ASSIGN,SURVEYING', sort: 'reported' })
  const file = await exportCases(presenceOf('street', TODAY), search, 'csv', '')
  const { rows, totals } = await listed('street', Object.fromEntries(search))
  expect([file.name, file.expected]).toEqual(['线索名单_太和镇_2026-11-21.csv', totals[0]])
  const [head, ...lines] = (await text(file.body))
    .trim()
    .replace(/^\uFEFF/, '')
    .split('\n')
  expect(head).toBe(table.columns.map(({ title }) => `"${title}"`).join(','))
  expect(lines).toEqual(rows.map(({ cells }) => table.columns.map(({ key }) => `"${cells[key] ?? ''}"`).join(',')))
  const { rows: trail } = await database.owner.query(`SELECT detail FROM audit WHERE action = 'case.export'`)
  expect(trail[0].detail.filters).toContain('姓名：建*')
  await vi.waitFor(async () => {
    const ended = await database.owner.query(`SELECT FROM audit WHERE action = 'case.export-end'`)
    expect(ended.rowCount).toBe(1)
  })
})
