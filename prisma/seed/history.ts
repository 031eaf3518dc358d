/** Who stood in which household from when to when: moves, stopped files, double files; and where that puts a person. */

import type { Category, Relation } from '@/lib/certification/codes'
import type { EXIT_REASONS } from '@/lib/person/codes'
import { type Community, isDemoCounty } from './communities'
import { ageOn, type Day, monthAfter, monthStart } from './day'
import type { Household, Member } from './household'
import type { Random } from './random'
import { Tally } from './tally'

export type ExitReason = keyof typeof EXIT_REASONS

/** A household as it is filed: two files when it moved, or its head died (停旧建新). */
export interface File extends Omit<Household, 'members'> {
  id: number
  certificateNo: string
  community: Community
  /** First month without benefit. */
  stopMonth: Day | null
  stopReason: ExitReason | null
  /** The day of a decision that dated the stop back or forth; null where the register stopped it in its month. */
  stoppedOn: Day | null
  /** The stopped file that this one continues. */
  predecessor: File | null
  openedOn: Day
  /** Somebody in it has died: nobody joins it any more. */
  isBereaved: boolean
  tally: Tally
}

/** The month in which a family was recognised: that of its first file. */
export function recognisedIn({ predecessor, startMonth }: File): Day {
  return predecessor ? recognisedIn(predecessor) : startMonth
}

export interface Membership {
  /** Given when it is written; 0 before. */
  id: number
  file: File
  relation: Relation
  insured: boolean
  from: Day
  /** Exclusive; null while it lasts. */
  to: Day | null
  exitReason: ExitReason | null
  /** The days on which the county decided on the end or the beginning, where that is another day. */
  closedOn: Day | null
  openedOn: Day | null
  /** 户主变更: until that day it was another relation. */
  restated: { on: Day; before: Relation } | null
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
/** More frequent in the demo's county, so that there is something to see. */
const SECOND_FILE_SHARE = { dense: 0.014, elsewhere: 0.006 }
const MOST_GUESTS = 2
const STOP_REASONS = ['INCOME', 'ASSETS', 'VOLUNTARY', 'INELIGIBLE', 'OTHER'] as const
const REMEMBERED_FILES = 64

/** The households of one county that newcomers of the same county may come from. */
export class Neighbourhood {
  private readonly files: File[] = []
  private next = 0
  private guests = 0

  remember(file: File): void {
    this.files[this.next] = file
    this.next = (this.next + 1) % REMEMBERED_FILES
  }

  /** Whether one more person of another county may stand here too. */
  admitsGuest(): boolean {
    return ++this.guests <= MOST_GUESTS
  }

  /** Any remembered file that fits; null where there is none. */
  any(random: Random, fits: (file: File) => boolean = () => true): File | null {
    const files = this.files.filter(fits)
    return files.length > 0 ? random.pick(files) : null
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
  /** Of another county, where some stand as well. */
  abroad: Neighbourhood | null
  registry: Registry
}

function joinedOn(member: Member, startMonth: Day, today: Day): Day {
  return member.birth > startMonth ? Math.min(today, member.birth + 12) : startMonth
}

/** A membership that goes on. */
export function lasting(membership: Pick<Membership, 'file' | 'relation' | 'insured' | 'from'>): Membership {
  return { id: 0, ...membership, to: null, exitReason: null, closedOn: null, openedOn: null, restated: null }
}

/** Files a household: as it is, stopped meanwhile, or moved here from another community of the county. */
export function fileHousehold(filer: Filer, household: Household, community: Community): Filing {
  const { random, registry } = filer
  const file: File = {
    ...household,
    ...registry.nextFile(household.category, community),
    community,
    stopMonth: null,
    stopReason: null,
    stoppedOn: null,
    predecessor: null,
    openedOn: household.startMonth,
    isBereaved: false,
    tally: new Tally(),
  }
  const residents = household.members.map((member): Resident => {
    const from = joinedOn(member, file.startMonth, filer.today)
    const { relation, insured } = member
    return {
      id: registry.nextPerson(),
      member,
      memberships: [lasting({ file, relation, insured, from })],
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

/** 停保 leaves the family what it is: its memberships go on. */
function stop(filer: Filer, file: File, filing: Filing): Filing {
  const joined = filing.residents.flatMap(({ memberships }) => memberships.map(({ from }) => from))
  const stopMonth = monthSince(filer, Math.max(...joined))
  if (stopMonth === null) return filing
  file.stopMonth = stopMonth
  file.stopReason = filer.random.pick(STOP_REASONS)
  return filing
}

/** 停旧建新: the old file stops where the household came from, the new one goes on here with the same 起保月. */
function moveHere(filer: Filer, file: File, filing: Filing, origin: File): Filing {
  const moved = monthSince(filer, file.startMonth)
  if (moved === null || origin.community.code === file.community.code) return filing
  const { community, address } = origin
  const old: File = {
    ...file,
    ...filer.registry.nextFile(file.category, community),
    community,
    address,
    stopMonth: moved,
    stopReason: 'MOVED',
    tally: new Tally(),
  }
  Object.assign(file, { predecessor: old, openedOn: moved, registeredAddress: address })
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

/** In the counties around 梁子湖区 few still stand in a household there as well: 重复享受 over a county's border. */
function standsAbroad({ random, abroad }: Filer, resident: Resident, membership: Membership): boolean {
  const other = abroad?.any(random, canBeJoined)
  if (!abroad || !other || ageOn(resident.member.birth, other.openedOn) < 18 || !abroad.admitsGuest()) return false
  const insured = other.category !== 'DIBIAN'
  resident.memberships = [membership, lasting({ file: other, relation: 'OTHER', insured, from: other.openedOn })]
  return true
}

function canBeJoined({ stopMonth, isBereaved }: File): boolean {
  return stopMonth === null && !isBereaved
}

/** Someone joined from a household of the neighbourhood, or still stands in one there. Heads do neither. */
function comeAlone(filer: Filer, resident: Resident): void {
  const { random, neighbourhood, today } = filer
  const [membership, second] = resident.memberships
  if (!membership || second || membership.relation === 'HEAD') return
  if (standsAbroad(filer, resident, membership)) return
  const draw = random.next()
  const secondShare = SECOND_FILE_SHARE[isDemoCounty(membership.file.community) ? 'dense' : 'elsewhere']
  if (draw > MOVED_ALONE_SHARE + secondShare) return
  const other = neighbourhood.any(random, canBeJoined)
  if (!other) return
  const from = Math.max(other.openedOn, resident.member.birth + 12)
  if (draw < secondShare) {
    if (from > today) return
    const insured = other.category !== 'DIBIAN' && random.chance(0.25)
    resident.memberships = [membership, lasting({ file: other, relation: 'OTHER', insured, from })]
    return
  }
  const moved = monthSince(filer, Math.max(from, membership.from))
  if (moved === null) return
  resident.memberships = [
    { ...lasting({ file: other, relation: 'OTHER', insured: false, from }), to: moved, exitReason: 'MOVED' },
    { ...membership, from: moved },
  ]
}
