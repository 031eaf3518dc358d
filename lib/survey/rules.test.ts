import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesOf } from '@/lib/certification/codes'
import { checkDigit } from '@/lib/id-card'
import { plainDate } from '@/lib/plain-date'
import { INCOME_KINDS } from './codes'
import { SurveyContent } from './content'
import { blankSurvey, NO_MEMBER, type TypedMember, type TypedSurvey, withEarlier } from './form'
import { contentOf } from './kept'
import {
  ageOfMember,
  incomeFen,
  incomePerHeadFen,
  problemsIn,
  STEPS,
  type SurveyTerms,
  stepOf,
  totalFen,
} from './rules'

const day = (text: string) => plainDate(text) ?? expect.fail()
const terms: SurveyTerms = {
  today: day('2026-11-21'),
  assignedOn: day('2026-11-16'),
  investigators: 2,
  surveyorName: '陈静',
}

const idNumber = (first17: string) => first17 + checkDigit(first17)
const ID = idNumber('42070219800203123')

const member: TypedMember = { ...NO_MEMBER, name: '张三', relation: 'HEAD', health: 'HEALTHY' }

const whole: TypedSurvey = {
  ...blankSurvey({ visitedOn: '2026-11-20', address: '太和镇1组', subjectName: '张三', partnerName: '王芳' }),
  met: 'SELF',
  members: [{ ...member, idNumber: ID }],
  causes: ['ILLNESS'],
  housing: 'OWN',
  housingState: 'SOUND',
  finding: '户主患病，无收入来源。',
  suggestion: 'DIBAO',
}

const wrong = (fields: Partial<TypedSurvey>, signed = true, others: Partial<SurveyTerms> = {}) =>
  problemsIn({ ...whole, ...fields }, signed, { ...terms, ...others })

describe('a survey', () => {
  it('is whole with everything it must hold', () => {
    expect(wrong({})).toEqual({})
  })

  it('has been a visit between the assignment and today', () => {
    expect(wrong({ visitedOn: '2026-11-16' })).toEqual({})
    expect(wrong({ visitedOn: '2026-11-21' })).toEqual({})
    expect(wrong({ visitedOn: '2026-11-22' }).visitedOn).toContain('不能晚于今天')
    expect(wrong({ visitedOn: '2026-11-15' }).visitedOn).toContain('2026-11-16')
    for (const visitedOn of ['', '昨天', '2026-02-30']) expect(wrong({ visitedOn }).visitedOn).toContain('请填写')
  })

  it('takes as many investigators as the parameter says, and not the same one twice', () => {
    expect(wrong({ partnerName: ' ' })).toHaveProperty('partnerName')
    expect(wrong({ partnerName: '' }, true, { investigators: 1 })).toEqual({})
    expect(wrong({ partnerName: '陈静' })).toHaveProperty('partnerName')
  })

  it('names who was met where it was not the person', () => {
    for (const met of ['FAMILY', 'NEIGHBOUR', 'VILLAGE'] as const) {
      expect(wrong({ met })).toHaveProperty('metName')
      expect(wrong({ met, metName: '李四' })).toEqual({})
    }
    expect(wrong({ met: null })).toHaveProperty('met')
  })

  it('asks nothing about the household, and no signature, where nobody was met', () => {
    const nothing = { members: [], causes: [], housing: null, housingState: null }
    expect(wrong({ met: 'NOBODY', ...nothing }, false)).toEqual({})
    expect(Object.keys(wrong(nothing, false)).sort()).toEqual(['causes', 'housing', 'members', 'signature'])
  })

  it('is signed, or says why not', () => {
    expect(wrong({}, false)).toHaveProperty('signature')
    expect(wrong({ unsignedReason: '不识字' }, false)).toEqual({})
  })

  it('says of each member what is wrong with it, under its place', () => {
    const members = [
      { ...member, name: ' ' },
      { ...member, relation: null },
      { ...NO_MEMBER, name: '李四', relation: 'SPOUSE' as const, idNumber: `${ID.slice(0, 17)}Y`, age: '131' },
    ]
    expect(Object.keys(wrong({ members })).sort()).toEqual([
      'members.0.name',
      'members.1.relation',
      'members.2.age',
      'members.2.health',
      'members.2.idNumber',
    ])
  })

  it('has one head at most, and every ID number once', () => {
    expect(wrong({ members: [member, member] })).toHaveProperty('members')
    const twice = [
      { ...member, idNumber: ID },
      { ...member, relation: 'SON' as const, idNumber: ` ${ID.toLowerCase()}` },
    ]
    expect(wrong({ members: twice })).toEqual({ 'members.1.idNumber': '该身份证号与前面的成员重复。' })
  })

  it('reads amounts as people write them, and says which one it cannot read', () => {
    expect(wrong({ income: { WAGE: '1,234.5元', BUSINESS: '', SUPPORT: '０' } })).toEqual({})
    expect(Object.keys(wrong({ income: { WAGE: '很多', TRANSFER: '-1' } }))).toEqual(['income.WAGE', 'income.TRANSFER'])
  })

  it('says what property there is', () => {
    expect(wrong({ property: ['VEHICLE'] })).toHaveProperty('propertyNote')
    expect(wrong({ property: ['VEHICLE'], propertyNote: '摩托车一辆' })).toEqual({})
  })

  it('judges a house only where there is one', () => {
    expect(wrong({ housing: 'INSTITUTION', housingState: null })).toEqual({})
    expect(wrong({ housing: 'RENTED', housingState: null })).toHaveProperty('housingState')
  })
})

describe('every sentence', () => {
  it('belongs to a step, and every step has fields of the form', () => {
    const nothing = blankSurvey({ visitedOn: '', address: '', subjectName: '', partnerName: '' })
    const said = Object.keys(problemsIn({ ...nothing, met: 'FAMILY', housing: 'OWN' }, false, terms))
    expect(new Set(said.map(stepOf))).toEqual(new Set([0, 1, 3, 4, 5]))
    expect(stepOf('members.3.idNumber')).toBe(1)
    expect(stepOf('income.WAGE')).toBe(2)
    expect(stepOf('photos')).toBe(4)
    expect(stepOf('')).toBe(STEPS.length - 1)
    const fields = STEPS.flatMap((step): string[] => [...step.fields])
    expect(Object.keys(nothing).filter((field) => !fields.includes(field))).toEqual([])
    expect(new Set(fields).size).toBe(fields.length)
  })
})

describe('income', () => {
  const kinds = fc.constantFrom(...codesOf(INCOME_KINDS))
  const amounts = fc.dictionary(kinds, fc.integer({ min: 0, max: 99_999_999 }))

  it('comes to the sum of its kinds, in fen, and by head and month to no more and no less than that', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 20 }), (byKind, members) => {
        const typed = Object.fromEntries(Object.entries(byKind).map(([kind, fen]) => [kind, (fen / 100).toFixed(2)]))
        const fen = incomeFen(typed)
        expect(fen).toEqual(byKind)
        const total = Object.values(byKind).reduce((sum, one) => sum + one, 0)
        expect(totalFen(fen)).toBe(total)
        const perHead = incomePerHeadFen(fen, members) ?? expect.fail()
        expect(Number.isInteger(perHead)).toBe(true)
        expect(Math.abs(perHead * members * 12 - total)).toBeLessThanOrEqual(members * 6)
      }),
    )
  })

  it('has no share without members', () => {
    expect(incomePerHeadFen({ WAGE: 100 }, 0)).toBeNull()
  })
})

describe('what is kept', () => {
  it('holds no ID number, amounts in fen, and both investigators', () => {
    const typed = { ...whole, income: { WAGE: '12,000' }, unsignedReason: '不识字' }
    const content = contentOf(typed, day('2026-11-20'), '陈静')
    expect(JSON.stringify(content)).not.toContain(ID)
    expect(content).toMatchObject({
      investigators: ['陈静', '王芳'],
      income: { WAGE: 1_200_000 },
      members: [{ name: '张三', idMasked: `420702********${ID.slice(14)}`, age: 46 }],
      unsignedReason: '不识字',
    })
    expect(SurveyContent.parse(content)).toEqual(content)
  })

  it('counts full years on the day of the visit, by the number before the word', () => {
    expect(ageOfMember({ ...member, idNumber: ID, age: '3' }, day('2026-02-02'))).toBe(45)
    expect(ageOfMember({ ...member, idNumber: ID }, day('2026-02-03'))).toBe(46)
    expect(ageOfMember({ ...member, age: '７１' }, day('2026-02-03'))).toBe(71)
    expect(ageOfMember({ ...member, age: '约七十' }, day('2026-02-03'))).toBeNull()
  })

  it('fills the form of the next visit with everything but numbers', () => {
    const content = contentOf({ ...whole, income: { WAGE: '12,000' } }, day('2026-11-20'), '陈静')
    const again = withEarlier({ ...whole, members: [], visitedOn: '2026-12-01', finding: '' }, content)
    expect(again).toMatchObject({ visitedOn: '2026-12-01', income: { WAGE: '12000.00' }, finding: whole.finding })
    expect(again.members).toEqual([{ ...member, age: '46' }])
  })
})
