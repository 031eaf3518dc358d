import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sql } from '@/lib/db/sql'
import { monthRangeFilter, numberRangeFilter } from './filters'
import type { Values } from './list-query'

const amounts = numberRangeFilter<null>({
  from: 'low',
  to: 'high',
  label: '保障金额',
  since: (fen) => sql`fen >= ${fen}`,
  until: (fen) => sql`fen <= ${fen}`,
})
const months = monthRangeFilter<null>({
  from: 'first',
  to: 'last',
  label: '起保月',
  since: (first) => sql`month >= ${first}`,
  until: (end) => sql`month < ${end}`,
})
const scope = { context: null, range: { low: 1, high: 2 } }

/** The text of a condition and its values. */
function condition(filter: typeof amounts, values: Values) {
  const where = filter.where(values, scope)
  return where && [where.text, ...where.values]
}

describe('numberRangeFilter', () => {
  it('asks in fen for what was typed in yuan, either end or both', () => {
    expect(condition(amounts, { low: '520' })).toEqual(['fen >= $1', 52000])
    expect(condition(amounts, { high: '0.05' })).toEqual(['fen <= $1', 5])
    expect(condition(amounts, { low: '520', high: '800.50' })).toEqual(['fen >= $1 AND fen <= $2', 52000, 80050])
    expect(condition(amounts, {})).toBeNull()
  })

  it.each<[Values, string, string]>([
    [{ low: '五百' }, 'low', '金额无效，请填写数字，例如 520 或 520.50。'],
    [{ high: '-1' }, 'high', '金额不能为负数，请重新填写。'],
    [{ low: '1.005' }, 'low', '金额最多保留两位小数，请重新填写。'],
    [{ high: '99999999' }, 'high', '金额不能超过 9,999,999.99 元，请重新填写。'],
    [{ low: '800', high: '520.50' }, 'high', '最高金额不能小于最低金额。'],
  ])('%j is said at its field and not passed on', (typed, field, message) => {
    const { values, problems } = amounts.read(typed)
    expect(problems).toEqual([{ field, message }])
    expect(values[field]).toBeUndefined()
  })

  it('compares amounts, not their text', () => {
    expect(amounts.read({ low: '90', high: '1,000' })).toEqual({ values: { low: '90', high: '1000' }, problems: [] })
  })
})

describe('monthRangeFilter', () => {
  it('asks from the first day to before the month after', () => {
    expect(condition(months, { first: '2026-02', last: '2026-12' })).toEqual([
      'month >= $1 AND month < $2',
      '2026-02-01',
      '2027-01-01',
    ])
    expect(condition(months, { last: '2026-01' })).toEqual(['month < $1', '2026-02-01'])
    expect(condition(months, {})).toBeNull()
  })

  it.each<[Values, string, string]>([
    [{ first: '2026-13' }, 'first', '月份无效，请按“2026-11”的格式填写。'],
    [{ last: '上月' }, 'last', '月份无效，请按“2026-11”的格式填写。'],
    [{ first: '202612', last: '2026年1月' }, 'last', '结束月份不能早于开始月份。'],
  ])('%j is said at its field and not passed on', (typed, field, message) => {
    const { values, problems } = months.read(typed)
    expect(problems).toEqual([{ field, message }])
    expect(values[field]).toBeUndefined()
  })
})

it.each([
  ['amounts', amounts],
  ['months', months],
])('%s: whatever is typed, what is passed on reads as itself and makes a condition', (_, filter) => {
  const [from, to] = filter === amounts ? ['low', 'high'] : ['first', 'last']
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789.,-/年月元 ') }),
    fc.integer({ min: 190001, max: 209912 }).map(String),
    fc.constantFrom('520', '520.5', '2026-11', '202601', '2025年7月', '1,234', '２０２６年３月'),
  )
  fc.assert(
    fc.property(typed, typed, (low, high) => {
      const { values, problems } = filter.read({ [from]: low, [to]: high })
      expect(filter.read(values)).toEqual({ values, problems: [] })
      expect(filter.where(values, scope) === null).toBe(Object.keys(values).length === 0)
      const blank = [low, high].filter((text) => text.trim() === '').length
      expect(Object.keys(values).length + problems.length + blank).toBe(2)
    }),
  )
})
