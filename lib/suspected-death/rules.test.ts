import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRole, ROLES } from '@/lib/access/permissions'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { lightLimits, lightOf, suspicionActions } from './rules'

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
const standard = readParameters([])

describe('the light of a suspicion', () => {
  it('is 临期 from the fifth day and 超期 from the tenth', () => {
    const ages = [0, 4, 5, 9, 10, 400].map((days) => lightOf(addDays(today, -days), today, standard))
    expect(ages).toEqual(['NORMAL', 'NORMAL', 'SOON', 'SOON', 'OVERDUE', 'OVERDUE'])
  })

  it('is the same by its limits, whatever the parameters', () => {
    const days = fc.integer({ min: 0, max: 200 })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 180 }), (since, notice, overdue) => {
        const parameters = readParameters([
          { key: 'suspectedDeath.noticeDays', value: notice },
          { key: 'suspectedDeath.overdueDays', value: overdue },
        ])
        const listedOn = addDays(today, -since)
        const limits = lightLimits(today, parameters)
        const byLimits = listedOn <= limits.overdue ? 'OVERDUE' : listedOn <= limits.soon ? 'SOON' : 'NORMAL'
        expect(lightOf(listedOn, today, parameters)).toBe(byLimits)
      }),
    )
  })
})

describe('the buttons of a suspicion', () => {
  it('are the street’s, while it is open', () => {
    for (const role of Object.keys(ROLES).filter(isRole)) {
      expect(suspicionActions('OPEN', role)).toEqual(role === 'STREET_STAFF' ? ['alive', 'dead'] : [])
      expect(suspicionActions('DEAD', role)).toEqual([])
      expect(suspicionActions('ALIVE', role)).toEqual([])
    }
  })
})
