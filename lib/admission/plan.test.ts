import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PersonState } from '@/lib/household/state'
import { readParameters } from '@/lib/parameters'
import { plainDate } from '@/lib/plain-date'
import { CATEGORIES_OF_AIM } from './codes'
import { type AdmissionContent, type AdmissionMember, emptyContent, emptyMember } from './content'
import { filledForm } from './fill'
import { AdmissionForm } from './input'
import { planAdmission } from './plan'
import { figuresOf, troublesOf } from './rules'
import { aims, forms, wholeForms } from './test-forms'

const day = (text: string) => plainDate(text) ?? expect.fail(text)
const TODAY = day('2026-11-21')
const COMMUNITY = 420702100001
const parameters = readParameters([])
const NOTHING = { idNumbers: {} }

const HEAD: AdmissionMember = {
  ...emptyMember('m1'),
  ...{ name: '王小明', relation: 'HEAD', idMissingReason: 'TO_CHECK', sex: 'MALE', birthDate: day('1950-06-01') },
}
const WHOLE: AdmissionContent = {
  ...emptyContent('王小明'),
  ...{ category: 'RURAL_DIBAO', registration: 'RURAL', address: '3组12号', incomeYuan: '400', reason: '因病致贫。' },
  members: [HEAD],
}

describe('a plan', () => {
  it('holds one household with one head, shares that add up, nothing negative and no number in plain', () => {
    fc.assert(
      fc.property(wholeForms, (form) => {
        const filled = filledForm(form, NOTHING, TODAY)
        if (!filled.ok) return expect.fail(JSON.stringify(filled.error))
        const { content, secrets } = filled.value
        const admitted = { region: COMMUNITY, certificateNo: 'ND-1', startMonth: day('2026-12-01') }
        const plan = planAdmission(content, admitted, { known: new Map(), parameters, today: TODAY })
        const memberships = plan.flatMap((patch) =>
          patch.op === 'create' && patch.target === 'membership' ? [patch.values] : [],
        )
        expect(plan.filter(({ target }) => target === 'household')).toHaveLength(1)
        expect(memberships).toHaveLength(content.members.length)
        expect(memberships.filter(({ relation }) => relation === 'HEAD')).toHaveLength(1)
        const fen = (field: string) => memberships.map((values) => Number(values[field]))
        const all = [...fen('baseFen'), ...fen('supplementFen')]
        expect(all.every((one) => Number.isInteger(one) && one >= 0)).toBe(true)
        expect(all.reduce((total, one) => total + one, 0)).toBe(figuresOf(content, parameters, TODAY).amountFen)
        for (const { insured, baseFen, supplementFen } of memberships)
          if (insured !== true) expect([baseFen, supplementFen]).toEqual([0, 0])
        const kept = JSON.stringify([plan, content])
        const numbers = [...Object.values(secrets.idNumbers), secrets.phone, secrets.bankAccount, secrets.guardianPhone]
        for (const number of numbers) if (number) expect(kept).not.toContain(number)
      }),
    )
  })

  it('is made of every form that the rules let through', () => {
    fc.assert(
      fc.property(fc.oneof(forms, wholeForms), aims, (form, aim) => {
        const filled = filledForm(form, NOTHING, TODAY)
        if (!filled.ok) return
        const { content, secrets } = filled.value
        const asked = { aim, region: form.region ?? 420702100000, content, idNumbers: secrets.idNumbers }
        if (Object.keys(troublesOf(asked, TODAY)).length > 0) return
        expect(CATEGORIES_OF_AIM[aim]).toContain(content.category)
        const admitted = { region: asked.region, certificateNo: 'ND-1', startMonth: day('2026-12-01') }
        expect(planAdmission(content, admitted, { known: new Map(), parameters, today: TODAY }).length).toBeGreaterThan(
          2,
        )
      }),
    )
  })

  it('takes in who has a file already, and puts right what the form says otherwise', () => {
    const known: PersonState = {
      ...{
        personId: 7,
        personRegion: COMMUNITY,
        diedOn: null,
        name: '王小明',
        sex: 'MALE',
        birthDate: day('1950-06-01'),
      },
      ...{
        ethnicity: '汉族',
        idMasked: null,
        idMissingReason: 'TO_CHECK',
        marital: 'WIDOWED',
        education: null,
        health: 'HEALTHY',
      },
      ...{ disabilityKind: null, disabilityGrade: null, labour: 'PARTIAL', lostActs: ['EATING'] },
    }
    const content: AdmissionContent = { ...WHOLE, members: [{ ...HEAD, health: 'ILL', labour: 'NONE' }] }
    const admitted = { region: COMMUNITY, certificateNo: 'ND-1', startMonth: day('2026-12-01') }
    const plan = planAdmission(content, admitted, { known: new Map([['m1', known]]), parameters, today: TODAY })
    expect(plan.map(({ target, op }) => `${op} ${target}`)).toEqual([
      ...['create household', 'set person', 'set person', 'create membership'],
    ])
    expect(plan[1]).toMatchObject({ id: 7, field: 'health', before: 'HEALTHY', after: 'ILL' })
    expect(plan[2]).toMatchObject({ id: 7, field: 'labour', before: 'PARTIAL', after: 'NONE' })
    expect(plan[3]).toMatchObject({ values: { personId: 7, supplementFen: 11_600 } })
  })
})

describe('a form that is kept', () => {
  it('says wrong numbers at their fields and keeps those that were left empty', () => {
    fc.assert(
      fc.property(wholeForms, (form) => {
        const first = filledForm(form, NOTHING, TODAY)
        if (!first.ok) return expect.fail(JSON.stringify(first.error))
        const left = {
          ...form,
          ...{ phone: '', bankAccount: '', guardianPhone: '' },
          members: form.members.map((member) => ({ ...member, idNumber: '' })),
        }
        expect(filledForm(left, first.value.secrets, TODAY)).toEqual(first)
      }),
    )
  })

  it('reads members one by one', () => {
    const typed = { members: [{ key: 'm1', name: 'x'.repeat(31), baseYuan: '-1' }], phone: 12 }
    const read = AdmissionForm.safeParse(typed)
    const paths = read.success ? [] : read.error.issues.map(({ path }) => path[0])
    expect(paths).toEqual(expect.arrayContaining(['phone', 'members.0.name', 'members.0.baseYuan', 'admissionId']))
  })
})
