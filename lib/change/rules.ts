import { can, type Role } from '@/lib/access/permissions'
import type { ChangeKind, ChangeStatus } from '@/lib/household/codes'
import type { HouseholdState } from '@/lib/household/state'
import type { Parameters } from '@/lib/parameters'
import { addMonths, today as dayAt, daysBetween, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import { err } from '@/lib/result'
import { type Light, lightAfter, periodsOf } from '@/lib/waiting/rules'
import { type ChangeToPlan, impossible, type Planned } from './plan'
import { planAmount, planHead, planInfo, planMove, planResume, planStop } from './plan-household'
import { planAddMember, planEditMember, planRemoveMember } from './plan-member'
import { monthInWords } from './words'

// 变更: what a request would do to a household, worked out before anything is written.

const FARTHEST_BACK_MONTHS = 24
const FARTHEST_AHEAD_MONTHS = 2

/**
 * The plan of a change from its effective month on. Whatever is asked for, afterwards the household has exactly one head, every amount
 * is the sum of its members' shares, and no share is negative, of an uninsured member or, in 低边, more than nothing.
 */
export function planChange(
  state: HouseholdState,
  change: ChangeToPlan,
  parameters: Parameters,
  today: PlainDate,
): Planned {
  const wrongMonth = checkEffectiveMonth(state, change, today)
  if (wrongMonth) return err({ fields: { effectiveMonth: wrongMonth } })
  const planned = planOf(state, change, parameters, today)
  if (planned.ok && planned.value.patches.length === 0) return impossible('没有任何变更，请修改后再提交。')
  return planned
}

function planOf(state: HouseholdState, change: ChangeToPlan, parameters: Parameters, today: PlainDate): Planned {
  switch (change.kind) {
    case 'ADD_MEMBER':
      return planAddMember(state, change, parameters, today)
    case 'REMOVE_MEMBER':
      return planRemoveMember(state, change, parameters, today)
    case 'EDIT_MEMBER':
      return planEditMember(state, change, parameters, today)
    case 'AMOUNT':
      return planAmount(state, change, parameters, today)
    case 'MOVE':
      return planMove(state, change, today)
    case 'HEAD':
      return planHead(state, change, today)
    case 'STOP':
      return planStop(state, change)
    case 'RESUME':
      return planResume(state, change, parameters, today)
    case 'INFO':
      return planInfo(state, change)
  }
}

/** From the first month of benefit up to two months ahead, and not more than 24 months back; null or the sentence for the field. */
function checkEffectiveMonth(
  { startMonth, stopMonth }: HouseholdState,
  { kind, effectiveMonth }: ChangeToPlan,
  today: PlainDate,
): string | null {
  const earliest = addMonths(firstOfMonth(today), -FARTHEST_BACK_MONTHS)
  const latest = addMonths(firstOfMonth(today), FARTHEST_AHEAD_MONTHS)
  if (effectiveMonth > latest) return `生效月不能晚于${monthInWords(latest)}。`
  if (effectiveMonth < firstOfMonth(startMonth)) return `生效月不能早于起保月（${monthInWords(startMonth)}）。`
  if (effectiveMonth < earliest) return `生效月不能早于${monthInWords(earliest)}，更早的请报上级处理。`
  if (kind === 'RESUME' && stopMonth !== null && effectiveMonth < stopMonth)
    return `生效月不能早于停保月（${monthInWords(stopMonth)}）。`
  return null
}

/** How long a request has waited for the county, and its light (parameters). */
export function ageOf(requestedAt: Date, today: PlainDate, parameters: Parameters): { days: number; light: Light } {
  const days = daysBetween(dayAt(requestedAt), today)
  return { days, light: lightAfter(days, periodsOf('change', parameters)) }
}

/** What the viewer may do with a request now. */
export type ChangeAction = 'approve' | 'sendBack' | 'withdraw' | 'resubmit'

/** A request as far as it decides what may be done with it. */
export interface RequestStanding {
  kind: ChangeKind
  status: ChangeStatus
  requesterId: number | null
  /** The household is no longer the one that the request was made for. */
  outdated: boolean
  /** 死亡减保停保 of somebody who is no longer a member: there is nothing left to decide. */
  pointless: boolean
}

/**
 * The county decides, and nobody their own; whoever asked may think again. 减保停保 is not asked for and cannot be sent back: a death
 * that was registered by mistake is undone.
 */
export function changeActions(request: RequestStanding, { id, role }: { id: number; role: Role }): ChangeAction[] {
  const { kind, status, requesterId, outdated, pointless } = request
  const own = requesterId === id
  const isTask = kind === 'DEATH'
  const decides = status === 'PENDING' && !own && can(role, 'change.decide')
  const asks = own && !isTask && can(role, 'change.request')
  const possible: [ChangeAction, boolean][] = [
    ['approve', decides && (isTask ? !pointless : !outdated)],
    ['sendBack', decides && (!isTask || pointless)],
    ['withdraw', asks && status === 'PENDING'],
    ['resubmit', asks && (status === 'SENT_BACK' || status === 'WITHDRAWN')],
  ]
  return possible.filter(([, may]) => may).map(([action]) => action)
}
