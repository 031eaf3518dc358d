/** One household of recipients as a street registers it: category, members, who of them is insured, address and amount. */

import type { Category } from '@/lib/certification/codes'
import type { Registration, ReviewClass, SupportMode } from '@/lib/household/codes'
import type { Sex } from '@/lib/id-card'
import type { Parameters } from '@/lib/parameters'
import type { IdMissingReason } from '@/lib/person/codes'
import type { Community } from './communities'
import { type Condition, conditionOf, type Kind } from './condition'
import { ageOn, type Day, dayAt, monthAfter, monthStart, yearsAfter } from './day'
import { birthAtAge, makeFamily, type Relative } from './family'
import type { IdNumbers } from './id-numbers'
import { fullName, initialsOf } from './names'
import {
  type Bank,
  bankOf,
  type Guardian,
  guardianOf,
  type Means,
  meansOf,
  phoneOf,
  reviewClassOf,
} from './particulars'
import { type Random, weighted } from './random'

export interface Member extends Relative {
  name: string
  /** Pinyin initials. */
  initials: string
  ethnicity: string
  insured: boolean
  condition: Condition
  /** Eighteen characters, or why there is none. */
  id: { number: string } | { missing: IdMissingReason }
}

export interface Household extends Means {
  category: Category
  registration: Registration
  /** 居住地 */
  address: string
  /** 户籍地 */
  registeredAddress: string
  phone: string | null
  bank: Bank | null
  /** Of a household of children. */
  guardian: Guardian | null
  supportMode: SupportMode | null
  reviewClass: ReviewClass
  /** 起保月, its first day. */
  startMonth: Day
  members: Member[]
}

export interface Surroundings {
  community: Community
  today: Day
  ids: IdNumbers
  parameters: Parameters
  /** Most members the household may have. */
  room: number
}

const ruralKind = weighted<Kind>([
  ['DIBAO', 68],
  ['TEKUN', 17],
  ['DIBIAN', 15],
])
const urbanKind = weighted<Kind>([
  ['DIBAO', 72],
  ['TEKUN', 9],
  ['DIBIAN', 19],
])
const dibaoSize = weighted([
  [1, 36],
  [2, 28],
  [3, 19],
  [4, 11],
  [5, 6],
])
const dibianSize = weighted([
  [2, 34],
  [3, 34],
  [4, 22],
  [5, 10],
])
const dibaoHeadAge = weighted<readonly [number, number]>([
  [[25, 39], 9],
  [[40, 54], 35],
  [[55, 69], 39],
  [[70, 79], 14],
  [[80, 90], 3],
])
const tekunHeadAge = weighted<readonly [number, number]>([
  [[32, 59], 10],
  [[60, 74], 62],
  [[75, 84], 24],
  [[85, 90], 4],
])
const highlandEthnicity = weighted([
  ['土家族', 62],
  ['苗族', 14],
  ['侗族', 3],
  ['汉族', 21],
])
const lowlandEthnicity = weighted([
  ['汉族', 986],
  ['土家族', 6],
  ['回族', 4],
  ['苗族', 2],
  ['满族', 2],
])
const missing = weighted<IdMissingReason>([
  ['NOT_SETTLED', 3],
  ['NO_REGISTRATION', 3],
  ['TO_CHECK', 4],
])

const HIGHLAND_CITY = 4228
const FIRST_START = dayAt(2008, 1, 1)
const NEWCOMER_SHARE = 0.035
const MISSING_SHARE = 0.0028
const UNSETTLED_INFANT_SHARE = 0.12
const ADULT_AGE = 18
const COLLECTIVE_SHARE = 0.27
/** 特困 under sixteen, without parents. */
const ORPHAN_SHARE = 0.02
const REGISTERED_ELSEWHERE_SHARE = 0.06
const ESTATES = ['幸福', '滨湖', '阳光', '和谐', '民生', '安居', '凤凰', '翠园', '新城', '惠民', '东方', '锦绣']

function isHighland({ code }: Community): boolean {
  return Math.floor(code / 1e8) === HIGHLAND_CITY
}

function relativesOf(random: Random, kind: Kind, { community, today, room }: Surroundings): Relative[] {
  const highland = isHighland(community)
  if (kind === 'DIBAO') {
    const size = Math.min(room, dibaoSize(random))
    return makeFamily(random, { size, headAge: dibaoHeadAge(random) }, today, highland)
  }
  if (kind === 'DIBIAN') {
    const size = Math.min(room, dibianSize(random))
    return makeFamily(random, { size, headAge: [30, 68] }, today, highland)
  }
  return loneRelatives(random, today, highland, room)
}

function orphans(random: Random, today: Day, highland: boolean, room: number): Relative[] {
  const [head] = makeFamily(random, { size: 1, headAge: [6, 15] }, today, highland)
  if (!head) return []
  if (room < 2 || !random.chance(0.4)) return [head]
  const birth = birthAtAge(random, today, 3, Math.max(3, ageOn(head.birth, today) - 1))
  return [head, { relation: 'SIBLING', sex: random.chance(0.5) ? 'MALE' : 'FEMALE', birth, surname: head.surname }]
}

/** 特困: without support of their own, so mostly one old person; now and then two old siblings, or children without parents. */
function loneRelatives(random: Random, today: Day, highland: boolean, room: number): Relative[] {
  if (random.chance(ORPHAN_SHARE)) return orphans(random, today, highland, room)
  const [head] = makeFamily(random, { size: 1, headAge: tekunHeadAge(random) }, today, highland)
  if (!head) return []
  const age = ageOn(head.birth, today)
  if (room < 2 || age < 60 || !random.chance(0.06)) return [head]
  const birth = birthAtAge(random, today, Math.max(60, age - 10), Math.min(92, age + 6))
  return [head, { relation: 'SIBLING', sex: random.chance(0.7) ? 'MALE' : 'FEMALE', birth, surname: head.surname }]
}

/** How old a head of today was at least when their household was recognised. */
function ageAtStart(kind: Kind, age: number): number {
  if (age < ADULT_AGE) return 2
  return kind === 'TEKUN' && age >= 60 ? 60 : 20
}

/** 起保月: recent months are likelier than distant ones, and some are recognised only now (免认证). */
function startMonthOf(random: Random, kind: Kind, head: Relative, today: Day): Day {
  const thisMonth = monthStart(today)
  if (random.chance(NEWCOMER_SHARE)) return monthAfter(thisMonth, -random.int(0, 5))
  const eligible = yearsAfter(head.birth, ageAtStart(kind, ageOn(head.birth, today)))
  const first = Math.max(FIRST_START, monthAfter(eligible, 1))
  const last = monthAfter(thisMonth, -6)
  if (first >= last) return monthAfter(thisMonth, -random.int(0, 5))
  const reach = last - first
  return monthStart(last - Math.floor(reach * random.next() ** 1.15))
}

function insuredOf(random: Random, kind: Kind, count: number): boolean[] {
  if (kind === 'DIBIAN') return Array.from({ length: count }, () => false)
  if (kind === 'TEKUN' || random.chance(0.66)) return Array.from({ length: count }, () => true)
  const certain = random.int(0, count - 1)
  return Array.from({ length: count }, (_, at) => at === certain || random.chance(0.5))
}

function identify(random: Random, sex: Sex, birth: Day, { ids, today }: Surroundings): Member['id'] {
  if (today - birth < 200 && random.chance(UNSETTLED_INFANT_SHARE)) return { missing: 'NOT_SETTLED' }
  if (random.chance(MISSING_SHARE)) return { missing: missing(random) }
  return { number: ids.issue(random, birth, sex, today) }
}

function addressOf(random: Random, { street, name, rural }: Community): string {
  const place = street.name + name
  if (rural || random.chance(0.45)) return `${place}${random.int(1, 12)}组${random.int(1, 96)}号`
  const room = random.int(1, 7) * 100 + random.int(1, 4)
  return `${place}${random.pick(ESTATES)}小区${random.int(1, 28)}栋${random.int(1, 4)}单元${room}室`
}

function categoryOf(kind: Kind, registration: Registration): Category {
  return kind === 'DIBIAN' ? 'DIBIAN' : `${registration}_${kind}`
}

interface Dwelling {
  address: string
  registeredAddress: string
  supportMode: SupportMode | null
}

/** Where they live and where they are registered: 集中供养 in the home of their street, and few others elsewhere. */
function dwellingOf(random: Random, kind: Kind, community: Community, isOfChildren: boolean): Dwelling {
  const own = addressOf(random, community)
  if (kind === 'TEKUN' && !isOfChildren && random.chance(COLLECTIVE_SHARE)) {
    return {
      address: `${community.street.name}农村福利院`,
      registeredAddress: own,
      supportMode: 'COLLECTIVE',
    }
  }
  const registeredAddress = random.chance(REGISTERED_ELSEWHERE_SHARE) ? addressOf(random, community) : own
  return { address: own, registeredAddress, supportMode: kind === 'TEKUN' ? 'DISPERSED' : null }
}

function membersOf(random: Random, kind: Kind, relatives: readonly Relative[], surroundings: Surroundings): Member[] {
  const insured = insuredOf(random, kind, relatives.length)
  const ethnicity = (isHighland(surroundings.community) ? highlandEthnicity : lowlandEthnicity)(random)
  return relatives.map((relative, at): Member => {
    const name = fullName(random, relative.surname, relative.sex, relative.birth)
    return {
      ...relative,
      name,
      initials: initialsOf(name, relative.surname),
      ethnicity,
      insured: insured[at] ?? false,
      condition: conditionOf(random, kind, relative, relatives, surroundings.today),
      id: identify(random, relative.sex, relative.birth, surroundings),
    }
  })
}

/** A household of a community. Throws RangeError when `room` is below one. */
export function makeHousehold(random: Random, surroundings: Surroundings): Household {
  const { community, today, room, parameters } = surroundings
  if (room < 1) throw new RangeError('a household has at least one member')
  const registration = random.chance(community.rural ? 0.96 : 0.2) ? 'RURAL' : 'URBAN'
  const kind = (registration === 'RURAL' ? ruralKind : urbanKind)(random)
  const relatives = relativesOf(random, kind, surroundings)
  const members = membersOf(random, kind, relatives, surroundings)
  const isOfChildren = members.every(({ birth }) => ageOn(birth, today) < ADULT_AGE)
  const [head] = relatives
  return {
    category: categoryOf(kind, registration),
    registration,
    ...dwellingOf(random, kind, community, isOfChildren),
    ...meansOf(random, kind, registration, parameters),
    phone: phoneOf(random),
    bank: bankOf(random),
    guardian: isOfChildren ? guardianOf(random) : null,
    reviewClass: reviewClassOf(
      random,
      kind,
      members.map(({ condition }) => condition),
    ),
    startMonth: head ? startMonthOf(random, kind, head, today) : monthStart(today),
    members,
  }
}
