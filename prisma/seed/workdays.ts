/** The working days around today, by which cases are dated: with 调休, as their due dates are. */

import type { CaseStatus } from '@/lib/case/codes'
import { type Due, dueOf } from '@/lib/case/due'
import type { Parameters } from '@/lib/parameters'
import type { Calendar } from '@/lib/workday'
import { type Day, plainOf } from './day'

export class Workdays {
  /** Those before today, the latest first. */
  private readonly before: Day[] = []
  private readonly dues = new Map<CaseStatus, Map<Day, Due>>()

  /** `back`: how many calendar days it goes back. */
  constructor(
    private readonly calendar: Calendar,
    private readonly parameters: Parameters,
    readonly today: Day,
    back: number,
  ) {
    for (let day = today - 1; day >= today - back; day--) if (this.isWorkday(day)) this.before.push(day)
  }

  isWorkday(day: Day): boolean {
    return this.calendar.isWorkday(plainOf(day))
  }

  /** The working day `ago` working days before today: 1 is the last one before it. Throws RangeError beyond what is known. */
  ago(ago: number): Day {
    const day = this.before[ago - 1]
    if (day === undefined) throw new RangeError(`no working day ${ago} days before today`)
    return day
  }

  /** The last day with records as of which nothing later has happened: the day before the working day `ago - 1` working days ago. */
  lastBefore(ago: number): Day {
    return (ago > 1 ? this.ago(ago - 1) : this.today) - 1
  }

  /** The working day `days` working days after a day. */
  after(day: Day, days: number): Day {
    let next = day
    for (let left = days; left > 0; ) {
      next += 1
      if (this.isWorkday(next)) left -= 1
    }
    return next
  }

  /** The first day on which a step with so many working days, due on `due`, is 临期, as `noticeDates()` has it. */
  soonFrom(due: Day, limitDays: number): Day {
    let day = due
    for (let left = Math.min(this.parameters['case.noticeDays'], limitDays - 1); left > 0; ) {
      day -= 1
      if (this.isWorkday(day)) left -= 1
    }
    return day
  }

  /** When a state that is entered on a day is due, by the product's own rule. */
  due(status: CaseStatus, on: Day): Due {
    const known = this.dues.get(status) ?? new Map<Day, Due>()
    this.dues.set(status, known)
    const due = known.get(on) ?? dueOf(status, plainOf(on), this.calendar, this.parameters)
    known.set(on, due)
    return due
  }
}
