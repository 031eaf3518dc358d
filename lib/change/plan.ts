import { type Patch, setMembership, withPatches } from '@/lib/household/patch'
import { type HouseholdState, livingMembers } from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import type { Sex } from '@/lib/id-card'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import type { Refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import type { ChangeContent } from './input'

// What every kind of change has in common.

/** What is stored with the request, shown, approved and kept in the history. */
export interface ChangePlan {
  patches: Patch[]
  /** For the clerk to think about; nothing of it prevents the change. */
  warnings: string[]
}

/** Why there is no plan: sentences at the fields of the form, or one for the whole. */
export type ChangeTrouble = { fields: Record<string, string> } | { refusal: Refusal }

export type Planned = Result<ChangePlan, ChangeTrouble>

/** What the ID number of a request turned out to be. */
export interface Identified {
  masked: string
  sex: Sex
  birthDate: PlainDate
  /** The person who has it, among `state.known` or the members; null when nobody in reach has. */
  personId: number | null
}

/** What is asked for; `identified` is null where no ID number was given. */
export type ChangeToPlan = ChangeContent & { identified: Identified | null }

/** A change of one kind. */
export type Of<Kind extends ChangeContent['kind']> = Extract<ChangeToPlan, { kind: Kind }>

/** A sentence for the whole of a request that cannot be. */
export function impossible(message: string): { ok: false; error: ChangeTrouble } {
  return err({ refusal: { code: 'NOT_POSSIBLE', message } })
}

/** Sentences at fields of the form. */
export function wrong(fields: Record<string, string>): { ok: false; error: ChangeTrouble } {
  return err({ fields })
}

/** The plan with 分类施保 worked out anew for each living member, and a warning where nobody is insured any more. */
export function settled(
  state: HouseholdState,
  patches: readonly Patch[],
  parameters: Parameters,
  today: PlainDate,
  warnings: readonly string[] = [],
): Planned {
  const after = withPatches(state, patches)
  const supplements = livingMembers(after)
    .filter(({ membershipId }) => state.members.some((member) => member.membershipId === membershipId))
    .flatMap((member) =>
      setMembership(member, { supplementFen: supplementOf(member, after.category, parameters, today) }),
    )
  const empty = after.members.some(({ insured }) => insured) ? [] : ['变更后户内没有保障对象，请一并考虑办理停保。']
  return ok({ patches: [...patches, ...supplements], warnings: [...warnings, ...empty] })
}

/**
 * Why the shares of a household cannot be touched: somebody in it has died and 减保 has not been decided, which rests on what they had.
 * Null when nobody has.
 */
export function awaitingDeath({ members }: HouseholdState): ReturnType<typeof impossible> | null {
  const dead = members.filter(({ diedOn }) => diedOn !== null).map(({ name }) => name)
  if (dead.length === 0) return null
  return impossible(
    `户内${dead.join('、')}已登记死亡，请先由区县办结死亡减保停保（户主另有其人的，也可以死亡为由减少该成员），再申请本项变更。`,
  )
}

/** What is wrong with the share of one member; null when nothing is. */
export function troubleWithShare(
  { category }: Pick<HouseholdState, 'category'>,
  { insured, baseFen }: { insured: boolean; baseFen: number },
): string | null {
  if (baseFen === 0) return null
  if (category === 'DIBIAN') return '低保边缘家庭不发放保障金，保障金额应为0。'
  return insured ? null : '非保障对象不发放保障金，请改为0，或将其列为保障对象。'
}
