import { joinSql, type Sql, sql } from '@/lib/db/sql'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { wordsOf } from '@/lib/table/words'
import { LIGHTS, type Light } from '@/lib/waiting/rules'
import { addWorkdays, type Calendar } from '@/lib/workday'
import { noticeDates } from './due'

// 时限 of cases in the database: the same as `lightOf` and `remainingInWords`, for a list that is filtered, counted and exported there.

/** The days by which a row's light and its remaining working days are told. */
export interface DueDays {
  readonly today: PlainDate
  /** See `noticeDates`. */
  readonly notice: readonly PlainDate[]
  /** The working days around today in order: MOST_OVERDUE up to and with it or the day off that it is, and as many after it as a step can have. */
  readonly workdays: readonly PlainDate[]
}

/** Working days beyond which a list no longer counts: 「超 60 个工作日以上」. */
export const MOST_OVERDUE = 60
/** More than any step has, by the bounds of the parameters. */
const FURTHEST_DUE = 130

export function dueDays(today: PlainDate, calendar: Calendar, parameters: Parameters): DueDays {
  const own = calendar.isWorkday(today) ? [today] : []
  const past = walk(today, -1, MOST_OVERDUE + 1 - own.length, calendar).reverse()
  const ahead = walk(today, 1, FURTHEST_DUE, calendar)
  return { today, notice: noticeDates(today, calendar, parameters), workdays: [...past, ...own, ...ahead] }
}

function walk(from: PlainDate, step: 1 | -1, count: number, calendar: Calendar): PlainDate[] {
  const days: PlainDate[] = []
  for (let day = from; days.length < count; days.push(day)) day = addWorkdays(calendar, day, step)
  return days
}

/** Joined once as `c`; with it `DUE_LIGHT` and `DUE_IN_WORDS` speak of `r.due_on` and `r.limit_days`. */
export function dueJoin({ today, notice, workdays }: DueDays): Sql {
  return sql`CROSS JOIN (VALUES (${today}::date, ${[...notice]}::date[], ${[...workdays]}::date[])) AS c (today, notice, workdays)`
}

/** 正常 / 临期 / 超期 as its code; NULL once the case is closed. */
export const DUE_LIGHT: Sql = sql`CASE WHEN r.due_on < c.today THEN 'OVERDUE'
  WHEN r.due_on <= c.notice[least(cardinality(c.notice), r.limit_days)] THEN 'SOON' WHEN r.due_on IS NOT NULL THEN 'NORMAL' END`

/** 「剩 2 个工作日（临期）」, 「今日到期（临期）」, 「超 3 个工作日（超期）」; NULL once the case is closed. */
export const DUE_IN_WORDS: Sql = sql`CASE WHEN r.due_on = c.today THEN '今日到期'
    WHEN r.due_on > c.today THEN '剩 ' || greatest(1, ${workdaysUntil(sql`r.due_on`)} - ${workdaysUntil(sql`c.today`)}) || ' 个工作日'
    WHEN r.due_on < c.workdays[1] THEN ${`超 ${MOST_OVERDUE} 个工作日以上`}
    ELSE '超 ' || greatest(1, ${workdaysUntil(sql`c.today`)} - ${workdaysUntil(sql`r.due_on`)}) || ' 个工作日' END
  || '（' || ${wordsOf(DUE_LIGHT, LIGHTS)} || '）'`

/** The number of known working days up to and with a day, by binary search. */
function workdaysUntil(day: Sql): Sql {
  return sql`width_bucket(${day}, c.workdays)`
}

/** What a list sorts by: closed cases are due no more, and stand behind all others. An index of the table has the same words. */
export const DUE_ORDER: Sql = sql`coalesce(r.due_on, 'infinity')`

/** Of which open cases `r` one of the lights holds. */
export function lit(lights: readonly Light[], days: DueDays): Sql {
  const conditions = lights.map((light) => LIT[light](days))
  return sql`(r.status <> 'CLOSED' AND (${joinSql(conditions, ' OR ')}))`
}

const LIT: Record<Light, (days: DueDays) => Sql> = {
  OVERDUE: ({ today }) => sql`${DUE_ORDER} < ${today}::date`,
  // The first condition says nothing new, but an index can look for it.
  SOON: (days) =>
    sql`(r.due_on BETWEEN ${days.today}::date AND ${days.notice.at(-1)}::date AND r.due_on <= ${lastNotice(days)})`,
  NORMAL: (days) => sql`(r.due_on >= ${days.today}::date AND r.due_on > ${lastNotice(days)})`,
}

function lastNotice({ notice }: DueDays): Sql {
  return sql`(${[...notice]}::date[])[least(${notice.length}::int, r.limit_days)]`
}
