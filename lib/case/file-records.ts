import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { emptySql, type Sql, sql } from '@/lib/db/sql'
import type { Operator } from '@/lib/person/history'
import type { PlainDate } from '@/lib/plain-date'
import type { CaseAction, CaseStatus, CaseStep, Outcome } from './codes'

// The records behind a case's page. Each statement stands alone, so that all of them share one round trip.

/** One step of a case: who did what when, and whether it was in time. */
export interface StepRecord {
  id: number
  at: Date
  action: CaseStep
  from: CaseStatus | null
  to: CaseStatus
  /** Since when the case had stood where this step found it, and until when it should have left. */
  since: Date | null
  dueOn: PlainDate | null
  note: string
  outcome: Outcome | null
  /** Where it went: the name of a street or of another county. */
  target: string | null
  surveyorName: string | null
  partnerName: string | null
  assignmentId: number | null
  by: Operator
}

/** One round of survey: who was to go, and what became of it. */
export interface AssignmentRecord {
  id: number
  round: number
  street: string
  surveyorName: string
  partnerName: string | null
  /** What the surveyors were told. */
  note: string
  assignedAt: Date
  assignedBy: string
  dueOn: PlainDate
  /** Null while it is open. */
  ended: { at: Date; by: Extract<CaseAction, 'REDIRECT' | 'REASSIGN' | 'RETURN_TASK' | 'SUBMIT' | 'HANDLE'> } | null
}

/**
 * The condition under which the case called c is the viewer's to see: of their reach, offered to their county, assigned to them, or once
 * written in by their desk. The policy on cases says the same.
 */
export function caseInReach({ viewer, reach: { low, high } }: Pick<Ctx, 'viewer' | 'reach'>): Sql {
  if (viewer.role === 'SURVEYOR') return sql`${viewer.id} IN (c.surveyor_id, c.partner_id)`
  const offered = viewer.role === 'COUNTY_CASEWORKER' ? sql`OR c.transfer_to BETWEEN ${low} AND ${high}` : emptySql
  return sql`(c.county BETWEEN ${low} AND ${high} OR c.street BETWEEN ${low} AND ${high} ${offered} OR wrote_in_case(c.id))`
}

/** The condition under which a record of a case may be shown: the case is in hand, or the record is of the viewer's own desk. */
function ownOrInHand({ viewer, reach: { low, high } }: Ctx, caseId: Sql, desk: Sql, author: Sql): Sql {
  const own = viewer.role === 'SURVEYOR' ? sql`false` : sql`${desk} BETWEEN ${low} AND ${high}`
  return sql`(${own} OR ${author} OR case_in_hand(${caseId}))`
}

interface StepColumns extends Omit<StepRecord, 'by'> {
  actorName: string
  actorRole: string
  actorPlace: string | null
}

/** The steps of a case that the viewer may see, the first one first. */
export async function readSteps(ctx: Ctx, caseId: number): Promise<StepRecord[]> {
  const rows = await ctx.sql<StepColumns>(sql`
    SELECT s.id, s.at, s.action, s.from_status AS "from", s.to_status AS "to", s.since, s.due_on AS "dueOn", s.note, s.outcome,
           target.name AS target, s.surveyor_name AS "surveyorName", s.partner_name AS "partnerName", s.assignment_id AS "assignmentId",
           s.actor_name AS "actorName", s.actor_role AS "actorRole", place.name AS "actorPlace"
    FROM case_step s LEFT JOIN region target ON target.code = s.target LEFT JOIN region place ON place.code = s.actor_region
    WHERE s.case_id = ${caseId}
      AND ${ownOrInHand(ctx, sql`s.case_id`, sql`s.actor_region`, sql`coalesce(s.actor_id = ${ctx.viewer.id}, false)`)}
    ORDER BY s.id`)
  return rows.map(({ actorName, actorRole, actorPlace, ...step }) => ({
    ...step,
    by: { name: actorName, role: actorRole, place: actorPlace },
  }))
}

interface AssignmentColumns extends Omit<AssignmentRecord, 'ended'> {
  endedAt: Date | null
  endedBy: NonNullable<AssignmentRecord['ended']>['by'] | null
}

/** The rounds of survey that the viewer may see, the first one first. */
export async function readAssignments(ctx: Ctx, caseId: number): Promise<AssignmentRecord[]> {
  const rows = await ctx.sql<AssignmentColumns>(sql`
    SELECT a.id, a.round, street.name AS street, a.surveyor_name AS "surveyorName", a.partner_name AS "partnerName", a.note,
           a.assigned_at AS "assignedAt", a.assigned_by_name AS "assignedBy", a.due_on AS "dueOn", a.ended_at AS "endedAt", a.ended_by AS "endedBy"
    FROM case_assignment a LEFT JOIN region street ON street.code = a.street
    WHERE a.case_id = ${caseId}
      AND ${ownOrInHand(ctx, sql`a.case_id`, sql`a.street`, sql`coalesce(${ctx.viewer.id} IN (a.surveyor_id, a.partner_id), false)`)}
    ORDER BY a.round`)
  return rows.map(({ endedAt, endedBy, ...assignment }) => ({
    ...assignment,
    ended: endedAt && endedBy ? { at: endedAt, by: endedBy } : null,
  }))
}

/** Ids of the photos that came with the case itself; those of surveys stand with them. */
export async function readPapers(ctx: Ctx, caseId: number): Promise<number[]> {
  const rows = await ctx.sql<{ id: number }>(sql`
    SELECT e.id FROM evidence e
    WHERE e.case_id = ${caseId} AND e.survey_id IS NULL AND ${ownOrInHand(ctx, sql`e.case_id`, sql`e.region`, sql`false`)}
    ORDER BY e.id`)
  return rows.map(({ id }) => id)
}
