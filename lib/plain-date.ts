/**
 * Calendar dates without a time. A `Date` for 2026-11-21 is the 20th wherever the clock stands west of it, and a visit, a
 * birth or a death has no hour: so dates travel as text, and only `today` and `formatDateTime` ever look at an instant.
 */

declare const plainDateBrand: unique symbol

/** 'YYYY-MM-DD', a day that exists, years 1000–9999. As text it sorts and compares in calendar order. */
export type PlainDate = string & { readonly [plainDateBrand]: true }

const MS_PER_DAY = 86_400_000
const SHANGHAI = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Asia/Shanghai',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})

function utcMidnight(date: PlainDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function fromUtc(milliseconds: number): PlainDate {
  const date = plainDate(new Date(milliseconds).toISOString().slice(0, 10))
  if (!date) throw new RangeError('date outside the years 1000–9999')
  return date
}

/** The date that `text` writes as YYYY-MM-DD; null for any other form and for a day that no calendar has. */
export function plainDate(text: string): PlainDate | null {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text)) return null
  const instant = new Date(`${text}T00:00:00Z`)
  const exists = !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text)
  return exists ? (text as PlainDate) : null
}

function shanghaiParts(instant: Date): { date: string; time: string } {
  const parts = Object.fromEntries(SHANGHAI.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { date: `${parts.year}-${parts.month}-${parts.day}`, time: `${parts.hour}:${parts.minute}` }
}

/** The date in Asia/Shanghai at an instant, wherever the server stands. Throws RangeError for an invalid `Date`. */
export function today(now: Date): PlainDate {
  const date = plainDate(shanghaiParts(now).date)
  if (!date) throw new RangeError('date outside the years 1000–9999')
  return date
}

/** An instant as staff read it, '2026-11-21 14:05', in Asia/Shanghai. Throws RangeError for an invalid `Date`. */
export function formatDateTime(instant: Date): string {
  const { date, time } = shanghaiParts(instant)
  return `${date} ${time}`
}

/** `days` later, or earlier when negative. Throws RangeError beyond the years 1000–9999. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return fromUtc(utcMidnight(date) + days * MS_PER_DAY)
}

/** The same day `months` later (earlier when negative), or that month's last day where it is shorter: 01-31 + 1 is 02-28. */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const from = new Date(utcMidnight(date))
  const month = from.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate()
  return fromUtc(Date.UTC(from.getUTCFullYear(), month, Math.min(from.getUTCDate(), lastDay)))
}

export function firstOfMonth(date: PlainDate): PlainDate {
  return `${date.slice(0, 8)}01` as PlainDate
}

export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4))
}

/** Whole days from `from` to `to`; negative when `to` is the earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return (utcMidnight(to) - utcMidnight(from)) / MS_PER_DAY
}

/** A day of a year from its 'MM-DD'; 29 February falls back to the 28th. Throws RangeError for any other day that does not exist. */
export function dayOf(year: number, monthDay: string): PlainDate {
  const day = plainDate(`${year}-${monthDay}`) ?? plainDate(monthDay === '02-29' ? `${year}-02-28` : '')
  if (!day) throw new RangeError(`no such day: ${year}-${monthDay}`)
  return day
}
