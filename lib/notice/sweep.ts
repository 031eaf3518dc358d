import 'server-only'
import { loadCalendar } from '@/lib/calendar/data'
import { noticeDates } from '@/lib/case/due'
import { type Clock, readClock } from '@/lib/clock'
import { type Sql, sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { readParameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { tellAsSystem } from './outbox'
import { type DueCase, remindersOf } from './reminders'

/** So many cases are reminded of in one transaction. */
const BATCH = 500

/**
 * Puts a notice into the outbox for open cases that have become 临期 or 超期, and answers how many those were: the longest overdue
 * first, no more than one batch. What the outbox has once, it does not get again.
 */
export function remindNext({ now, today }: Clock = readClock()): Promise<number> {
  return asSystem('notices', async (transaction) => {
    const [settings, calendar] = await Promise.all([
      transaction.sql<{ key: string; value: unknown }>(sql`SELECT key, value FROM parameter`),
      loadCalendar(transaction),
    ])
    const due = await transaction.sql<DueCase>(dueSql(noticeDates(today, calendar, readParameters(settings))))
    tellAsSystem(transaction, due.flatMap(remindersOf), now)
    return due.length
  })
}

/** Reminds of everything that is due. */
export async function remindOfAll(clock?: Clock): Promise<void> {
  while ((await remindNext(clock)) > 0) {
    // Each round is one batch.
  }
}

/**
 * Open cases that nobody has been told of yet. `notice` is what `noticeDates()` answers: first today, last the latest due date that can
 * be 临期.
 */
function dueSql(notice: readonly PlainDate[]): Sql {
  const [today = '', last = today] = [notice[0], notice.at(-1)]
  // LIMIT 1 keeps the planner to one look into the index for each case: the outbox grows, what is due does not.
  return sql`
    SELECT c.id AS "caseId", due.kind, due.step, due.key, c.status, c.due_on AS "dueOn", c.county, c.street, c.transfer_to AS "transferTo",
           c.surveyor_id AS "surveyorId", c.surveyor_name AS "surveyorName"
    FROM "case" c
    CROSS JOIN LATERAL (SELECT CASE WHEN c.due_on < ${today}::date THEN 'OVERDUE' ELSE 'DUE_SOON' END AS kind) AS light
    CROSS JOIN LATERAL (SELECT concat_ws('/', light.kind, c.id, (extract(epoch FROM c.entered_at) * 1000)::bigint) AS step) AS began
    CROSS JOIN LATERAL (SELECT light.kind, began.step, concat_ws('/', began.step, CASE WHEN c.status = 'SURVEYING' THEN c.surveyor_id END) AS key) AS due
    LEFT JOIN LATERAL (SELECT true AS told FROM notice n WHERE n.key = due.key LIMIT 1) AS before ON true
    WHERE c.status <> 'CLOSED' AND c.due_on <= ${last}::date
      AND (c.due_on < ${today}::date OR c.due_on <= (${[...notice]}::date[])[least(${notice.length}::int, c.limit_days)])
      AND before.told IS NULL
    ORDER BY c.due_on, c.id LIMIT ${BATCH}::int`
}
