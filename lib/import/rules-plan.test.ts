import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainDate } from '@/lib/plain-date'
import type { PlanContext, StoredHousehold, StoredMember } from './plan'
import type { FileHousehold, FileMember, GivenHousehold, GivenMembership, GivenPerson } from './rules-gather'
import { planHousehold } from './rules-plan'

const day = (text: string) => plainDate(text) ?? expect.fail(text)
const NOTHING: GivenHousehold = {
  region: null,
  category: null,
  registration: null,
  address: null,
  registeredAddress: null,
  supportMode: null,
  startMonth: null,
  incomeFen: null,
  phone: null,
  bankName: null,
  bankAccount: null,
}

function person(name: string, more: Partial<GivenPerson> = {}): GivenPerson {
  return {
    ...{
      name,
      sex: 'MALE',
      birthDate: day('1950-03-15'),
      ethnicity: '汉族',
      idMasked: `mask-${name}`,
      idMissingReason: null,
    },
    ...{ marital: null, education: null, health: null, disabilityKind: null, disabilityGrade: null, labour: null },
    ...more,
  }
}

function row(
  number: number,
  name: string,
  membership: Partial<GivenMembership>,
  more: Partial<FileMember> = {},
): FileMember {
  const share = { relation: null, insured: null, baseFen: null, supplementFen: null, ...membership }
  return { number, person: person(name), idNumber: name, membership: share, problems: [], ...more }
}

function stored(name: string, more: Partial<StoredMember> = {}): StoredMember {
  return {
    ...{ personId: name.length, membershipId: name.charCodeAt(0), idKey: name, diedOn: null, homes: [], here: true },
    ...{
      name,
      sex: 'MALE',
      birthDate: day('1950-03-15'),
      ethnicity: '汉族',
      idMasked: `mask-${name}`,
      idMissingReason: null,
    },
    ...{ marital: null, education: null, health: 'HEALTHY', disabilityKind: null, disabilityGrade: null, labour: null },
    ...{ relation: 'HEAD', insured: true, baseFen: 42_000, supplementFen: 0 },
    ...more,
  }
}

const KNOWN: StoredHousehold = {
  ...{ id: 7, certificateNo: 'H1', region: 420702100001, status: 'ACTIVE', phone: '13800000001' },
  ...{ bankAccount: null, bankKey: null, members: [stored('甲')] },
  ...{ category: 'RURAL_DIBAO', registration: 'RURAL', address: '1组', registeredAddress: '', supportMode: null },
  ...{ startMonth: day('2024-03-01'), incomeFen: 0, bankName: null },
}

function context(more: Partial<PlanContext> & { known?: StoredHousehold } = {}): PlanContext {
  const { known = KNOWN, ...rest } = more
  return {
    onFile: { households: new Map([[known.certificateNo, known]]), people: new Map(), elsewhere: new Map() },
    mode: 'UPDATE',
    today: day('2026-11-21'),
    keyOf: (plain) => plain,
    ...rest,
  }
}

function home(members: FileMember[], given: Partial<GivenHousehold> = {}, certificateNo = 'H1'): FileHousehold {
  return { certificateNo, given: { ...NOTHING, ...given }, unread: new Set(), members }
}

const said = (file: FileHousehold, asked = context()) =>
  planHousehold(file, asked).verdicts.map(({ verdict, message }) => `${verdict} ${message}`.trim())

describe('a household on file', () => {
  it('stays as it is where the file says nothing new', () => {
    const file = home([row(2, '甲', { relation: 'HEAD', insured: true, baseFen: 42_000 })], {
      address: '1组',
      phone: '13800000001',
    })
    expect(planHousehold(file, context())).toMatchObject({ verdicts: [{ verdict: 'UNCHANGED' }], patches: [] })
  })

  it('counts its own changes with its first row', () => {
    const rows = [row(2, '甲', { relation: 'HEAD' }), row(3, '乙', { relation: 'SPOUSE', insured: false })]
    expect(said(home(rows, { address: '2组' }))).toEqual(['CHANGED', 'NEW'])
    expect(said(home(rows, { address: '2组' }), context({ mode: 'SKIP' }))).toEqual(['SKIPPED', 'NEW'])
  })

  it('takes the shares from whoever is no longer insured', () => {
    const plan = planHousehold(home([row(2, '甲', { relation: 'HEAD', insured: false })]), context())
    expect(plan.memberships).toMatchObject([{ values: { insured: false, baseFen: 0, supplementFen: 0 } }])
  })

  it('does not move, resume or lose its head by a file', () => {
    const rows = [row(2, '甲', { relation: 'HEAD' })]
    expect(said(home(rows, { region: 420702100002 }))[0]).toMatch(/名册不能迁移家庭/)
    expect(said(home(rows), context({ known: { ...KNOWN, status: 'STOPPED' } }))[0]).toMatch(/该户已停保/)
    expect(said(home([row(2, '甲', { relation: 'SON' })]))[0]).toMatch(/户内没有户主/)
    expect(said(home([row(2, '甲', { relation: 'SON' })]), context({ mode: 'SKIP' }))).toEqual(['SKIPPED'])
  })

  it('keeps 供养方式 for 特困 alone', () => {
    const rows = [row(2, '甲', { relation: 'HEAD' })]
    expect(said(home(rows, { category: 'RURAL_TEKUN' }))[0]).toMatch(/请填写供养方式/)
    expect(said(home(rows, { supportMode: 'DISPERSED' }))[0]).toMatch(/只有特困家庭填写供养方式/)
    const tekun: StoredHousehold = { ...KNOWN, category: 'RURAL_TEKUN', supportMode: 'DISPERSED' }
    const plan = planHousehold(home(rows, { category: 'RURAL_DIBAO' }), context({ known: tekun }))
    expect(plan.household?.values).toMatchObject({ category: 'RURAL_DIBAO', supportMode: null })
  })

  it('does not change whoever belongs to another county', () => {
    const guest = { ...KNOWN, members: [stored('甲', { here: false })] }
    const file = home([row(2, '甲', { relation: 'HEAD' }, { person: person('甲', { ethnicity: '苗族' }) })])
    expect(said(file, context({ known: guest }))[0]).toMatch(/由其他区县管理/)
  })
})

describe('every plan', () => {
  const relation = fc.constantFrom('HEAD', 'SPOUSE', 'SON')
  const membership = fc.record({
    relation,
    insured: fc.constantFrom(true, false, null),
    baseFen: fc.constantFrom(null, 0, 42_000),
    supplementFen: fc.constantFrom(null, 5_800),
  })
  const member = fc.record({ name: fc.constantFrom('甲', '乙', '丙', '丁'), membership, wrong: fc.nat(9) })
  const file = fc
    .tuple(
      fc.uniqueArray(member, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
      fc.constantFrom('H1', 'H2'),
      fc.record({
        category: fc.constantFrom('RURAL_DIBAO', 'RURAL_TEKUN', null),
        address: fc.constantFrom('1组', '2组', null),
      }),
    )
    .map(([members, no, given]) => {
      const rows = members.map(({ name, membership, wrong }, at) =>
        row(at + 2, name, membership, { problems: wrong === 0 ? ['这一行有误。'] : [] }),
      )
      const rest = { region: 420702100001, registration: 'RURAL', startMonth: day('2024-03-01') } as const
      return home(rows, { ...rest, ...given }, no)
    })
  const known = { ...KNOWN, members: [stored('甲'), stored('乙', { relation: 'SPOUSE', insured: false, baseFen: 0 })] }

  it('says one thing of each row, takes all or nothing, and gives no share to the uninsured', () => {
    fc.assert(
      fc.property(file, fc.constantFrom('SKIP' as const, 'UPDATE' as const), (household, mode) => {
        const plan = planHousehold(household, context({ mode, known }))
        expect(plan.verdicts.map(({ number }) => number)).toEqual(household.members.map(({ number }) => number))
        const wrong = plan.verdicts.filter(({ verdict }) => verdict === 'WRONG')
        expect([0, plan.verdicts.length]).toContain(wrong.length)
        for (const { message } of wrong) expect(message).toMatch(/。$/)
        const writes = [
          ...plan.joining.map(({ membership }) => membership),
          ...plan.memberships.map(({ values }) => values),
        ]
        if (wrong.length > 0) expect([plan.household, plan.patches, writes]).toEqual([null, [], []])
        for (const { insured, baseFen, supplementFen } of writes) {
          expect(insured || baseFen + supplementFen === 0).toBe(true)
        }
        if (mode === 'SKIP') expect([plan.memberships, plan.people]).toEqual([[], []])
        expect(plan.verdicts.some(({ verdict }) => verdict === 'NEW' || verdict === 'CHANGED')).toBe(
          plan.patches.length > 0,
        )
      }),
    )
  })

  it('leaves one head', () => {
    fc.assert(
      fc.property(file, fc.constantFrom('SKIP' as const, 'UPDATE' as const), (household, mode) => {
        const plan = planHousehold(household, context({ mode, known }))
        if (!plan.household) return
        const changed = new Map(plan.memberships.map(({ membershipId, values }) => [membershipId, values.relation]))
        const before = household.certificateNo === 'H1' ? known.members : []
        const after = before.map(({ membershipId, relation }) => changed.get(membershipId) ?? relation)
        const heads = [...after, ...plan.joining.map(({ membership }) => membership.relation)].filter(
          (one) => one === 'HEAD',
        )
        expect(heads).toHaveLength(1)
      }),
    )
  })
})
