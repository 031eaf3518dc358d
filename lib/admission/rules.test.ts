import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesOf } from '@/lib/certification/codes'
import { readParameters } from '@/lib/parameters'
import { plainDate } from '@/lib/plain-date'
import { type AdmissionContent, type AdmissionMember, emptyContent, emptyMember } from './content'
import { filledForm } from './fill'
import { obstacleOf } from './obstacles'
import {
  doubtsAbout,
  figuresOf,
  gapFenOf,
  numberAfter,
  selfCareOf,
  startMonthAfter,
  supplementFenOf,
  troublesOf,
  troubleWithStart,
} from './rules'
import { forms } from './test-forms'

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
const troubles = (content: AdmissionContent, aim: 'DIBAO' | 'TEKUN' | 'DIBIAN' = 'DIBAO', region = COMMUNITY) =>
  troublesOf({ aim, region, content, idNumbers: {} }, TODAY)

describe('what a request must say', () => {
  it('is satisfied by a whole form', () => {
    expect(troubles(WHOLE)).toEqual({})
  })

  it.each([
    ['the community', 'region', troubles(WHOLE, 'DIBAO', 420702100000), '请选择所在社区（村）。'],
    ['a category that fits', 'category', troubles(WHOLE, 'TEKUN'), '拟纳入特困，对象类型应为城市特困或农村特困。'],
    [
      'the support of 特困',
      'supportMode',
      troubles({ ...WHOLE, category: 'RURAL_TEKUN' }, 'TEKUN'),
      '请选择供养方式。',
    ],
    [
      'an income, none being 0',
      'incomeYuan',
      troubles({ ...WHOLE, incomeYuan: '' }),
      '请填写月人均收入，没有收入的填 0。',
    ],
    ['somebody', 'members', troubles({ ...WHOLE, members: [] }), '请填写家庭成员。'],
    [
      'one head',
      'members',
      troubles({ ...WHOLE, members: [HEAD, { ...HEAD, key: 'm2' }] }),
      '一户只能有一名户主，现有2名。',
    ],
    [
      'somebody insured',
      'members',
      troubles({ ...WHOLE, members: [{ ...HEAD, insured: false }] }),
      '至少应有一名保障对象。',
    ],
    [
      'no share of the uninsured',
      'members.1.baseYuan',
      troubles({
        ...WHOLE,
        members: [HEAD, { ...HEAD, key: 'm2', relation: 'SPOUSE', insured: false, baseYuan: '1' }],
      }),
      '非保障对象不发放保障金，请改为0，或将其列为保障对象。',
    ],
    [
      'an adult head where there is one',
      'members.0.relation',
      troubles({
        ...WHOLE,
        members: [
          { ...HEAD, birthDate: day('2010-01-01') },
          { ...HEAD, key: 'm2', relation: 'OTHER' },
        ],
      }),
      '户内有成年成员，户主应为成年人。',
    ],
    [
      'a number or why there is none',
      'members.0.idMissingReason',
      troubles({ ...WHOLE, members: [{ ...HEAD, idMissingReason: null }] }),
      '请填写身份证号；没有证件的，请选择原因。',
    ],
  ])('%s', (_, field, found, sentence) => {
    expect(found[field]).toBe(sentence)
  })

  it('低边 draw no benefit: nobody needs to be insured, and no share may stand', () => {
    const dibian = { ...WHOLE, category: 'DIBIAN' } as const
    expect(troubles({ ...dibian, members: [{ ...HEAD, insured: false }] }, 'DIBIAN')).toEqual({})
    expect(troubles({ ...dibian, members: [{ ...HEAD, baseYuan: '5' }] }, 'DIBIAN')).toHaveProperty([
      'members.0.baseYuan',
    ])
  })

  it('names no number twice', () => {
    const content = { ...WHOLE, members: [HEAD, { ...HEAD, key: 'm2', relation: 'SPOUSE' as const }] }
    const idNumbers = { m1: '1', m2: '1' }
    expect(troublesOf({ aim: 'DIBAO', region: COMMUNITY, content, idNumbers }, TODAY)).toEqual({
      'members.1.idNumber': '与王小明的身份证号相同，请核对。',
    })
  })
})

describe('amounts', () => {
  it('add up to the shares, whatever the form', () => {
    fc.assert(
      fc.property(forms, (form) => {
        const filled = filledForm(form, NOTHING, TODAY)
        if (!filled.ok) return
        const { content } = filled.value
        const figures = figuresOf(content, parameters, TODAY)
        const paid = content.members.filter(({ insured }) => insured && content.category !== 'DIBIAN')
        const base = paid.reduce((total, { baseYuan }) => total + Math.round(Number(baseYuan) * 100), 0)
        const supplement = content.members.reduce(
          (total, member) => total + supplementFenOf(member, content.category, parameters, TODAY),
          0,
        )
        expect(figures).toMatchObject({ amountFen: base + supplement, supplementFen: supplement })
        expect(figures.amountFen).toBeGreaterThanOrEqual(figures.supplementFen)
      }),
    )
  })

  it('补差 is what the income lacks to the standard', () => {
    expect(gapFenOf(WHOLE, parameters)).toBe(18_000)
    expect(gapFenOf({ ...WHOLE, incomeYuan: '900' }, parameters)).toBe(0)
    expect(gapFenOf({ ...WHOLE, incomeYuan: '' }, parameters)).toBeNull()
    expect(gapFenOf({ ...WHOLE, category: 'DIBIAN' }, parameters)).toBeNull()
  })

  it('doubts name whom they are about', () => {
    const rich = { ...WHOLE, incomeYuan: '900', members: [{ ...HEAD, baseYuan: '700' }] }
    expect(doubtsAbout(rich, parameters, TODAY)).toEqual([
      '月人均收入高于当地低保标准，请核对是否符合条件。',
      '王小明的保障金额高于当地低保标准，请核对。',
    ])
    const able = { ...HEAD, birthDate: day('1990-01-01'), labour: 'FULL' as const, baseYuan: '700' }
    expect(doubtsAbout({ ...WHOLE, category: 'RURAL_TEKUN', members: [able] }, parameters, TODAY)).toEqual([
      '王小明有劳动能力，请核对是否符合特困供养条件。',
    ])
  })
})

describe('small rules', () => {
  it('benefit begins with the month after, not before the request', () => {
    expect(startMonthAfter(day('2026-12-31'))).toBe('2027-01-01')
    const trouble = (month: string) => troubleWithStart(day(month), day('2026-10-30'), TODAY)
    expect([trouble('2026-10-01'), trouble('2027-01-01')]).toEqual([null, null])
    expect(trouble('2026-09-01')).toBe('起保月不能早于发起申请的月份（2026年10月）。')
    expect(trouble('2027-02-01')).toBe('起保月不能晚于2027年1月。')
  })

  it.each([
    ['ND420702100000009', 'ND420702100000010'],
    ['鄂低0099', '鄂低0100'],
    ['999', '1000'],
    ['无号', ''],
    [null, ''],
  ])('after %s comes %s', (highest, next) => {
    expect(numberAfter(highest)).toBe(next)
  })

  it('自理能力 by lost acts', () => {
    const acts = codesOf({ EATING: '', DRESSING: '', RISING: '', TOILET: '' })
    expect([0, 1, 3, 4].map((lost) => selfCareOf(acts.slice(0, lost)))).toEqual([
      '具备',
      '部分丧失',
      '部分丧失',
      '完全丧失',
    ])
  })

  it('what stands in the way: households in payment, other counties, the dead, other names', () => {
    const county = 420702000000
    const found = { key: 'm1', name: '王小明', person: null, home: null, county: null }
    expect(obstacleOf(found, county)).toBeNull()
    const person = { name: '王小明', diedOn: null }
    expect(obstacleOf({ ...found, person }, county)).toBeNull()
    expect(obstacleOf({ ...found, person: { ...person, name: '李梅' } }, county)).toMatchObject({ blocks: true })
    expect(obstacleOf({ ...found, person: { ...person, diedOn: day('2020-01-01') } }, county)).toMatchObject({
      blocks: true,
    })
    const home = { id: 9, certificateNo: 'ND-9', headName: '李梅' }
    expect(obstacleOf({ ...found, person, home }, county)).toMatchObject({ householdId: 9, blocks: true })
    const abroad = { code: 420703000000, name: '华容区' }
    expect(obstacleOf({ ...found, county: abroad }, county)).toMatchObject({
      ...{ blocks: true, message: '该身份证号已在华容区建档，已记入重复享受名单，请联系该区县核实。' },
    })
    expect(obstacleOf({ ...found, county: { code: county, name: '梁子湖区' } }, county)).toMatchObject({
      blocks: false,
    })
  })
})
