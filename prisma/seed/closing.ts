/** What the county does about a death that the street has registered: 减保, 停保, another 户主, a guardian for children. */

import type { Relation } from '@/lib/certification/codes'
import type { DeathWay } from '@/lib/death/proposal'
import { relationTo } from '@/lib/death/succession'
import type { Records } from './certification'
import { isDemoCounty } from './communities'
import { ageOn, type Day, monthAfter } from './day'
import type { Death } from './death'
import { type File, lasting, type Membership, type Registry, type Resident } from './history'
import { type Moment, workingDay, workingHours } from './moment'
import { type Guardian, guardianOf } from './particulars'
import type { Random } from './random'
import type { Operator } from './staffing'
import { Tally } from './tally'

/** One who stood in the file when the county decided, and what they were then. */
export interface Present {
  resident: Resident
  membership: Membership
  relation: Relation
  /** Of a death that had been registered by then. */
  diedOn: Day | null
}

/** A death that the county has closed. */
export interface Closing {
  death: Death
  dead: Resident
  file: File
  at: Moment
  by: Operator
  way: DeathWay
  /** First month without benefit. */
  month: Day
  /** Everybody in the file before, in the order of their memberships. */
  present: readonly Present[]
  wasStopped: boolean
  /** Who came after a head. */
  head: Resident | null
  /** 停旧建新 */
  successor: File | null
  guardian: Guardian | null
}

/** What the county knows of a family when it decides. */
interface Family {
  random: Random
  records: Records
  registry: Registry
  residents: readonly Resident[]
  /** Those who died, sooner or later. */
  deaths: ReadonlyMap<Resident, Death | null>
  opened: File[]
}

/** After so many days every death is closed; before, some are, and few in the demo's county. */
export const LONGEST_WAIT = 60
const QUICK_SHARE = { dense: 0.2, elsewhere: 0.55 }
const NEW_FILE_SHARE = 0.2
const ADULT_AGE = 18

/** The day of the decision; null while the task waits. */
function decidedOn(random: Random, { season }: Records, death: Death, file: File): Day | null {
  const registered = death.at.day
  const isOld = season.today - registered > LONGEST_WAIT
  const share = QUICK_SHARE[isDemoCounty(file.community) ? 'dense' : 'elsewhere']
  if (!isOld && !random.chance(share)) return null
  const day = Math.max(registered + 1, workingDay(registered + random.int(2, isOld ? LONGEST_WAIT - 1 : 30)))
  return day <= season.yesterday ? day : null
}

function currentIn(resident: Resident, file: File): Membership | undefined {
  return resident.memberships.find((membership) => membership.file === file && membership.to === null)
}

function presentIn({ residents, deaths }: Family, file: File, day: Day): Present[] {
  return residents.flatMap((resident) => {
    const membership = currentIn(resident, file)
    const death = deaths.get(resident)
    const isKnownDead = death?.revoked === null && death.at.day <= day
    return membership
      ? [{ resident, membership, relation: membership.relation, diedOn: isKnownDead ? death.diedOn : null }]
      : []
  })
}

/** Who goes on: the adults first, then who is not to die as well, the spouse before all, then by age. */
function successorsOf({ deaths }: Family, living: readonly Present[], day: Day): Present[] {
  const rank = ({ resident, relation }: Present) => {
    const isMinor = ageOn(resident.member.birth, day) < ADULT_AGE
    return (isMinor ? 4 : 0) + (deaths.get(resident)?.revoked === null ? 2 : 0) + (relation === 'SPOUSE' ? 0 : 1)
  }
  return living.toSorted(
    (one, other) => rank(one) - rank(other) || one.resident.member.birth - other.resident.member.birth,
  )
}

function stopFile(file: File, month: Day, day: Day): void {
  Object.assign(file, { stopMonth: month, stopReason: 'DEATH', stoppedOn: day })
}

/** Restates everybody's relation to the new head, in place. */
function restate(file: File, living: readonly Present[], head: Present, day: Day): void {
  for (const { resident, relation: before } of living) {
    const membership = currentIn(resident, file)
    const relation =
      resident === head.resident ? 'HEAD' : relationTo(head, { relation: before, sex: resident.member.sex })
    if (!membership || relation === before) continue
    Object.assign(membership, { relation, restated: membership.restated ?? { on: day, before } })
  }
}

/**
 * 停旧建新: the old file stops, and whoever lives goes on in a new one under the new head, as lib/death/household-plan.ts has it.
 */
function openNewFile(family: Family, { file, month, at }: Closing, living: readonly Present[]): File {
  const successor: File = {
    ...file,
    ...family.registry.nextFile(file.category, file.community),
    certificateNo: `${file.certificateNo}-1`,
    startMonth: month,
    phone: null,
    bank: null,
    guardian: null,
    predecessor: file,
    openedOn: at.day,
    tally: new Tally(),
  }
  stopFile(file, month, at.day)
  for (const { resident, membership } of living) {
    const { relation, insured } = membership
    resident.memberships.push({ ...lasting({ file: successor, relation, insured, from: month }), openedOn: at.day })
    Object.assign(membership, { to: month, closedOn: at.day })
  }
  family.opened.push(successor)
  return successor
}

function succeed(family: Family, closing: Closing, living: readonly Present[]): void {
  const { file, month, at } = closing
  const { random } = family
  const [head] = successorsOf(family, living, at.day)
  if (!head) return
  const isMinor = ageOn(head.resident.member.birth, at.day) < ADULT_AGE
  const joinedBefore = living.every(({ membership }) => membership.from < month)
  const isNew = !isMinor && !closing.wasStopped && month <= at.day && joinedBefore && random.chance(NEW_FILE_SHARE)
  closing.way = isNew ? 'NEW_FILE' : isMinor ? 'MINORS' : 'SUCCESSION'
  closing.head = head.resident
  if (isNew) closing.successor = openNewFile(family, closing, living)
  if (isMinor) file.guardian = closing.guardian = guardianOf(random)
  restate(closing.successor ?? file, living, head, at.day)
}

/** Whoever was married to the dead. */
function widow(relation: Relation, living: readonly Present[]): void {
  const partner = relation === 'HEAD' ? 'SPOUSE' : relation === 'SPOUSE' ? 'HEAD' : null
  const widowed = living.find((present) => present.relation === partner)
  if (widowed) widowed.resident.member.condition.marital = 'WIDOWED'
}

/** Closes one death on a day: its membership ends with the first month without benefit. */
function close(family: Family, dead: Resident, death: Death, file: File, day: Day): Closing | null {
  const { random, records } = family
  const membership = currentIn(dead, file)
  if (!membership) return null
  const month = monthAfter(death.diedOn, records.season.parameters['death.benefitEndsAfterMonths'])
  const { relation } = membership
  const present = presentIn(family, file, day)
  const living = present.filter(({ diedOn }) => diedOn === null)
  const closing: Closing = {
    death,
    dead,
    file,
    at: workingHours(random, day),
    by: records.staffing.clerkOf(random, file.community.county, 'COUNTY_CASEWORKER'),
    way: 'REDUCE',
    month,
    present,
    wasStopped: file.stopMonth !== null,
    head: null,
    successor: null,
    guardian: null,
  }
  Object.assign(membership, { to: month, exitReason: 'DEATH', closedOn: day })
  widow(relation, living)
  const isStill = living.some(({ membership: { insured } }) => insured) || file.category === 'DIBIAN'
  if (!closing.wasStopped && (living.length === 0 || !isStill)) {
    closing.way = 'STOP'
    stopFile(file, month, day)
  } else if (relation === 'HEAD') succeed(family, closing, living)
  else if (living.length > 0 && living.every(({ resident }) => ageOn(resident.member.birth, day) < ADULT_AGE)) {
    closing.way = 'MINORS'
    file.guardian ??= guardianOf(random)
    closing.guardian = file.guardian
  }
  return closing
}

/** Closes the deaths of a family as far as the county has come, in the order of its decisions. Answers them, and new files. */
export function closeDeaths(
  random: Random,
  records: Records,
  registry: Registry,
  residents: readonly Resident[],
  deaths: ReadonlyMap<Resident, Death | null>,
): { closings: Closing[]; opened: File[] } {
  const standing = [...deaths].flatMap(([dead, death]) => {
    const file = death && death.revoked === null ? dead.memberships.find(({ to }) => to === null)?.file : undefined
    if (!file || !death) return []
    file.isBereaved = true
    return [{ dead, death, day: decidedOn(random, records, death, file) }]
  })
  const family: Family = { random, records, registry, residents, deaths, opened: [] }
  const closings = standing
    .toSorted((one, other) => (one.day ?? 0) - (other.day ?? 0))
    .flatMap(({ dead, death, day }) => {
      const file = dead.memberships.find(({ to }) => to === null)?.file
      const closing = day === null || !file ? null : close(family, dead, death, file, day)
      return closing ? [closing] : []
    })
  return { closings, opened: family.opened }
}
