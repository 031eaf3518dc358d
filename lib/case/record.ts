import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { type Refusal, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { CASE_STATUSES, type CaseStatus, type CaseStep } from './codes'
import { deskOf, seenBy } from './reach'
import type { CaseStanding } from './rules'

/** A case as its next step needs it. */
export interface CaseRecord extends CaseStanding {
  id: number
  version: number
  no: string
  subjectName: string
  place: RegionCode
  region: RegionCode
  address: string
}

/** Those of the cases that are in the viewer's reach, by id. */
export async function loadCases(ctx: Ctx, ids: readonly number[]): Promise<Map<number, CaseRecord>> {
  const rows = await ctx.sql<CaseRecord>(sql`
    SELECT r.id, r.version, r.no, r.subject_name AS "subjectName", r.place, r.region, r.address, r.status, r.county, r.street,
           r.transfer_to AS "transferTo", r.surveyor_id AS "surveyorId", r.partner_id AS "partnerId", r.returned,
           r.limit_days AS "limitDays", r.due_on AS "dueOn"
    FROM "case" r WHERE r.id = ANY (${ids}::bigint[]) AND ${seenBy(deskOf(ctx.viewer))}`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** A case in the viewer's reach; refuses NOT_FOUND. */
export async function getCase(ctx: Ctx, id: number): Promise<CaseRecord> {
  return (await loadCases(ctx, [id])).get(id) ?? refuse({ code: 'NOT_FOUND' })
}

interface LastStep {
  id: number
  version: number
  status: CaseStatus
  enteredAt: Date
  handlerName: string
  countyName: string | null
  action: CaseStep | null
  /** Whether the last step that the viewer may see is the one that has brought the case to where it stands. */
  isLast: boolean | null
  at: Date | null
  actorName: string | null
  actorPlace: string | null
}

/**
 * Why steps on cases come too late, by id: somebody else took one in between. A case that has gone out of sight is missing. One that
 * has not moved on since `seen` (its version, by id) was refused by the database all the same: STALE.
 */
export async function movedOn(ctx: Ctx, seen: ReadonlyMap<number, number>): Promise<Map<number, Refusal>> {
  if (seen.size === 0) return new Map()
  const rows = await ctx.sql<LastStep>(sql`
    SELECT r.id, r.version, r.status, r.entered_at AS "enteredAt", r.handler_name AS "handlerName", county.name AS "countyName",
           s.action, s.to_status = r.status AND s.at >= r.entered_at AS "isLast", s.at, s.actor_name AS "actorName",
           desk.name AS "actorPlace"
    FROM "case" r
    LEFT JOIN region county ON county.code = r.county
    LEFT JOIN LATERAL (
      SELECT s.action, s.to_status, s.at, s.actor_name, s.actor_region FROM case_step s
      WHERE s.case_id = r.id AND s.action <> 'LATE_SURVEY' ORDER BY s.id DESC LIMIT 1) s ON true
    LEFT JOIN region desk ON desk.code = s.actor_region
    WHERE r.id = ANY (${[...seen.keys()]}::bigint[]) AND ${seenBy(deskOf(ctx.viewer))}`)
  return new Map(rows.map((row) => [row.id, row.version === seen.get(row.id) ? { code: 'STALE' } : refusalOf(row)]))
}

function refusalOf(row: LastStep): Refusal {
  const status = CASE_STATUSES[row.status]
  if (row.isLast && row.at) {
    const by = { name: row.actorName ?? '', place: row.actorPlace ?? '系统', at: row.at }
    return { code: 'CASE_MOVED_ON', by, status }
  }
  // The county that had asked another one to take it may know who took it, and of nobody who came after.
  if (row.action !== 'TRANSFER' || row.status !== 'TO_DISPATCH') return { code: 'NOT_FOUND' }
  const by = { name: row.handlerName, place: row.countyName ?? '—', at: row.enteredAt }
  return { code: 'CASE_MOVED_ON', by, status }
}
