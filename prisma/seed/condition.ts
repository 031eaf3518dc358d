/** In which state a member of a household is: marital, schooling, health, disability, labour, and what 特困 can do by themselves. */

import type {
  Act,
  DisabilityGrade,
  DisabilityKind,
  Education,
  Health,
  Labour,
  MaritalState,
} from '@/lib/household/codes'
import { ACTS } from '@/lib/household/codes'
import type { Sex } from '@/lib/id-card'
import { ageOn, type Day } from './day'
import type { Relative } from './family'
import { type Random, weighted } from './random'

export interface Condition {
  marital: MaritalState
  education: Education
  health: Health
  disability: { kind: DisabilityKind; grade: DisabilityGrade } | null
  /** Null for children: nobody asks. */
  labour: Labour | null
  /** In the order of the list; only of 特困. */
  lostActs: readonly Act[]
}

/** What the household is supported for. */
export type Kind = 'DIBAO' | 'TEKUN' | 'DIBIAN'

const healthOfChild = weighted<Health>([
  ['HEALTHY', 92],
  ['FRAIL', 3],
  ['ILL', 2],
  ['DISABLED', 3],
])
const healthOfAdult: Record<Kind, (random: Random) => Health> = {
  DIBAO: weighted<Health>([
    ['HEALTHY', 50],
    ['FRAIL', 12],
    ['ILL', 16],
    ['DISABLED', 19],
    ['ILL_AND_DISABLED', 3],
  ]),
  // 无劳动能力 before sixty means a severe disability, or an illness like one.
  TEKUN: weighted<Health>([
    ['ILL', 12],
    ['DISABLED', 78],
    ['ILL_AND_DISABLED', 10],
  ]),
  DIBIAN: weighted<Health>([
    ['HEALTHY', 66],
    ['FRAIL', 10],
    ['ILL', 12],
    ['DISABLED', 11],
    ['ILL_AND_DISABLED', 1],
  ]),
}
const healthOfElder = weighted<Health>([
  ['HEALTHY', 34],
  ['FRAIL', 42],
  ['ILL', 12],
  ['DISABLED', 10],
  ['ILL_AND_DISABLED', 2],
])
const disabilityKind = weighted<DisabilityKind>([
  ['LIMB', 48],
  ['MENTAL', 16],
  ['INTELLECT', 13],
  ['VISION', 11],
  ['HEARING', 6],
  ['MULTIPLE', 4],
  ['SPEECH', 2],
])
const severeGrade = weighted<DisabilityGrade>([
  [1, 44],
  [2, 56],
])
const lightGrade = weighted<DisabilityGrade>([
  [3, 48],
  [4, 52],
])
const schoolOfElder = weighted<Education>([
  ['NONE', 42],
  ['PRIMARY', 44],
  ['JUNIOR', 12],
  ['SENIOR', 2],
])
const schoolOfMiddleAged = weighted<Education>([
  ['NONE', 10],
  ['PRIMARY', 38],
  ['JUNIOR', 42],
  ['SENIOR', 9],
  ['COLLEGE', 1],
])
const schoolOfYoung = weighted<Education>([
  ['NONE', 3],
  ['PRIMARY', 8],
  ['JUNIOR', 36],
  ['SENIOR', 31],
  ['COLLEGE', 14],
  ['BACHELOR', 8],
])
const aloneYoung = weighted<MaritalState>([
  ['UNMARRIED', 62],
  ['DIVORCED', 34],
  ['WIDOWED', 4],
])
const aloneOld = weighted<MaritalState>([
  ['UNMARRIED', 22],
  ['DIVORCED', 16],
  ['WIDOWED', 62],
])
const aloneInNeed = weighted<MaritalState>([
  ['UNMARRIED', 78],
  ['DIVORCED', 8],
  ['WIDOWED', 14],
])
const ALL_ACTS = Object.keys(ACTS) as Act[]
const LIGHT_DISABILITY_SHARE = 0.05
const ELDER = 60
const WORKING_AGE = 16

function livesWithPartner(relative: Relative, family: readonly Relative[]): boolean {
  const has = (relation: Relative['relation']) =>
    family.some((other) => other !== relative && other.relation === relation)
  if (relative.relation === 'HEAD') return has('SPOUSE')
  if (relative.relation === 'SPOUSE' || relative.relation === 'OTHER') return true
  return relative.relation === 'PARENT' && has('PARENT')
}

/** Whose in-law stands in the family: the first grown child, as `makeFamily` chooses. */
function isMarriedChild(relative: Relative, family: readonly Relative[], today: Day): boolean {
  if (!family.some(({ relation }) => relation === 'OTHER')) return false
  const isGrown = ({ relation, birth }: Relative) =>
    (relation === 'SON' || relation === 'DAUGHTER') && ageOn(birth, today) >= 22
  return family.find(isGrown) === relative
}

function maritalOf(
  random: Random,
  kind: Kind,
  relative: Relative,
  family: readonly Relative[],
  today: Day,
): MaritalState {
  const age = ageOn(relative.birth, today)
  if (age < 20) return 'UNMARRIED'
  if (livesWithPartner(relative, family) || isMarriedChild(relative, family, today)) return 'MARRIED'
  if (kind === 'TEKUN') return aloneInNeed(random)
  const hasChild =
    relative.relation === 'HEAD' && family.some(({ relation }) => relation === 'SON' || relation === 'DAUGHTER')
  if (age >= ELDER) return aloneOld(random)
  if (hasChild) return random.chance(0.7) ? 'DIVORCED' : 'WIDOWED'
  return age < 30 ? 'UNMARRIED' : aloneYoung(random)
}

function educationOf(random: Random, age: number, sex: Sex): Education {
  if (age < 7) return 'NONE'
  if (age < 13) return 'PRIMARY'
  if (age < 16) return 'JUNIOR'
  if (age < 19) return 'SENIOR'
  if (age >= 65) return sex === 'FEMALE' && random.chance(0.3) ? 'NONE' : schoolOfElder(random)
  return age >= 40 ? schoolOfMiddleAged(random) : schoolOfYoung(random)
}

function healthOf(random: Random, kind: Kind, age: number): Health {
  if (age < WORKING_AGE) return healthOfChild(random)
  return age >= ELDER ? healthOfElder(random) : healthOfAdult[kind](random)
}

/** 重残 is grade one or two; a lighter disability leaves the health as it is. */
function disabilityOf(random: Random, health: Health): Condition['disability'] {
  const isSevere = health === 'DISABLED' || health === 'ILL_AND_DISABLED'
  if (!isSevere && !random.chance(LIGHT_DISABILITY_SHARE)) return null
  return { kind: disabilityKind(random), grade: (isSevere ? severeGrade : lightGrade)(random) }
}

function labourOf(random: Random, kind: Kind, age: number, health: Health): Labour | null {
  if (age < WORKING_AGE) return null
  if (kind === 'TEKUN' || age >= 70 || health === 'DISABLED' || health === 'ILL_AND_DISABLED') return 'NONE'
  if (health === 'ILL') return random.chance(0.5) ? 'NONE' : 'PARTIAL'
  return age >= ELDER || health === 'FRAIL' ? 'PARTIAL' : 'FULL'
}

/** 民发〔2021〕43号: of six acts up to three lost is 部分丧失自理能力, four or more 完全丧失. */
function lostActsOf(random: Random, kind: Kind, age: number, health: Health): readonly Act[] {
  if (kind !== 'TEKUN' || age < WORKING_AGE) return []
  const isFrail = age >= 82 || health === 'ILL_AND_DISABLED' || health === 'DISABLED'
  const draw = random.next() * (isFrail ? 0.55 : 1)
  const count = draw < 0.12 ? random.int(4, 6) : draw < 0.3 ? random.int(1, 3) : 0
  if (count === 0) return []
  const lost = new Set<Act>(['BATHING'])
  while (lost.size < count) lost.add(random.pick(ALL_ACTS))
  return ALL_ACTS.filter((act) => lost.has(act))
}

/** The state of one member among a family as `makeFamily` made it. */
export function conditionOf(
  random: Random,
  kind: Kind,
  relative: Relative,
  family: readonly Relative[],
  today: Day,
): Condition {
  const age = ageOn(relative.birth, today)
  const health = healthOf(random, kind, age)
  return {
    marital: maritalOf(random, kind, relative, family, today),
    education: educationOf(random, age, relative.sex),
    health,
    disability: disabilityOf(random, health),
    labour: labourOf(random, kind, age, health),
    lostActs: lostActsOf(random, kind, age, health),
  }
}
