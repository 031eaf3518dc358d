/** The plan that was shown and applied with a death, made by the product's own rules from what was known that day. */

import { type DeathPlan, planDeath } from '@/lib/death/rules'
import type { Parameters } from '@/lib/parameters'
import { type Day, plainOf } from './day'
import type { Death } from './death'
import type { Member } from './household'

/** A valid certification, when it was vouched for and recorded. */
export interface Vouching {
  certificationId: number
  on: Day
  recordedOn: Day
  operatorName: string
}

/** The plan for the `death` of a member. */
export function planOf(
  { birth }: Member,
  death: Death,
  vouchings: readonly Vouching[],
  parameters: Parameters,
): DeathPlan {
  const vouched = vouchings
    .filter(({ recordedOn }) => recordedOn <= death.at.day)
    .map(({ certificationId, on, operatorName }) => ({ certificationId, on: plainOf(on), operatorName }))
  const days = { birthDate: plainOf(birth), diedOn: plainOf(death.diedOn), today: plainOf(death.at.day) }
  return planDeath({ ...days, vouched }, parameters)
}
