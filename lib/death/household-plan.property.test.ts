import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyHousehold, dayOrFail } from '@/e2e/any-household'
import { type Patch, withPatches } from '@/lib/household/patch'
import { figuresOf, type HouseholdState, headOf, livingMembers } from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import { undoPatches } from '@/lib/household/undo'
import { readParameters } from '@/lib/parameters'
import { addDays, addMonths, firstOfMonth } from '@/lib/plain-date'
import { checkMonth, decisionProposed, planDeathHousehold } from './household-plan'
import type { DeathDecision } from './input'
import { type MemberDeath, proposeForDeath } from './proposal'

const today = dayOrFail('2026-11-21')
const parameters = readParameters([])

/** The plan with ids for what it makes, as it stands in the history once it has been applied. */
function plan(state: HouseholdState, death: MemberDeath, decision: DeathDecision): Patch[] {
  const planned = planDeathHousehold(state, death, decision, parameters, today)
  if (!planned.ok) return expect.fail(JSON.stringify(planned.error))
  return planned.value.map((patch, index) => (patch.op === 'create' ? { ...patch, id: 900 + index } : patch))
}

/** A decision that fits, with the household and the death it is about. */
const decided = fc
  .record({ state: anyHousehold(today), who: fc.nat(5), daysAgo: fc.nat(400), way: fc.nat(3), head: fc.nat(5) })
  .map(({ state, who, daysAgo, way, head }) => {
    const diedOn = addDays(today, -daysAgo)
    const dead = state.members[who % state.members.length] ?? expect.fail()
    const members = state.members.map((one) => (one === dead ? { ...one, diedOn } : one))
    const before = { ...state, members }
    const death: MemberDeath = { personId: dead.personId, diedOn, numbersTaken: [] }
    const proposal = proposeForDeath(before, death, parameters, today) ?? expect.fail()
    const chosen = proposal.ways[way % proposal.ways.length]?.way ?? expect.fail()
    const headPersonId = proposal.candidates[head % Math.max(1, proposal.candidates.length)]?.personId
    const common = { effectiveMonth: proposal.firstMonth, monthReason: '' }
    const decision = (
      chosen === 'MINORS'
        ? { way: chosen, ...common, headPersonId, guardianName: '王某', guardianPhone: '' }
        : chosen === 'REDUCE' || chosen === 'STOP'
          ? { way: chosen, ...common }
          : { way: chosen, ...common, headPersonId: headPersonId ?? 0 }
    ) satisfies DeathDecision
    return { before, death, proposal, decision }
  })

describe('whatever is decided', () => {
  it('the dead have no share, shares add up to the amount proposed, and nobody is paid for twice', () => {
    fc.assert(
      fc.property(decided, ({ before, death, proposal, decision }) => {
        const done = withPatches(before, plan(before, death, decision))
        const files = [done, ...done.opened]
        expect(files.flatMap(({ members }) => members).some(({ personId }) => personId === death.personId)).toBe(false)
        const paid = files.filter(({ status }) => status === 'ACTIVE').map(figuresOf)
        const outcome = proposal.ways.find(({ way }) => way === decision.way)
        if (before.status === 'ACTIVE') {
          const others = before.members.filter(({ diedOn, personId }) => diedOn !== null && personId !== death.personId)
          const stuck = decision.way === 'NEW_FILE' ? figuresOf({ members: others }).amountFen : 0
          expect(paid.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe((outcome?.after.amountFen ?? -1) - stuck)
        }
        for (const { insured, members, amountFen, supplementFen } of [...files.map(figuresOf), ...paid]) {
          expect(insured).toBeLessThanOrEqual(members)
          expect(supplementFen).toBeLessThanOrEqual(amountFen)
        }
        for (const { members } of files)
          for (const one of members) {
            expect(one.baseFen).toBeGreaterThanOrEqual(0)
            expect(one.insured || one.baseFen + one.supplementFen === 0).toBe(true)
          }
        expect(outcome?.overpaidFen).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('分类施保 of the living in payment is what the rule says today, and each household in payment has at most one head', () => {
    fc.assert(
      fc.property(decided, ({ before, death, decision }) => {
        const done = withPatches(before, plan(before, death, decision))
        for (const file of [done, ...done.opened].filter(({ status }) => status === 'ACTIVE')) {
          for (const one of livingMembers(file)) {
            expect(one.supplementFen).toBe(supplementOf(one, file.category, parameters, decision.effectiveMonth))
          }
          const heads = file.members.filter(({ relation }) => relation === 'HEAD')
          expect(heads).toHaveLength(1)
          expect(heads[0]).toEqual(headOf(file))
        }
      }),
    )
  })

  it('is undone to what was', () => {
    fc.assert(
      fc.property(decided, ({ before, death, decision }) => {
        const patches = plan(before, death, decision)
        const undone = undoPatches(withPatches(before, patches), patches)
        expect(undone.kept).toEqual([])
        expect({ ...undone.state, opened: [] }).toEqual(before)
        for (const file of undone.state.opened) expect(file).toMatchObject({ status: 'STOPPED', members: [] })
      }),
    )
  })

  it('what the task proposes can be approved as it stands', () => {
    fc.assert(
      fc.property(decided, ({ before, death, proposal }) => {
        const decision = decisionProposed(proposal) ?? expect.fail()
        expect(planDeathHousehold(before, death, decision, parameters, today).ok).toBe(true)
        const early = { ...decision, effectiveMonth: addMonths(firstOfMonth(death.diedOn), -1) }
        expect(checkMonth(decision, death.diedOn, parameters, today)).toBeNull()
        expect(checkMonth(early, death.diedOn, parameters, today)).not.toBeNull()
      }),
    )
  })
})
