import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MARKS, marksOfNumber, marksOfText, normalised, textOfNumber } from './cell'
import { detached } from './detached'
import { dayOfSerial, numberFormat } from './number-format'

describe('text', () => {
  it('is normalised to half width, without what nobody sees', () => {
    expect(normalised('　４２０７０２－Ａｂ＃\u200b \ufeff')).toBe('420702-Ab#')
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => normalised(normalised(text)) === normalised(text)))
  })

  it.each(['4.20702E+17', '4.20702e+17', '４.２０７０２E+１７', '1.38E+10', '4E+17'])('%s has lost digits', (text) => {
    expect(marksOfText(text)).toBe(MARKS.lostPrecision)
  })

  it.each(['1E+05', '1.2345678901E+10', 'E+17', '4.20702E-17', '420702199001011237', '3E楼', '#5 楼'])(
    '%s has not',
    (text) => {
      expect(marksOfText(text)).toBe(0)
    },
  )

  it('stays the same when detached', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => detached(text) === text))
  })
})

describe('numbers', () => {
  it('of at most fifteen digits are written as they were typed', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }),
        fc.nat(9),
        (digits, decimals) => {
          const sign = digits < 0n ? '-' : ''
          const text = String(digits)
            .replace('-', '')
            .padStart(decimals + 1, '0')
          const typed =
            decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`.replace(/\.?0+$/, '')
          const value = Number(sign + typed)
          expect(textOfNumber(value)).toBe(value === 0 ? '0' : sign + typed)
          expect(marksOfNumber(value)).toBe(0)
        },
      ),
    )
  })

  it('never show an exponent', () => {
    expect([1e21, 1.5e22, 5e-7, 1e-30].map(textOfNumber)).toEqual([
      '1000000000000000000000',
      '15000000000000000000000',
      '0.0000005',
      '0',
    ])
    expect(marksOfNumber(1e15)).toBe(MARKS.lostPrecision)
  })
})

describe('number formats', () => {
  it.each(['yyyy-mm-dd', 'm/d/yy', 'yyyy"年"m"月"', '[$-F800]dddd, mmmm dd', 'e"年"m"月"', 'mmm', 'yyyy\\-mm\\-dd;@'])(
    '%s is a date',
    (code) => expect(numberFormat(164, code)).toBe('date'),
  )

  it.each([
    'General',
    'G/通用格式',
    '@',
    '0.00',
    '#,##0.00"元/day"',
    '[Red]0',
    'h:mm',
    'mm:ss',
    '[h]:mm',
    '0.00E+00',
    '_-¥* #,##0_-',
  ])('%s is none', (code) => expect(numberFormat(164, code)).toBeNull())

  it('built in, and of leading zeros', () => {
    expect([14, 22, 31, 57].map((id) => numberFormat(id, undefined))).toEqual(['date', 'date', 'date', 'date'])
    expect([0, 1, 4, 20, 32, 49].map((id) => numberFormat(id, undefined))).toEqual([null, null, null, null, null, null])
    expect(numberFormat(164, '000000')).toBe(6)
  })

  it('count days as both systems do, and no others', () => {
    expect([1, 59, 60, 61, 46347, 46347.999, 2_958_465].map((serial) => dayOfSerial(serial, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-02-29',
      '1900-03-01',
      '2026-11-21',
      '2026-11-21',
      '9999-12-31',
    ])
    expect([0, 0.5, -1, 2_958_466, 1e300].map((serial) => dayOfSerial(serial, false))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ])
    expect([0, 44_885, 2_957_003, 2_957_004].map((serial) => dayOfSerial(serial, true))).toEqual([
      '1904-01-01',
      '2026-11-21',
      '9999-12-31',
      null,
    ])
  })
})
