import 'server-only'
import { type PlainDate, plainDate, today } from './plain-date'

/** Now, and the day that counts. */
export interface Clock {
  now: Date
  today: PlainDate
}

/** Reads the clock. In the demo and in tests TODAY fixes the day; the time of day goes on. */
export function readClock(): Clock {
  const now = new Date()
  const fixed = process.env.DEMO === '1' ? plainDate(process.env.TODAY ?? '') : null
  if (!fixed) return { now, today: today(now) }
  const sinceMidnight = now.getTime() - Date.parse(`${today(now)}T00:00:00+08:00`)
  return { now: new Date(Date.parse(`${fixed}T00:00:00+08:00`) + sinceMidnight), today: fixed }
}
