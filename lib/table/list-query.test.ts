import { describe, expect, it } from 'vitest'
import { certificationTable } from '@/lib/certification/table'
import { filtersInWords, hrefOf, type ListQuery, type TableShape } from './list-query'

const { shape } = certificationTable

describe('filtersInWords', () => {
  it('names each filter that is on, as the clerk reads it', () => {
    const values = {
      region: '420702100000',
      certifiedFrom: '2026-03-01',
      name: '王建国',
      idHash: 'a'.repeat(64),
      idMask: '420702********1234',
      status: 'PENDING,DEAD',
      year: '2025',
    }
    expect(filtersInWords(shape, values, '太和镇')).toEqual([
      '所属地区：太和镇',
      '认证日期：从 2026-03-01',
      '姓名：王建国',
      '身份证号：420702********1234',
      '认证状态：未认证、已死亡',
      '年度：2025',
    ])
  })

  it('names ranges of amounts and months, also half open ones', () => {
    const ranges: TableShape = {
      ...shape,
      filters: [
        { kind: 'moneyRange', label: '保障金额', from: 'low', to: 'high' },
        { kind: 'monthRange', label: '起保月', from: 'first', to: 'last' },
      ],
    }
    expect(filtersInWords(ranges, { low: '520', high: '800.50', last: '2026-11' })).toEqual([
      '保障金额：从 520 元 到 800.50 元',
      '起保月：到 2026-11',
    ])
    expect(filtersInWords(ranges, { low: '0' })).toEqual(['保障金额：从 0 元'])
  })

  it('says nothing when none is', () => {
    expect(filtersInWords(shape, {}, '太和镇')).toEqual([])
  })

  it('never shows a fingerprint', () => {
    expect(filtersInWords(shape, { idHash: 'a'.repeat(64) })).toEqual(['身份证号：已填写'])
  })
})

it('hrefOf is the bare path for the list as it opens', () => {
  const opening: ListQuery = { values: {}, sort: 'community', direction: 'asc', size: 50, position: { page: 1 } }
  expect(hrefOf(shape, opening)).toBe('/certification')
  expect(hrefOf(shape, { ...opening, position: { page: 'last' } })).toBe('/certification?page=last')
})
