/** When the steps of a case were taken: on working days, mostly in time, and counted back from where the case stands today. */

import type { CaseAction, CaseStatus } from '@/lib/case/codes'
import { TRANSITIONS, type Transition } from '@/lib/case/transitions'
import type { Leg, Script } from './case-scripts'
import { type Moment, workingHours } from './moment'
import type { Random } from './random'
import type { Workdays } from './workdays'

const LATE_SHARE = 0.12
const MOST_LATE = 4
/** The fewest working days that a visit with its report takes. */
const QUICKEST_SURVEY = 3
const HOUR = 3600

function actionOf(leg: Exclude<Leg, 'LATE_SURVEY'>): CaseAction {
  return leg === 'DISPATCH_TEAM' ? 'DISPATCH' : leg
}

/** Where a leg leads from a state, by the product's own table. Throws RangeError for one that it does not know. */
export function after(status: CaseStatus, leg: Leg): CaseStatus {
  if (leg === 'LATE_SURVEY') return status
  const transitions: Partial<Record<CaseAction, Transition>> = TRANSITIONS[status]
  const to = transitions[actionOf(leg)]?.to[leg === 'DISPATCH_TEAM' ? 1 : 0]
  if (to === undefined) throw new RangeError(`${leg} does not lead from ${status}`)
  return to
}

/** The states in which the legs of a script find the case. */
function statesBefore(script: Script): CaseStatus[] {
  const states: CaseStatus[] = ['TO_DISPATCH']
  for (const leg of script) states.push(after(states.at(-1) ?? 'TO_DISPATCH', leg))
  return states
}

/** Working days from the step before to this one. */
function gapBefore(random: Random, leg: Leg, from: CaseStatus, limit: number | null): number {
  if (leg === 'LATE_SURVEY') return 1
  if (limit === null) return random.int(4, 40)
  if (from === 'SURVEYING' && leg !== 'SUBMIT') return random.int(1, 4)
  if (random.chance(LATE_SHARE)) return limit + random.int(1, MOST_LATE)
  return random.int(leg === 'SUBMIT' ? Math.min(QUICKEST_SURVEY, limit) : 0, limit)
}

/** The place in the row of steps, 登记 being 0, by which the case came to stand where it stands: 更换调查员 gives no new time. */
function entryOf(script: Script): number {
  return 1 + script.findLastIndex((leg) => leg !== 'LATE_SURVEY' && leg !== 'REASSIGN')
}

/**
 * How many working days ago the steps were taken, 登记 first. The case entered its state `standing` working days ago. Never more
 * than two fall on one day.
 */
export function agosOf(random: Random, script: Script, standing: number, workdays: Workdays): number[] {
  const states = statesBefore(script)
  const entry = entryOf(script)
  const agos = Array.from({ length: script.length + 1 }, () => standing)
  for (let at = entry + 1; at <= script.length; at++) {
    agos[at] = Math.max(1, (agos[at - 1] ?? 1) - random.int(1, 3))
  }
  for (let at = entry; at > 0; at--) {
    const leg = script[at - 1] ?? 'DISPATCH'
    const from = states[at - 1] ?? 'TO_DISPATCH'
    const gap = gapBefore(random, leg, from, workdays.due(from, workdays.today).limitDays)
    const isAlone = agos[at + 1] !== agos[at] && script[at - 2] !== 'LATE_SURVEY'
    agos[at - 1] = (agos[at] ?? standing) + (isAlone ? gap : Math.max(1, gap))
  }
  return agos
}

/** The hours of the steps: of two on one day, one in the morning and one in the afternoon. */
export function momentsOf(random: Random, agos: readonly number[], workdays: Workdays): Moment[] {
  return agos.map((ago, at) => {
    const day = workdays.ago(ago)
    if (agos[at + 1] === ago) return { day, second: random.int(8.5 * HOUR, 11.5 * HOUR) }
    if (agos[at - 1] === ago) return { day, second: random.int(14 * HOUR, 17.5 * HOUR) }
    return workingHours(random, day)
  })
}

/** Citizens ask at any hour, and on days off. `isAlone`: nothing else happened to the case on that working day. */
export function askingMoment(random: Random, ago: number, isAlone: boolean, workdays: Workdays): Moment {
  const first = workdays.ago(ago)
  if (!isAlone) return { day: first, second: random.int(6.5 * HOUR, 8.5 * HOUR) }
  const day = random.chance(0.6) ? first : random.int(first, workdays.lastBefore(ago))
  return { day, second: random.int(7 * HOUR, 22.5 * HOUR) }
}
