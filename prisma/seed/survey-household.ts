/** The household that a survey finds: who lives there, what they earn and own, how they live. */

import type { Difficulty, Outcome } from '@/lib/case/codes'
import type { Relation } from '@/lib/certification/codes'
import type { Health, Labour } from '@/lib/household/codes'
import type { Sex } from '@/lib/id-card'
import type { HousingKind, HousingState, IncomeKind, PropertyKind } from '@/lib/survey/codes'
import type { SurveyContent } from '@/lib/survey/content'
import type { Subject } from './case-subjects'
import { ageOn, type Day } from './day'
import { fullName, surname } from './names'
import { type Random, weighted } from './random'

export interface Housemate {
  name: string
  sex: Sex
  birth: Day
  relation: Relation
  health: Health
  labour: Labour | null
  note: string
}

const WORKING_AGE = [16, 60] as const
const YEAR = 365.25

const HEALTH_OF: Readonly<Record<Difficulty, Health>> = {
  ILLNESS: 'ILL',
  DISABILITY: 'DISABLED',
  EDUCATION: 'HEALTHY',
  DISASTER: 'HEALTHY',
  LABOUR: 'FRAIL',
  ACCIDENT: 'FRAIL',
  BEREAVEMENT: 'HEALTHY',
  UNEMPLOYMENT: 'HEALTHY',
  OTHER: 'FRAIL',
}

function labourOf(random: Random, age: number, health: Health): Labour | null {
  if (age < WORKING_AGE[0]) return null
  if (health === 'ILL' || health === 'DISABLED' || age > 74) return random.chance(0.7) ? 'NONE' : 'PARTIAL'
  return age > WORKING_AGE[1] || health === 'FRAIL' ? 'PARTIAL' : 'FULL'
}

interface Kin {
  relation: Relation
  sex: Sex
  /** Years younger than the subject; negative for older ones. */
  younger: number
}

/** Who else lives there, by age: spouse and children, an old parent, a grandchild. */
function kinOf(random: Random, subject: Subject, age: number): Kin[] {
  const spouse: Kin = {
    relation: 'SPOUSE',
    sex: subject.sex === 'MALE' ? 'FEMALE' : 'MALE',
    younger: random.int(-3, 4),
  }
  const child = (): Kin => {
    const sex = random.chance(0.52) ? 'MALE' : 'FEMALE'
    return { relation: sex === 'MALE' ? 'SON' : 'DAUGHTER', sex, younger: random.int(23, 30) }
  }
  const parent: Kin = { relation: 'PARENT', sex: random.chance(0.6) ? 'FEMALE' : 'MALE', younger: -random.int(22, 28) }
  if (age >= 62) {
    const grandchild: Kin = {
      relation: 'GRANDCHILD',
      sex: random.chance(0.5) ? 'MALE' : 'FEMALE',
      younger: random.int(48, 56),
    }
    return [...(random.chance(0.4) ? [spouse] : []), ...(random.chance(0.15) ? [grandchild] : [])]
  }
  return [
    ...(random.chance(0.65) ? [spouse] : []),
    ...Array.from({ length: random.int(0, 2) }, child),
    ...(random.chance(0.3) && age < 58 ? [parent] : []),
  ]
}

/** Everybody who lives there, the subject first and as the head of it. */
export function housematesOf(random: Random, subject: Subject, difficulty: Difficulty, on: Day): Housemate[] {
  const age = ageOn(subject.birth, on)
  const health = HEALTH_OF[difficulty]
  const { name, sex, birth } = subject
  const own: Housemate = { name, sex, birth, relation: 'HEAD', health, labour: labourOf(random, age, health), note: '' }
  const kin = subject.home?.isAlone ? [] : kinOf(random, subject, age)
  const family = kin.flatMap(({ relation, sex: kinsex, younger }) => {
    const born = Math.floor(birth + younger * YEAR + random.int(-150, 150))
    const years = born < on ? ageOn(born, on) : -1
    if (years < 0 || years > 95) return []
    const isBlood = relation !== 'SPOUSE'
    const called = fullName(random, isBlood ? name.slice(0, 1) : surname(random), kinsex, born)
    const state: Health = years > 70 ? 'FRAIL' : 'HEALTHY'
    const note = years >= 7 && years < 16 ? '在校学生' : years >= 16 && years < 22 && isBlood ? '在校就读' : ''
    return [
      {
        name: called,
        sex: kinsex,
        birth: born,
        relation,
        health: state,
        labour: note ? null : labourOf(random, years, state),
        note,
      },
    ]
  })
  return [own, ...family]
}

type Means = Pick<SurveyContent, 'income' | 'property' | 'propertyNote'>

const ASSETS: readonly (readonly [PropertyKind, string])[] = [
  ['HOUSE', '县城商品房一套，约98平方米'],
  ['VEHICLE', '小型汽车一辆，2021年购置'],
  ['SHOP', '集镇临街门面一间，对外出租'],
  ['SAVINGS', '本人自述定期存款约12万元'],
  ['COMPANY', '名下登记个体工商户一户'],
]

/** Yuan as fen, rounded to hundreds of yuan. */
function fen(random: Random, low: number, high: number): number {
  return random.int(low / 100, high / 100) * 10_000
}

/** What they have a year: little where help is suggested, more where it is not. */
export function meansOf(random: Random, members: readonly Housemate[], suggestion: Outcome, on: Day): Means {
  const isWellOff = suggestion === 'INELIGIBLE' || suggestion === 'NOT_NEEDED'
  const workers = members.filter(({ labour }) => labour === 'FULL').length
  const elders = members.filter(({ birth }) => ageOn(birth, on) >= 60).length
  const income: Partial<Record<IncomeKind, number>> = {}
  if (workers > 0) income.WAGE = workers * fen(random, isWellOff ? 36_000 : 9_000, isWellOff ? 60_000 : 21_000)
  if (random.chance(0.5)) income.BUSINESS = fen(random, 1_200, isWellOff ? 18_000 : 5_000)
  if (elders > 0 || random.chance(0.4)) income.TRANSFER = fen(random, 1_500, 3_000) * Math.max(1, elders)
  if (elders > 0 && random.chance(0.4)) income.SUPPORT = fen(random, 1_200, 6_000)
  const assets = suggestion === 'INELIGIBLE' ? [random.pick(ASSETS)] : []
  return {
    income,
    property: assets.map(([kind]) => kind),
    propertyNote: assets.map(([, note]) => note).join('；'),
  }
}

const housingKind = weighted<HousingKind>([
  ['OWN', 78],
  ['RENTED', 9],
  ['PUBLIC', 4],
  ['BORROWED', 9],
])

export function housingOf(
  random: Random,
  difficulty: Difficulty,
): { housing: HousingKind; housingState: HousingState } {
  if (difficulty === 'DISASTER') {
    return { housing: random.pick(['OWN', 'BORROWED']), housingState: random.pick(['DANGEROUS', 'WORN']) }
  }
  if (difficulty === 'OTHER' && random.chance(0.5)) return { housing: 'BORROWED', housingState: 'WORN' }
  return { housing: housingKind(random), housingState: random.chance(0.75) ? 'SOUND' : 'WORN' }
}
