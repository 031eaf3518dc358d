import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCursor, hrefOf, type ListQuery, PAGE_SIZES, toSearchParams, type Values } from '@/lib/table/list-query'
import { readListQuery } from '@/lib/table/url'
import { caseTable } from './table'
import { CASE_TABS, type CaseTab, nothingThere, queryOfTab, shownTabs, tabOf, valuesOfTab } from './tabs'

const PROVINCE = 420000000000
const { shape } = caseTable
const TABS = Object.keys(CASE_TABS) as CaseTab[]

const day = fc.constantFrom('2026-01-31', '2026-11-21', '2027-02-05')
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const values: fc.Arbitrary<Values> = fc
  .record(
    {
      region: fc.constantFrom('420702000000', '420702100000', '420702100001'),
      source: fc.constantFrom('HELP', 'WARNING,VISIT'),
      status: fc.constantFrom('TO_DISPATCH', 'CLOSED', 'TO_ASSIGN,SURVEYING'),
      light: fc.constantFrom('SOON', 'OVERDUE', 'NORMAL,SOON'),
      difficulty: fc.constantFrom('ILLNESS', 'DISABILITY,OTHER'),
      reported: fc.tuple(day, day).map((days) => days.sort()),
      due: fc.tuple(day, day).map((days) => days.sort()),
      handler: fc.constantFrom('王', '李 某'),
      name: fc.constantFrom('张', '阿不都·热合曼'),
      hash: fc.tuple(hex, fc.constantFrom('420702********1234', undefined)),
      view: fc.constantFrom('MINE', 'RETURNED'),
    },
    { requiredKeys: [] },
  )
  .map(({ reported, due, hash, ...others }) => {
    const [reportedFrom, reportedTo] = reported ?? []
    const [dueFrom, dueTo] = due ?? []
    const [idHash, idMask] = hash ?? []
    const all = { ...others, reportedFrom, reportedTo, dueFrom, dueTo, idHash, idMask }
    return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : [])))
  })

const SORT_VALUES: Record<string, string[]> = {
  due: ['infinity', '2026-11-20'],
  reported: ['2026-11-21 06:05:00+00', '2026-02-28 23:59:59.999+08'],
}

const query = fc.constantFrom(...Object.keys(SORT_VALUES)).chain((sort) => {
  const cursor = fc.tuple(fc.constantFrom(...(SORT_VALUES[sort] ?? [])), fc.constantFrom('1', '900000000000001'))
  return fc.record<ListQuery>({
    values,
    sort: fc.constant(sort),
    direction: fc.constantFrom('asc' as const, 'desc' as const),
    size: fc.constantFrom(...PAGE_SIZES),
    position: fc.oneof(
      fc.record({ page: fc.integer({ min: 1, max: 100 }) }),
      fc.record({ page: fc.integer({ min: 1, max: 99999 }), after: cursor }),
      fc.record({ page: fc.integer({ min: 1, max: 99999 }), before: cursor }),
      fc.constant({ page: 'last' as const }),
    ),
  })
})

const read = (search: URLSearchParams) => readListQuery(caseTable, search, PROVINCE)

describe('the address of the list', () => {
  it('reads back what it writes, whatever is asked', () => {
    fc.assert(
      fc.property(query, (asked) => {
        expect(read(toSearchParams(shape, asked))).toMatchObject({ query: asked, problems: [] })
      }),
    )
  })

  it('refuses a place in the order that is none', () => {
    const after = encodeCursor(['-infinity; DROP', '1'])
    expect(read(new URLSearchParams({ page: '2', after })).problems).toEqual([
      { field: 'page', message: '翻页位置已失效，已回到第一页。' },
    ])
  })
})

describe('a tab', () => {
  it('leads to itself and keeps all that no tab presets', () => {
    fc.assert(
      fc.property(query, fc.constantFrom(...TABS), (asked, tab) => {
        const there = queryOfTab(asked, tab)
        expect(there.values).toMatchObject(CASE_TABS[tab].preset)
        expect(there.position).toEqual({ page: 1 })
        const { status: _status, light: _light, view: _view, ...others } = asked.values
        expect(there.values).toMatchObject(others)
        const { query: understood } = read(new URLSearchParams(hrefOf(shape, there).split('?')[1]))
        expect(understood).toEqual(there)
      }),
    )
  })

  it('is where its own address stands', () => {
    for (const tab of TABS) {
      const fresh = valuesOfTab({}, tab)
      expect(tabOf(fresh)).toBe(tab)
      expect(nothingThere(fresh)).toMatch(/^目前没有.+。$/)
      for (const other of TABS) expect(valuesOfTab(fresh, other)).toEqual(CASE_TABS[other].preset)
    }
  })

  it('keeps a light that was asked for on the way from state to state, and loses it with 全部 and 已办结', () => {
    const asked = { status: 'TO_DISPATCH', light: 'SOON', name: '张' }
    expect(valuesOfTab(asked, 'SURVEYING')).toEqual({ status: 'SURVEYING', light: 'SOON', name: '张' })
    expect(valuesOfTab(asked, 'CLOSED')).toEqual({ status: 'CLOSED', name: '张' })
    expect(valuesOfTab(asked, 'ALL')).toEqual({ name: '张' })
    expect(nothingThere(asked)).toBeUndefined()
  })

  it('shows what was closed by the latest, and goes back to what is due first', () => {
    const { query: fresh } = read(new URLSearchParams())
    const closed = queryOfTab(fresh, 'CLOSED')
    expect(closed).toMatchObject({ sort: 'reported', direction: 'desc' })
    expect(queryOfTab(closed, 'TO_DISPATCH')).toMatchObject({ sort: 'due', direction: 'asc' })
    expect(queryOfTab({ ...fresh, sort: 'reported' }, 'TO_DISPATCH').sort).toBe('reported')
  })
})

it('shows each role the tabs under which something can stand for it, 待接收 while there are any', () => {
  const none = Object.fromEntries(TABS.map((tab) => [tab, 0])) as Record<CaseTab, number>
  const labels = (role: Parameters<typeof shownTabs>[0], counts = none, current: CaseTab = 'ALL') =>
    shownTabs(role, counts, current).map((tab) => CASE_TABS[tab].label)
  const ordinary = ['全部', '待分派', '待指派', '调查中', '待审核', '已办结']
  expect(labels('COUNTY_CASEWORKER')).toEqual([...ordinary, '待我办理', '超期', '退回'])
  expect(labels('SURVEYOR')).toEqual(['全部', '调查中', '待审核', '已办结', '待我办理', '超期', '退回'])
  expect(labels('CITY_SUPERVISOR')).toEqual([...ordinary, '超期', '退回'])
  expect(labels('STREET_STAFF', { ...none, TO_ACCEPT: 1 }).slice(1, 3)).toEqual(['待分派', '待接收'])
  expect(labels('COUNTY_CASEWORKER', none, 'TO_ACCEPT')).toContain('待接收')
})
