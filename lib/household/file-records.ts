import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import type { Operator } from '@/lib/person/history'
import type { PlainDate } from '@/lib/plain-date'
import type { ChangeKind, ChangeStatus, HistoryKind, ReviewClass, ReviewOutcome } from './codes'
import type { Patch } from './patch'

// The records behind a household's file. Each statement stands alone, so that all of them share one round trip.

/** What became of the household at one moment. */
export interface ChangeRecord {
  id: number
  at: Date
  kind: HistoryKind
  effectiveMonth: PlainDate | null
  reason: string
  patches: Patch[]
  deathId: number | null
  by: Operator
  /** Who had asked for it, and what the county said to that; null for what nobody asks for. */
  request: { id: number; by: Operator; note: string | null } | null
}

/** 复核 */
export interface ReviewRecord {
  id: number
  at: Date
  reviewedOn: PlainDate
  outcome: ReviewOutcome
  reviewClass: ReviewClass
  note: string
  nextDue: PlainDate
  by: Operator
}

/** An application for a change, or the task that a death opened, with what became of it. */
export interface RequestRecord {
  id: number
  kind: ChangeKind
  status: ChangeStatus
  effectiveMonth: PlainDate
  reason: string
  requestedAt: Date
  by: Operator
  decided: { at: Date; by: Operator; note: string } | null
  /** Ids of the photos. */
  evidence: number[]
}

/** Photos of a member's death, or of the verification of a suspected one. */
export interface MemberDocument {
  key: string
  what: '死亡登记' | '疑似死亡核实'
  name: string
  at: Date
  evidence: number[]
}

interface ChangeColumns extends Omit<ChangeRecord, 'by' | 'request'> {
  actorName: string
  actorRole: string
  actorPlace: string | null
  changeId: number | null
  requesterName: string | null
  requesterRole: string | null
  requesterPlace: string | null
  note: string | null
}

/** What was changed in the household, the latest first. */
export async function readChanges(ctx: Ctx, householdId: number): Promise<ChangeRecord[]> {
  const rows = await ctx.sql<ChangeColumns>(sql`
    SELECT y.id, y.at, y.kind, y.effective_month AS "effectiveMonth", y.reason, y.patches, y.death_id AS "deathId",
           y.actor_name AS "actorName", y.actor_role AS "actorRole", place.name AS "actorPlace", c.id AS "changeId",
           c.requester_name AS "requesterName", c.requester_role AS "requesterRole", desk.name AS "requesterPlace", c.decision_note AS note
    FROM household_history y
    JOIN household h ON h.id = y.household_id AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    LEFT JOIN change_request c ON c.id = y.change_id
    LEFT JOIN region place ON place.code = y.actor_region
    LEFT JOIN region desk ON desk.code = c.requester_region
    WHERE y.household_id = ${householdId} ORDER BY y.id DESC`)
  return rows.map((row) => {
    const {
      actorName,
      actorRole,
      actorPlace,
      changeId,
      requesterName,
      requesterRole,
      requesterPlace,
      note,
      ...record
    } = row
    const requester = { name: requesterName ?? '', role: requesterRole ?? '', place: requesterPlace }
    return {
      ...record,
      by: { name: actorName, role: actorRole, place: actorPlace },
      request: changeId === null ? null : { id: changeId, by: requester, note },
    }
  })
}

interface ReviewColumns extends Omit<ReviewRecord, 'by'> {
  operatorName: string
  operatorRole: string
  operatorPlace: string | null
}

/** The household's reviews, the latest first. */
export async function readReviews(ctx: Ctx, householdId: number): Promise<ReviewRecord[]> {
  const rows = await ctx.sql<ReviewColumns>(sql`
    SELECT v.id, v.reviewed_at AS at, v.reviewed_on AS "reviewedOn", v.outcome, v.review_class AS "reviewClass", v.note,
           v.next_due AS "nextDue", v.operator_name AS "operatorName", v.operator_role AS "operatorRole", place.name AS "operatorPlace"
    FROM review v
    JOIN household h ON h.id = v.household_id AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    LEFT JOIN region place ON place.code = v.operator_region
    WHERE v.household_id = ${householdId} ORDER BY v.id DESC`)
  return rows.map(({ operatorName, operatorRole, operatorPlace, ...record }) => ({
    ...record,
    by: { name: operatorName, role: operatorRole, place: operatorPlace },
  }))
}

interface RequestColumns extends Omit<RequestRecord, 'by' | 'decided'> {
  requesterName: string
  requesterRole: string
  requesterPlace: string | null
  decidedAt: Date | null
  deciderName: string | null
  deciderRole: string | null
  deciderPlace: string | null
  note: string | null
}

/** All that was ever asked for about the household, the latest first. */
export async function readRequests(ctx: Ctx, householdId: number): Promise<RequestRecord[]> {
  const rows = await ctx.sql<RequestColumns>(sql`
    SELECT c.id, c.kind, c.status, c.effective_month AS "effectiveMonth", c.reason, c.requested_at AS "requestedAt",
           c.requester_name AS "requesterName", c.requester_role AS "requesterRole", desk.name AS "requesterPlace",
           c.decided_at AS "decidedAt", c.decider_name AS "deciderName", c.decider_role AS "deciderRole", judge.name AS "deciderPlace",
           c.decision_note AS note,
           coalesce((SELECT json_agg(e.id ORDER BY e.id) FROM evidence e WHERE e.change_id = c.id), '[]') AS evidence
    FROM change_request c
    LEFT JOIN region desk ON desk.code = c.requester_region
    LEFT JOIN region judge ON judge.code = c.decider_region
    WHERE c.household_id = ${householdId} AND c.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY c.id DESC`)
  return rows.map((row) => {
    const { requesterName, requesterRole, requesterPlace, decidedAt, deciderName, deciderRole, ...rest } = row
    const { deciderPlace, note, ...record } = rest
    const decider = { name: deciderName ?? '', role: deciderRole ?? '', place: deciderPlace }
    return {
      ...record,
      by: { name: requesterName, role: requesterRole, place: requesterPlace },
      decided: decidedAt && { at: decidedAt, by: decider, note: note ?? '' },
    }
  })
}

/** Photos that prove the death of a member, present or former, or that one suspected dead is not; the latest first. */
export function readMemberDocuments(ctx: Ctx, householdId: number): Promise<MemberDocument[]> {
  return ctx.sql<MemberDocument>(sql`
    WITH people AS (
      SELECT DISTINCT p.id, p.name FROM membership m JOIN person p ON p.id = m.person_id
      WHERE m.household_id = ${householdId} AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high})
    SELECT 'death-' || d.id AS key, '死亡登记' AS what, people.name, d.registered_at AS at, json_agg(e.id ORDER BY e.id) AS evidence
    FROM people JOIN death d ON d.person_id = people.id JOIN evidence e ON e.death_id = d.id
    GROUP BY d.id, people.name, d.registered_at
    UNION ALL
    SELECT 'suspicion-' || s.id, '疑似死亡核实', people.name, s.decided_at, json_agg(e.id ORDER BY e.id)
    FROM people JOIN suspected_death s ON s.person_id = people.id JOIN evidence e ON e.suspected_death_id = s.id
    WHERE s.decided_at IS NOT NULL
    GROUP BY s.id, people.name, s.decided_at
    ORDER BY at DESC`)
}
