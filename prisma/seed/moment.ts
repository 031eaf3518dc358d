/** Moments of a working day, as text for PostgreSQL. */

import { type Day, textOf, weekday } from './day'
import type { Random } from './random'

export interface Moment {
  day: Day
  /** Since midnight in Asia/Shanghai. */
  second: number
}

const HOUR = 3600

/** 8:30–11:50 or 14:00–17:30. */
export function workingHours(random: Random, day: Day): Moment {
  const second = random.chance(0.55) ? random.int(8.5 * HOUR, 11.8 * HOUR) : random.int(14 * HOUR, 17.5 * HOUR)
  return { day, second }
}

/** The Friday before, where a day falls on a weekend. */
export function workingDay(day: Day): Day {
  const past = [2, 0, 0, 0, 0, 0, 1][weekday(day)] ?? 0
  return day - past
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** '2026-11-21 14:05:09+08' */
export function instantText({ day, second }: Moment): string {
  const minutes = Math.floor(second / 60)
  return `${textOf(day)} ${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(second % 60)}+08`
}
