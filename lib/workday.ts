import published from 'chinese-days/dist/chinese-days.json'
import { addDays, type PlainDate, yearOf } from './plain-date'

// 工作日: the week, and what the State Council's yearly notices (国务院办公厅关于部分节假日安排的通知) say otherwise. The notices come from
// chinese-days, as its bare data: its functions read a date in the server's time zone and are a day off west of Greenwich.
// The data weighs 37 kB, so this stays on the server: the browser gets words.

/** Which days are at work. */
export interface Calendar {
  isWorkday(day: PlainDate): boolean
  /** Whether the notice of a year is known. Without it a year follows the week, and its due dates may still move. */
  isPublished(year: number): boolean
}

/** A day that differs from the week: off, or a Saturday or Sunday at work. */
export interface SpecialDay {
  day: PlainDate
  isOff: boolean
}

const NOTICED: ReadonlyMap<string, boolean> = new Map([
  ...Object.keys(published.holidays).map((day) => [day, true] as const),
  ...Object.keys(published.workdays).map((day) => [day, false] as const),
])
const NOTICED_YEARS: ReadonlySet<number> = new Set(
  Object.keys(published.holidays).map((day) => Number(day.slice(0, 4))),
)

/** The calendar with the own table laid over all years; `confirmedYears` are those whose notice stands in it in full. */
export function calendarOf(rows: readonly SpecialDay[], confirmedYears: readonly number[]): Calendar {
  const own = new Map<string, boolean>(rows.map(({ day, isOff }) => [day, isOff]))
  const confirmed = new Set(confirmedYears)
  return {
    isWorkday: (day) => !(own.get(day) ?? NOTICED.get(day) ?? isWeekend(day)),
    isPublished: (year) => NOTICED_YEARS.has(year) || confirmed.has(year),
  }
}

function isWeekend(day: PlainDate): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

/**
 * The working day that lies `days` working days after `from`, or before it when negative; `from` itself is not counted and, for 0, is
 * the answer, at work or not. Throws RangeError beyond the years 1000–9999.
 */
export function addWorkdays(calendar: Calendar, from: PlainDate, days: number): PlainDate {
  const step = Math.sign(days)
  let day = from
  for (let left = Math.abs(days); left > 0; ) {
    day = addDays(day, step)
    if (calendar.isWorkday(day)) left -= 1
  }
  return day
}

/**
 * How many working days lead from `from` to `to`: those after `from` up to and with `to`; negative when `to` is the earlier, and then
 * those before `from` back to and with `to`. So it undoes `addWorkdays`.
 */
export function workdaysBetween(calendar: Calendar, from: PlainDate, to: PlainDate): number {
  const step = to < from ? -1 : 1
  let count = 0
  for (let day = from; day !== to; ) {
    day = addDays(day, step)
    if (calendar.isWorkday(day)) count += step
  }
  return count
}

/** Years from one day to another whose notice is not known: what a screen warns of. */
export function unpublishedYears(calendar: Calendar, from: PlainDate, to: PlainDate): number[] {
  const count = Math.max(0, yearOf(to) - yearOf(from) + 1)
  return Array.from({ length: count }, (_, index) => yearOf(from) + index).filter((year) => !calendar.isPublished(year))
}
