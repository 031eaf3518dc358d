import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Role } from '@/lib/access/permissions'
import { type Sql, sql } from '@/lib/db/sql'
import type { Transaction } from '@/lib/db/transaction'
import type { RegionCode } from '@/lib/region'
import type { NoticeKind } from './codes'

/** Something to be told. */
export interface NewNotice {
  readonly kind: NoticeKind
  readonly caseId: number
  /** One person, or everybody in service of a role whose home region is exactly this one but for whoever took the step. */
  readonly to: { readonly staffId: number } | { readonly region: RegionCode; readonly role: Role }
  /** What whoever took the step said with it; shown as it is. */
  readonly note?: string
  /** What is told once: a second notice with the same key is dropped. */
  readonly key?: string
}

/**
 * Puts notices into the outbox, in the transaction of the step that they tell of: they stand if and only if the step stands. All go
 * in one statement that travels with COMMIT.
 */
export function tell({ viewer, now, send }: Pick<Ctx, 'viewer' | 'now' | 'send'>, notices: readonly NewNotice[]): void {
  if (notices.length > 0) send(insertion(notices, { id: viewer.id, name: viewer.name }, now))
}

/** The same for what nobody in particular has done: a case that came in, a day that fell due. */
export function tellAsSystem(transaction: Pick<Transaction, 'send'>, notices: readonly NewNotice[], at: Date): void {
  if (notices.length > 0) transaction.send(insertion(notices, { id: null, name: '' }, at))
}

function insertion(notices: readonly NewNotice[], actor: { id: number | null; name: string }, at: Date): Sql {
  const rows = notices.map(({ kind, caseId, to, note = '', key = null }) => ({ kind, caseId, ...to, note, key }))
  // No conflict target: the application may write a key and not read it.
  return sql`
    INSERT INTO notice (kind, case_id, staff_id, region, role, note, key, actor_id, actor_name, at)
    SELECT n.kind, n."caseId", n."staffId", n.region, n.role, n.note, n.key, ${actor.id}::bigint, ${actor.name}::text, ${at}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS n ("caseId" bigint, kind text, "staffId" bigint, region bigint, role text, note text, key text)
    ON CONFLICT DO NOTHING`
}
