import {
  figuresOf,
  type HouseholdFigures,
  type HouseholdState,
  headOf,
  livingMembers,
  type MemberState,
} from '@/lib/household/state'
import { supplementOf } from '@/lib/household/supplement'
import type { Parameters } from '@/lib/parameters'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import { isAdult, successors } from './succession'

// What a death means for one household, as the street sees it before 确定 and as the county finds it in its task. Pure.

/** The ways in which a household goes on, or does not. */
export const DEATH_WAYS = {
  REDUCE: '减保',
  STOP: '停保',
  SUCCESSION: '户主变更',
  NEW_FILE: '停旧建新',
  MINORS: '儿童保障',
} as const
export type DeathWay = keyof typeof DEATH_WAYS

/** The death of a member as far as the household's plan needs it. */
export interface MemberDeath {
  personId: number
  diedOn: PlainDate
  /** Of the numbers that begin with this file's, those that have been given: none is given twice. */
  numbersTaken: readonly string[]
}

/** What a way comes to. Money in fen. */
export interface WayOutcome {
  way: DeathWay
  after: HouseholdFigures
  /** Months overpaid × what the household would have had less a month. */
  overpaidFen: number
}

/** What the county finds. The first of `ways` is the default. */
export interface DeathProposal {
  householdId: number
  certificateNo: string
  headName: string
  /** The one who died. */
  name: string
  wasHead: boolean
  /** First day of the first month without benefit for them. */
  firstMonth: PlainDate
  overpaidMonths: number
  before: HouseholdFigures
  ways: WayOutcome[]
  /** 分类施保 of the living, before and after, where it changes. */
  supplements: { personId: number; name: string; beforeFen: number; afterFen: number }[]
  /** Who may head the household, the likeliest first; empty where nobody has to. */
  candidates: { personId: number; name: string; relation: MemberState['relation'] }[]
  /** 停旧建新 would give this number. */
  newNumber: string
}

/** First day of the first month without benefit: the month after the death, or as the parameter has it. */
export function firstMonthWithout(diedOn: PlainDate, parameters: Parameters): PlainDate {
  return addMonths(firstOfMonth(diedOn), parameters['death.benefitEndsAfterMonths'])
}

/** Months from the first one without benefit up to and with the current one: paid, or about to be, after the death. */
export function overpaidMonths(firstMonth: PlainDate, today: PlainDate): number {
  return Math.max(0, monthNumber(today) - monthNumber(firstMonth) + 1)
}

function monthNumber(day: PlainDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}

/**
 * The ways open to the county, the default first. Nobody left: 停保. Only minors: 儿童保障. The head of adults: 户主变更 or 停旧建新, as the
 * parameter prefers. Else 减保. A household in which nobody 保障 is left has nothing to be paid for: then 停保 stands first. One that
 * has stopped already is neither stopped again nor continued in another file.
 */
export function waysOpen(
  state: HouseholdState,
  personId: number,
  parameters: Parameters,
  today: PlainDate,
): DeathWay[] {
  const living = livingMembers(state).filter((member) => member.personId !== personId)
  const going = state.status === 'ACTIVE'
  if (living.length === 0) return going ? ['STOP'] : ['REDUCE']
  const ways = waysOn(living, headOf(state)?.personId === personId, parameters, today)
  if (!going) return ways.filter((way) => way !== 'NEW_FILE')
  // 低边 families are never insured, and go on all the same.
  return state.category === 'DIBIAN' || living.some(({ insured }) => insured) ? ways : ['STOP', ...ways]
}

function waysOn(living: MemberState[], wasHead: boolean, parameters: Parameters, today: PlainDate): DeathWay[] {
  if (!living.some((member) => isAdult(member, today))) return ['MINORS']
  if (!wasHead) return ['REDUCE']
  return parameters['death.succession'] === 'NEW_FILE' ? ['NEW_FILE', 'SUCCESSION'] : ['SUCCESSION', 'NEW_FILE']
}

/** The proposal for a household that the dead person is still a member of; null for any other. */
export function proposeForDeath(
  state: HouseholdState,
  death: MemberDeath,
  parameters: Parameters,
  today: PlainDate,
): DeathProposal | null {
  const dead = state.members.find(({ personId }) => personId === death.personId)
  if (!dead) return null
  const living = livingMembers(state).filter((member) => member !== dead)
  const firstMonth = firstMonthWithout(death.diedOn, parameters)
  const months = overpaidMonths(firstMonth, today)
  const before = figuresOf(state)
  const remaining = state.members.filter((member) => member !== dead)
  const going = figuresOf({ members: recomputed(remaining, state, parameters, firstMonth) })
  const wasHead = dead.relation === 'HEAD'
  return {
    householdId: state.id,
    certificateNo: state.certificateNo,
    headName: headOf(state)?.name ?? '',
    name: dead.name,
    wasHead,
    firstMonth,
    overpaidMonths: months,
    before,
    ways: waysOpen(state, death.personId, parameters, today).map((way) => {
      const after = way === 'STOP' ? { ...going, insured: 0, amountFen: 0, supplementFen: 0 } : going
      return { way, after, overpaidFen: months * Math.max(0, before.amountFen - after.amountFen) }
    }),
    supplements: living.flatMap((member) => {
      const afterFen = supplementFen(member, state, parameters, firstMonth)
      const { personId, name, supplementFen: beforeFen } = member
      return afterFen === beforeFen ? [] : [{ personId, name, beforeFen, afterFen }]
    }),
    candidates: wasHead
      ? successors(living, today).map(({ personId, name, relation }) => ({ personId, name, relation }))
      : [],
    newNumber: numberAfter(state.certificateNo, death.numbersTaken),
  }
}

/** 分类施保 of a member who lives on, computed anew and never copied. Of the dead who are still on file nothing changes before their own 减保. */
export function supplementFen(
  member: MemberState,
  state: HouseholdState,
  parameters: Parameters,
  on: PlainDate,
): number {
  const goesOn = state.status === 'ACTIVE' && member.diedOn === null
  return goesOn ? supplementOf(member, state.category, parameters, on) : member.supplementFen
}

function recomputed(
  members: readonly MemberState[],
  state: HouseholdState,
  parameters: Parameters,
  on: PlainDate,
): MemberState[] {
  return members.map((member) => ({ ...member, supplementFen: supplementFen(member, state, parameters, on) }))
}

/** The number of a file that continues another: the old number, `-`, and the first counter that was never given. */
export function numberAfter(certificateNo: string, taken: readonly string[]): string {
  let counter = 1
  while (taken.includes(`${certificateNo}-${counter}`)) counter += 1
  return `${certificateNo}-${counter}`
}
