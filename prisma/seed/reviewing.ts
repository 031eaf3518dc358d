/** When households were last reviewed and are due again: most later, some within weeks, some overdue. */

import type { ReviewOutcome } from '@/lib/household/codes'
import type { Parameters } from '@/lib/parameters'
import { type Day, dayAt, monthOf, textOf, yearOf } from './day'
import type { File } from './history'
import { type Moment, workingDay, workingHours } from './moment'
import { type Random, weighted } from './random'
import type { Operator, Staffing } from './staffing'

export interface Reviewing {
  reviewedOn: Day | null
  due: Day | null
}

/** A review that was done. */
export interface Review {
  reviewedOn: Day
  at: Moment
  outcome: ReviewOutcome
  note: string
  dueOn: Day
  nextDue: Day
  operator: Operator
  requestId: string
}

const NOT_REVIEWED: Reviewing = { reviewedOn: null, due: null }
const OVERDUE_SHARE = 0.05
const SOON_SHARE = 0.09
const LONGEST_OVERDUE = 70
const SOON_DAYS = 30
const outcome = weighted<ReviewOutcome>([
  ['UNCHANGED', 91],
  ['TO_CHANGE', 7],
  ['TO_STOP', 2],
])
const NOTES: Record<ReviewOutcome, readonly string[]> = {
  UNCHANGED: [
    '入户核查，家庭人口、收入和财产均无变化。',
    '与本人及邻里核实，情况无变化。',
    '核对报告无异常，继续保障。',
    '',
  ],
  TO_CHANGE: ['家庭成员务工收入有变化，已告知办理变更。', '成员健康状况变化，需调整分类施保。'],
  TO_STOP: ['家庭收入已超过保障标准，已告知办理停保。'],
}

/** The same date so many months on, or the last day of that month. */
function monthsOn(day: Day, months: number): Day {
  const date = Number(textOf(day).slice(8))
  const first = dayAt(yearOf(day), monthOf(day) + months, 1)
  return Math.min(first + date - 1, dayAt(yearOf(first), monthOf(first) + 1, 1) - 1)
}

function dueDay(random: Random, today: Day, period: number): Day {
  const draw = random.next()
  if (draw < OVERDUE_SHARE) return today - random.int(1, LONGEST_OVERDUE)
  if (draw < OVERDUE_SHARE + SOON_SHARE) return today + random.int(0, SOON_DAYS)
  return random.int(today + SOON_DAYS + 1, monthsOn(today, period) - 3)
}

/** Of a household in payment; one that has stopped is not reviewed. */
export function reviewingOf(random: Random, file: File, today: Day, parameters: Parameters): Reviewing {
  if (file.stopMonth !== null) return NOT_REVIEWED
  const period = parameters[file.reviewClass === 'STABLE' ? 'review.stableMonths' : 'review.unstableMonths']
  const reviewedOn = workingDay(monthsOn(dueDay(random, today, period), -period))
  const firstDue = monthsOn(file.openedOn, period)
  // Too young for a review: the first one is due a period after it was filed.
  if (reviewedOn <= file.openedOn + SOON_DAYS) return { reviewedOn: null, due: firstDue }
  return { reviewedOn, due: monthsOn(reviewedOn, period) }
}

/** The review that set those dates; null where there was none. */
export function reviewOf(
  random: Random,
  file: File,
  { reviewedOn, due }: Reviewing,
  staffing: Staffing,
): Review | null {
  if (reviewedOn === null || due === null) return null
  const result = outcome(random)
  return {
    reviewedOn,
    at: workingHours(random, reviewedOn),
    outcome: result,
    note: random.pick(NOTES[result]),
    dueOn: reviewedOn + random.int(-20, 25),
    nextDue: due,
    operator: staffing.clerkOf(random, file.community.street.code, 'STREET_STAFF'),
    requestId: random.uuid(),
  }
}
