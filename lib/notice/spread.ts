import 'server-only'
import { maskName } from '@/lib/audit/entry'
import type { CaseSource, CaseStep, Outcome } from '@/lib/case/codes'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import type { Transaction } from '@/lib/db/transaction'
import type { PlainDate } from '@/lib/plain-date'
import { openChannels } from './channels'
import type { NoticeKind } from './codes'
import { messageOf, type NoticeFacts } from './rules'

/** So many notices are spread in one transaction. */
const BATCH = 200

interface WaitingNotice {
  id: number
  kind: NoticeKind
  note: string
  caseNo: string
  source: CaseSource
  subject: string
  placePath: string
  placeLevel: number
  actorName: string
  actorPlace: string | null
  action: CaseStep | null
  outcome: Outcome | null
  surveyorName: string | null
  partnerName: string | null
  dueOn: PlainDate | null
}

/**
 * Spreads the oldest waiting notices to their readers and answers how many those were. Messages, deliveries and the mark on the
 * notice stand or fall together: whatever breaks off, a notice is neither lost nor spread twice. Several servers share the work.
 */
export function spreadNext(): Promise<number> {
  return asSystem('notices', async (transaction) => {
    const waiting = await takeWaiting(transaction)
    if (waiting.length > 0) await writeMessages(transaction, waiting)
    return waiting.length
  })
}

/** Spreads everything that waits. */
export async function spreadOff(): Promise<void> {
  while ((await spreadNext()) > 0) {
    // Each round is one batch.
  }
}

/** Locks the oldest that nobody else is at, each with the step that it tells of: that of the same case, hour and hand. */
function takeWaiting(transaction: Transaction): Promise<WaitingNotice[]> {
  return transaction.sql<WaitingNotice>(sql`
    WITH waiting AS MATERIALIZED (
      SELECT * FROM notice WHERE spread_at IS NULL ORDER BY id LIMIT ${BATCH}::int FOR UPDATE SKIP LOCKED)
    SELECT n.id, n.kind, n.note, c.no AS "caseNo", c.source, c.subject_name AS subject, place.path AS "placePath", place.level AS "placeLevel",
           n.actor_name AS "actorName", desk.name AS "actorPlace", step.action, step.outcome, step.surveyor_name AS "surveyorName", step.partner_name AS "partnerName",
           coalesce(task.due_on, CASE WHEN c.entered_at = n.at THEN c.due_on END) AS "dueOn"
    FROM waiting n
    JOIN "case" c ON c.id = n.case_id
    JOIN region place ON place.code = c.place
    LEFT JOIN staff actor ON actor.id = n.actor_id
    LEFT JOIN region desk ON desk.code = actor.region
    LEFT JOIN LATERAL (
      SELECT s.action, s.outcome, s.surveyor_name, s.partner_name, s.assignment_id, s.to_status FROM case_step s
      WHERE s.case_id = n.case_id AND s.at = n.at AND s.actor_id IS NOT DISTINCT FROM n.actor_id
      ORDER BY s.id DESC LIMIT 1) AS step ON true
    LEFT JOIN case_assignment task ON task.id = step.assignment_id AND step.to_status = 'SURVEYING'
    ORDER BY n.id`)
}

/**
 * One statement: messages, what further channels are to deliver, and the mark. Where a whole desk is told, whoever took the step is not;
 * somebody who is told by name is told.
 */
async function writeMessages(transaction: Transaction, waiting: readonly WaitingNotice[]): Promise<void> {
  const told = waiting.map((notice) => ({ id: notice.id, ...messageOf(notice.kind, factsOf(notice)) }))
  const channels = openChannels().map(({ name }) => name)
  await transaction.execute(sql`
    WITH told AS (
      SELECT t.title, t.text, n.* FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb) AS t (id bigint, title text, text text) JOIN notice n USING (id)),
    reader AS (
      SELECT t.id AS notice_id, s.id AS staff_id FROM told t JOIN staff s ON s.id = t.staff_id
      UNION ALL
      SELECT t.id, s.id FROM told t JOIN staff s ON s.region = t.region AND s.role = t.role
      WHERE s.disabled_at IS NULL AND s.id IS DISTINCT FROM t.actor_id),
    made AS (
      INSERT INTO message (notice_id, staff_id, kind, case_id, title, text, at)
      SELECT t.id, r.staff_id, t.kind, t.case_id, t.title, t.text, t.at
      FROM told t JOIN reader r ON r.notice_id = t.id
      ORDER BY t.id, r.staff_id
      ON CONFLICT (notice_id, staff_id) DO NOTHING
      RETURNING id, staff_id),
    further AS (
      INSERT INTO delivery (message_id, channel)
      SELECT m.id, c.name FROM made m JOIN staff s ON s.id = m.staff_id CROSS JOIN unnest(${channels}::text[]) AS c (name)
      WHERE s.phone IS NOT NULL AND s.disabled_at IS NULL)
    UPDATE notice SET spread_at = now() WHERE id IN (SELECT id FROM told)`)
}

function factsOf(notice: WaitingNotice): NoticeFacts {
  const { caseNo, source, subject, note, dueOn, action, outcome, surveyorName, partnerName } = notice
  return {
    caseNo,
    source,
    subject: maskName(subject),
    place: belowCounty(notice.placePath, notice.placeLevel),
    actor: notice.actorPlace === null ? notice.actorName : `${notice.actorName}（${notice.actorPlace}）`,
    step: action && { action, outcome, surveyorName, partnerName },
    dueOn,
    note,
  }
}

/** 「太和镇太和社区」 of a path; a county's own name where no more is known. */
function belowCounty(path: string, level: number): string {
  return path
    .split(' > ')
    .slice(-Math.max(1, level - 3))
    .join('')
}
