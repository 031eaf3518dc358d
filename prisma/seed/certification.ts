/** When, how and by whom somebody was certified in a year, and what the county undid. */

import type { Channel } from '@/lib/certification/codes'
import type { RegionCode } from '@/lib/region'
import { type Community, isDemoCounty } from './communities'
import { ageOn, type Day, dayAt } from './day'
import type { Membership } from './history'
import type { Member } from './household'
import { type Moment, workingDay, workingHours } from './moment'
import { Random, weighted } from './random'
import type { Paces, Season } from './season'
import { MATCHING, type Operator, RELATIVE, SELF, type Staffing } from './staffing'
import { standingOn } from './standing'

export interface Undone {
  at: Moment
  by: Operator
  reason: string
}

export interface Certification {
  channel: Channel
  at: Moment
  /** Of 实地走访 and 视频连线. */
  visitDate: Day | null
  note: string
  /** Where the person stood then. */
  region: RegionCode
  operator: Operator
  /** 存疑: dead before the visit. */
  doubtful: boolean
  revoked: Undone | null
  requestId: string
}

export interface Subject {
  member: Member
  memberships: readonly Membership[]
  /** Where the year's roster has them. */
  community: Community
  exemptUntil: Day | null
}

/** Days between which somebody may have been certified, and whether it was recorded although they were dead. */
export interface Bounds {
  until: Day
  doubtful: { from: Day; to: Day } | null
}

export interface Records {
  season: Season
  paces: Paces
  staffing: Staffing
}

type Offline = Extract<Channel, 'VISIT' | 'VIDEO'>

const anyChannel = weighted<Channel>([
  ['SELF', 45],
  ['RELATIVE', 20],
  ['MATCH', 10],
  ['VISIT', 18],
  ['VIDEO', 7],
])
const frailChannel = weighted<Channel>([
  ['SELF', 8],
  ['RELATIVE', 38],
  ['MATCH', 8],
  ['VISIT', 38],
  ['VIDEO', 8],
])
const offlineChannel = weighted<Offline>([
  ['VISIT', 4],
  ['VIDEO', 1],
])
const VISIT_NOTES = [
  '入户见到本人，精神状态良好。',
  '本人在家，由家人陪同。',
  '行动不便，上门核实。',
  '福利院集中核实。',
]
const UNDO_REASONS = [
  '核查发现走访时本人不在家，请重新入户核实。',
  '认错对象，应为同村同名人员。',
  '视频连线记录无法调取，请补充后重新认证。',
  '短时间内批量认证，抽查未见走访佐证。',
  '误操作，街道申请撤销。',
]
const FRAIL_AGE = 82
const INFANT_DAYS = 366
const RECENT_DAYS = 40
const BURST_SPAN = 75
const BURST_SHARE = 0.5

/** A street that certifies many within minutes: what supervision looks for. */
function burstOf({ season }: Records, community: Community, year: number): Moment | null {
  const random = new Random(season.seed, 'burst', community.street.code, year)
  if (!random.chance(isDemoCounty(community) ? 0.4 : 0.03)) return null
  const from = dayAt(year, 1, 8)
  const to = Math.min(season.lastRecord(year), dayAt(year, 12, 30))
  if (from > to) return null
  return {
    day: workingDay(random.int(from + Math.floor((to - from) * 0.4), to)),
    second: 16 * 3600 + random.int(0, 3000),
  }
}

function channelFor(random: Random, { member }: Subject, day: Day): Channel {
  if ('missing' in member.id || day - member.birth < INFANT_DAYS) return offlineChannel(random)
  return (ageOn(member.birth, day) >= FRAIL_AGE ? frailChannel : anyChannel)(random)
}

/** The comparison runs on the 10th and the 25th. */
function matchingDay(day: Day, earliest: Day): Day {
  const date = new Date(day * 86_400_000).getUTCDate()
  const run = date >= 25 ? day - date + 25 : date >= 10 ? day - date + 10 : day
  return Math.max(run, earliest)
}

function plannedDay(
  random: Random,
  { paces }: Records,
  { memberships, exemptUntil, community }: Subject,
  year: number,
) {
  const day = paces.dayFor(random, year, community.street.code, community.county)
  if (day === null) return null
  const joined = Math.min(...memberships.map(({ from }) => from))
  const exempt = exemptUntil !== null && !random.chance(0.08) ? exemptUntil : 0
  const earliest = Math.max(dayAt(year, 1, 1), joined + 1, exempt)
  return { day: day < earliest ? earliest + random.int(0, 50) : day, earliest }
}

function momentOf(random: Random, channel: Channel, day: Day, earliest: Day): Moment {
  if (channel === 'MATCH') return { day: matchingDay(day, earliest), second: 9 * 3600 + random.int(0, 1800) }
  if (channel === 'SELF' || channel === 'RELATIVE') return workingHours(random, day)
  return workingHours(random, random.chance(0.9) ? Math.max(workingDay(day), earliest) : day)
}

function operatorOf(random: Random, { staffing }: Records, channel: Channel, street: RegionCode): Operator {
  if (channel === 'SELF') return SELF
  if (channel === 'RELATIVE') return RELATIVE
  if (channel === 'MATCH') return MATCHING
  return staffing.clerkOf(random, street, 'STREET_STAFF')
}

function record(
  random: Random,
  records: Records,
  subject: Subject,
  year: number,
  channel: Channel,
  at: Moment,
): Certification {
  const community = standingOn(subject.memberships, at.day)?.file.community ?? subject.community
  const isOffline = channel === 'VISIT' || channel === 'VIDEO'
  const lastOfYear = dayAt(year, 12, 31)
  return {
    channel,
    at,
    visitDate: isOffline ? Math.min(at.day, lastOfYear - (at.day > lastOfYear ? random.int(0, 15) : 0)) : null,
    note: channel === 'VISIT' && random.chance(0.35) ? random.pick(VISIT_NOTES) : '',
    region: community.code,
    operator: operatorOf(random, records, channel, community.street.code),
    doubtful: false,
    revoked: null,
    requestId: random.uuid(),
  }
}

/** The first record of a year; null when nobody was there yet. */
function firstRecord(
  random: Random,
  records: Records,
  subject: Subject,
  year: number,
  until: Day,
): Certification | null {
  const plan = plannedDay(random, records, subject, year)
  if (!plan || plan.day > until) return null
  const isLate = plan.day > dayAt(year, 12, 31)
  const channel = isLate ? offlineChannel(random) : channelFor(random, subject, plan.day)
  const burst =
    channel === 'VISIT' && !isLate && random.chance(BURST_SHARE) ? burstOf(records, subject.community, year) : null
  const isInBurst =
    burst && Math.abs(burst.day - plan.day) < BURST_SPAN && burst.day >= plan.earliest && burst.day <= until
  const at = isInBurst
    ? { day: burst.day, second: burst.second + random.int(0, 540) }
    : momentOf(random, channel, plan.day, plan.earliest)
  return record(random, records, subject, year, channel, at)
}

/** The county undoes what was recorded offline without good reason; in the demo's county of late, so that there is something to see. */
function undoing(
  random: Random,
  { season, staffing }: Records,
  made: Certification,
  subject: Subject,
  until: Day,
): Undone | null {
  if (made.visitDate === null || made.at.day >= until) return null
  const isRecent = made.at.day > season.yesterday - RECENT_DAYS
  const share = !isDemoCounty(subject.community) ? 0.012 : isRecent ? 0.16 : 0.03
  if (!random.chance(share)) return null
  const day = workingDay(random.int(made.at.day + 1, Math.min(until, made.at.day + RECENT_DAYS)))
  if (day <= made.at.day) return null
  const by = staffing.clerkOf(random, subject.community.county, 'COUNTY_CASEWORKER')
  return { at: workingHours(random, day), by, reason: random.pick(UNDO_REASONS) }
}

/** A visit on paper to somebody who had died (存疑). */
function doubtfulRecord(
  random: Random,
  records: Records,
  subject: Subject,
  year: number,
  from: Day,
  to: Day,
): Certification {
  const made = record(random, records, subject, year, 'VISIT', workingHours(random, random.int(from, to)))
  return { ...made, note: '', doubtful: true }
}

/** Everything recorded about one person in one year, oldest first; only the last may be valid. */
export function certify(
  random: Random,
  records: Records,
  subject: Subject,
  year: number,
  bounds: Bounds,
): Certification[] {
  const until = Math.min(bounds.until, records.season.lastRecord(year))
  const first = firstRecord(random, records, subject, year, until)
  if (!first) {
    const { doubtful } = bounds
    return doubtful ? [doubtfulRecord(random, records, subject, year, doubtful.from, doubtful.to)] : []
  }
  first.revoked = undoing(random, records, first, subject, until)
  if (!first.revoked || random.chance(0.45)) return [first]
  const day = first.revoked.at.day + random.int(1, 12)
  if (day > until) return [first]
  return [first, record(random, records, subject, year, 'VISIT', workingHours(random, day))]
}
