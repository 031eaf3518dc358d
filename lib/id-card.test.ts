import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, ID_CARD_REFUSALS, type IdCardRefusalCode, maskIdCard, parseIdCard } from '@/lib/id-card'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'

function date(text: string): PlainDate {
  const read = plainDate(text)
  if (!read) throw new Error(`not a date: ${text}`)
  return read
}

function withCheckDigit(first17: string): string {
  return first17 + checkDigit(first17)
}

function digits(length: number): fc.Arbitrary<string> {
  return fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'))
}

const TODAY = date('2026-11-21')
const birth = fc.integer({ min: 0, max: 43_000 }).map((days) => addDays(TODAY, -days))
const card = fc.tuple(digits(6), birth, digits(3)).map(([place, birthDate, sequence]) => ({
  number: withCheckDigit(place + birthDate.replaceAll('-', '') + sequence),
  birthDate,
  sex: Number(sequence) % 2 === 1 ? 'MALE' : 'FEMALE',
}))

function refusalOf(text: string, today?: PlainDate): IdCardRefusalCode | null {
  const read = parseIdCard(text, today)
  if (read.ok) return null
  expect(read.error.message).toBe(ID_CARD_REFUSALS[read.error.code])
  return read.error.code
}

describe('parseIdCard', () => {
  it('reads birth date and sex from every valid number', () => {
    fc.assert(
      fc.property(card, (expected) => {
        expect(parseIdCard(expected.number, TODAY)).toEqual({ ok: true, value: expected })
      }),
    )
  })

  it("takes the standard's own examples", () => {
    expect(checkDigit('11010519491231002')).toBe('X')
    expect(checkDigit('44052418800101001')).toBe('4')
    expect(parseIdCard('11010519491231002X')).toEqual({
      ok: true,
      value: { number: '11010519491231002X', birthDate: '1949-12-31', sex: 'FEMALE' },
    })
  })

  it('takes full-width characters, a small x and spaces around', () => {
    const typed = [
      '11010519491231002x',
      ' 11010519491231002X\n',
      '１１０１０５１９４９１２３１００２ｘ',
      '　11010519491231002Ｘ　',
    ]
    for (const text of typed) expect(parseIdCard(text)).toMatchObject({ value: { number: '11010519491231002X' } })
  })

  it('does not look up the place: 999999 is as good as a real one', () => {
    expect(refusalOf(withCheckDigit('99999919491231002'))).toBeNull()
  })

  it('notices every change of a single character', () => {
    const change = fc.tuple(card, fc.nat(17), fc.constantFrom(...'0123456789X'))
    fc.assert(
      fc.property(change, ([{ number }, place, character]) => {
        fc.pre(number[place] !== character)
        expect(refusalOf(number.slice(0, place) + character + number.slice(place + 1))).not.toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['420702491231002', 'OLD_NUMBER'],
    ['', 'LENGTH'],
    ['42070219900101', 'LENGTH'],
    ['11010519491231002X0', 'LENGTH'],
    ['1101051949123100X2', 'CHARACTERS'],
    ['11010519491231002Y', 'CHARACTERS'],
    ['１１０１０５一九四九12310023', 'CHARACTERS'],
    [withCheckDigit('42070219900230001'), 'BIRTH_DATE'],
    [withCheckDigit('42070219901301001'), 'BIRTH_DATE'],
    [withCheckDigit('42070219900100001'), 'BIRTH_DATE'],
    [withCheckDigit('42070200000101001'), 'BIRTH_DATE'],
    [withCheckDigit('42070219000229001'), 'BIRTH_DATE'],
    ['110105194912310021', 'CHECK_DIGIT'],
  ])('refuses %j as %s', (text, code) => {
    expect(refusalOf(text, TODAY)).toBe(code)
  })

  it('refuses a birth after today, when told what today is', () => {
    const tomorrow = withCheckDigit('42070220261122001')
    expect(refusalOf(withCheckDigit('42070220261121001'), TODAY)).toBeNull()
    expect(refusalOf(tomorrow, TODAY)).toBe('FUTURE_BIRTH_DATE')
    expect(refusalOf(tomorrow)).toBeNull()
  })

  it('answers any text without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 24 }), (text) => typeof parseIdCard(text).ok === 'boolean'),
    )
  })
})

describe('checkDigit', () => {
  it('wants seventeen digits', () => {
    expect(() => checkDigit('1101051949123100')).toThrow(RangeError)
    expect(() => checkDigit('1101051949123100２')).toThrow(RangeError)
  })
})

describe('maskIdCard', () => {
  it('shows six and four characters', () => {
    expect(maskIdCard('42070219900101123X')).toBe('420702********123X')
  })

  it('shows nothing of what is no ID number', () => {
    expect(maskIdCard('420702900101123')).toBe('***************')
    expect(maskIdCard('')).toBe('')
  })
})
