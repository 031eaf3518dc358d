import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalAmount, canonicalMonth, fenOf, tidied } from './typed-range'

describe('canonicalAmount', () => {
  it.each([
    ['520', '520'],
    [' 520.5 ', '520.50'],
    ['520.50', '520.50'],
    ['520.00', '520'],
    ['0520', '520'],
    ['0', '0'],
    ['1,234.05', '1234.05'],
    ['１，２３４．５元', '1234.50'],
    ['￥300', '300'],
    ['9999999.99', '9999999.99'],
  ])('reads %s as %s', (typed, text) => {
    expect(canonicalAmount(typed)).toEqual({ text })
  })

  it.each([
    ['五百', 'unreadable'],
    ['', 'unreadable'],
    ['12,34', 'unreadable'],
    ['1e3', 'unreadable'],
    ['5.', 'unreadable'],
    ['-5', 'negative'],
    ['－５.00', 'negative'],
    ['5.005', 'decimals'],
    ['10000000', 'tooHigh'],
  ])('%s is %s', (typed, slip) => {
    expect(canonicalAmount(typed)).toEqual({ slip })
  })

  it('is the same again when read again, and the amount in fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom('', '元'), (fen, unit) => {
        const typed = (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2 }) + unit
        const read = canonicalAmount(typed)
        const text = 'text' in read ? read.text : expect.fail(typed)
        expect(fenOf(text)).toBe(fen)
        expect(canonicalAmount(text)).toEqual({ text })
      }),
    )
  })
})

describe('canonicalMonth', () => {
  it.each(['2026-11', '202611', '2026年11月', '2026/11', '2026.11', '２０２６－１１', ' 2026 年 11 月 '])(
    'reads %s',
    (typed) => {
      expect(canonicalMonth(typed)).toBe('2026-11')
    },
  )

  it('reads a month of one digit only where it stands apart', () => {
    expect(canonicalMonth('2026年1月')).toBe('2026-01')
    expect(canonicalMonth('20261')).toBeNull()
  })

  it.each(['2026-13', '2026-00', '2026', '11', '1899-12', '2100-01', '2026-11-21', '去年'])(
    'does not read %s',
    (typed) => {
      expect(canonicalMonth(typed)).toBeNull()
    },
  )
})

it('fields are tidied, and what cannot be read stays', () => {
  const filters = [
    { kind: 'moneyRange', label: '保障金额', from: 'low', to: 'high' },
    { kind: 'monthRange', label: '起保月', from: 'first', to: 'last' },
    { kind: 'text', key: 'name', label: '姓名', maxLength: 30 },
  ] as const
  const typed = { low: '1,000', high: '很多', first: '202601', last: '', name: '202601' }
  expect(tidied(filters, typed)).toEqual({ low: '1000', high: '很多', first: '2026-01', last: '', name: '202601' })
})
