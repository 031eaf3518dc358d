import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChange } from '@/e2e/any-change'
import { anyHousehold, dayOrFail } from '@/e2e/any-household'
import { codesOf } from '@/lib/certification/codes'
import { CHANGE_KINDS, CHANGE_STATUSES } from '@/lib/household/codes'
import { withPatches } from '@/lib/household/patch'
import { figuresOf, type HouseholdState, livingMembers, type MemberState } from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import { readParameters } from '@/lib/parameters'
import { addDays } from '@/lib/plain-date'
import { lightLimits, periodsOf } from '@/lib/waiting/rules'
import type { ChangeToPlan, ChangeTrouble } from './plan'
import { ageOf, changeActions, planChange } from './rules'

const parameters = readParameters([])
const today = dayOrFail('2026-11-21')

const asked = anyHousehold(today).chain((state) => fc.tuple(fc.constant(state), anyChange(state)))

/** Every plan that there is, with the household before and after. */
function forEveryPlan(check: (before: HouseholdState, after: HouseholdState, change: ChangeToPlan) => void) {
  fc.assert(
    fc.property(asked, ([state, change]) => {
      const planned = planChange(state, change, parameters, today)
      if (planned.ok) check(state, withPatches(state, planned.value.patches), change)
      else expect(sentencesOf(planned.error).every((sentence) => /[\u4e00-\u9fff].*。$/.test(sentence))).toBe(true)
    }),
    { numRuns: 1000 },
  )
}

function sentencesOf(trouble: ChangeTrouble): string[] {
  if ('fields' in trouble) return Object.values(trouble.fields)
  return [trouble.refusal.code === 'NOT_POSSIBLE' ? trouble.refusal.message : trouble.refusal.code]
}

describe('whatever is asked for', () => {
  it('can happen: each kind has plans', () => {
    const kinds = new Set<string>()
    forEveryPlan((_before, _after, { kind }) => kinds.add(kind))
    expect([...kinds, 'DEATH'].sort()).toEqual(codesOf(CHANGE_KINDS).sort())
  })

  it('leaves exactly one head, as long as anybody is a member', () => {
    forEveryPlan((_before, after) => {
      expect(after.members.length).toBeGreaterThan(0)
      expect(after.members.filter(({ relation }) => relation === 'HEAD').length).toBe(1)
    })
  })

  it('leaves no negative amount, none of the uninsured, none in 低边, and no more insured than members', () => {
    forEveryPlan((_before, after) => {
      const { members, insured, amountFen } = figuresOf(after)
      expect(insured).toBeLessThanOrEqual(members)
      for (const member of after.members) {
        expect(Math.min(member.baseFen, member.supplementFen)).toBeGreaterThanOrEqual(0)
        if (!member.insured) expect(member.baseFen + member.supplementFen).toBe(0)
      }
      expect(amountFen).toBe(after.members.reduce((sum, member) => sum + member.baseFen + member.supplementFen, 0))
      if (after.category === 'DIBIAN') expect(amountFen).toBe(0)
    })
  })

  it('works 分类施保 out anew for the living where shares are touched, and gives the dead nothing', () => {
    forEveryPlan((before, after, { kind }) => {
      for (const member of after.members) {
        const earlier = before.members.find(({ membershipId }) => membershipId === member.membershipId)
        if (member.diedOn !== null) expect(member.baseFen + member.supplementFen).toBe(earlier ? shareOf(earlier) : 0)
        else if (['ADD_MEMBER', 'AMOUNT', 'RESUME'].includes(kind))
          expect(member.supplementFen).toBe(supplementOf(member, after.category, parameters, today))
      }
      if (['ADD_MEMBER', 'AMOUNT', 'RESUME', 'EDIT_MEMBER'].includes(kind))
        expect(livingMembers(after)).toEqual(after.members)
    })
  })

  it('touches amounts only where that is what was asked for', () => {
    forEveryPlan((before, after, { kind }) => {
      if (['MOVE', 'HEAD', 'STOP', 'INFO'].includes(kind)) expect(figuresOf(after)).toEqual(figuresOf(before))
    })
  })

  it('takes effect from 起保月 up to two months ahead, and not more than 24 months back', () => {
    const monthly = fc.integer({ min: -40, max: 12 }).map((months) => monthAfter(months))
    const one = anyHousehold(today).filter(({ status }) => status === 'ACTIVE')
    fc.assert(
      fc.property(one, monthly, (state, effectiveMonth) => {
        const stop = { kind: 'STOP', effectiveMonth, stopReason: 'INCOME', identified: null } as const
        const planned = planChange({ ...state, startMonth: dayOrFail('2024-03-01') }, stop, parameters, today)
        const inside = effectiveMonth >= '2024-11-01' && effectiveMonth <= '2027-01-01'
        expect(planned.ok).toBe(inside)
        if (!planned.ok) expect(planned.error).toEqual({ fields: { effectiveMonth: expect.stringMatching(/^生效月/) } })
      }),
    )
  })
})

function shareOf({ baseFen, supplementFen }: MemberState): number {
  return baseFen + supplementFen
}

function monthAfter(months: number) {
  const index = 2026 * 12 + 10 + months
  return dayOrFail(`${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`)
}

describe('the age of a request', () => {
  it('is the same for one and for the queue', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (days) => {
        const on = addDays(today, -days)
        const { light } = ageOf(new Date(`${on}T23:30:00+08:00`), today, parameters)
        const { soon, overdue } = lightLimits(today, periodsOf('change', parameters))
        expect(light).toBe(on <= overdue ? 'OVERDUE' : on <= soon ? 'SOON' : 'NORMAL')
        expect(ageOf(new Date(`${on}T00:10:00+08:00`), today, parameters).days).toBe(days)
      }),
    )
  })
})

describe('what may be done with a request', () => {
  it('never lets anybody decide their own, nor anything be done twice', () => {
    const standing = fc.record({
      kind: fc.constantFrom(...codesOf(CHANGE_KINDS)),
      status: fc.constantFrom(...codesOf(CHANGE_STATUSES)),
      requesterId: fc.constantFrom(1, 2, null),
      outdated: fc.boolean(),
      pointless: fc.boolean(),
    })
    const roles = fc.constantFrom('COUNTY_CASEWORKER', 'STREET_STAFF', 'PROVINCE_SUPERVISOR', 'AUDITOR')
    fc.assert(
      fc.property(standing, roles, (request, role) => {
        const actions = changeActions(request, { id: 1, role })
        const own = request.requesterId === 1
        const decides = actions.includes('approve') || actions.includes('sendBack')
        if (decides) expect([role, own, request.status]).toEqual(['COUNTY_CASEWORKER', false, 'PENDING'])
        if (actions.includes('approve') && request.kind !== 'DEATH') expect(request.outdated).toBe(false)
        if (actions.includes('withdraw')) expect([own, request.status]).toEqual([true, 'PENDING'])
        if (actions.includes('resubmit')) expect(['SENT_BACK', 'WITHDRAWN']).toContain(request.status)
      }),
    )
  })
})
