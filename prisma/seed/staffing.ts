/** Who works where, as far as records name them: the clerks of every street and county, among them the demo accounts. */

import type { Role } from '@/lib/access/permissions'
import type { RegionCode } from '@/lib/region'
import { dayAt } from './day'
import { fullName, surname } from './names'
import { Random } from './random'

export interface Operator {
  /** Of the account; null where nobody has one. */
  id: number | null
  name: string
  role: Role | 'CITIZEN' | 'SYSTEM'
  region: RegionCode | null
}

export const SELF: Operator = { id: null, name: '本人', role: 'CITIZEN', region: null }
export const RELATIVE: Operator = { id: null, name: '亲友', role: 'CITIZEN', region: null }
export const MATCHING: Operator = { id: null, name: '数据比对', role: 'SYSTEM', region: null }

/** An invented name of someone of working age. */
export function staffName(random: Random): string {
  const birth = dayAt(random.int(1972, 1998), random.int(1, 12), random.int(1, 28))
  return fullName(random, surname(random), random.chance(0.5) ? 'FEMALE' : 'MALE', birth)
}

export class Staffing {
  private readonly known = new Map<RegionCode, readonly Operator[]>()

  /** `accounts`: who can sign in; where clerks among them are at home there are no others. */
  constructor(
    private readonly seed: number,
    accounts: readonly (Operator & { region: RegionCode })[],
  ) {
    for (const account of accounts) {
      if (account.role !== 'STREET_STAFF' && account.role !== 'COUNTY_CASEWORKER') continue
      this.known.set(account.region, [...(this.known.get(account.region) ?? []), account])
    }
  }

  /** Somebody who works for a street or a county. */
  clerkOf(random: Random, region: RegionCode, role: 'STREET_STAFF' | 'COUNTY_CASEWORKER'): Operator {
    return random.pick(this.known.get(region) ?? this.invented(region, role))
  }

  private invented(region: RegionCode, role: Role): readonly Operator[] {
    const random = new Random(this.seed, 'staff', region)
    const clerks = Array.from({ length: random.int(2, 3) }, () => ({ id: null, name: staffName(random), role, region }))
    this.known.set(region, clerks)
    return clerks
  }
}
