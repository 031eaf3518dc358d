/** 困难信息上报 of a round: what its surveyors found, ID numbers masked in it and sealed beside it. */

import type { Outcome } from '@/lib/case/codes'
import { maskIdCard } from '@/lib/id-card'
import { isWithin } from '@/lib/region'
import { HOUSING_KINDS, HOUSING_STATES, type MetRelation } from '@/lib/survey/codes'
import type { SurveyContent } from '@/lib/survey/content'
import { incomePerHeadFen, totalFen } from '@/lib/survey/rules'
import type { Told } from './case-told'
import type { Assignment } from './case-walk'
import { DEMO_PLACES } from './communities'
import { ageOn, type Day } from './day'
import type { OutsiderNumbers } from './id-numbers'
import { type Random, weighted } from './random'
import { type Housemate, housematesOf, housingOf, meansOf } from './survey-household'
import { seenWords, suggestionWords, unmetWords } from './survey-words'

export interface Found {
  content: SurveyContent
  /** Plain, in the order of the members; the subject's own is known only where it was told. */
  idNumbers: readonly (string | null)[]
}

/** What a survey is made from. */
export interface Visited {
  told: Told
  /** The subject's number in plain; null where nobody has told it. */
  idNumber: string | null
  assignment: Assignment
  visitedOn: Day
  /** What the county decides afterwards; null while it has not. */
  outcome: Outcome | null
}

const AGREED_SHARE = 0.88
const GPS_SHARE = 0.45
const suggested = weighted<Outcome>([
  ['TEMPORARY', 34],
  ['INELIGIBLE', 20],
  ['DIBAO', 15],
  ['REFERRED', 10],
  ['DIBIAN', 9],
  ['NOT_NEEDED', 8],
  ['TEKUN', 4],
])
const metAtTheDoor = weighted<MetRelation>([
  ['SELF', 68],
  ['FAMILY', 22],
  ['VILLAGE', 6],
  ['NEIGHBOUR', 4],
])

function metName(random: Random, met: MetRelation, members: readonly Housemate[]): string {
  if (met === 'SELF') return members[0]?.name ?? ''
  if (met === 'FAMILY') return members[1]?.name ?? ''
  return random.pick(
    met === 'VILLAGE' ? ['村干部李某', '村干部王某', '村干部陈某'] : ['邻居周某', '邻居余某', '邻居熊某'],
  )
}

/** About where the county lies; of others nobody has drawn a map here. */
function positionOf(random: Random, street: number): SurveyContent['position'] {
  if (!isWithin(street, DEMO_PLACES.county) || !random.chance(GPS_SHARE)) return null
  const near = (degrees: number) => Number((degrees + (random.next() - 0.5) * 0.16).toFixed(6))
  return { latitude: near(30.1), longitude: near(114.67), accuracy: random.int(5, 60) }
}

function findingOf(random: Random, { told }: Visited, content: Omit<SurveyContent, 'finding'>): string {
  const { members, income, housing, housingState, propertyNote } = content
  const perHead = incomePerHeadFen(income, members.length)
  const parts = [
    `该户${members.length}口人，${told.subject.name}为户主。`,
    seenWords(random, told.difficulty),
    `家庭年收入约${totalFen(income) / 100}元，月人均${Math.round((perHead ?? 0) / 100)}元。`,
    housing && housingState ? `现居${HOUSING_KINDS[housing]}，住房${HOUSING_STATES[housingState]}。` : '',
    propertyNote === '' ? '未发现其他大额财产。' : `${propertyNote}。`,
  ]
  return parts.join('')
}

/** Nobody lives there by that name. */
function unmet(common: Pick<SurveyContent, 'address' | 'position' | 'investigators'>): Found {
  const nothing = {
    members: [],
    income: {},
    property: [],
    propertyNote: '',
    causes: [],
    housing: null,
    housingState: null,
  }
  const suggestion = { suggestion: 'NOT_FOUND', suggestionNote: suggestionWords('NOT_FOUND') } as const
  const content = { ...common, met: 'NOBODY', metName: '', ...nothing, finding: unmetWords(), ...suggestion } as const
  return { content: { ...content, members: [], property: [], causes: [] }, idNumbers: [] }
}

/** What the surveyors of a round wrote down. */
export function findAtTheDoor(random: Random, numbers: OutsiderNumbers, visited: Visited): Found {
  const { told, idNumber, assignment, visitedOn, outcome } = visited
  const suggestion = outcome !== null && random.chance(AGREED_SHARE) ? outcome : suggested(random)
  const investigators = [assignment.surveyor.name, ...(assignment.partner ? [assignment.partner.name] : [])]
  const common = { address: told.address || '对象家中', position: positionOf(random, assignment.street), investigators }
  if (suggestion === 'NOT_FOUND') return unmet(common)
  const housemates = housematesOf(random, told.subject, told.difficulty, visitedOn)
  const place = String(Math.floor(assignment.street / 1e6))
  const idNumbers = housemates.map(({ birth, sex }, at) => {
    if (at === 0) return idNumber
    return random.chance(0.8) ? numbers.issue(place, birth, sex) : null
  })
  const drawn = metAtTheDoor(random)
  const met = drawn === 'FAMILY' && housemates.length === 1 ? 'SELF' : drawn
  const content = {
    ...common,
    met,
    metName: metName(random, met, housemates),
    members: housemates.map(({ name, relation, birth, health, labour, note }, at) => {
      const number = idNumbers[at] ?? null
      return {
        name,
        relation,
        idMasked: number && maskIdCard(number),
        age: ageOn(birth, visitedOn),
        health,
        labour,
        note,
      }
    }),
    ...meansOf(random, housemates, suggestion, visitedOn),
    causes: [told.difficulty],
    ...housingOf(random, told.difficulty),
    suggestion,
    suggestionNote: suggestionWords(suggestion),
  }
  return { content: { ...content, finding: findingOf(random, visited, content) }, idNumbers }
}
