import type { Role } from '@/lib/access/permissions'
import { can } from '@/lib/access/permissions'
import type { SuspicionStatus } from '@/lib/household/codes'
import { type Light, lightAfter } from '@/lib/household/file-tasks'
import type { Parameters } from '@/lib/parameters'
import { addDays, daysBetween, type PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'

// 疑似死亡: deaths that nobody reported are how 「死人吃低保」 happens, so the age of the list is supervised.

/** 正常, 临期 or 超期: how long a suspicion listed on a day has stood (parameters). */
export function lightOf(listedOn: PlainDate, today: PlainDate, parameters: Parameters): Light {
  return lightAfter(daysBetween(listedOn, today), {
    notice: parameters['suspectedDeath.noticeDays'],
    overdue: parameters['suspectedDeath.overdueDays'],
  })
}

/** The days by which a light is known: what was listed on `overdue` or before is 超期, else on `soon` or before 临期. */
export interface LightLimits {
  soon: PlainDate
  overdue: PlainDate
}

/** The same as `lightOf`, for a list that is filtered and counted in the database. */
export function lightLimits(today: PlainDate, parameters: Parameters): LightLimits {
  return {
    soon: addDays(today, -parameters['suspectedDeath.noticeDays']),
    overdue: addDays(today, -parameters['suspectedDeath.overdueDays']),
  }
}

/** What can be done with a suspicion. */
export type SuspicionAction = 'alive' | 'dead'

/** The buttons of a suspicion, and what the server lets through: an open one is verified by the street, a decided one stays. */
export function suspicionActions(status: SuspicionStatus, role: Role): SuspicionAction[] {
  if (status !== 'OPEN' || !can(role, 'suspectedDeath.verify')) return []
  return can(role, 'death.register') ? ['alive', 'dead'] : ['alive']
}

/** The address of the list with somebody alone: by name and place, for an ID number stands in no address. */
export function suspicionsPath(name: string, region: RegionCode): string {
  return `/deaths/suspected?${new URLSearchParams({ name, region: String(region) })}`
}
