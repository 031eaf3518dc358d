import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyChange } from '@/e2e/any-change'
import { anyHousehold, dayOrFail } from '@/e2e/any-household'
import { planChange } from '@/lib/change/rules'
import { readParameters } from '@/lib/parameters'
import { applyPatches, type Patch, sameValue, setHousehold, setMembership, withPatches } from './patch'
import { figuresOf, type HouseholdState } from './state'
import { undoPatches } from './undo'

const parameters = readParameters([])
const today = dayOrFail('2026-11-21')

const FIRST_NEW_ID = 1000

/** A household with a plan that somebody could have asked for. */
const planned = anyHousehold(today)
  .chain((state) => fc.tuple(fc.constant(state), anyChange(state)))
  .map(([state, change]) => ({ state, plan: planChange(state, change, parameters, today) }))
  .filter(({ plan }) => plan.ok)
  .map(({ state, plan }) => ({ state, patches: withIds(plan.ok ? plan.value.patches : []) }))

/** What existed before a plan: the memberships that it made have ended on the day they began. */
function whatExisted(state: HouseholdState): HouseholdState {
  return {
    ...state,
    former: state.former.filter(({ membershipId }) => membershipId < FIRST_NEW_ID),
    opened: [],
    known: [],
  }
}

/** As it stands in the history: what was new has its id. */
function withIds(patches: readonly Patch[]): Patch[] {
  return patches.map((patch, index) => (patch.op === 'create' ? { ...patch, id: FIRST_NEW_ID + index } : patch))
}

describe('patches', () => {
  it('say before and after, and give nothing for what is as wanted', () => {
    fc.assert(
      fc.property(anyHousehold(today), (state) => {
        expect(setHousehold(state, { address: state.address, incomeFen: state.incomeFen })).toEqual([])
        for (const member of state.members) {
          const patches = setMembership(member, { insured: !member.insured, relation: member.relation })
          expect(patches).toMatchObject([{ field: 'insured', before: member.insured, after: !member.insured }])
        }
      }),
    )
  })

  it('are refused where something else stands than they were planned for, and then nothing is changed', () => {
    fc.assert(
      fc.property(planned, fc.nat(), ({ state, patches }, pick) => {
        const sets = patches.filter((patch) => patch.op === 'set' && !sameValue(patch.before, patch.after))
        const patch = sets[pick % Math.max(1, sets.length)]
        if (patch?.op !== 'set') return
        const meanwhile = withPatches(state, [patch])
        expect(applyPatches(meanwhile, patches)).toMatchObject({ ok: false, error: [{ patch, now: patch.after }] })
      }),
    )
  })

  it('are refused where the record is not there', () => {
    fc.assert(
      fc.property(anyHousehold(today), (state) => {
        const patch = {
          op: 'set',
          target: 'membership',
          id: 999,
          field: 'insured',
          before: true,
          after: false,
        } as const
        expect(applyPatches(state, [patch])).toEqual({ ok: false, error: [{ patch, now: null }] })
      }),
    )
  })
})

describe('undoing', () => {
  it('right after doing gives back everything that existed before', () => {
    fc.assert(
      fc.property(planned, ({ state, patches }) => {
        const undone = undoPatches(withPatches(state, patches), patches)
        expect(undone.kept).toEqual([])
        expect(whatExisted(undone.state)).toEqual(state)
        expect(figuresOf(undone.state)).toEqual(figuresOf(state))
      }),
      { numRuns: 300 },
    )
  })

  it('leaves alone what was changed since, and says so; there is always one head', () => {
    const twice = planned.chain(({ state, patches }) => {
      const after = withPatches(state, patches)
      const later = after.members.length > 0 ? anyChange(after) : fc.constant(null)
      return later.map((change) => {
        const second = change && planChange(after, change, parameters, today)
        return { patches, after: second?.ok ? withPatches(after, second.value.patches) : after }
      })
    })
    fc.assert(
      fc.property(twice, ({ patches, after }) => {
        const { state, kept, patches: back } = undoPatches(after, patches)
        expect(state).toEqual(withPatches(after, back))
        expect(state.members.filter(({ relation }) => relation === 'HEAD').length).toBe(1)
        for (const { insured, baseFen, supplementFen } of state.members)
          if (!insured) expect(baseFen + supplementFen).toBe(0)
        const said = new Set(
          kept.map((patch) => (patch.op === 'set' ? `${patch.target} ${patch.id} ${patch.field}` : '')),
        )
        for (const patch of patches) {
          if (patch.op !== 'set') continue
          const now = undoPatches(state, [patch])
          const stands = now.patches.length === 0 && now.kept.length === 0
          expect(stands || said.has(`${patch.target} ${patch.id} ${patch.field}`)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('of 停旧建新 ends the memberships of the new file and stops it', () => {
    fc.assert(
      fc.property(
        anyHousehold(today).filter(({ status }) => status === 'ACTIVE'),
        (state) => {
          const patches = continued(state)
          const done = withPatches(state, patches)
          expect(done.members).toEqual([])
          expect(figuresOf(done.opened[0] ?? done).amountFen).toBe(figuresOf(state).amountFen)
          const { state: back, kept } = undoPatches(done, patches)
          expect(kept).toEqual([])
          expect(whatExisted(back)).toEqual(state)
          expect(back.opened[0]).toMatchObject({ status: 'STOPPED', members: [] })
        },
      ),
    )
  })

  it('of 停旧建新 says that the new file was changed since', () => {
    fc.assert(
      fc.property(
        anyHousehold(today).filter(({ status }) => status === 'ACTIVE'),
        (state) => {
          const patches = continued(state)
          const done = withPatches(state, patches)
          const file = done.opened[0] ?? expect.fail('no new file')
          const later = withPatches(done, setHousehold(file, { address: '9组9号' }))
          expect(undoPatches(later, patches).kept).toMatchObject([{ op: 'create', target: 'household' }])
          expect(undoPatches({ ...done, opened: [] }, patches).kept[0]).toMatchObject({ target: 'household' })
        },
      ),
    )
  })

  it('brings a head back as an ordinary member where another was chosen since', () => {
    fc.assert(
      fc.property(
        anyHousehold(today).filter(({ members }) => members.length >= 3),
        (state) => {
          const [head, son, daughter] = state.members
          if (!head || !son || !daughter) return
          const left = [
            ...setMembership(head, { toDate: today, exitReason: 'DEATH' }),
            ...setMembership(son, { relation: 'HEAD' }),
          ]
          const after = withPatches(state, left)
          const later = withPatches(after, [
            ...after.members.flatMap((member) =>
              setMembership(member, { relation: member.personId === daughter.personId ? 'HEAD' : 'SIBLING' }),
            ),
          ])
          const { state: back, kept } = undoPatches(later, left)
          const heads = back.members.filter(({ relation }) => relation === 'HEAD')
          expect(heads.map(({ personId }) => personId)).toEqual([daughter.personId])
          expect(kept.map((patch) => patch.who)).toContain(head.name)
        },
      ),
    )
  })
})

/** 停旧建新 with everybody in it. */
function continued(state: HouseholdState): Patch[] {
  const month = dayOrFail('2026-12-01')
  const { region, category, registration, address, registeredAddress, supportMode, incomeFen, reviewClass } = state
  const { reviewedOn, reviewDue } = state
  return withIds([
    {
      op: 'create',
      target: 'household',
      ref: 'file',
      values: {
        ...{ region, category, registration, address, registeredAddress, supportMode, incomeFen, reviewClass },
        ...{
          reviewedOn,
          reviewDue,
          certificateNo: 'A7-1',
          predecessorId: state.id,
          startMonth: month,
          status: 'ACTIVE',
        },
      },
    },
    ...state.members.map(
      ({ personId, name, relation, insured, baseFen, supplementFen }, index): Patch => ({
        op: 'create',
        target: 'membership',
        ref: `member-${index}`,
        who: name,
        values: {
          ...{ householdId: { ref: 'file' }, personId, region, relation, insured, baseFen, supplementFen },
          fromDate: month,
        },
      }),
    ),
    ...state.members.flatMap((member) => setMembership(member, { toDate: month })),
    ...setHousehold(state, { status: 'STOPPED', stopMonth: month, stopReason: 'OTHER' }),
  ])
}
