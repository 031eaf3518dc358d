import { describe, expect, it } from 'vitest'
import type { FormHousehold } from '@/lib/change/form'
import { ChangeInput } from '@/lib/change/input'
import type { MemberState } from '@/lib/household/state'
import { plainDate } from '@/lib/plain-date'
import {
  current,
  type Draft,
  draftFor,
  draftOfContent,
  draftOfMember,
  missingIn,
  relationsOf,
  type Sent,
  sharesOf,
  toChange,
} from './drafts'

const day = (text: string) => plainDate(text) ?? expect.fail(`no such day: ${text}`)

function member(personId: number, relation: MemberState['relation'], more: Partial<MemberState> = {}): MemberState {
  return {
    membershipId: personId + 100,
    personId,
    personRegion: 420702100001,
    name: `成员${personId}`,
    relation,
    insured: true,
    baseFen: 52000,
    supplementFen: 0,
    fromDate: day('2019-03-01'),
    toDate: null,
    exitReason: null,
    sex: 'FEMALE',
    birthDate: day('1960-05-06'),
    ethnicity: '汉族',
    idMasked: '420702********0019',
    idMissingReason: null,
    marital: 'MARRIED',
    education: null,
    health: 'DISABLED',
    disabilityKind: 'LIMB',
    disabilityGrade: 2,
    labour: 'NONE',
    lostActs: [],
    diedOn: null,
    ...more,
  }
}

const household: FormHousehold = {
  id: 1,
  version: 3,
  certificateNo: '4207020001',
  predecessorId: null,
  region: 420702100001,
  category: 'RURAL_DIBAO',
  registration: 'RURAL',
  address: '1组1号',
  registeredAddress: '',
  supportMode: null,
  startMonth: day('2019-03-01'),
  stopMonth: null,
  status: 'ACTIVE',
  stopReason: null,
  incomeFen: 31250,
  phone: '138****0001',
  bankName: null,
  bankAccount: null,
  guardianName: null,
  guardianPhone: null,
  reviewClass: 'STABLE',
  reviewedOn: null,
  reviewDue: null,
  headName: '成员1',
  path: '湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区',
  members: [
    member(1, 'HEAD', { sex: 'MALE' }),
    member(2, 'SPOUSE'),
    member(3, 'SON', { sex: 'MALE', birthDate: day('1990-02-03') }),
    member(4, 'SON', { diedOn: day('2026-10-01') }),
  ],
}

const sent: Sent = {
  householdId: 1,
  version: 3,
  effectiveMonth: '2026-12',
  reason: '家庭情况变化',
  photos: [],
  requestId: '4a1e9c5e-8d0a-4c53-9a39-5a4f0f0e2b11',
}

function read(draft: Draft) {
  return ChangeInput.safeParse(toChange(draft, sent))
}

function fieldsWrongIn(draft: Draft): string[] {
  const parsed = read(draft)
  return parsed.success ? [] : [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
}

describe('a draft', () => {
  it('starts from what the household has, so that only what is new must be typed', () => {
    expect(fieldsWrongIn(draftFor('AMOUNT', household))).toEqual([])
    expect(fieldsWrongIn(draftFor('INFO', household))).toEqual([])
    expect(fieldsWrongIn(draftFor('RESUME', household))).toEqual([])
    expect(draftFor('AMOUNT', household)).toMatchObject({ incomeYuan: '312.50' })
  })

  it('names what has not been chosen at its own field', () => {
    expect(fieldsWrongIn(draftFor('ADD_MEMBER', household))).toEqual(['name', 'relation'])
    expect(fieldsWrongIn(draftFor('STOP', household))).toEqual(['stopReason'])
    expect(missingIn(draftFor('HEAD', household))).toEqual({ personId: '请选择成员。' })
    expect(missingIn(draftFor('STOP', household))).toEqual({})
  })

  it('of a member changes nothing by itself', () => {
    const [, spouse = expect.fail()] = household.members
    expect(read(draftOfMember(spouse))).toMatchObject({
      success: true,
      data: { personId: 2, idNumber: '', birthDate: '1960-05-06', disabilityGrade: 2, relation: 'SPOUSE' },
    })
  })

  it('leaves the birth date out where none was typed', () => {
    expect(toChange(draftFor('ADD_MEMBER', household), sent)).toMatchObject({ birthDate: null })
  })

  it('of an earlier request asks for the same again, without what stands sealed with it', () => {
    const draft: Draft = { ...draftOfMember(household.members[1] ?? expect.fail()), idNumber: '420702196005061234' }
    const asked = read(draft)
    if (!asked.success) return expect.fail()
    const { householdId, version, reason, photos, requestId, resubmits, ...content } = asked.data
    expect(draftOfContent(content)).toEqual({ ...draft, idNumber: '' })
  })
})

describe('shares and relations', () => {
  it('are of the living, as typed so far', () => {
    expect(sharesOf(household, [{ personId: 2, insured: false, baseYuan: '1' }])).toEqual([
      { personId: 1, insured: true, baseYuan: '520.00' },
      { personId: 2, insured: false, baseYuan: '1' },
      { personId: 3, insured: true, baseYuan: '520.00' },
    ])
  })

  it('are proposed for a new head only where they follow with certainty', () => {
    const [, spouse = expect.fail()] = household.members
    expect(relationsOf(household, spouse, [])).toEqual([
      { personId: 1, relation: 'SPOUSE' },
      { personId: 3, relation: 'SON' },
    ])
    const uncle = member(5, 'OTHER')
    const withUncle = { members: [...household.members, uncle] }
    expect(relationsOf(withUncle, uncle, []).map(({ relation }) => relation)).toEqual([null, null, null])
    expect(relationsOf(withUncle, uncle, [{ personId: 1, relation: 'OTHER' }])[0]).toEqual({
      personId: 1,
      relation: 'OTHER',
    })
  })

  it('of a new head must be chosen, all of them, before the server is asked', () => {
    const draft: Draft = { kind: 'HEAD', personId: 5, relations: [{ personId: 1, relation: null }] }
    expect(missingIn(draft)).toEqual({ relations: '请选择每名成员与新户主的关系。' })
    expect(missingIn({ ...draft, relations: [{ personId: 1, relation: 'SON' }] })).toEqual({})
  })

  it('follow the household when it has changed meanwhile', () => {
    const typed: Draft = { kind: 'AMOUNT', incomeYuan: '1', shares: [{ personId: 9, insured: true, baseYuan: '7' }] }
    expect(current(typed, household)).toMatchObject({ shares: [{ personId: 1 }, { personId: 2 }, { personId: 3 }] })
  })
})
