import type { Category, Channel, LadderStep, Relation, Status } from '@/lib/certification/codes'
import {
  type Asking,
  asOfDay,
  ladderOf,
  lastDayOf,
  type RowAction,
  rowActions,
  statusOf,
} from '@/lib/certification/rules'
import type { Parameters } from '@/lib/parameters'
import { today as dayAt, type PlainDate } from '@/lib/plain-date'
import { isWithin, type RegionCode } from '@/lib/region'

// What a person's page says, derived from the records and nothing else.

/** Age in whole years on a day; someone born on 29 February is a year older on 1 March of a common year (民法典 第二百零一条). */
export function ageOn(birthDate: PlainDate, day: PlainDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) >= birthDate.slice(5) ? years : years - 1
}

const STEPS_ABOVE_STREET = 3

/** The place as tables name it, from the street down: 「太和镇 太和社区」; `path` is the whole way, parts joined by ' > '. */
export function shortPlace(path: string): string {
  const parts = path.split(' > ')
  return (parts.length > STEPS_ABOVE_STREET ? parts.slice(STEPS_ABOVE_STREET) : parts.slice(-1)).join(' ')
}

/**
 * How someone who stands at `ownPath` names another place: what differs, no deeper than needed. The other village of the same street
 * by its name, another street by the street, another county by county and street.
 */
export function placeApart(path: string, ownPath: string): string {
  if (path === '') return '其他地区'
  const parts = path.split(' > ')
  const own = ownPath.split(' > ')
  const apart = parts.findIndex((part, step) => part !== own[step])
  if (apart === -1) return '本社区其他户'
  return apart > STEPS_ABOVE_STREET ? parts.slice(apart).join('') : parts.slice(apart, STEPS_ABOVE_STREET + 1).join('')
}

/** One year of the roster as the database has it. */
export interface YearRecord {
  rosterId: number
  year: number
  region: RegionCode
  path: string
  category: Category
  relation: Relation
  insured: boolean
  exemptUntil: PlainDate | null
  certificationId: number | null
  channel: Channel | null
  certifiedAt: Date | null
  /** Region for which the operator of the valid certification worked. */
  operatorRegion: RegionCode | null
  deathId: number | null
  exitedOn: PlainDate | null
  /** 疑似死亡 of the person that nobody has verified. */
  suspected: boolean
}

/** A year with what it says today. */
export interface YearStanding extends YearRecord {
  status: Status
  /** Where the uncertified on the roster stand; null for everyone else. */
  ladder: LadderStep | null
  /** 已归档: the year takes no change any more. */
  frozen: boolean
  /** What the viewer may do with it now. */
  actions: RowAction[]
}

/** Who looks at a year, and when. */
export interface Looking {
  asking: Asking
  today: PlainDate
  parameters: Parameters
}

/**
 * Status, ladder, archive and buttons of one year. A year that stands outside the viewer's reach has none; one that was left has
 * none but 撤销死亡登记, for 减保 takes the dead off the roster.
 */
export function standingOf(record: YearRecord, { asking, today, parameters }: Looking): YearStanding {
  const { year, channel, certifiedAt, operatorRegion, suspected } = record
  const status = statusOf(record, asOfDay(year, today, parameters))
  const recorded = channel && certifiedAt ? { channel, certifiedOn: dayAt(certifiedAt), operatorRegion } : null
  const onRoster = record.exitedOn === null
  return {
    ...record,
    status,
    ladder: onRoster && status === 'PENDING' ? ladderOf(year, today, parameters) : null,
    frozen: today > lastDayOf(year, parameters),
    actions:
      (onRoster || status === 'DEAD') && isWithin(record.region, asking.region)
        ? rowActions({ year, status, recorded, suspected }, asking, today, parameters)
        : [],
  }
}

/** A member of a household with what this year's roster says about them. */
export interface MemberRecord {
  householdId: number
  personId: number
  name: string
  relation: Relation
  insured: boolean
  /** A valid death, of whatever year. */
  dead: boolean
  /** Where the person's roster row stands. */
  region: RegionCode
  path: string
  /** This year's roster row as far as the viewer may see it. */
  row: {
    householdId: number
    exemptUntil: PlainDate | null
    certificationId: number | null
    deathId: number | null
    exitedOn: PlainDate | null
  } | null
}

/** What a household's table says in 本年度认证状态: a status, the other place where the member is certified, or why neither. */
export type MemberStanding = { status: Status; ladder: LadderStep | null } | { elsewhere: string } | { off: string }

/** The standing of a member in one household of this path. One roster row per person: another household's says 「在××认证」. */
export function memberStanding(
  member: MemberRecord,
  householdPath: string,
  year: number,
  { asking, today, parameters }: Looking,
): MemberStanding {
  const { row } = member
  const elsewhere = row ? row.householdId !== member.householdId : !isWithin(member.region, asking.region)
  if (member.dead) return { status: 'DEAD', ladder: null }
  if (elsewhere) return { elsewhere: placeApart(member.path, householdPath) }
  if (!row) return { off: '未列入本年度名册' }
  if (row.exitedOn !== null) return { off: `已退出（${row.exitedOn}）` }
  const status = statusOf(row, asOfDay(year, today, parameters))
  return { status, ladder: status === 'PENDING' ? ladderOf(year, today, parameters) : null }
}

/** 家庭人口 and 保障人口: the living members, and those of them who are 保障. */
export function headcount(members: readonly Pick<MemberRecord, 'dead' | 'insured'>[]): {
  all: number
  insured: number
} {
  const living = members.filter(({ dead }) => !dead)
  return { all: living.length, insured: living.filter(({ insured }) => insured).length }
}
