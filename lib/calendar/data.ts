import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { type Calendar, calendarOf, type SpecialDay } from '@/lib/workday'

/** The calendar with the own holiday table laid over it, for a viewer or a system context. */
export async function loadCalendar(transaction: Pick<Ctx, 'sql'>): Promise<Calendar> {
  const [days, years] = await Promise.all([
    transaction.sql<SpecialDay>(sql`SELECT day, is_off AS "isOff" FROM holiday`),
    transaction.sql<{ year: number }>(sql`SELECT year FROM calendar_year`),
  ])
  return calendarOf(
    days,
    years.map(({ year }) => year),
  )
}
