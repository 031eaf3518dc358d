/** Days as whole numbers since 1970-01-01: millions of birth dates and terms are reckoned faster so than as text. */

import { type PlainDate, plainDate } from '@/lib/plain-date'

export type Day = number

const MS_PER_DAY = 86_400_000
const FIRST_YEAR = 1840
const LAST_YEAR = 2120

/** The first day of every month since January of FIRST_YEAR. */
const MONTHS = Array.from(
  { length: (LAST_YEAR - FIRST_YEAR) * 12 },
  (_, at) => Date.UTC(FIRST_YEAR, at, 1) / MS_PER_DAY,
)
const FIRST = Date.UTC(FIRST_YEAR, 0, 1) / MS_PER_DAY
const TEXTS = Array.from({ length: Date.UTC(LAST_YEAR, 0, 1) / MS_PER_DAY - FIRST }, (_, at) =>
  new Date((FIRST + at) * MS_PER_DAY).toISOString().slice(0, 10),
)
const YEARS = TEXTS.map((text) => Number(text.slice(0, 4)))

function beyond(): RangeError {
  return new RangeError(`only days of the years ${FIRST_YEAR}–${LAST_YEAR - 1}`)
}

/** The day of a year, month (1–12; 13 is January of the next year) and date. Throws RangeError outside 1840–2119. */
export function dayAt(year: number, month: number, date: number): Day {
  const first = MONTHS[(year - FIRST_YEAR) * 12 + month - 1]
  if (first === undefined) throw beyond()
  return first + date - 1
}

export function dayOf(date: PlainDate): Day {
  return Date.parse(`${date}T00:00:00Z`) / MS_PER_DAY
}

/** 'YYYY-MM-DD'. Throws RangeError outside the years 1840–2119. */
export function textOf(day: Day): string {
  const text = TEXTS[day - FIRST]
  if (text === undefined) throw beyond()
  return text
}

const plainDates = new Map<Day, PlainDate>()

/** The same as a plain date, for the product's own rules. */
export function plainOf(day: Day): PlainDate {
  const known = plainDates.get(day)
  if (known !== undefined) return known
  const date = plainDate(textOf(day))
  if (!date) throw new RangeError(`no such day: ${day}`)
  plainDates.set(day, date)
  return date
}

export function yearOf(day: Day): number {
  const year = YEARS[day - FIRST]
  if (year === undefined) throw beyond()
  return year
}

/** 1–12. */
export function monthOf(day: Day): number {
  return Number(textOf(day).slice(5, 7))
}

/** The first day of the month `months` after that of `day`. */
export function monthAfter(day: Day, months: number): Day {
  return dayAt(yearOf(day), monthOf(day) + months, 1)
}

/** The first day of the month that `day` lies in. */
export function monthStart(day: Day): Day {
  return monthAfter(day, 0)
}

/** The same date `years` later, earlier when negative; 29 February becomes 1 March where it is absent. */
export function yearsAfter(day: Day, years: number): Day {
  return dayAt(yearOf(day) + years, monthOf(day), Number(textOf(day).slice(8)))
}

/** Full years of life. */
export function ageOn(birth: Day, day: Day): number {
  const years = yearOf(day) - yearOf(birth)
  return textOf(day).slice(5) < textOf(birth).slice(5) ? years - 1 : years
}

/** 0 is Sunday. 1970-01-01 was a Thursday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7
}
