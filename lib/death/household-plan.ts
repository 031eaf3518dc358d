import { type CreatePatch, createMembership, type Patch, setHousehold, setMembership } from '@/lib/household/patch'
import { type HouseholdState, livingMembers, type MemberState, maskPhone } from '@/lib/household/state'
import type { Parameters } from '@/lib/parameters'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import type { Refusal } from '@/lib/refusal'
import { err, ok, type Result } from '@/lib/result'
import type { DeathDecision } from './input'
import {
  DEATH_WAYS,
  type DeathProposal,
  firstMonthWithout,
  type MemberDeath,
  numberAfter,
  supplementFen,
  waysOpen,
} from './proposal'
import { relationTo, successors } from './succession'

// What the county decides about the household of somebody who died, as patches. Pure.

/**
 * What a decision does to the household. Refuses with NOT_POSSIBLE what does not fit the household as it is now: a way that is not
 * open, a month too early or too late, a head who cannot be one.
 */
export function planDeathHousehold(
  state: HouseholdState,
  death: MemberDeath,
  decision: DeathDecision,
  parameters: Parameters,
  today: PlainDate,
): Result<Patch[], Refusal> {
  const dead = state.members.find(({ personId }) => personId === death.personId)
  if (!dead) return impossible('该对象已不在本户中，无需办理减保停保。请退回该任务并注明情况。')
  if (!waysOpen(state, death.personId, parameters, today).includes(decision.way)) {
    return impossible(`本户目前的情况不适用“${DEATH_WAYS[decision.way]}”，请重新选择办理方式。`)
  }
  const misplaced = checkMonth(decision, death.diedOn, parameters, today)
  if (misplaced) return impossible(misplaced)
  const living = livingMembers(state).filter((member) => member !== dead)
  const head = successorIn(decision, dead.relation === 'HEAD' ? successors(living, today) : [])
  if (!head.ok) return head
  const facts = { state, dead, living, head: head.value, numbersTaken: death.numbersTaken, parameters }
  return ok(patchesOf(decision, facts))
}

function impossible(message: string): { ok: false; error: Refusal } {
  return err({ code: 'NOT_POSSIBLE', message })
}

/**
 * Whether the effective month can be meant: not before that of the death, not later than the next, and another than the first month
 * without benefit only with a reason. Null, or the sentence.
 */
export function checkMonth(
  { effectiveMonth, monthReason }: Pick<DeathDecision, 'effectiveMonth' | 'monthReason'>,
  diedOn: PlainDate,
  parameters: Parameters,
  today: PlainDate,
): string | null {
  if (effectiveMonth < firstOfMonth(diedOn)) return '生效月不能早于死亡当月。'
  const proposed = firstMonthWithout(diedOn, parameters)
  const latest = [proposed, addMonths(firstOfMonth(today), 1)]
  if (latest.every((last) => effectiveMonth > last)) return '生效月不能晚于下个月。'
  return effectiveMonth !== proposed && monthReason === '' ? '生效月不是停发首月，请填写调整原因。' : null
}

/** Who heads the household from now on: null where the old head goes on, or nobody has to. */
function successorIn(decision: DeathDecision, candidates: readonly MemberState[]): Result<MemberState | null, Refusal> {
  if (decision.way === 'REDUCE' || decision.way === 'STOP') return ok(null)
  if (decision.way === 'MINORS' && candidates.length === 0) return ok(null)
  const head = candidates.find(({ personId }) => personId === decision.headPersonId)
  return head ? ok(head) : impossible('请在本户健在的成员中选择新户主。')
}

/** What the task proposes before the county has looked: the default way, from the first month without benefit. */
export function decisionProposed({ ways, firstMonth, candidates }: DeathProposal): DeathDecision | null {
  const way = ways[0]?.way
  const month = { effectiveMonth: firstMonth, monthReason: '' }
  const headPersonId = candidates[0]?.personId
  if (way === 'REDUCE' || way === 'STOP') return { way, ...month }
  if (way === 'MINORS') return { way, ...month, headPersonId, guardianName: '', guardianPhone: '' }
  return way && headPersonId !== undefined ? { way, ...month, headPersonId } : null
}

interface Facts {
  state: HouseholdState
  dead: MemberState
  living: readonly MemberState[]
  /** The new head, where there is to be one. */
  head: MemberState | null
  numbersTaken: readonly string[]
  parameters: Parameters
}

function patchesOf(decision: DeathDecision, facts: Facts): Patch[] {
  const { state, dead } = facts
  const month = decision.effectiveMonth
  const left = leave(dead, month, 'DEATH')
  const stopped = () => setHousehold(state, { status: 'STOPPED', stopMonth: month, stopReason: 'DEATH' })
  switch (decision.way) {
    case 'REDUCE':
    case 'SUCCESSION':
      return [...left, ...goOn(facts, month)]
    case 'STOP':
      return [...left, ...stopped()]
    case 'MINORS': {
      const { guardianName, guardianPhone } = decision
      const phone = guardianPhone ? { guardianPhone: maskPhone(guardianPhone) } : {}
      const name = guardianName ? { guardianName } : {}
      return [...left, ...setHousehold(state, { ...name, ...phone }), ...goOn(facts, month)]
    }
    // First into the new file and then out of the old one: so nobody leaves the roster in between.
    case 'NEW_FILE':
      return [
        ...opened(facts, month),
        ...left,
        ...facts.living.flatMap((member) => leave(member, month, null)),
        ...stopped(),
      ]
  }
}

/** A membership ends with the effective month, though never before it began. */
function leave(member: MemberState, month: PlainDate, exitReason: 'DEATH' | null): Patch[] {
  return setMembership(member, { toDate: month > member.fromDate ? month : member.fromDate, exitReason })
}

/** The shares of the living anew, and what everybody is to the new head. The head comes first: a household has one at a time. */
function goOn({ state, living, head, parameters }: Facts, month: PlainDate): Patch[] {
  const headFirst = head ? [head, ...living.filter((member) => member !== head)] : living
  return headFirst.flatMap((member) =>
    setMembership(member, {
      relation: relationIn(member, head),
      supplementFen: supplementFen(member, state, parameters, month),
    }),
  )
}

function relationIn(member: MemberState, head: MemberState | null): MemberState['relation'] {
  if (head === null) return member.relation
  return member === head ? 'HEAD' : relationTo(head, member)
}

const FILE = 'file'

/**
 * 停旧建新: a file that continues the old one from the effective month, with the living as they were. Telephone and account are not
 * carried over: mostly they were those of the dead.
 */
function opened({ state, living, head, numbersTaken, parameters }: Facts, month: PlainDate): CreatePatch[] {
  const { category, registration, address, registeredAddress, supportMode, incomeFen } = state
  const { region, reviewClass, reviewedOn, reviewDue } = state
  const file: CreatePatch = {
    op: 'create',
    target: 'household',
    ref: FILE,
    who: '新档案',
    values: {
      ...{ region, category, registration, address, registeredAddress, supportMode, incomeFen },
      ...{ reviewClass, reviewedOn, reviewDue },
      certificateNo: numberAfter(state.certificateNo, numbersTaken),
      predecessorId: state.id,
      startMonth: month,
      status: 'ACTIVE',
    },
  }
  const members = living.map((member) =>
    createMembership(`member-${member.personId}`, member.name, {
      householdId: { ref: FILE },
      personId: member.personId,
      region,
      relation: relationIn(member, head),
      insured: member.insured,
      baseFen: member.baseFen,
      supplementFen: supplementFen(member, state, parameters, month),
      fromDate: month,
    }),
  )
  return [file, ...members]
}
