import type { Category } from '@/lib/certification/codes'
import type { Parameters } from '@/lib/parameters'
import { ageOn } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import type { MemberState } from './state'

// 分类施保 (社会救助暂行办法，国务院令第649号 第十二条; 最低生活保障审核确认办法，民发〔2021〕57号): on top of the benefit for those who live in
// hardship even with it. Worked out anew for each living member, never copied.

const ADULT_AGE = 18

type Entitled = Pick<MemberState, 'insured' | 'diedOn' | 'birthDate' | 'health' | 'disabilityGrade'>

/** 低保标准 of a category, fen a month; null where there is no 分类施保. */
export function standardOf(category: Category, parameters: Parameters): number | null {
  if (category === 'URBAN_DIBAO') return parameters['assistance.urbanStandardFen']
  if (category === 'RURAL_DIBAO') return parameters['assistance.ruralStandardFen']
  return null
}

/**
 * 分类施保 of one member on a day, whole fen a month: a share of the standard for the old, minors, the severely disabled and the
 * severely ill, the highest where several apply. Nothing for the dead, for the uninsured, or outside 低保.
 */
export function supplementOf(member: Entitled, category: Category, parameters: Parameters, on: PlainDate): number {
  const standard = standardOf(category, parameters)
  if (standard === null || !member.insured || member.diedOn !== null) return 0
  return Math.round((standard * percentOf(member, parameters, on)) / 100)
}

function percentOf({ birthDate, health, disabilityGrade }: Entitled, parameters: Parameters, on: PlainDate): number {
  const age = ageOn(birthDate, on)
  const severelyDisabled =
    (disabilityGrade !== null && disabilityGrade <= 2) || health === 'DISABLED' || health === 'ILL_AND_DISABLED'
  return Math.max(
    0,
    age >= parameters['supplement.elderAge'] ? parameters['supplement.elderPercent'] : 0,
    age < ADULT_AGE ? parameters['supplement.minorPercent'] : 0,
    severelyDisabled ? parameters['supplement.severeDisabilityPercent'] : 0,
    health === 'ILL' || health === 'ILL_AND_DISABLED' ? parameters['supplement.severeIllnessPercent'] : 0,
  )
}
