import { expect, it } from 'vitest'
import { z } from 'zod'
import { emptySql, sql } from '@/lib/db/sql'
import { type Column, defineTable, type Filter, type Sum } from './define'
import { textFilter } from './filters'

const name: Column = { key: 'name', title: '姓名', width: 80, text: sql`r.name` }

function tableOf(columns: readonly Column[], filters: readonly Filter<null>[] = [], sums?: readonly Sum[]) {
  return defineTable<null, object>({
    name: 'sample',
    path: '/sample',
    title: '试验',
    from: sql`sample`,
    region: null,
    base: () => sql`true`,
    joins: () => emptySql,
    columns,
    sums,
    filters,
    sorts: { id: { terms: [], first: 'asc' } },
    defaultSort: 'id',
    extra: { fields: {}, schema: z.object({}) },
  })
}

const filter = (key: string) => textFilter<null>({ key, label: '姓名', maxLength: 30, where: () => sql`true` })

it('what goes to the browser holds no SQL', () => {
  const { shape } = tableOf([{ ...name, freeText: true }], [filter('name')])
  expect(JSON.parse(JSON.stringify(shape))).toEqual(shape)
  expect(shape.columns).toEqual([{ key: 'name', title: '姓名', width: 80 }])
})

it('rows are 条 and money is 元 unless the table says otherwise', () => {
  const sums: Sum[] = [
    { key: 'amount', title: '保障金额', kind: 'money', sum: sql`r.fen` },
    { key: 'people', title: '保障人口', kind: 'count', unit: '人', sum: sql`r.people` },
  ]
  const { shape } = tableOf([name], [], sums)
  expect(shape.unit).toBe('条')
  expect(shape.sums).toEqual([
    { key: 'amount', title: '保障金额', kind: 'money', unit: '元' },
    { key: 'people', title: '保障人口', kind: 'count', unit: '人' },
  ])
})

const sum = (key: string): Sum => ({ key, title: '合计', kind: 'count', sum: sql`1` })

it.each([
  ['two columns name', () => tableOf([name, name])],
  ['no sort time', () => tableOf([{ ...name, sort: 'time' }])],
  ['two uses of the URL key name', () => tableOf([name], [filter('name'), filter('name')])],
  ['two uses of the URL key page', () => tableOf([name], [filter('page')])],
  ['two figures total', () => tableOf([name], [], [sum('total')])],
  ['key of a sum a b is not a plain word', () => tableOf([name], [], [sum('a b')])],
  ['column key a"b is not a plain word', () => tableOf([{ ...name, key: 'a"b' }])],
])('refuses a slip of the pen: %s', (slip, define) => {
  expect(define).toThrow(slip)
})
