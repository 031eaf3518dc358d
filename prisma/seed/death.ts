/** Who died, when the street registered it, and what the county undid. */

import type { DeathSource } from '@/lib/certification/codes'
import type { RegionCode } from '@/lib/region'
import type { Records, Undone } from './certification'
import { isDemoCounty } from './communities'
import { ageOn, type Day, dayAt } from './day'
import type { Membership } from './history'
import type { Member } from './household'
import { type Moment, workingDay, workingHours } from './moment'
import { type Random, weighted } from './random'
import type { Operator } from './staffing'
import { endOf, standingOn } from './standing'

export interface Death {
  /** Given when it is written; 0 before. */
  id: number
  diedOn: Day
  at: Moment
  source: DeathSource
  /** Where the person stood then. */
  region: RegionCode
  operator: Operator
  revoked: Undone | null
  requestId: string
  /** Known only after the year of the death had been frozen. */
  isLate: boolean
  /** Days on which somebody recorded a visit although the person was dead. */
  doubtful: { from: Day; to: Day } | null
}

interface Mortal {
  member: Member
  memberships: readonly Membership[]
}

const source = weighted<DeathSource>([
  ['VILLAGE', 34],
  ['FAMILY', 26],
  ['VISIT', 14],
  ['FUNERAL', 14],
  ['HEALTH', 8],
  ['POLICE', 4],
])
const UNDO_REASONS = [
  '同名同姓登记错误，本人健在。',
  '入户核实本人健在，系误登记。',
  '死亡证明信息与本人不符，撤销登记。',
]
const LATE_SHARE = 0.03
/** Both are more frequent in the demo's county, so that there is something to see. */
const DOUBTFUL_SHARE = { dense: 0.4, elsewhere: 0.06 }
const UNDONE_SHARE = { dense: 0.15, elsewhere: 0.04 }
const LONGEST_DELAY = 55
const RECENT_SHARE = 0.016
const LONGEST_RECENT = 45
const ELDER = 58

/** Yearly, Gompertz-like: it comes to about 0.9 % over the ages of a roster. */
export function mortality(age: number): number {
  return Math.min(0.3, 0.00006 * Math.exp(0.08 * age))
}

function delayOf(random: Random): number {
  return 1 + Math.min(LONGEST_DELAY - 1, Math.floor(-11 * Math.log(1 - random.next())))
}

interface Dates {
  diedOn: Day
  registeredOn: Day
  isLate: boolean
}

/** A death of the last weeks, for which the county has a task to decide. */
function recentDates(random: Random, { season }: Records): Dates | null {
  const diedOn = season.today - random.int(4, LONGEST_RECENT)
  const registeredOn = diedOn + random.int(2, 12)
  const isIn = diedOn >= dayAt(season.year, 1, 1) && registeredOn <= season.yesterday
  return isIn ? { diedOn, registeredOn, isLate: false } : null
}

/** The days of a death and of its registration; null where nobody died, or nobody told yet. */
function datesOf(random: Random, { season }: Records, age: number): Dates | null {
  const draw = random.next() / mortality(age)
  const past = season.years.length > 1 ? season.year - 1 : null
  if (draw < 1) {
    const diedOn = random.int(dayAt(season.year, 1, 1), dayAt(season.year, 12, 31))
    const registeredOn = diedOn + delayOf(random)
    return registeredOn <= season.yesterday ? { diedOn, registeredOn, isLate: false } : null
  }
  if (past === null) return null
  if (draw < 1 + LATE_SHARE) {
    const diedOn = random.int(dayAt(past, 10, 15), dayAt(past, 12, 28))
    const registeredOn = season.lastDayOf(past) + random.int(3, 50)
    return registeredOn <= season.yesterday ? { diedOn, registeredOn, isLate: true } : null
  }
  if (draw < 2) {
    const diedOn = random.int(dayAt(past, 1, 1), dayAt(past, 12, 28))
    return { diedOn, registeredOn: Math.min(diedOn + delayOf(random), dayAt(past, 12, 31)), isLate: false }
  }
  return null
}

/** The death of somebody, if there was one in the years of the season. */
export function drawDeath(random: Random, records: Records, { member, memberships }: Mortal): Death | null {
  const { season, staffing } = records
  const age = ageOn(member.birth, season.today)
  const place = standingOn(memberships, season.yesterday)
  const isDense = place !== null && isDemoCounty(place.file.community)
  const isRecent = isDense && age >= ELDER && random.chance(RECENT_SHARE)
  const dates = isRecent ? recentDates(random, records) : datesOf(random, records, age)
  if (!dates) return null
  const { diedOn, isLate } = dates
  const registeredOn = Math.max(workingDay(dates.registeredOn), diedOn + 1)
  const standing = standingOn(memberships, registeredOn)
  const isPlain = memberships.every((membership) => {
    const end = endOf(membership)
    return membership.from <= diedOn && (end === null || end <= diedOn)
  })
  const isTwice = memberships.filter(({ to }) => to === null).length > 1
  if (!standing || !isPlain || isTwice) return null
  const { community } = standing.file
  const density = isDemoCounty(community) ? 'dense' : 'elsewhere'
  const isDoubtful = registeredOn - diedOn > 4 && random.chance(DOUBTFUL_SHARE[density])
  const death: Death = {
    id: 0,
    diedOn,
    at: workingHours(random, registeredOn),
    source: source(random),
    region: community.code,
    operator: staffing.clerkOf(random, community.street.code, 'STREET_STAFF'),
    revoked: null,
    requestId: random.uuid(),
    isLate,
    doubtful: isDoubtful ? { from: diedOn + 1, to: registeredOn - 1 } : null,
  }
  if (!isLate && random.chance(UNDONE_SHARE[density])) {
    death.revoked = undoing(random, records, registeredOn, dayAt(season.year, 1, 1) > diedOn, community.county)
    if (death.revoked) death.doubtful = null
  }
  return death
}

/** Within weeks, and in the same year as the death. */
function undoing(
  random: Random,
  { season, staffing }: Records,
  registeredOn: Day,
  isPast: boolean,
  county: RegionCode,
): Undone | null {
  const last = isPast ? dayAt(season.year - 1, 12, 31) : season.yesterday
  const to = Math.min(last, registeredOn + 30)
  if (to <= registeredOn) return null
  const by = staffing.clerkOf(random, county, 'COUNTY_CASEWORKER')
  return { at: workingHours(random, random.int(registeredOn + 1, to)), by, reason: random.pick(UNDO_REASONS) }
}
