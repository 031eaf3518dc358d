import { z } from 'zod'

const monthDay = z.string().regex(/^\d{2}-\d{2}$/)

/** What differs between places, with bounds and the defaults of the operating guide. Keys are those of the table `parameter`. */
export const Parameters = z.object({
  /** 免认证: months after recognition. */
  'certification.exemptMonths': z.int().min(0).max(24).default(6),
  /** Days of January during which the past year may still be entered; then it freezes. */
  'certification.graceDays': z.int().min(0).max(90).default(31),
  'certification.remindFrom': monthDay.default('09-01'),
  'certification.warnFrom': monthDay.default('11-01'),
  /** In the year after. */
  'certification.overdueFrom': monthDay.default('01-01'),
  /** Whether a street may undo its own certification of the same day. */
  'certification.streetRevokesSameDay': z.boolean().default(true),
  /** Benefit ends this many months after the month of death: 1 is the month after. */
  'death.benefitEndsAfterMonths': z.int().min(0).max(12).default(1),
  /** 户主死亡 with other adults: 户主变更 in place, or 停旧建新. */
  'death.succession': z.enum(['IN_PLACE', 'NEW_FILE']).default('IN_PLACE'),
  /** 低保标准 a month in fen: what 分类施保 is a share of. */
  'assistance.urbanStandardFen': z.int().min(0).max(1_000_000).default(76_000),
  'assistance.ruralStandardFen': z.int().min(0).max(1_000_000).default(58_000),
  /** 分类施保 in percent of the standard, per class; who is in several gets the highest. */
  'supplement.elderAge': z.int().min(50).max(100).default(70),
  'supplement.elderPercent': z.int().min(0).max(100).default(10),
  'supplement.minorPercent': z.int().min(0).max(100).default(10),
  'supplement.severeDisabilityPercent': z.int().min(0).max(100).default(20),
  'supplement.severeIllnessPercent': z.int().min(0).max(100).default(20),
  /** 复核 period in months, by class. */
  'review.stableMonths': z.int().min(1).max(36).default(12),
  'review.unstableMonths': z.int().min(1).max(36).default(6),
  /** How many days before it is due a review is shown as 临期. */
  'review.noticeDays': z.int().min(0).max(180).default(30),
  /** After how many days an undecided request is 临期 and 超期. */
  'change.noticeDays': z.int().min(0).max(90).default(3),
  'change.overdueDays': z.int().min(1).max(180).default(7),
  /** The same for a suspected death that nobody has verified. */
  'suspectedDeath.noticeDays': z.int().min(0).max(90).default(5),
  'suspectedDeath.overdueDays': z.int().min(1).max(180).default(10),
  /** Working days of each step of a case, counted from the day after it began. */
  'case.dispatchDays': z.int().min(1).max(60).default(1),
  'case.acceptDays': z.int().min(1).max(60).default(1),
  'case.assignDays': z.int().min(1).max(60).default(2),
  'case.surveyDays': z.int().min(1).max(120).default(10),
  'case.reviewDays': z.int().min(1).max(60).default(3),
  /** How many working days before it is due a step is shown as 临期; never from its very first day on. */
  'case.noticeDays': z.int().min(0).max(30).default(2),
  /** How many go on a survey: one, or two. */
  'case.investigators': z.int().min(1).max(2).default(2),
  'session.idleMinutes': z.int().min(5).max(480).default(30),
  'session.absoluteHours': z.int().min(1).max(24).default(12),
})

export type Parameters = z.infer<typeof Parameters>

/** Reads what the table `parameter` holds over the defaults. Throws ZodError on a value that makes no sense. */
export function readParameters(rows: readonly { key: string; value: unknown }[]): Parameters {
  return Parameters.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])))
}
