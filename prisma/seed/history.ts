/** Who stood in which household from when to when: moves, stopped files, double files; and where that puts a person. */

import type { Category, Relation } from '@/lib/certification/codes'
import type { EXIT_REASONS } from '@/lib/person/codes'
import type { RegionCode } from '@/lib/region'
import type { Community } from './communities'
import { type Day, dayAt, monthAfter, monthStart } from './day'
import type { Household, Member } from './household'
import type { Random } from './random'

/** A household as it is filed: two files when it moved (停旧建新). */
export interface File extends Omit<Household, 'members'> {
  id: number
  certificateNo: string
  community: Community
  stopMonth: Day | null
}

export interface Membership {
  file: File
  relation: Relation
  insured: boolean
  from: Day
  /** Exclusive; null while it lasts. */
  to: Day | null
  exitReason: keyof typeof EXIT_REASONS | null
}

export interface Resident {
  id: number
  member: Member
  /** In the order of their ids. */
  memberships: Membership[]
}

const STOPPED_SHARE = 0.03
const MOVED_FILE_SHARE = 0.04
const MOVED_ALONE_SHARE = 0.04
const SECOND_FILE_SHARE = 0.006
const STOP_REASONS = ['INCOME', 'ASSETS', 'VOLUNTARY', 'INELIGIBLE', 'OTHER'] as const
const REMEMBERED_FILES = 64

/** When a membership ended, by itself or with its file; null while it lasts. */
function endOf({ to, file }: Membership): Day | null {
  if (to === null || file.stopMonth === null) return to ?? file.stopMonth
  return Math.min(to, file.stopMonth)
}

/** Where a person stands on a day: the insured membership first, else the earliest, as the view `placement` has it. */
export function standingOn(memberships: readonly Membership[], day: Day): Membership | null {
  let standing: Membership | null = null
  for (const membership of memberships) {
    const end = endOf(membership)
    if (membership.from > day || (end !== null && end <= day)) continue
    const isBetter =
      standing === null ||
      (membership.insured && !standing.insured) ||
      (membership.insured === standing.insured && membership.from < standing.from)
    if (isBetter) standing = membership
  }
  return standing
}

/** A person's place on a year's roster. */
export interface Place {
  membership: Membership
  /** Day on which the person left every household in payment. */
  exitedOn: Day | null
}

/**
 * Where a year's roster has a person as of a day (today, or the last day on which that year may change): null for whoever came
 * after the year or left before it.
 */
export function placeIn(memberships: readonly Membership[], year: number, asOf: Day): Place | null {
  const newYear = dayAt(year, 1, 1)
  const lastDay = dayAt(year, 12, 31)
  const now = standingOn(memberships, asOf)
  if (now && now.from <= lastDay) return { membership: now, exitedOn: null }
  if (now) {
    // Moved after the year had ended: its row stays where it was.
    const then = standingOn(memberships, lastDay)
    return then && { membership: then, exitedOn: null }
  }
  const exitedOn = Math.max(...memberships.map((membership) => endOf(membership) ?? 0))
  const last = standingOn(memberships, exitedOn - 1)
  return last && exitedOn > newYear && last.from <= lastDay ? { membership: last, exitedOn } : null
}

/** The households of one county that newcomers of the same county may come from. */
export class Neighbourhood {
  private readonly files: File[] = []
  private next = 0

  remember(file: File): void {
    this.files[this.next] = file
    this.next = (this.next + 1) % REMEMBERED_FILES
  }

  /** Any remembered file; null at the beginning. */
  any(random: Random): File | null {
    return this.files.length > 0 ? random.pick(this.files) : null
  }
}

export interface Filing {
  files: File[]
  residents: Resident[]
}

/** Where numbers are given out. */
export interface Registry {
  nextFile(category: Category, community: Community): Pick<File, 'id' | 'certificateNo'>
  nextPerson(): number
}

export interface Filer {
  random: Random
  today: Day
  neighbourhood: Neighbourhood
  registry: Registry
}

function joinedOn(member: Member, startMonth: Day, today: Day): Day {
  return member.birth > startMonth ? Math.min(today, member.birth + 12) : startMonth
}

/** Files a household: as it is, stopped meanwhile, or moved here from another community of the county. */
export function fileHousehold(filer: Filer, household: Household, community: Community): Filing {
  const { random, registry } = filer
  const { members, ...description } = household
  const file: File = { ...description, ...registry.nextFile(household.category, community), community, stopMonth: null }
  const residents = members.map((member): Resident => {
    const from = joinedOn(member, file.startMonth, filer.today)
    const { relation, insured } = member
    return {
      id: registry.nextPerson(),
      member,
      memberships: [{ file, relation, insured, from, to: null, exitReason: null }],
    }
  })
  const filing = { files: [file], residents }
  const kind = random.next()
  if (kind < STOPPED_SHARE) return stop(filer, file, filing)
  const origin = filer.neighbourhood.any(random)
  const settled = kind < STOPPED_SHARE + MOVED_FILE_SHARE && origin ? moveHere(filer, file, filing, origin) : filing
  for (const resident of residents) comeAlone(filer, resident)
  filer.neighbourhood.remember(file)
  return settled
}

/** Months from the second after `from` up to this one: when something may have changed. Null when there was none yet. */
function monthSince({ random, today }: Filer, from: Day): Day | null {
  const first = monthAfter(from, 2)
  const last = monthStart(today)
  if (first > last) return null
  const recent = Math.max(first, monthAfter(last, random.chance(0.7) ? -14 : -60))
  return monthStart(random.int(recent, last))
}

function stop(filer: Filer, file: File, filing: Filing): Filing {
  const stopMonth = monthSince(
    filer,
    Math.max(...filing.residents.flatMap((each) => each.memberships.map((m) => m.from))),
  )
  if (stopMonth === null) return filing
  file.stopMonth = stopMonth
  const exitReason = filer.random.pick(STOP_REASONS)
  for (const { memberships } of filing.residents) {
    for (const membership of memberships) Object.assign(membership, { to: stopMonth, exitReason })
  }
  return filing
}

/** 停旧建新: the old file stops where the household came from, the new one goes on here with the same 起保月. */
function moveHere(filer: Filer, file: File, filing: Filing, origin: File): Filing {
  const moved = monthSince(filer, file.startMonth)
  if (moved === null || origin.community.code === file.community.code) return filing
  const { community, address } = origin
  const old = { ...file, ...filer.registry.nextFile(file.category, community), community, address, stopMonth: moved }
  for (const resident of filing.residents) {
    const [membership] = resident.memberships
    if (!membership || membership.from >= moved) continue
    resident.memberships = [
      { ...membership, file: old, to: moved, exitReason: 'MOVED' },
      { ...membership, from: moved },
    ]
  }
  return { files: [...filing.files, old], residents: filing.residents }
}

/** Someone joined from a household of the neighbourhood, or still stands in one there. Heads do neither. */
function comeAlone(filer: Filer, resident: Resident): void {
  const { random, neighbourhood, today } = filer
  const [membership, second] = resident.memberships
  if (!membership || second || membership.relation === 'HEAD') return
  const draw = random.next()
  if (draw > MOVED_ALONE_SHARE + SECOND_FILE_SHARE) return
  const other = neighbourhood.any(random)
  if (!other) return
  const from = Math.max(other.startMonth, resident.member.birth + 12)
  if (draw < SECOND_FILE_SHARE) {
    if (other.stopMonth !== null || from > today) return
    const insured = other.category !== 'DIBIAN' && random.chance(0.25)
    resident.memberships = [membership, { file: other, relation: 'OTHER', insured, from, to: null, exitReason: null }]
    return
  }
  const moved = monthSince(filer, Math.max(from, membership.from))
  if (moved === null || (other.stopMonth !== null && moved > other.stopMonth)) return
  resident.memberships = [
    { file: other, relation: 'OTHER', insured: false, from, to: moved, exitReason: 'MOVED' },
    { ...membership, from: moved },
  ]
}

/**
 * What a county does after a death of the year before: the membership ends with `month`, a single person's file stops, and
 * where the spouse lives on they become 户主. Other families wait for 户主变更.
 */
export function closeAfterDeath(dead: Resident, family: readonly Resident[], month: Day): void {
  const last = dead.memberships.at(-1)
  if (!last || last.to !== null || last.from >= month) return
  const others = family.filter((resident) => resident !== dead && resident.memberships.at(-1)?.file === last.file)
  const spouse = others.find(({ memberships }) => memberships.at(-1)?.relation === 'SPOUSE')
  const heirs = spouse?.memberships.at(-1)
  if (last.relation === 'HEAD' && others.length > 0 && (!heirs || heirs.to !== null || heirs.from >= month)) return
  last.to = month
  last.exitReason = 'DEATH'
  if (others.length === 0) last.file.stopMonth = month
  if (last.relation !== 'HEAD' || !spouse || !heirs) return
  heirs.to = month
  spouse.memberships.push({ ...heirs, relation: 'HEAD', from: month, to: null })
}

/** The place that the person's own record carries: where they stand today, else where they stood last. */
export function regionOf(memberships: readonly Membership[], today: Day): RegionCode {
  const standing = standingOn(memberships, today) ?? memberships.at(-1)
  if (!standing) throw new RangeError('a person without any household')
  return standing.file.community.code
}
