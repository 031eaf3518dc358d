import { describe, expect, it } from 'vitest'
import { type Patch, withPatches } from '@/lib/household/patch'
import type { HouseholdState, MemberState } from '@/lib/household/state'
import { readParameters } from '@/lib/parameters'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { planDeathHousehold } from './household-plan'
import type { DeathDecision } from './input'
import { type MemberDeath, proposeForDeath, waysOpen } from './proposal'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')
const parameters = readParameters([])
const inNewFiles = readParameters([{ key: 'death.succession', value: 'NEW_FILE' }])

function member(personId: number, changed: Partial<MemberState> = {}): MemberState {
  return {
    membershipId: personId + 100,
    personId,
    personRegion: 420702100001,
    name: `成员${personId}`,
    sex: 'MALE',
    birthDate: day('1980-05-01'),
    ethnicity: '汉族',
    idMasked: null,
    idMissingReason: 'TO_CHECK',
    marital: null,
    education: null,
    health: 'HEALTHY',
    disabilityKind: null,
    disabilityGrade: null,
    labour: null,
    lostActs: [],
    diedOn: null,
    relation: 'OTHER',
    insured: true,
    baseFen: 30_000,
    supplementFen: 0,
    fromDate: day('2019-03-01'),
    toDate: null,
    exitReason: null,
    ...changed,
  }
}

function household(members: MemberState[], changed: Partial<HouseholdState> = {}): HouseholdState {
  return {
    id: 7,
    version: 3,
    certificateNo: 'D420702000007',
    predecessorId: null,
    region: 420702100001,
    category: 'RURAL_DIBAO',
    registration: 'RURAL',
    address: '1组1号',
    registeredAddress: '1组1号',
    supportMode: null,
    startMonth: day('2019-03-01'),
    stopMonth: null,
    status: 'ACTIVE',
    stopReason: null,
    incomeFen: 0,
    phone: '138****0001',
    bankName: null,
    bankAccount: null,
    guardianName: null,
    guardianPhone: null,
    reviewClass: 'STABLE',
    reviewedOn: null,
    reviewDue: null,
    members,
    former: [],
    opened: [],
    known: [],
    ...changed,
  }
}

const HEAD = member(1, { relation: 'HEAD', birthDate: day('1950-06-01'), supplementFen: 5_800 })
const WIFE = member(2, { relation: 'SPOUSE', sex: 'FEMALE', birthDate: day('1955-06-01') })
const SON = member(3, { relation: 'SON' })
const CHILD = member(4, { relation: 'GRANDCHILD', birthDate: day('2015-01-01'), supplementFen: 5_800 })
const ofPerson = (personId: number, diedOn = '2026-09-10'): MemberDeath => ({
  personId,
  diedOn: day(diedOn),
  numbersTaken: [],
})

/** The plan with ids for what it makes, as it stands in the history once it has been applied. */
function plan(state: HouseholdState, death: MemberDeath, decision: DeathDecision): Patch[] {
  const planned = planDeathHousehold(state, death, decision, parameters, today)
  if (!planned.ok) return expect.fail(JSON.stringify(planned.error))
  return planned.value.map((patch, index) => (patch.op === 'create' ? { ...patch, id: 900 + index } : patch))
}

function refusal(state: HouseholdState, death: MemberDeath, decision: DeathDecision): string {
  const planned = planDeathHousehold(state, death, decision, parameters, today)
  return !planned.ok && planned.error.code === 'NOT_POSSIBLE' ? planned.error.message : expect.fail('planned')
}

const effectiveMonth = day('2026-10-01')
const onTime = { effectiveMonth, monthReason: '' }

describe('the ways open to the county', () => {
  const ways = (state: HouseholdState, personId: number, some = parameters) => waysOpen(state, personId, some, today)

  it('follow from who is left', () => {
    expect(ways(household([HEAD]), 1)).toEqual(['STOP'])
    expect(ways(household([HEAD, CHILD]), 1)).toEqual(['MINORS'])
    expect(ways(household([HEAD, WIFE, CHILD]), 2)).toEqual(['REDUCE'])
    expect(ways(household([HEAD, WIFE]), 1)).toEqual(['SUCCESSION', 'NEW_FILE'])
    expect(ways(household([HEAD, WIFE]), 1, inNewFiles)).toEqual(['NEW_FILE', 'SUCCESSION'])
  })

  it('count nobody who is dead as well', () => {
    expect(ways(household([HEAD, { ...WIFE, diedOn: day('2026-11-01') }]), 1)).toEqual(['STOP'])
    expect(ways(household([HEAD, { ...WIFE, diedOn: day('2026-11-01') }, CHILD]), 1)).toEqual(['MINORS'])
  })

  it('begin with 停保 where nobody 保障 is left, and neither stop nor continue what has stopped', () => {
    const uninsured = { ...WIFE, insured: false, baseFen: 0 }
    const stopped = { status: 'STOPPED', stopMonth: day('2026-05-01'), stopReason: 'VOLUNTARY' } as const
    expect(ways(household([HEAD, uninsured]), 1)).toEqual(['STOP', 'SUCCESSION', 'NEW_FILE'])
    expect(ways(household([HEAD, WIFE], stopped), 1)).toEqual(['SUCCESSION'])
    expect(ways(household([HEAD], stopped), 1)).toEqual(['REDUCE'])
  })
})

describe('the proposal', () => {
  it('says the month, the figures, the overpaid and who may follow', () => {
    expect(proposeForDeath(household([HEAD, CHILD, SON, WIFE]), ofPerson(1), parameters, today)).toEqual({
      householdId: 7,
      certificateNo: 'D420702000007',
      headName: '成员1',
      name: '成员1',
      wasHead: true,
      firstMonth: '2026-10-01',
      overpaidMonths: 2,
      before: { members: 4, insured: 4, amountFen: 131_600, supplementFen: 11_600 },
      ways: [
        // The widow has turned seventy meanwhile: 分类施保 is worked out anew.
        {
          way: 'SUCCESSION',
          after: { members: 3, insured: 3, amountFen: 101_600, supplementFen: 11_600 },
          overpaidFen: 60_000,
        },
        {
          way: 'NEW_FILE',
          after: { members: 3, insured: 3, amountFen: 101_600, supplementFen: 11_600 },
          overpaidFen: 60_000,
        },
      ],
      supplements: [{ personId: 2, name: '成员2', beforeFen: 0, afterFen: 5_800 }],
      candidates: [
        { personId: 2, name: '成员2', relation: 'SPOUSE' },
        { personId: 3, name: '成员3', relation: 'SON' },
      ],
      newNumber: 'D420702000007-1',
    })
  })

  it('of a household of one stops all payment', () => {
    const proposal = proposeForDeath(household([HEAD]), ofPerson(1, '2026-11-05'), parameters, today)
    expect(proposal).toMatchObject({ firstMonth: '2026-12-01', overpaidMonths: 0, candidates: [] })
    expect(proposal?.ways).toEqual([
      { way: 'STOP', after: { members: 0, insured: 0, amountFen: 0, supplementFen: 0 }, overpaidFen: 0 },
    ])
  })

  it('is none for somebody who has left', () => {
    expect(proposeForDeath(household([HEAD]), ofPerson(9), parameters, today)).toBeNull()
  })
})

describe('the plan of a decision', () => {
  it('户主变更 restates what everybody is to the new head', () => {
    const done = withPatches(
      household([HEAD, WIFE, SON, CHILD]),
      plan(household([HEAD, WIFE, SON, CHILD]), ofPerson(1), { way: 'SUCCESSION', ...onTime, headPersonId: 3 }),
    )
    expect(done.members.map(({ personId, relation }) => [personId, relation])).toEqual([
      [2, 'PARENT'],
      [3, 'HEAD'],
      [4, 'OTHER'],
    ])
    expect(done.former).toMatchObject([{ personId: 1, toDate: '2026-10-01', exitReason: 'DEATH' }])
  })

  it('停旧建新 stops the old file and opens a linked one in the same month', () => {
    const before = household([HEAD, WIFE, CHILD])
    const decision: DeathDecision = { way: 'NEW_FILE', ...onTime, headPersonId: 2 }
    const done = withPatches(before, plan(before, ofPerson(1), decision))
    expect(done).toMatchObject({ status: 'STOPPED', stopMonth: '2026-10-01', stopReason: 'DEATH', members: [] })
    expect(done.former.map(({ toDate, exitReason }) => [toDate, exitReason])).toEqual([
      ['2026-10-01', 'DEATH'],
      ['2026-10-01', null],
      ['2026-10-01', null],
    ])
    expect(done.opened).toMatchObject([
      {
        certificateNo: 'D420702000007-1',
        predecessorId: 7,
        startMonth: '2026-10-01',
        status: 'ACTIVE',
        phone: null,
        members: [
          { personId: 2, relation: 'HEAD', fromDate: '2026-10-01', baseFen: 30_000, supplementFen: 5_800 },
          { personId: 4, relation: 'GRANDCHILD', fromDate: '2026-10-01', supplementFen: 5_800 },
        ],
      },
    ])
    const again = { ...ofPerson(1), numbersTaken: ['D420702000007-1', 'D420702000007-3'] }
    expect(plan(before, again, decision)[0]).toMatchObject({ values: { certificateNo: 'D420702000007-2' } })
  })

  it('儿童保障 puts a guardian beside the minor who heads the household now', () => {
    const before = household([HEAD, CHILD])
    const patches = plan(before, ofPerson(1), {
      way: 'MINORS',
      ...onTime,
      headPersonId: 4,
      guardianName: '王某',
      guardianPhone: '13800000001',
    })
    expect(withPatches(before, patches)).toMatchObject({
      guardianName: '王某',
      guardianPhone: '138****0001',
      status: 'ACTIVE',
      members: [{ personId: 4, relation: 'HEAD' }],
    })
  })

  it('refuses what does not fit the household', () => {
    const pair = household([HEAD, WIFE, CHILD])
    expect(refusal(pair, ofPerson(9), { way: 'REDUCE', ...onTime })).toContain('已不在本户中')
    expect(refusal(pair, ofPerson(1), { way: 'STOP', ...onTime })).toContain('不适用“停保”')
    for (const headPersonId of [1, 4, 9]) {
      expect(refusal(pair, ofPerson(1), { way: 'SUCCESSION', ...onTime, headPersonId })).toContain('选择新户主')
    }
    const inMonth = (month: string, monthReason = '本月已发放') =>
      ({ way: 'REDUCE', effectiveMonth: day(month), monthReason }) as const
    expect(refusal(pair, ofPerson(2), inMonth('2026-08-01'))).toContain('死亡当月')
    expect(refusal(pair, ofPerson(2), inMonth('2027-01-01'))).toContain('下个月')
    expect(refusal(pair, ofPerson(2), inMonth('2026-12-01', ''))).toContain('调整原因')
    expect(plan(pair, ofPerson(2), inMonth('2026-12-01'))[0]).toMatchObject({ field: 'toDate', after: '2026-12-01' })
  })
})
