import { z } from 'zod'

const monthDay = z.string().regex(/^\d{2}-\d{2}$/)

/** What differs between places, with the defaults of the operating guide. Keys are those of the table `parameter`. */
const Parameters = z.object({
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
  'session.idleMinutes': z.int().min(5).max(480).default(30),
  'session.absoluteHours': z.int().min(1).max(24).default(12),
})

export type Parameters = z.infer<typeof Parameters>

/** Reads what the table `parameter` holds over the defaults. Throws ZodError on a value that makes no sense. */
export function readParameters(rows: readonly { key: string; value: unknown }[]): Parameters {
  return Parameters.parse(Object.fromEntries(rows.map(({ key, value }) => [key, value])))
}
