import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { TableShape } from './list-query'
import { moved, settingsFor } from './settings'

function shapeOf(...keys: string[]): TableShape {
  const columns = keys.map((key) => ({ key, title: key, width: 80 }))
  return {
    name: 'sample',
    path: '/sample',
    title: '试验',
    unit: '条',
    columns,
    sums: [],
    filters: [],
    sorts: { id: 'asc' },
    defaultSort: 'id',
  }
}

const keysOf = (columns: readonly { key: string }[]) => columns.map(({ key }) => key)

it('without settings all columns stand as declared', () => {
  expect(settingsFor(shapeOf('a', 'b'), {})).toEqual({
    density: 'ordinary',
    columns: [
      { key: 'a', shown: true },
      { key: 'b', shown: true },
    ],
  })
})

it('a new column stands behind the one it is declared behind, a column that is gone is forgotten', () => {
  const saved = { columns: ['c', 'gone', 'a'].map((key) => ({ key, shown: key !== 'a' })) }
  expect(settingsFor(shapeOf('a', 'new', 'c'), saved).columns).toEqual([
    { key: 'c', shown: true },
    { key: 'a', shown: false },
    { key: 'new', shown: true },
  ])
})

it('whatever was kept, each column stands there once and at least one is shown', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'x')
  const saved = fc.array(fc.record({ key, shown: fc.boolean() }))
  fc.assert(
    fc.property(saved, (columns) => {
      const settings = settingsFor(shapeOf('a', 'b', 'c', 'd'), { columns })
      expect(keysOf(settings.columns).sort()).toEqual(['a', 'b', 'c', 'd'])
      expect(settings.columns.some(({ shown }) => shown)).toBe(true)
    }),
  )
})

it('a column moves one step and stays within', () => {
  const { columns } = settingsFor(shapeOf('a', 'b', 'c'), {})
  expect(keysOf(moved(columns, 'a', 1))).toEqual(['b', 'a', 'c'])
  expect(keysOf(moved(columns, 'c', 1))).toEqual(['a', 'b', 'c'])
  expect(keysOf(moved(columns, 'a', -1))).toEqual(['a', 'b', 'c'])
})
