import { expect, it } from 'vitest'
import { figuresInWords } from './figures'
import type { TableShape } from './list-query'

const shape: TableShape = {
  name: 'sample',
  path: '/sample',
  title: '试验',
  unit: '户',
  columns: [],
  sums: [
    { key: 'insured', title: '保障人口', kind: 'count', unit: '人' },
    { key: 'amount', title: '保障金额', kind: 'money', unit: '元/月' },
    { key: 'points', title: '得分', kind: 'count', unit: '' },
  ],
  filters: [],
  sorts: { id: 'asc' },
  defaultSort: 'id',
}

it('says what a list comes to, each figure with its unit', () => {
  const figures = { total: 1234, sums: { insured: 2345, amount: 123456700, points: 7 } }
  expect(figuresInWords(shape, figures)).toEqual([
    '共 1,234 户',
    '保障人口 2,345 人',
    '保障金额 1,234,567.00 元/月',
    '得分 7',
  ])
})
