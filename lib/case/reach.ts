import type { Viewer } from '@/lib/access/viewer'
import { rawSql, type Sql, sql } from '@/lib/db/sql'
import { rangeOf } from '@/lib/region'
import type { Range } from '@/lib/table/define'

/** Whose list of cases it is: what the conditions of its rows and counts depend on. */
export interface CaseDesk extends Range {
  readonly role: Viewer['role']
  readonly viewerId: number
}

export function deskOf({ id, role, region }: Pick<Viewer, 'id' | 'role' | 'region'>): CaseDesk {
  return { viewerId: id, role, ...rangeOf(region.code) }
}

/**
 * The cases `r` that a desk sees, as the policy of the database has it: above the county all that stand in the region; a county besides
 * those elsewhere that it has a part in; a street those at it and what it wrote a step in; a surveyor their own.
 */
export function seenBy(desk: CaseDesk): Sql {
  const { role, viewerId, low, high } = desk
  if (role === 'SURVEYOR') return sql`(r.surveyor_id = ${viewerId} OR r.partner_id = ${viewerId})`
  if (role === 'COUNTY_CASEWORKER') return sql`(r.region BETWEEN ${low} AND ${high} OR ${elsewhereOf(desk)})`
  // The few supervisors' ranges stand in the text: a prepared statement that does not know how wide a range is takes it for a county's.
  if (role !== 'STREET_STAFF') return sql`r.region BETWEEN ${rawSql(String(low))} AND ${rawSql(String(high))}`
  // The ids as one array: only then do the indexes on both sides of the OR serve.
  return sql`(r.street BETWEEN ${low} AND ${high}
    OR r.id = ANY (ARRAY(SELECT s.case_id FROM case_step s WHERE s.actor_region BETWEEN ${low} AND ${high})))`
}

/** Cases `r` that stand in another county: offered to this one, or once its own. */
export function standsElsewhere(desk: CaseDesk): Sql {
  return sql`NOT r.region BETWEEN ${desk.low} AND ${desk.high} AND (${elsewhereOf(desk)})`
}

/** A case leaves its county by 移交 alone, and the county that declines one has written no other step: two actions tell all former ones. */
function elsewhereOf({ low, high }: CaseDesk): Sql {
  return sql`r.transfer_to BETWEEN ${low} AND ${high} OR r.id = ANY (ARRAY(
    SELECT s.case_id FROM case_step s WHERE s.actor_region BETWEEN ${low} AND ${high} AND s.action IN ('TRANSFER', 'DECLINE')))`
}

/** 待我办理: the cases `r` whose next step is the viewer's to take. Supervisors take none. */
export function waitsFor({ role, viewerId, low, high }: CaseDesk): Sql {
  switch (role) {
    case 'COUNTY_CASEWORKER':
      return sql`(r.region BETWEEN ${low} AND ${high} AND r.status IN ('TO_DISPATCH', 'TO_REVIEW') OR coalesce(r.transfer_to BETWEEN ${low} AND ${high}, false))`
    case 'STREET_STAFF':
      return sql`(coalesce(r.street BETWEEN ${low} AND ${high}, false)
        AND (r.status = 'TO_ASSIGN' OR r.status = 'SURVEYING' AND r.surveyor_id = ${viewerId}))`
    case 'SURVEYOR':
      return sql`(r.status = 'SURVEYING' AND r.surveyor_id = ${viewerId})`
    default:
      return sql`false`
  }
}
