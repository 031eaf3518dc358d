import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDays,
  addMonths,
  daysBetween,
  firstOfMonth,
  formatDateTime,
  type PlainDate,
  plainDate,
  today,
  yearOf,
} from '@/lib/plain-date'

function date(text: string): PlainDate {
  const read = plainDate(text)
  if (!read) throw new Error(`not a date: ${text}`)
  return read
}

const EPOCH = date('1970-01-01')
const anyDate = fc.integer({ min: -60_000, max: 60_000 }).map((days) => addDays(EPOCH, days))
const anyShift = fc.integer({ min: -40_000, max: 40_000 })
const anyMonths = fc.integer({ min: -1_200, max: 1_200 })

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function monthLength(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

describe('plainDate', () => {
  it('accepts exactly the days that the calendar has', () => {
    const parts = fc.tuple(
      fc.integer({ min: 1000, max: 9999 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 32 }),
    )
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const text = `${year}-${two(month)}-${two(day)}`
        const exists = month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
        expect(plainDate(text)).toBe(exists ? text : null)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    '',
    '2026-1-1',
    '2026/01/01',
    '20260101',
    '2026-01-01 ',
    '2026-01-01T00:00:00Z',
    '0999-01-01',
    '+002026-01-01',
    '２０２６-01-01',
    '2026-02-29',
  ])('refuses %j', (text) => {
    expect(plainDate(text)).toBeNull()
  })

  it('knows leap days', () => {
    expect(plainDate('2024-02-29')).toBe('2024-02-29')
    expect(plainDate('2000-02-29')).toBe('2000-02-29')
    expect(plainDate('1900-02-29')).toBeNull()
  })
})

describe('days', () => {
  it('come back after going there', () => {
    fc.assert(
      fc.property(anyDate, anyShift, (from, days) => {
        const to = addDays(from, days)
        expect(daysBetween(from, to)).toBe(days)
        expect(addDays(to, -days)).toBe(from)
        expect(plainDate(to)).toBe(to)
      }),
    )
  })

  it('compare as text in calendar order', () => {
    fc.assert(fc.property(anyDate, anyDate, (a, b) => Math.sign(daysBetween(a, b)) === (a < b ? 1 : a > b ? -1 : 0)))
  })

  it('refuse to leave the years 1000–9999', () => {
    expect(() => addDays(date('9999-12-31'), 1)).toThrow(RangeError)
    expect(() => addDays(date('1000-01-01'), -1)).toThrow(RangeError)
  })
})

describe('months', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', -6, '2026-02-28'],
    ['2026-11-21', 2, '2027-01-21'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(date(from), months)).toBe(to)
  })

  it('keep the day, or take the last of a shorter month', () => {
    fc.assert(
      fc.property(anyDate, anyMonths, (from, months) => {
        const to = addMonths(from, months)
        const [year = 0, month = 0, day = 0] = to.split('-').map(Number)
        const count = (at: PlainDate) => yearOf(at) * 12 + Number(at.slice(5, 7))
        expect(count(to) - count(from)).toBe(months)
        expect(day).toBe(Math.min(Number(from.slice(8)), monthLength(year, month)))
      }),
    )
  })

  it('begin on their first day', () => {
    fc.assert(
      fc.property(anyDate, (at) => {
        const first = firstOfMonth(at)
        expect(plainDate(first)).toBe(first)
        expect(daysBetween(first, at)).toBe(Number(at.slice(8)) - 1)
      }),
    )
  })
})

describe('the clock in Shanghai', () => {
  it('turns the day at 16:00 UTC', () => {
    expect(today(new Date('2026-11-20T15:59:59Z'))).toBe('2026-11-20')
    expect(today(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21')
    expect(today(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01')
  })

  it('writes date and time to the minute, midnight as 00:00', () => {
    expect(formatDateTime(new Date('2026-11-21T06:05:59Z'))).toBe('2026-11-21 14:05')
    expect(formatDateTime(new Date('2026-11-20T16:00:00Z'))).toBe('2026-11-21 00:00')
  })

  it('is eight hours ahead of UTC in every year this system writes', () => {
    const instants = fc.date({
      min: new Date('2000-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(instants, (instant) => {
        const ahead = new Date(instant.getTime() + 8 * 3_600_000).toISOString()
        expect(formatDateTime(instant)).toBe(ahead.slice(0, 16).replace('T', ' '))
        expect(today(instant)).toBe(ahead.slice(0, 10))
      }),
    )
  })

  it('refuses an invalid instant', () => {
    expect(() => today(new Date(Number.NaN))).toThrow(RangeError)
  })
})
