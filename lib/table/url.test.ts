import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { certificationTable as table } from '@/lib/certification/table'
import { rangeOf } from '@/lib/region'
import { DEFAULT_SIZE, encodeCursor, type ListQuery, PAGE_SIZES, toSearchParams, type Values } from './list-query'
import { readListQuery } from './url'

const PROVINCE = 420000000000
const COUNTY = 420702000000

function read(search: string, home = PROVINCE) {
  return readListQuery(table, new URLSearchParams(search), home)
}

const day = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const someOf = (codes: string[]) => fc.subarray(codes, { minLength: 1 }).map((chosen) => chosen.join(','))
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
  .filter((text) => text.trim() === text && /^\P{Cc}*$/u.test(text) && text.length <= 30)
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))

const values: fc.Arbitrary<Values> = fc
  .record(
    {
      region: fc.constantFrom('420702000000', '420702100000', '420702100001', '429004000000'),
      dates: fc.tuple(day, day).map((days) => days.sort()),
      name,
      hash: fc.tuple(hex, fc.constantFrom('420702********1234', undefined)),
      category: someOf(['URBAN_DIBAO', 'RURAL_DIBAO', 'URBAN_TEKUN', 'RURAL_TEKUN', 'DIBIAN']),
      status: someOf(['PENDING', 'CERTIFIED', 'EXEMPT', 'DEAD', 'REMIND', 'WARN', 'OVERDUE']),
      insured: fc.constantFrom('YES', 'NO'),
      year: fc.integer({ min: 2000, max: 2099 }).map(String),
    },
    { requiredKeys: [] },
  )
  .map(({ dates, hash, ...others }) => {
    const [certifiedFrom, certifiedTo] = dates ?? []
    const [idHash, idMask] = hash ?? []
    const all = { ...others, certifiedFrom, certifiedTo, idHash, idMask }
    return Object.fromEntries(Object.entries(all).flatMap(([key, value]) => (value ? [[key, value]] : [])))
  })

const id = fc.bigInt({ min: 1n, max: 10n ** 15n }).map(String)
const sortValue: Record<string, fc.Arbitrary<string>> = {
  community: fc.constantFrom('420702100001', '420102002003'),
  name: fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0')),
  certifiedAt: fc.constantFrom('-infinity', '2026-11-21 06:05:00+00', '2026-02-28 23:59:59.999+08'),
}

const query = fc.constantFrom(...Object.keys(table.sorts)).chain((sort) => {
  const cursor = fc.tuple(sortValue[sort] ?? fc.constant(''), id)
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

describe('address of a list', () => {
  it('reads back what it writes, whatever is asked', () => {
    fc.assert(
      fc.property(query, (asked) => {
        const answer = readListQuery(table, toSearchParams(table.shape, asked), PROVINCE)
        expect(answer.problems).toEqual([])
        expect(answer.query).toEqual(asked)
      }),
    )
  })

  it('is one and the same however the keys were ordered, and without defaults', () => {
    const defaults = {
      values: {},
      sort: 'community',
      direction: 'asc',
      size: DEFAULT_SIZE,
      position: { page: 1 },
    } as const
    expect(toSearchParams(table.shape, defaults).toString()).toBe('')
    const one = read('size=20&status=DEAD,PENDING&region=420702100000').query
    const other = read('region=420702100000&status=PENDING,DEAD&size=20&dir=asc').query
    expect(toSearchParams(table.shape, one).toString()).toBe('region=420702100000&status=PENDING%2CDEAD&size=20')
    expect(other).toEqual(one)
  })

  it('never throws on garbage, and passes on nothing that it does not write itself', () => {
    const keys = ['region', 'name', 'idHash', 'idMask', 'status', 'certifiedFrom', 'certifiedTo', 'year', 'sort', 'dir']
    const key = fc.oneof(
      fc.constantFrom(...keys, 'size', 'page', 'after', 'before', '__proto__', 'constructor'),
      fc.string(),
    )
    const garbage = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('420702', '-1', '2026-02-30', 'W10', 'last', '0x1'),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(key, garbage)), (pairs) => {
        const answer = readListQuery(table, new URLSearchParams(pairs), COUNTY)
        const again = readListQuery(table, toSearchParams(table.shape, answer.query), COUNTY)
        expect(again.query).toEqual(answer.query)
        expect(again.problems).toEqual([])
      }),
    )
  })

  it('takes what Next gives a page as well', () => {
    const answer = readListQuery(table, { status: ['DEAD', 'PENDING'], name: ' 王建国 ', unknown: 'x' }, PROVINCE)
    expect(answer.query.values).toEqual({ status: 'DEAD', name: '王建国' })
  })
})

describe('what cannot be used', () => {
  const cases: [search: string, field: string, message: string][] = [
    ['certifiedFrom=2026-02-30', 'certifiedFrom', '日期无效，请按“2026-11-21”的格式填写。'],
    ['certifiedFrom=2026-03-01&certifiedTo=2026-02-01', 'certifiedTo', '结束日期不能早于开始日期。'],
    ['status=GONE', 'status', '认证状态的选项无效，请重新选择。'],
    ['insured=YES,NO', 'insured', '是否保障只能选择一项。'],
    ['idHash=420702199001011234', 'idHash', '身份证号的查询条件已失效，请重新输入。'],
    [`name=${'王'.repeat(31)}`, 'name', '姓名不能超过30个字。'],
    ['name=%00', 'name', '姓名中有无法识别的字符，请重新输入。'],
    ['region=4207', 'region', '行政区划代码无效，请重新选择。'],
    ['year=1999', 'year', '年度无效，请重新选择。'],
    ['size=1000', 'size', '每页条数只能是20、50或100。'],
    ['sort=id_sealed', 'sort', '不能按所选的列排序，已按默认顺序显示。'],
    ['dir=up', 'sort', '排序方向无效，已按默认方向显示。'],
    ['page=0', 'page', '页码无效，已回到第一页。'],
    ['page=201', 'page', '按页码只能直接到达前10,000条，请增加筛选条件后再翻页。'],
    ['page=300&after=W10', 'page', '翻页位置已失效，已回到第一页。'],
  ]

  it.each(cases)('%s is said at its field, kept there, and not passed on', (search, field, message) => {
    const answer = read(search)
    expect(answer.problems).toContainEqual({ field, message })
    expect(answer.query.values[field]).toBeUndefined()
    const typed = new URLSearchParams(search).get(field)
    if (table.shape.filters.some((filter) => 'key' in filter && filter.key === field))
      expect(answer.typed[field]).toBe(typed)
  })

  it('a cursor of the wrong types is refused', () => {
    for (const cursor of [['420702100001'], ['x', '1'], ['420702100001', '1', '1'], ['420702100001', "1' OR 1=1"]]) {
      expect(read(`page=9&after=${encodeCursor(cursor)}`).query.position).toEqual({ page: 1 })
    }
    const impossible = encodeCursor(['2026-02-30 00:00:00+00', '1'])
    expect(read(`sort=certifiedAt&page=9&after=${impossible}`).query.position).toEqual({ page: 1 })
  })
})

describe('region and reach', () => {
  it('outside the reach is told apart from wrong', () => {
    const answer = read('region=420704000000', COUNTY)
    expect(answer.outOfReach).toBe(true)
    expect(answer.problems).toEqual([{ field: 'region', message: '所选地区不在您的管辖范围内。' }])
    expect(answer.query.values).toEqual({})
    expect(read('region=42070', COUNTY).outOfReach).toBe(false)
  })

  it('a region above the home is the whole reach: a supervisor’s link opens for the county', () => {
    expect(read('region=420700000000', COUNTY)).toMatchObject({
      outOfReach: false,
      problems: [],
      query: { values: {} },
    })
  })

  it('a region passes on exactly when its codes lie in the home’s', () => {
    const region = fc.constantFrom(
      PROVINCE,
      420700000000,
      COUNTY,
      420702100000,
      420702100001,
      420704000000,
      429004000000,
    )
    fc.assert(
      fc.property(region, region, (asked, home) => {
        const [inner, outer] = [rangeOf(asked), rangeOf(home)]
        const inside = outer.low <= inner.low && inner.high <= outer.high
        expect(read(`region=${asked}`, home).query.values.region).toBe(inside ? String(asked) : undefined)
      }),
    )
  })
})
