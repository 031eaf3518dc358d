/** The plan that was shown and applied with a death, made by the product's own rules from what the family was that day. */

import { type DeathPlan, planDeath, type VouchedDay } from '@/lib/death/rules'
import type { Parameters } from '@/lib/parameters'
import { type Day, plainOf } from './day'
import type { Death } from './death'
import { standingOn } from './history'
import type { Life } from './life'

/** A valid certification, when it was vouched for and recorded. */
export interface Vouching {
  certificationId: number
  on: Day
  recordedOn: Day
  operatorName: string
}

function vouchedBefore(vouchings: readonly Vouching[], registeredOn: Day): VouchedDay[] {
  return vouchings
    .filter(({ recordedOn }) => recordedOn <= registeredOn)
    .map(({ certificationId, on, operatorName }) => ({ certificationId, on: plainOf(on), operatorName }))
}

function livedOn({ resident, death }: Life, day: Day): boolean {
  return resident.member.birth <= day && (death === null || death.revoked !== null || death.at.day > day)
}

/** The plan for `life`, whose `death` it is, among the lives of the household. */
export function planOf(
  { resident }: Life,
  death: Death,
  family: readonly Life[],
  vouchings: readonly Vouching[],
  parameters: Parameters,
): DeathPlan {
  const day = death.at.day
  const standing = standingOn(resident.memberships, day)
  const others = family.flatMap((life) => {
    const membership = standingOn(life.resident.memberships, day)
    const isOther = life.resident !== resident && membership?.file === standing?.file && livedOn(life, day)
    if (!membership || !isOther) return []
    const { id, member } = life.resident
    return [{ personId: id, birthDate: plainOf(member.birth), insured: membership.insured }]
  })
  const households = standing
    ? [
        {
          householdId: standing.file.id,
          certificateNo: standing.file.certificateNo,
          isHead: standing.relation === 'HEAD',
          insured: standing.insured,
          others,
        },
      ]
    : []
  const vouched = vouchedBefore(vouchings, day)
  const birthDate = plainOf(resident.member.birth)
  return planDeath({ birthDate, diedOn: plainOf(death.diedOn), today: plainOf(day), households, vouched }, parameters)
}
