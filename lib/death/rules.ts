import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { type DeathProposal, firstMonthWithout, overpaidMonths } from './proposal'

// What follows from a death, computed before anything is written. What becomes of the households stands in proposal.ts.

/** A valid certification of the person: the day on which somebody vouched for their life. */
export interface VouchedDay {
  certificationId: number
  on: PlainDate
  operatorName: string
}

export interface DeathFacts {
  diedOn: PlainDate
  today: PlainDate
  vouched: VouchedDay[]
}

/** What a death does beside its household: shown in the dialog, stored with the record, undone from it. */
export interface DeathPlan {
  /** First day of the first month without benefit. */
  firstMonthWithoutBenefit: PlainDate
  /** Months from that month up to and with the current one: paid or about to be paid after the death. */
  overpaidMonths: number
  /** Certifications dated after the death, which become 存疑. */
  doubtful: VouchedDay[]
}

/** Whether the date of a death can be meant; null or the sentence for the field. */
export function checkDeathDate({
  birthDate,
  diedOn,
  today,
}: Pick<DeathFacts, 'diedOn' | 'today'> & { birthDate: PlainDate }): string | null {
  if (diedOn > today) return '死亡日期不能晚于今天。'
  if (diedOn < birthDate) return `死亡日期不能早于出生日期（${birthDate}）。`
  return null
}

/** The plan of a death. Benefit ends from the month after it (parameter); months paid later are overpaid. */
export function planDeath({ diedOn, today, vouched }: DeathFacts, parameters: Parameters): DeathPlan {
  const firstMonth = firstMonthWithout(diedOn, parameters)
  return {
    firstMonthWithoutBenefit: firstMonth,
    overpaidMonths: overpaidMonths(firstMonth, today),
    doubtful: vouched.filter(({ on }) => on > diedOn),
  }
}

/** What the 死亡 dialog shows before 确定. */
export interface DeathPreview extends DeathPlan {
  /** One for each household in payment that the person belongs to. */
  households: DeathProposal[]
}
