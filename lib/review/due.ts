import { joinSql, type Sql, sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import type { DueState } from './rules'

/** The days between which 复核到期 changes its words. */
export interface DueDays {
  readonly today: PlainDate
  /** See `soonUntil`. */
  readonly soonEnd: PlainDate
}

/** Which due dates of `r` stand in a state; says the same as `dueStateOf`. */
const STANDS: Record<DueState, (days: DueDays) => Sql> = {
  OVERDUE: ({ today }) => sql`(r.review_due < ${today}::date OR r.review_due IS NULL)`,
  SOON: ({ today, soonEnd }) => sql`r.review_due BETWEEN ${today}::date AND ${soonEnd}::date`,
  LATER: ({ soonEnd }) => sql`r.review_due > ${soonEnd}::date`,
}

/** Households in payment whose review stands in one of the states. */
export function dueIn(states: readonly DueState[], days: DueDays): Sql {
  return sql`(r.status = 'ACTIVE' AND (${joinSql(
    states.map((state) => STANDS[state](days)),
    ' OR ',
  )}))`
}

/** The state of a row of `r` in payment, as `dueStateOf` says it. */
export function dueState({ today, soonEnd }: DueDays): Sql {
  return sql`CASE WHEN r.review_due > ${soonEnd}::date THEN 'LATER' WHEN r.review_due >= ${today}::date THEN 'SOON' ELSE 'OVERDUE' END`
}
