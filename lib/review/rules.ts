import type { ReviewClass, ReviewOutcome } from '@/lib/household/codes'
import type { Parameters } from '@/lib/parameters'
import type { HouseholdStatus } from '@/lib/person/codes'
import { addDays, addMonths, type PlainDate } from '@/lib/plain-date'
import { err, ok, type Result } from '@/lib/result'

// Source: 最低生活保障审核确认办法（民发〔2021〕57号）: households whose situation changes little are looked into yearly, those with unstable
// income and members able to work half-yearly. The periods are parameters.

/** 复核到期 as the lists say it. */
export const DUE_STATES = { OVERDUE: '已到期', SOON: '即将到期', LATER: '未到期' } as const
export type DueState = keyof typeof DUE_STATES

/** How many months lie between two reviews, by class. */
export type ReviewPeriods = Pick<Parameters, 'review.stableMonths' | 'review.unstableMonths'>

/** The next review after one on a day: so many months later as the class has; the last day of a shorter month. */
export function nextReviewDue(reviewedOn: PlainDate, reviewClass: ReviewClass, periods: ReviewPeriods): PlainDate {
  return addMonths(reviewedOn, periods[reviewClass === 'STABLE' ? 'review.stableMonths' : 'review.unstableMonths'])
}

/** The last due date that counts as 即将到期. */
export function soonUntil(today: PlainDate, parameters: Pick<Parameters, 'review.noticeDays'>): PlainDate {
  return addDays(today, parameters['review.noticeDays'])
}

/** Where a due date stands: 已到期 from the day after it. A household without one has never been looked at, and is due. */
export function dueStateOf(due: PlainDate | null, today: PlainDate, soonEnd: PlainDate): DueState {
  if (due === null || due < today) return 'OVERDUE'
  return due <= soonEnd ? 'SOON' : 'LATER'
}

/** A household as far as its review is concerned. */
export interface Reviewable {
  status: HouseholdStatus
  reviewedOn: PlainDate | null
}

/** What was found at the door. */
export interface Reviewed {
  reviewedOn: PlainDate
  reviewClass: ReviewClass
  outcome: ReviewOutcome
}

/** Why a review cannot be recorded: the household takes none, or the day is wrong. A sentence each. */
export type ReviewProblem = { about: 'household' | 'reviewedOn'; message: string }

/** What a review sets, or why there can be none: only households in payment, not in the future, and after the one before. */
export function planReview(
  household: Reviewable,
  { reviewedOn, reviewClass }: Reviewed,
  today: PlainDate,
  periods: ReviewPeriods,
): Result<{ nextDue: PlainDate }, ReviewProblem> {
  if (household.status !== 'ACTIVE') return err({ about: 'household', message: '该户已停保，无需复核。' })
  if (reviewedOn > today) return err({ about: 'reviewedOn', message: '复核日期不能晚于今天。' })
  const last = household.reviewedOn
  if (last !== null && reviewedOn <= last)
    return err({ about: 'reviewedOn', message: `该户已于 ${last} 复核，复核日期应晚于该日。` })
  return ok({ nextDue: nextReviewDue(reviewedOn, reviewClass, periods) })
}
