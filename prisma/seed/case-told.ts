/** How a case came in: from whom, about whom, about what and from where. */

import type { AskerKind, CaseSource, Difficulty } from '@/lib/case/codes'
import type { RegionCode } from '@/lib/region'
import type { CountyDesk, StreetDesk } from './case-desks'
import { type Facts, FOUND, PLEAS } from './case-pleas'
import type { Outsiders, Subject } from './case-subjects'
import { departmentOf, hotlineSlip } from './case-warnings'
import { ageOn, monthOf, textOf } from './day'
import type { Moment } from './moment'
import { mobileNumber } from './particulars'
import { type Random, weighted } from './random'
import { type Operator, staffName } from './staffing'

export interface Told {
  source: CaseSource
  difficulty: Difficulty
  subject: Subject
  place: RegionCode
  address: string
  description: string
  askerKind: AskerKind
  askerName: string
  askerPhone: string | null
  reference: string
}

/** What is settled before anything is told. */
export interface Occasion {
  source: CaseSource
  county: CountyDesk
  street: StreetDesk
  /** Somebody of the registry, or of an earlier case. */
  known: Subject | null
  at: Moment
  registrar: Operator
}

export const sourceOf = weighted<CaseSource>([
  ['HELP', 44],
  ['WARNING', 30],
  ['VISIT', 16],
  ['HOTLINE', 10],
])

const difficultyOf = weighted<Difficulty>([
  ['ILLNESS', 34],
  ['DISABILITY', 14],
  ['EDUCATION', 9],
  ['DISASTER', 8],
  ['LABOUR', 14],
  ['ACCIDENT', 8],
  ['BEREAVEMENT', 4],
  ['UNEMPLOYMENT', 6],
  ['OTHER', 3],
])
const AGES: Readonly<Record<Difficulty, readonly [number, number]>> = {
  ILLNESS: [34, 74],
  DISABILITY: [30, 58],
  EDUCATION: [37, 54],
  DISASTER: [42, 76],
  LABOUR: [66, 88],
  ACCIDENT: [34, 62],
  BEREAVEMENT: [35, 48],
  UNEMPLOYMENT: [40, 57],
  OTHER: [34, 64],
}
const NO_ID_SHARE: Readonly<Record<CaseSource, number>> = { HELP: 0.04, WARNING: 0, VISIT: 0.2, HOTLINE: 0.6 }
const askerOf: Readonly<Record<CaseSource, (random: Random) => AskerKind>> = {
  HELP: weighted<AskerKind>([
    ['SELF', 60],
    ['RELATIVE', 31],
    ['NEIGHBOUR', 9],
  ]),
  WARNING: () => 'DEPARTMENT',
  VISIT: () => 'STAFF',
  HOTLINE: weighted<AskerKind>([
    ['SELF', 40],
    ['RELATIVE', 25],
    ['NEIGHBOUR', 25],
    ['OTHER', 10],
  ]),
}

/** Old people lack hands, others fall ill: what fits somebody who is given. */
function difficultyFor(random: Random, { known, at }: Occasion): Difficulty {
  if (!known) return difficultyOf(random)
  if (ageOn(known.birth, at.day) >= 64) return random.pick(['LABOUR', 'ILLNESS'])
  return random.pick(['ILLNESS', 'DISABILITY', 'ACCIDENT', 'DISASTER'])
}

/** What a relative calls them. */
function kinOf(random: Random, { isMan, age }: Pick<Facts, 'isMan' | 'age'>): string {
  if (age >= 56)
    return isMan ? random.pick(['我父亲', '我父亲', '我伯父']) : random.pick(['我母亲', '我母亲', '我婆婆'])
  return isMan ? random.pick(['我哥哥', '我丈夫', '我表哥']) : random.pick(['我姐姐', '我妻子', '我妹妹'])
}

interface Placed {
  place: RegionCode
  address: string
}

/** As exactly as it was told: mostly the community with a number, sometimes no more than the street or the county. */
function placed(random: Random, { source, county, street, known }: Occasion): Placed {
  if (known?.home) return { place: known.home.region, address: known.home.address }
  const draw = source === 'VISIT' ? 0 : random.next()
  const community = random.pick(street.communities)
  if (draw < 0.8) {
    const house = random.chance(0.9) ? `${random.int(1, 12)}组${random.int(1, 96)}号` : `${random.int(1, 12)}组`
    return { place: community.code, address: street.name + community.name + house }
  }
  if (draw < 0.92) return { place: street.code, address: `${street.name}，具体村组不详` }
  return { place: county.code, address: random.chance(0.6) ? `${county.name}${street.name}${community.name}附近` : '' }
}

function referenceOf(random: Random, prefix: string, { day }: Moment): string {
  return `${prefix}${textOf(day).replaceAll('-', '')}${String(random.int(1, 99_999)).padStart(5, '0')}`
}

/** Makes up the whole of it. */
export function tell(random: Random, outsiders: Outsiders, occasion: Occasion): Told {
  const { source, county, known, at, registrar } = occasion
  const department = source === 'WARNING' ? departmentOf(random) : null
  const difficulty = department?.difficulty ?? difficultyFor(random, occasion)
  const hasId = !random.chance(NO_ID_SHARE[source])
  const subject = known ?? outsiders.make(random, AGES[difficulty], hasId ? county.code : null)
  const askerKind = askerOf[source](random)
  const about = { age: ageOn(subject.birth, at.day), isMan: subject.sex === 'MALE', month: monthOf(at.day), random }
  const told = { source, difficulty, subject, ...placed(random, occasion), askerKind }
  if (department) {
    const description = department.warn({ ...about, who: subject.name })
    const reference = referenceOf(random, department.prefix, at)
    return { ...told, description, askerName: county.cityName + department.name, askerPhone: null, reference }
  }
  if (source === 'VISIT') {
    const description = random.pick(FOUND[difficulty])({ ...about, who: subject.name })
    return { ...told, description, askerName: registrar.name, askerPhone: null, reference: '' }
  }
  const who = askerKind === 'SELF' ? '本人' : askerKind === 'RELATIVE' ? kinOf(random, about) : subject.name
  const story = random.pick(PLEAS[difficulty])({ ...about, who })
  const isHotline = source === 'HOTLINE'
  return {
    ...told,
    description: isHotline ? hotlineSlip(random, story) : story,
    askerName: askerKind === 'SELF' ? subject.name : random.chance(0.85) ? staffName(random) : '',
    askerPhone: askerKind === 'SELF' ? subject.phone : mobileNumber(random),
    reference: isHotline ? referenceOf(random, 'RX', at) : '',
  }
}
