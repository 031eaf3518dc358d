import type { Parameters } from '@/lib/parameters'
import { addDays, type PlainDate } from '@/lib/plain-date'

// How long something has waited: one rule for the queue of 变更, for 疑似死亡 and for what a household's file shows first.

/** 正常 / 临期 / 超期 */
export const LIGHTS = { NORMAL: '正常', SOON: '临期', OVERDUE: '超期' } as const
export type Light = keyof typeof LIGHTS

/** Days of waiting from which something is 临期, and from which it is 超期. */
export interface WaitingPeriods {
  notice: number
  overdue: number
}

/** The periods of what waits (parameters). */
export function periodsOf(what: 'change' | 'suspectedDeath', parameters: Parameters): WaitingPeriods {
  return { notice: parameters[`${what}.noticeDays`], overdue: parameters[`${what}.overdueDays`] }
}

/** The light of something that has waited `days`; `overdue` days and more are 超期. */
export function lightAfter(days: number, { notice, overdue }: WaitingPeriods): Light {
  if (days >= overdue) return 'OVERDUE'
  return days >= notice ? 'SOON' : 'NORMAL'
}

/** The days by which a light is known: what waits since `overdue` or longer is 超期, else since `soon` or longer 临期. */
export interface LightLimits {
  soon: PlainDate
  overdue: PlainDate
}

/** The same as `lightAfter`, for a list that is filtered and counted in the database. */
export function lightLimits(today: PlainDate, { notice, overdue }: WaitingPeriods): LightLimits {
  return { soon: addDays(today, -notice), overdue: addDays(today, -overdue) }
}
