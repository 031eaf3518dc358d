import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { type AffectedHousehold, checkDeathDate, type DeathFacts, planDeath } from './rules'

const parameters = readParameters([])
const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')

const aBirth = fc.integer({ min: 0, max: 36_000 }).map((days) => addDays(today, -days))
const aHousehold: fc.Arbitrary<AffectedHousehold> = fc.record({
  householdId: fc.nat(),
  certificateNo: fc.string(),
  isHead: fc.boolean(),
  insured: fc.boolean(),
  others: fc.array(fc.record({ personId: fc.nat(), birthDate: aBirth, insured: fc.boolean() }), { maxLength: 6 }),
})
const facts: fc.Arbitrary<DeathFacts> = fc.record({
  birthDate: aBirth,
  diedOn: aBirth,
  today: fc.constant(today),
  households: fc.array(aHousehold, { maxLength: 3 }),
  vouched: fc.array(fc.record({ certificationId: fc.nat(), on: aBirth, operatorName: fc.constant('王某') }), {
    maxLength: 4,
  }),
})

const single: AffectedHousehold = { householdId: 1, certificateNo: 'A', isHead: true, insured: true, others: [] }
const adult = { personId: 2, birthDate: day('1980-01-01'), insured: true }
const child = { personId: 3, birthDate: day('2015-01-01'), insured: true }
const plan = (household: AffectedHousehold, diedOn = '2026-10-05') =>
  planDeath(
    { birthDate: day('1950-01-01'), diedOn: day(diedOn), today, households: [household], vouched: [] },
    parameters,
  )

describe('the plan of a death', () => {
  it('ends benefit from the month after, and counts the months paid since', () => {
    expect(plan(single, '2026-10-05')).toMatchObject({ firstMonthWithoutBenefit: '2026-11-01', overpaidMonths: 1 })
    expect(plan(single, '2026-11-21')).toMatchObject({ firstMonthWithoutBenefit: '2026-12-01', overpaidMonths: 0 })
    expect(plan(single, '2025-12-31')).toMatchObject({ firstMonthWithoutBenefit: '2026-01-01', overpaidMonths: 11 })
    expect(plan(single, '2026-01-31')).toMatchObject({ firstMonthWithoutBenefit: '2026-02-01', overpaidMonths: 10 })
  })

  it('stops a household of one, finds minors left alone, and a head to succeed', () => {
    expect(plan(single).households[0]).toMatchObject({ insuredBefore: 1, insuredAfter: 0, fate: 'STOP' })
    expect(plan({ ...single, others: [child] }).households[0]).toMatchObject({ fate: 'MINORS_ONLY', insuredAfter: 1 })
    expect(plan({ ...single, others: [adult, child] }).households[0]).toMatchObject({ fate: 'SUCCESSION' })
    expect(plan({ ...single, isHead: false, others: [adult] }).households[0]).toMatchObject({ fate: 'REDUCE' })
  })

  it('never counts the dead as insured, and doubts exactly the certifications dated after the death', () => {
    fc.assert(
      fc.property(facts, (some) => {
        const made = planDeath(some, parameters)
        expect(made.firstMonthWithoutBenefit > some.diedOn).toBe(true)
        expect(made.overpaidMonths).toBeGreaterThanOrEqual(0)
        made.households.forEach((household, index) => {
          const before = some.households[index]
          expect(household.insuredBefore - household.insuredAfter).toBe(before?.insured ? 1 : 0)
          expect(household.insuredAfter).toBeLessThanOrEqual(before?.others.length ?? 0)
        })
        expect(made.doubtful).toEqual(some.vouched.filter(({ on }) => on > some.diedOn))
      }),
    )
  })
})

describe('the date of death', () => {
  it('is neither before birth nor in the future', () => {
    fc.assert(
      fc.property(aBirth, fc.integer({ min: -50, max: 50 }), (birthDate, offset) => {
        expect(checkDeathDate({ birthDate, diedOn: addDays(birthDate, offset), today }) === null).toBe(
          offset >= 0 && addDays(birthDate, offset) <= today,
        )
      }),
    )
    expect(checkDeathDate({ birthDate: today, diedOn: addDays(today, 1), today })).toBe('死亡日期不能晚于今天。')
  })
})
