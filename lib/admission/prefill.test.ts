import { describe, expect, it } from 'vitest'
import { idNumberOf } from '@/e2e/families'
import type { SurveyContent } from '@/lib/survey/content'
import { type AdmissionMember, emptyContent, emptyMember } from './content'
import { differencesTo } from './differences'
import { type CaseTold, prefill, regionFor } from './prefill'

const STREET = 420702100000
const TOLD: CaseTold = {
  ...{
    subjectName: '钱老大',
    idNumber: idNumberOf(1),
    phone: null,
    address: '3组',
    place: STREET,
    difficulty: 'ILLNESS',
  },
}
const HEAD = {
  name: '钱老大',
  relation: 'HEAD',
  idMasked: null,
  age: 76,
  health: 'ILL',
  labour: 'NONE',
  note: '',
} as const
const SURVEY: SurveyContent = {
  ...{ address: '', position: null, investigators: ['周调'], met: 'SELF', metName: '', members: [HEAD] },
  ...{ income: { WAGE: 100_000 }, property: [], propertyNote: '', causes: [], housing: null, housingState: null },
  ...{ finding: '独居。', suggestion: 'DIBAO', suggestionNote: '' },
}

describe('what a case fills in', () => {
  it('without a survey: the one it is about, as the head', () => {
    const { content, secrets } = prefill(TOLD, null, 'TEKUN')
    expect(content).toMatchObject({
      ...{ category: null, address: '3组', incomeYuan: '', reason: '致贫原因：因病。' },
      members: [
        { name: '钱老大', relation: 'HEAD', sex: 'MALE', birthDate: '1950-06-01', idMasked: '420702********0034' },
      ],
    })
    expect(secrets).toEqual({ idNumbers: { m1: TOLD.idNumber } })
  })

  it('with a survey: its members, its income a head and month, the number that the case knows of the one', () => {
    const { content } = prefill(TOLD, { content: SURVEY, idNumbers: [] }, 'DIBIAN')
    expect(content).toMatchObject({
      ...{ category: 'DIBIAN', incomeYuan: '83.33', reason: '独居。', address: '3组' },
      members: [{ health: 'ILL', labour: 'NONE', insured: false, birthDate: '1950-06-01' }],
    })
  })

  it('does not guess between two of the same name, and falls back where nobody was met', () => {
    const two = { ...SURVEY, members: [HEAD, { ...HEAD, relation: 'SON' as const }] }
    expect(prefill(TOLD, { content: two, idNumbers: [] }, 'DIBAO').secrets.idNumbers).toEqual({})
    const nobody = { ...SURVEY, members: [] }
    expect(prefill(TOLD, { content: nobody, idNumbers: [] }, 'DIBAO').content).toMatchObject({
      ...{ incomeYuan: '', members: [{ name: '钱老大' }] },
    })
  })

  it('stands in the community told where it lies under the street', () => {
    expect(regionFor(STREET + 1, STREET)).toBe(STREET + 1)
    expect(regionFor(STREET, STREET)).toBe(STREET)
    expect(regionFor(STREET + 1001, STREET)).toBe(STREET)
  })
})

describe('differences to the survey', () => {
  const head: AdmissionMember = {
    ...emptyMember('m1'),
    ...{ name: '钱老大', relation: 'HEAD', health: 'ILL', labour: 'NONE' },
  }
  const content = { ...emptyContent('钱老大'), address: '3组', incomeYuan: '83.33', members: [head] }
  const survey = { ...SURVEY, address: '3组' }

  it('are none where the form says the same', () => {
    expect(differencesTo(survey, content)).toEqual([])
  })

  it('name who came, who went, and what is said otherwise', () => {
    const son: AdmissionMember = { ...emptyMember('m2'), name: '钱小二', relation: 'SON' }
    const members: AdmissionMember[] = [{ ...head, health: 'HEALTHY' }, son]
    expect(differencesTo(survey, { ...content, incomeYuan: '', members })).toEqual([
      { who: null, label: '月人均收入', surveyed: '83.33 元', asked: '—' },
      { who: '钱老大', label: '健康状况', surveyed: '重病', asked: '健康' },
      { who: '钱小二', label: '家庭成员', surveyed: '调查中没有', asked: '子' },
    ])
    expect(differencesTo(survey, { ...content, members: [] })).toContainEqual({
      ...{ who: '钱老大', label: '家庭成员', surveyed: '户主', asked: '未列入' },
    })
  })
})
