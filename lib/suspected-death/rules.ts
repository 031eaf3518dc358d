import type { Role } from '@/lib/access/permissions'
import { can } from '@/lib/access/permissions'
import type { SuspicionStatus } from '@/lib/household/codes'
import type { RegionCode } from '@/lib/region'

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
