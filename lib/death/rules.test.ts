import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { checkDeathDate, type DeathFacts, planDeath } from './rules'

const parameters = readParameters([])
const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')

const someDay = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays(today, -days))
const facts: fc.Arbitrary<DeathFacts> = fc.record({
  diedOn: someDay,
  today: fc.constant(today),
  vouched: fc.array(fc.record({ certificationId: fc.nat(), on: someDay, operatorName: fc.constant('王某') }), {
    maxLength: 4,
  }),
})

describe('the plan of a death', () => {
  const plan = (diedOn: string) => planDeath({ diedOn: day(diedOn), today, vouched: [] }, parameters)

  it('ends benefit from the month after, and counts the months paid since', () => {
    expect(plan('2026-10-05')).toMatchObject({ firstMonthWithoutBenefit: '2026-11-01', overpaidMonths: 1 })
    expect(plan('2026-11-21')).toMatchObject({ firstMonthWithoutBenefit: '2026-12-01', overpaidMonths: 0 })
    expect(plan('2025-12-31')).toMatchObject({ firstMonthWithoutBenefit: '2026-01-01', overpaidMonths: 11 })
    expect(plan('2026-01-31')).toMatchObject({ firstMonthWithoutBenefit: '2026-02-01', overpaidMonths: 10 })
  })

  it('doubts exactly the certifications dated after the death', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const made = planDeath(some, parameters)
        expect(made.firstMonthWithoutBenefit > some.diedOn).toBe(true)
        expect(made.overpaidMonths).toBeGreaterThanOrEqual(0)
        expect(made.doubtful).toEqual(some.vouched.filter(({ on }) => on > some.diedOn))
      }),
    )
  })
})

describe('the date of death', () => {
  it('is neither before birth nor in the future', () => {
    fc.assert(
      fc.property(someDay, fc.integer({ min: -50, max: 50 }), (birthDate, offset) => {
        expect(checkDeathDate({ birthDate, diedOn: addDays(birthDate, offset), today }) === null).toBe(
          offset >= 0 && addDays(birthDate, offset) <= today,
        )
      }),
    )
    expect(checkDeathDate({ birthDate: today, diedOn: addDays(today, 1), today })).toBe('死亡日期不能晚于今天。')
  })
})
