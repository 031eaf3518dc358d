import { RELATIONS } from '@/lib/certification/codes'
import { HEALTHS, LABOURS } from '@/lib/household/codes'
import { formatFen } from '@/lib/money'
import type { SurveyContent } from '@/lib/survey/content'
import { incomePerHeadFen } from '@/lib/survey/rules'
import { fenOf } from '@/lib/table/typed-range'
import type { AdmissionContent, AdmissionMember } from './content'

/** Where the form says otherwise than the survey at the door. `who` is a member's name, null for the household. */
export interface Difference {
  who: string | null
  label: string
  surveyed: string
  asked: string
}

type SurveyedMember = SurveyContent['members'][number]

const NOTHING = '—'

/** What the county should ask about: members who came or went, what they are said to be, income and address. By names. */
export function differencesTo(survey: SurveyContent, content: AdmissionContent): Difference[] {
  return [...ofHousehold(survey, content), ...ofMembers(survey.members, content.members)]
}

function ofHousehold(survey: SurveyContent, { address, incomeYuan }: AdmissionContent): Difference[] {
  const surveyed = incomePerHeadFen(survey.income, survey.members.length)
  const inWords = (fen: number | null) => (fen === null ? NOTHING : `${formatFen(fen)} 元`)
  return [
    ...differing(null, '居住地址', survey.address || NOTHING, address || NOTHING),
    ...differing(null, '月人均收入', inWords(surveyed), inWords(incomeYuan === '' ? null : fenOf(incomeYuan))),
  ]
}

function ofMembers(surveyed: readonly SurveyedMember[], asked: readonly AdmissionMember[]): Difference[] {
  const left = [...asked]
  const pairs = surveyed.map((member) => {
    const place = left.findIndex(({ name }) => name === member.name)
    return { member, same: place === -1 ? null : (left.splice(place, 1)[0] ?? null) }
  })
  return [
    ...pairs.flatMap(({ member, same }) =>
      same ? ofMember(member, same) : differing(member.name, '家庭成员', RELATIONS[member.relation], '未列入'),
    ),
    ...left.flatMap(({ name, relation }) =>
      differing(name || NOTHING, '家庭成员', '调查中没有', relation ? RELATIONS[relation] : NOTHING),
    ),
  ]
}

function ofMember(surveyed: SurveyedMember, asked: AdmissionMember): Difference[] {
  const { name, relation, health, labour, idMasked } = surveyed
  return [
    ...differing(name, '与户主关系', RELATIONS[relation], asked.relation ? RELATIONS[asked.relation] : NOTHING),
    ...(idMasked === null ? [] : differing(name, '身份证号', idMasked, asked.idMasked ?? NOTHING)),
    ...differing(name, '健康状况', HEALTHS[health], asked.health ? HEALTHS[asked.health] : NOTHING),
    ...(labour === null
      ? []
      : differing(name, '劳动能力', LABOURS[labour], asked.labour ? LABOURS[asked.labour] : NOTHING)),
  ]
}

function differing(who: string | null, label: string, surveyed: string, asked: string): Difference[] {
  return surveyed === asked ? [] : [{ who, label, surveyed, asked }]
}
