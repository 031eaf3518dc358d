import { describe, expect, it } from 'vitest'
import { dayOrFail } from '@/e2e/any-household'
import { withPatches } from '@/lib/household/patch'
import { figuresOf, type HouseholdState, type MemberState } from '@/lib/household/state'
import { readParameters } from '@/lib/parameters'
import type { ChangeToPlan, Of } from './plan'
import { planChange } from './rules'

// Each kind of change by example.

const parameters = readParameters([])
const today = dayOrFail('2026-11-21')
const month = dayOrFail('2026-12-01')

/** toMatchObject takes a bare pattern for an empty object, which fits everything. */
const like = (pattern: RegExp) => expect.stringMatching(pattern)

const member = (personId: number, facts: Partial<MemberState> = {}): MemberState => ({
  membershipId: personId - 100,
  personId,
  personRegion: 420702100001,
  name: `某${personId}`,
  sex: 'MALE',
  birthDate: dayOrFail('1980-01-01'),
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
  relation: 'SON',
  insured: true,
  baseFen: 40_000,
  supplementFen: 0,
  fromDate: dayOrFail('2025-01-01'),
  toDate: null,
  exitReason: null,
  ...facts,
})

const family: HouseholdState = {
  ...{ id: 7, version: 3, certificateNo: 'A7', predecessorId: null, region: 420702100001, category: 'RURAL_DIBAO' },
  ...{ registration: 'RURAL', address: '1组1号', registeredAddress: '', supportMode: null, incomeFen: 0 },
  ...{ startMonth: dayOrFail('2025-01-01'), stopMonth: null, status: 'ACTIVE', stopReason: null, phone: null },
  ...{ bankName: null, bankAccount: null, guardianName: null, guardianPhone: null, reviewClass: 'STABLE' },
  ...{ reviewedOn: null, reviewDue: null, former: [], opened: [], known: [] },
  members: [member(101, { relation: 'HEAD' }), member(102), member(103, { birthDate: dayOrFail('2015-01-01') })],
}

function ask<Kind extends ChangeToPlan['kind']>(
  state: HouseholdState,
  change: Omit<Of<Kind>, 'identified'> & { kind: Kind },
) {
  return planChange(state, { identified: null, ...change } as ChangeToPlan, parameters, today)
}

const someone = {
  ...{ name: '辛', idNumber: '', idMissingReason: 'NOT_SETTLED', sex: 'MALE', birthDate: dayOrFail('2026-11-01') },
  ...{
    ethnicity: '汉族',
    marital: null,
    education: null,
    health: 'HEALTHY',
    disabilityKind: null,
    disabilityGrade: null,
  },
  ...{ labour: null, lostActs: [] },
} as const satisfies Partial<Of<'ADD_MEMBER'>>

describe('新增成员', () => {
  const add = {
    kind: 'ADD_MEMBER',
    effectiveMonth: month,
    ...someone,
    relation: 'SON',
    insured: true,
    baseYuan: '500',
  } as const

  it('makes a person and a membership with the share and 分类施保 of a minor', () => {
    expect(ask(family, add)).toMatchObject({
      ok: true,
      value: {
        patches: [
          { op: 'create', target: 'person', values: { name: '辛', idMasked: null } },
          { op: 'create', target: 'membership', values: { baseFen: 50_000, supplementFen: 5_800, fromDate: month } },
          // The boy of eleven who had none so far.
          { op: 'set', id: 3, field: 'supplementFen', before: 0, after: 5_800 },
        ],
      },
    })
  })

  it('uses the person whom the ID number leads to, and nobody dead or here already', () => {
    const identified = {
      masked: '420702********0019',
      sex: 'MALE',
      birthDate: dayOrFail('1980-01-01'),
      personId: 500,
    } as const
    const known = { ...member(500), name: '辛' }
    const plan = (state: HouseholdState) => planChange(state, { ...add, identified }, parameters, today)
    expect(plan({ ...family, known: [known] })).toMatchObject({
      value: { patches: [{ target: 'membership', values: { personId: 500 } }, {}] },
    })
    expect(plan({ ...family, known: [{ ...known, name: '壬' }] })).toMatchObject({
      error: { fields: { name: like(/壬/) } },
    })
    expect(plan({ ...family, known: [{ ...known, diedOn: today }] })).toMatchObject({
      error: { fields: { idNumber: like(/死亡/) } },
    })
    expect(plan({ ...family, members: [...family.members, known] })).toMatchObject({
      error: { fields: { idNumber: like(/本户成员/) } },
    })
  })

  it('says what is missing at its field', () => {
    const bare = {
      ...add,
      idMissingReason: null,
      sex: null,
      birthDate: null,
      relation: 'HEAD',
      insured: false,
    } as const
    expect(ask(family, bare)).toMatchObject({
      error: {
        fields: {
          ...{ idMissingReason: like(/身份证号/), sex: like(/性别/), birthDate: like(/出生日期/) },
          ...{ relation: like(/户主变更/), baseYuan: like(/非保障/) },
        },
      },
    })
  })
})

describe('减少成员', () => {
  const remove = { kind: 'REMOVE_MEMBER', effectiveMonth: month, personId: 102, exitReason: 'MOVED' } as const

  it('ends the membership with the effective month', () => {
    const plan = ask(family, remove)
    expect(plan).toMatchObject({ ok: true })
    if (plan.ok)
      expect(withPatches(family, plan.value.patches).former).toMatchObject([{ toDate: month, exitReason: 'MOVED' }])
  })

  it('asks for 户主变更 first, or 停保 where nobody is left', () => {
    expect(ask(family, { ...remove, personId: 101 })).toMatchObject({
      error: { fields: { personId: like(/户主变更/) } },
    })
    const alone = { ...family, members: [member(101, { relation: 'HEAD' })] }
    expect(ask(alone, { ...remove, personId: 101 })).toMatchObject({ error: { fields: { personId: like(/停保/) } } })
  })

  it('takes no death for a reason that was not registered, and no other reason for one that was', () => {
    expect(ask(family, { ...remove, exitReason: 'DEATH' })).toMatchObject({
      error: { fields: { exitReason: like(/死亡登记/) } },
    })
    const bereaved = {
      ...family,
      members: family.members.map((one) => (one.personId === 102 ? { ...one, diedOn: today } : one)),
    }
    expect(ask(bereaved, remove)).toMatchObject({ error: { fields: { exitReason: like(/死亡/) } } })
    expect(ask(bereaved, { ...remove, exitReason: 'DEATH' })).toMatchObject({ ok: true })
    expect(ask(bereaved, { ...remove, personId: 103 })).toMatchObject({
      error: { refusal: { message: like(/某102/) } },
    })
  })
})

describe('成员信息变更', () => {
  const edit = { kind: 'EDIT_MEMBER', effectiveMonth: month, personId: 102, ...someone, relation: 'SON' } as const

  it('recomputes 分类施保 with the state of health', () => {
    const ill = {
      ...edit,
      name: '某102',
      birthDate: dayOrFail('1980-01-01'),
      idMissingReason: 'TO_CHECK',
      health: 'ILL',
    } as const
    const plan = ask(family, ill)
    expect(plan).toMatchObject({
      value: { patches: [{ field: 'health' }, { id: 2, field: 'supplementFen', after: 11_600 }, {}] },
    })
  })

  it('does not let sex and birth date contradict the ID number', () => {
    const numbered = { ...family, members: family.members.map((one) => ({ ...one, idMasked: '420702********0019' })) }
    expect(ask(numbered, { ...edit, sex: 'FEMALE' })).toMatchObject({
      error: { fields: { sex: like(/身份证号/), birthDate: like(/身份证号/) } },
    })
  })

  it('leaves the person of another county to that county', () => {
    const abroad = { ...family, members: family.members.map((one) => ({ ...one, personRegion: 420703001001 })) }
    expect(ask(abroad, edit)).toMatchObject({ error: { refusal: { message: like(/其他区县/) } } })
  })
})

describe('保障金额变更', () => {
  const shares = family.members.map(({ personId }) => ({ personId, insured: true, baseYuan: '450.50' }))
  const amount = { kind: 'AMOUNT', effectiveMonth: month, incomeYuan: '120', shares } as const

  it('sets every share in fen', () => {
    const plan = ask(family, amount)
    if (!plan.ok) expect.fail(JSON.stringify(plan.error))
    expect(figuresOf(withPatches(family, plan.value.patches))).toMatchObject({ amountFen: 3 * 45_050 + 5_800 })
  })

  it('wants everybody once, and warns of what is above the standard', () => {
    expect(ask(family, { ...amount, shares: shares.slice(1) })).toMatchObject({
      error: { fields: { shares: like(/每名成员/) } },
    })
    const twice = [...shares.slice(1), ...shares.slice(1, 2)]
    expect(ask(family, { ...amount, shares: twice })).toMatchObject({ ok: false })
    const rich = shares.map((share) => ({ ...share, baseYuan: '9000' }))
    expect(ask(family, { ...amount, incomeYuan: '900', shares: rich })).toMatchObject({
      value: { warnings: [like(/月人均收入/), like(/保障金额/)] },
    })
  })
})

describe('迁移', () => {
  const move = { kind: 'MOVE', effectiveMonth: month, region: 420702100002, address: '2组2号' } as const

  it('to another county is followed by a review there', () => {
    expect(ask(family, move)).toMatchObject({ value: { patches: [{ field: 'region' }, { field: 'address' }] } })
    expect(ask(family, { ...move, region: 420703001001 })).toMatchObject({
      value: { patches: [{}, {}, { field: 'reviewDue', after: '2026-12-31' }] },
    })
  })

  it('goes to another community, and to nothing above one', () => {
    expect(ask(family, { ...move, region: family.region })).toMatchObject({
      error: { fields: { region: like(/相同/) } },
    })
    expect(ask(family, { ...move, region: 420702100000 })).toMatchObject({
      error: { fields: { region: like(/社区/) } },
    })
  })
})

describe('户主变更', () => {
  const relations = [
    { personId: 101, relation: 'PARENT' },
    { personId: 103, relation: 'SON' },
  ] satisfies Of<'HEAD'>['relations']
  const head: Omit<Of<'HEAD'>, 'identified'> = { kind: 'HEAD', effectiveMonth: month, personId: 102, relations }

  it('states every relation anew', () => {
    const plan = ask(family, head)
    if (!plan.ok) expect.fail(JSON.stringify(plan.error))
    const { members } = withPatches(family, plan.value.patches)
    expect(members.map(({ relation }) => relation)).toEqual(['PARENT', 'HEAD', 'SON'])
  })

  it('takes nobody dead, and no minor where there are adults', () => {
    expect(ask(family, { ...head, personId: 103 })).toMatchObject({ error: { fields: { personId: like(/成年/) } } })
    const dead = {
      ...family,
      members: family.members.map((one) => (one.personId === 102 ? { ...one, diedOn: today } : one)),
    }
    expect(ask(dead, head)).toMatchObject({ error: { fields: { personId: like(/健在/) } } })
    expect(ask(family, { ...head, relations: relations.slice(0, 1) })).toMatchObject({
      error: { fields: { relations: like(/某103/) } },
    })
  })

  it('warns where only minors are left', () => {
    const minors = { ...family, members: family.members.map((one) => ({ ...one, birthDate: dayOrFail('2015-01-01') })) }
    expect(ask(minors, head)).toMatchObject({ value: { warnings: [like(/监护人/)] } })
  })
})

describe('停保 and 恢复', () => {
  const stopped: HouseholdState = {
    ...family,
    status: 'STOPPED',
    stopMonth: dayOrFail('2026-10-01'),
    stopReason: 'INCOME',
  }

  it('follow one another', () => {
    expect(ask(family, { kind: 'STOP', effectiveMonth: month, stopReason: 'INCOME' })).toMatchObject({ ok: true })
    expect(ask(stopped, { kind: 'STOP', effectiveMonth: month, stopReason: 'INCOME' })).toMatchObject({ ok: false })
    expect(ask(family, { kind: 'RESUME', effectiveMonth: month })).toMatchObject({ ok: false })
    expect(ask(stopped, { kind: 'RESUME', effectiveMonth: dayOrFail('2026-09-01') })).toMatchObject({
      error: { fields: { effectiveMonth: like(/停保月/) } },
    })
  })

  it('set the next review from the month of 恢复 on', () => {
    const plan = ask(stopped, { kind: 'RESUME', effectiveMonth: month })
    if (!plan.ok) expect.fail(JSON.stringify(plan.error))
    expect(withPatches(stopped, plan.value.patches)).toMatchObject({
      status: 'ACTIVE',
      stopMonth: null,
      reviewDue: '2027-12-01',
    })
  })
})
