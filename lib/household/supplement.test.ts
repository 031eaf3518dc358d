import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyHousehold, dayOrFail } from '@/e2e/any-household'
import { readParameters } from '@/lib/parameters'
import type { MemberState } from './state'
import { standardOf, supplementOf } from './supplement'

const parameters = readParameters([])
const today = dayOrFail('2026-11-21')
const healthy = {
  insured: true,
  diedOn: null,
  birthDate: dayOrFail('1980-01-01'),
  health: 'HEALTHY',
  disabilityGrade: null,
} as const
type Given = Pick<MemberState, 'insured' | 'diedOn' | 'birthDate' | 'health' | 'disabilityGrade'>
const rural = (member: Partial<Given>) => supplementOf({ ...healthy, ...member }, 'RURAL_DIBAO', parameters, today)

describe('分类施保', () => {
  it('is a share of the standard of town or country, by class', () => {
    expect(rural({})).toBe(0)
    expect(rural({ birthDate: dayOrFail('1956-11-21') })).toBe(5800)
    expect(rural({ birthDate: dayOrFail('1956-11-22') })).toBe(0)
    expect(rural({ birthDate: dayOrFail('2008-11-22') })).toBe(5800)
    expect(rural({ birthDate: dayOrFail('2008-11-21') })).toBe(0)
    expect(rural({ disabilityGrade: 2 })).toBe(11600)
    expect(rural({ disabilityGrade: 3 })).toBe(0)
    expect(rural({ health: 'DISABLED' })).toBe(11600)
    expect(rural({ health: 'ILL' })).toBe(11600)
    expect(supplementOf({ ...healthy, health: 'ILL' }, 'URBAN_DIBAO', parameters, today)).toBe(15200)
  })

  it('takes the highest, never the sum', () => {
    expect(rural({ birthDate: dayOrFail('1940-01-01'), health: 'ILL_AND_DISABLED', disabilityGrade: 1 })).toBe(11600)
  })

  it('is whole fen', () => {
    const odd = readParameters([{ key: 'assistance.ruralStandardFen', value: 58_005 }])
    expect(supplementOf({ ...healthy, birthDate: today }, 'RURAL_DIBAO', odd, today)).toBe(5801)
  })

  it('is nothing for the dead, the uninsured, and outside 低保; never negative and never above the standard', () => {
    fc.assert(
      fc.property(anyHousehold(today), ({ category, members }) => {
        const standard = standardOf(category, parameters)
        for (const member of members) {
          const fen = supplementOf(member, category, parameters, today)
          expect(Number.isInteger(fen)).toBe(true)
          expect(fen).toBeGreaterThanOrEqual(0)
          expect(fen).toBeLessThanOrEqual(standard ?? 0)
          if (member.diedOn !== null || !member.insured) expect(fen).toBe(0)
        }
      }),
    )
  })
})
