import type { Role } from '@/lib/access/permissions'
import { can } from '@/lib/access/permissions'
import type { Parameters } from '@/lib/parameters'
import { addDays, addMonths, dayOf, type PlainDate, yearOf } from '@/lib/plain-date'
import type { Refusal } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import type { Channel, LadderStep, Status } from './codes'

// Source: 年度核查生存认证操作流程 (operating guide of 湖北救助通). What differs between places is a parameter.

/** What a roster row holds that status is derived from. */
export interface Standing {
  deathId: number | null
  certificationId: number | null
  /** First day on which 免认证 no longer holds. */
  exemptUntil: PlainDate | null
}

/** 已死亡 > 已认证 > 免认证 > 未认证, on a day. The SQL function `roster_status` says the same. */
export function statusOf({ deathId, certificationId, exemptUntil }: Standing, asOf: PlainDate): Status {
  if (deathId !== null) return 'DEAD'
  if (certificationId !== null) return 'CERTIFIED'
  return exemptUntil !== null && exemptUntil > asOf ? 'EXEMPT' : 'PENDING'
}

/** The last day on which a year's roster may change: a visit of December may be entered until 31 January. */
export function lastDayOf(year: number, parameters: Parameters): PlainDate {
  return addDays(dayOf(year + 1, '01-01'), parameters['certification.graceDays'] - 1)
}

/** The day as of which a year's statuses are read: today, and for a frozen year its last day. */
export function asOfDay(year: number, today: PlainDate, parameters: Parameters): PlainDate {
  const last = lastDayOf(year, parameters)
  return today < last ? today : last
}

/** Whether a year takes certifications, undoings and deaths today. */
export function yearIsOpen(year: number, today: PlainDate, parameters: Parameters): boolean {
  return dayOf(year, '01-01') <= today && today <= lastDayOf(year, parameters)
}

/** 免认证 lasts this long after the first month with benefit; null when it had ended before the year began. */
export function exemptUntilOf(recognised: PlainDate, year: number, parameters: Parameters): PlainDate | null {
  const until = addMonths(recognised, parameters['certification.exemptMonths'])
  return until > dayOf(year, '01-01') ? until : null
}

/** The step of the ladder on which the uncertified of a year stand today: 提醒, 警示 or 逾期; null before the first. */
export function ladderOf(year: number, today: PlainDate, parameters: Parameters): LadderStep | null {
  if (today >= dayOf(year + 1, parameters['certification.overdueFrom'])) return 'OVERDUE'
  if (today >= dayOf(year, parameters['certification.warnFrom'])) return 'WARN'
  if (today >= dayOf(year, parameters['certification.remindFrom'])) return 'REMIND'
  return null
}

/** The year that a list opens with: the current one. */
export function currentYear(today: PlainDate): number {
  return yearOf(today)
}

/** Whether a visit date can be meant: inside the year and not in the future. Answers the sentence for the field. */
export function checkVisitDate(visitDate: PlainDate, year: number, today: PlainDate): Result<PlainDate, string> {
  if (visitDate > today) return err('走访日期不能晚于今天。')
  if (yearOf(visitDate) !== year) return err(`走访日期应在${year}年内。`)
  return ok(visitDate)
}

/** Why a year takes no change today; null when it does. */
export function closedYear(year: number, today: PlainDate, parameters: Parameters): Refusal | null {
  if (today < dayOf(year, '01-01')) return { code: 'YEAR_NOT_OPEN', year }
  return yearIsOpen(year, today, parameters) ? null : { code: 'YEAR_FROZEN', year }
}

/** A valid certification, as far as undoing it is concerned. */
export interface Recorded {
  channel: Channel
  certifiedOn: PlainDate
  /** Region for which the operator worked; null when nobody of the staff did it. */
  operatorRegion: RegionCode | null
}

/** Who is asking. */
export interface Asking {
  role: Role
  region: RegionCode
}

/** Whether a certification may be undone by someone: the county any; the street its own of the same day. */
export function mayRevoke(recorded: Recorded, asking: Asking, today: PlainDate, parameters: Parameters): boolean {
  if (!can(asking.role, 'certification.revoke')) return false
  if (asking.role !== 'STREET_STAFF') return true
  return (
    parameters['certification.streetRevokesSameDay'] &&
    recorded.operatorRegion === asking.region &&
    recorded.certifiedOn === today
  )
}

/** What can be done with a row of the list. */
export type RowAction = 'certify' | 'death' | 'revoke' | 'revokeDeath'

/** A row as the buttons see it. */
export interface ActionableRow {
  year: number
  status: Status
  /** The valid certification, when there is one. */
  recorded: Recorded | null
  /** 疑似死亡 that nobody has verified: 认证 goes through 核实健在. */
  suspected: boolean
}

/**
 * The buttons of a row, and what the server lets through: 未认证 and 免认证 → 认证, 死亡; 已认证 → 死亡, 撤销认证 where allowed;
 * 已死亡 → 撤销死亡登记. A frozen year has none.
 */
export function rowActions(row: ActionableRow, asking: Asking, today: PlainDate, parameters: Parameters): RowAction[] {
  if (!yearIsOpen(row.year, today, parameters)) return []
  const alive = row.status !== 'DEAD'
  const uncertified = row.status === 'PENDING' || row.status === 'EXEMPT'
  const possible: Record<RowAction, boolean> = {
    certify: uncertified && !row.suspected && can(asking.role, 'certification.certify'),
    death: alive && can(asking.role, 'death.register'),
    revoke: row.status === 'CERTIFIED' && row.recorded !== null && mayRevoke(row.recorded, asking, today, parameters),
    revokeDeath: !alive && can(asking.role, 'death.revoke'),
  }
  return (Object.keys(possible) as RowAction[]).filter((action) => possible[action])
}

/** Counts of a region's roster; the dead and the exempt stand outside the denominator. */
export interface Completion {
  /** 应认证 = roster − 已死亡 − 免认证 − 已退出; members who are not 保障 count too. */
  due: number
  certified: number
  byChannel: Record<Channel, number>
  exempt: number
  pending: number
  dead: number
}

/** 认证率 = 已认证 ÷ 应认证, one decimal; 「—」 when nobody is due. */
export function completionRate({ certified, due }: Pick<Completion, 'certified' | 'due'>): string {
  return due === 0 ? '—' : `${((certified / due) * 100).toFixed(1)}%`
}
