import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, plainDate } from '@/lib/plain-date'
import { ageOn, dayAt, dayOf, monthAfter, plainOf, textOf, weekday, yearsAfter } from './day'

const anyDay = fc.integer({ min: dayAt(1910, 1, 1), max: dayAt(2100, 12, 31) })

describe('days', () => {
  it('are the same as plain dates', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -900, max: 900 }), (day, more) => {
        expect(dayOf(plainOf(day))).toBe(day)
        expect(textOf(day + more)).toBe(addDays(plainOf(day), more))
      }),
    )
  })

  it('know their weekday', () => {
    expect(weekday(dayOf(plainDate('2026-11-21') ?? expect.fail()))).toBe(6)
  })

  it('step by months to the first', () => {
    expect(textOf(monthAfter(dayAt(2026, 11, 21), 2))).toBe('2027-01-01')
    expect(textOf(monthAfter(dayAt(2026, 1, 31), -1))).toBe('2025-12-01')
  })

  it('step by years, past the leap day', () => {
    expect(textOf(yearsAfter(dayAt(2024, 2, 29), 1))).toBe('2025-03-01')
    expect(textOf(yearsAfter(dayAt(2024, 2, 29), -4))).toBe('2020-02-29')
  })
})

describe('ageOn', () => {
  it('is full from the birthday on', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayAt(1910, 1, 1), max: dayAt(2000, 1, 1) }), fc.nat(90), (birth, age) => {
        const birthday = yearsAfter(birth, age)
        expect(ageOn(birth, birthday)).toBe(age)
        expect(ageOn(birth, birthday - 1)).toBe(age - 1)
      }),
    )
  })
})
