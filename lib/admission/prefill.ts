import { type AdmissionOutcome, DIFFICULTIES, type Difficulty } from '@/lib/case/codes'
import { parseIdCard } from '@/lib/id-card'
import { isWithin, levelOf, type RegionCode } from '@/lib/region'
import { HOUSING_KINDS, HOUSING_STATES } from '@/lib/survey/codes'
import type { SurveyContent } from '@/lib/survey/content'
import { incomePerHeadFen } from '@/lib/survey/rules'
import { CATEGORIES_OF_AIM } from './codes'
import {
  type AdmissionContent,
  type AdmissionMember,
  type AdmissionSecrets,
  emptyContent,
  emptyMember,
} from './content'
import type { Filled } from './fill'
import { masked } from './rules'

/** What a case tells of the household, numbers in plain. */
export interface CaseTold {
  subjectName: string
  idNumber: string | null
  phone: string | null
  address: string
  /** A community, a street or the county. */
  place: RegionCode
  difficulty: Difficulty
}

/** What the latest survey found; ID numbers in the order of its members. */
export interface SurveyTold {
  content: SurveyContent
  idNumbers: readonly (string | null)[]
}

const LONGEST_REASON = 500

/** The form of a case as far as case and survey fill it in. What nobody has asked about stays open. */
export function prefill(told: CaseTold, survey: SurveyTold | null, aim: AdmissionOutcome): Filled {
  const [category = null, ...others] = CATEGORIES_OF_AIM[aim]
  const members = survey && survey.content.members.length > 0 ? surveyedMembers(told, survey, aim) : aloneOf(told, aim)
  const content: AdmissionContent = {
    ...emptyContent(told.subjectName),
    category: others.length === 0 ? category : null,
    address: survey?.content.address || told.address,
    incomeYuan: survey ? incomeOf(survey.content) : '',
    reason: survey ? reasonOf(survey.content) : `致贫原因：${DIFFICULTIES[told.difficulty]}。`,
    members: members.map(({ member }) => member),
  }
  const secrets: AdmissionSecrets = {
    ...(told.phone ? { phone: told.phone } : {}),
    idNumbers: Object.fromEntries(members.flatMap(({ member, number }) => (number ? [[member.key, number]] : []))),
  }
  return { content: masked(content, secrets), secrets }
}

/** The community where the place told lies under the street, else the street. */
export function regionFor(place: RegionCode, street: RegionCode): RegionCode {
  return levelOf(place) === 5 && isWithin(place, street) ? place : street
}

interface Prefilled {
  member: AdmissionMember
  /** Plain; null where nobody has said it. */
  number: string | null
}

function aloneOf({ subjectName, idNumber }: CaseTold, aim: AdmissionOutcome): Prefilled[] {
  const member = { ...emptyMember('m1'), name: subjectName, relation: 'HEAD', insured: aim !== 'DIBIAN' } as const
  return [withNumber(member, idNumber)]
}

function surveyedMembers(told: CaseTold, { content, idNumbers }: SurveyTold, aim: AdmissionOutcome): Prefilled[] {
  const sameName = content.members.filter(({ name }) => name === told.subjectName)
  return content.members.map(({ name, relation, health, labour }, place) => {
    const isSubject = name === told.subjectName && sameName.length === 1
    const member = { ...emptyMember(`m${place + 1}`), name, relation, health, labour, insured: aim !== 'DIBIAN' }
    return withNumber(member, idNumbers[place] ?? (isSubject ? told.idNumber : null))
  })
}

/** Sex and birth date are those of the number. One that is none any more is left out: the form asks for it. */
function withNumber(member: AdmissionMember, number: string | null): Prefilled {
  const card = number === null ? null : parseIdCard(number)
  if (!card?.ok) return { member, number: null }
  const { sex, birthDate } = card.value
  return { member: { ...member, sex, birthDate }, number: card.value.number }
}

/** 月人均收入 in yuan; '' where nobody was met who could say. */
function incomeOf({ income, members }: SurveyContent): string {
  const fen = incomePerHeadFen(income, members.length)
  return fen === null ? '' : (fen / 100).toFixed(2)
}

function reasonOf({ causes, housing, housingState, finding }: SurveyContent): string {
  const parts = [
    causes.length > 0 ? `致贫原因：${causes.map((cause) => DIFFICULTIES[cause]).join('、')}。` : '',
    housing
      ? `住房：${[HOUSING_KINDS[housing], ...(housingState ? [HOUSING_STATES[housingState]] : [])].join('，')}。`
      : '',
    finding,
  ]
  return [...parts.join('')].slice(0, LONGEST_REASON).join('')
}
