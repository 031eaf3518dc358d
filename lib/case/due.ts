import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import type { Light } from '@/lib/waiting/rules'
import { addWorkdays, type Calendar, workdaysBetween } from '@/lib/workday'
import type { CaseStatus } from './codes'

// Due dates of a case's steps (domain, section 6): working days, counted from the day after the step began (parameters).

/** The working days that the step of a state has; null for 已办结, which waits for nobody. */
export function limitDaysOf(status: CaseStatus, parameters: Parameters): number | null {
  switch (status) {
    case 'TO_DISPATCH':
      return parameters['case.dispatchDays']
    case 'TO_ACCEPT':
      return parameters['case.acceptDays']
    case 'TO_ASSIGN':
      return parameters['case.assignDays']
    case 'SURVEYING':
      return parameters['case.surveyDays']
    case 'TO_REVIEW':
      return parameters['case.reviewDays']
    case 'CLOSED':
      return null
  }
}

/** How many working days a step has, and the last of them; both null for 已办结. */
export interface Due {
  limitDays: number | null
  dueOn: PlainDate | null
}

/** When a state that a case enters on a day is due. */
export function dueOf(status: CaseStatus, on: PlainDate, calendar: Calendar, parameters: Parameters): Due {
  const limitDays = limitDaysOf(status, parameters)
  return { limitDays, dueOn: limitDays === null ? null : addWorkdays(calendar, on, limitDays) }
}

/**
 * What a list needs to tell 临期 in the database: element k is the k-th working day from today on, today being the 0th. A case is 超期
 * iff due_on < today, and 临期 iff today <= due_on <= element min(case.noticeDays, limit_days - 1): never from its very first day on.
 */
export function noticeDates(
  today: PlainDate,
  calendar: Calendar,
  parameters: Pick<Parameters, 'case.noticeDays'>,
): PlainDate[] {
  const days = [today]
  for (let count = 1; count <= parameters['case.noticeDays']; count += 1) {
    days.push(addWorkdays(calendar, days.at(-1) ?? today, 1))
  }
  return days
}

/** 正常 / 临期 / 超期 of a due date; null for a closed case. `notice` is what `noticeDates()` answers for today. */
export function lightOf({ limitDays, dueOn }: Due, notice: readonly PlainDate[]): Light | null {
  const [today] = notice
  if (dueOn === null || limitDays === null || today === undefined) return null
  if (dueOn < today) return 'OVERDUE'
  const last = notice[Math.min(notice.length, limitDays) - 1]
  return last !== undefined && dueOn <= last ? 'SOON' : 'NORMAL'
}

/** 「剩 2 个工作日」, 「今日到期」, 「超 3 个工作日」. */
export function remainingInWords(dueOn: PlainDate, today: PlainDate, calendar: Calendar): string {
  if (dueOn === today) return '今日到期'
  const isLate = dueOn < today
  const between = isLate ? workdaysBetween(calendar, dueOn, today) : workdaysBetween(calendar, today, dueOn)
  // On a day off, or where a changed calendar has left the due date on one, there is none between: it is late, or due, all the same.
  const days = Math.max(1, between)
  return `${isLate ? '超' : '剩'} ${days} 个工作日`
}
