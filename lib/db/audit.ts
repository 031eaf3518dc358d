import 'server-only'
import type { AuditEntry } from '@/lib/audit/entry'
import type { RegionCode } from '@/lib/region'
import { joinSql, sql } from './sql'
import type { Transaction } from './transaction'

/** Who an audit row is about to be written for. */
export interface Actor {
  id: number | null
  name: string
  role: string
  region: RegionCode | null
  /** Network address of the request. */
  address: string
}

/** Appends audit rows in the caller's transaction, on the way to COMMIT: they stand if the deed stands, and it stands if they do. */
export function appendAudit(transaction: Transaction, actor: Actor, entries: readonly AuditEntry[], at: Date): void {
  const rows = entries.map(
    (entry) =>
      sql`(${at}, ${actor.id}, ${actor.name}, ${actor.role}, ${actor.region}, ${actor.address}, ${entry.action}, ${entry.subjectType},
           ${entry.subjectId ?? null}, ${entry.subjectLabel}, ${entry.region ?? null}, ${JSON.stringify(entry.detail ?? {})}::jsonb)`,
  )
  transaction.send(sql`
    INSERT INTO audit (at, actor_id, actor_name, actor_role, actor_region, address, action, subject_type, subject_id, subject_label, region, detail)
    VALUES ${joinSql(rows)}`)
}
