import { maskIdCard, parseIdCard } from '@/lib/id-card'
import type { PlainDate } from '@/lib/plain-date'
import { SurveyContent } from './content'
import type { TypedMember, TypedSurvey } from './form'
import { ageOfMember, hasHouse, incomeFen } from './rules'

/**
 * A survey as it is kept: amounts in fen, ID numbers masked, without what belongs to the typing. Throws ZodError for one that
 * `problemsIn` has something to say about.
 */
export function contentOf(survey: TypedSurvey, visitedOn: PlainDate, surveyorName: string): SurveyContent {
  const { visitedOn: _visited, partnerName, members, income, housingState, unsignedReason, ...rest } = survey
  return SurveyContent.parse({
    ...rest,
    investigators: [surveyorName, partnerName].filter((name) => name !== ''),
    members: members.map((member) => memberOf(member, visitedOn)),
    income: incomeFen(income),
    housingState: hasHouse(survey) ? housingState : null,
    ...(unsignedReason === '' ? {} : { unsignedReason }),
  })
}

function memberOf(member: TypedMember, visitedOn: PlainDate) {
  const { idNumber, age: _age, ...rest } = member
  const id = parseIdCard(idNumber)
  return { ...rest, idMasked: id.ok ? maskIdCard(id.value.number) : null, age: ageOfMember(member, visitedOn) }
}
