import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { lightAfter, lightLimits, periodsOf } from './rules'

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
const standard = readParameters([])

describe('a light', () => {
  it('turns with the day that the parameter names', () => {
    const lights = (what: 'change' | 'suspectedDeath', ages: number[]) =>
      ages.map((days) => lightAfter(days, periodsOf(what, standard)))
    const turning = ['NORMAL', 'NORMAL', 'SOON', 'SOON', 'OVERDUE', 'OVERDUE']
    expect(lights('change', [0, 2, 3, 6, 7, 40])).toEqual(turning)
    expect(lights('suspectedDeath', [0, 4, 5, 9, 10, 400])).toEqual(turning)
  })

  it('never goes back while days pass', () => {
    const order = ['NORMAL', 'SOON', 'OVERDUE']
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.nat(60), (days, notice, more) => {
        const periods = { notice, overdue: notice + more }
        expect(order.indexOf(lightAfter(days + 1, periods))).toBeGreaterThanOrEqual(
          order.indexOf(lightAfter(days, periods)),
        )
      }),
    )
  })

  it('is the same by its limits, whatever the parameters', () => {
    const days = fc.integer({ min: 0, max: 200 })
    const what = fc.constantFrom('change' as const, 'suspectedDeath' as const)
    fc.assert(
      fc.property(
        what,
        days,
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 1, max: 180 }),
        (kind, since, notice, overdue) => {
          const parameters = readParameters([
            { key: `${kind}.noticeDays`, value: notice },
            { key: `${kind}.overdueDays`, value: overdue },
          ])
          const on = addDays(today, -since)
          const limits = lightLimits(today, periodsOf(kind, parameters))
          const byLimits = on <= limits.overdue ? 'OVERDUE' : on <= limits.soon ? 'SOON' : 'NORMAL'
          expect(lightAfter(since, periodsOf(kind, parameters))).toBe(byLimits)
        },
      ),
    )
  })
})
