import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatFen, parseYuan } from './money'

describe('formatFen', () => {
  it.each([
    [123400, '1,234.00'],
    [5, '0.05'],
    [0, '0.00'],
    [123456789, '1,234,567.89'],
  ])('writes %i as %s', (fen, text) => {
    expect(formatFen(fen)).toBe(text)
  })
})

describe('parseYuan', () => {
  it('reads back whatever is written, to the fen', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), (fen) => {
        expect(parseYuan(formatFen(fen))).toEqual({ ok: true, value: fen })
      }),
    )
  })

  it.each([
    ['520', 52000],
    ['520.5', 52050],
    ['１，２３４．５元', 123450],
    ['¥ 0.05', 5],
  ])('reads %s', (typed, fen) => {
    expect(parseYuan(typed)).toEqual({ ok: true, value: fen })
  })

  it.each(['', '五百', '1e3', '5.205', '-5', '99999999999'])('says what is wrong with %j', (typed) => {
    expect(parseYuan(typed)).toEqual({ ok: false, error: expect.stringMatching(/^金额.+。$/) })
  })
})
