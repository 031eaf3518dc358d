import type { Ctx } from '@/lib/access/perform'
import { type Sql, sql } from '@/lib/db/sql'

/**
 * The condition under which the survey called s may be shown: the viewer wrote it, a street of their reach had sent the surveyor, or its
 * case is in hand. The policy on surveys says the same.
 */
export function surveyInReach({ viewer, reach: { low, high } }: Pick<Ctx, 'viewer' | 'reach'>): Sql {
  // A surveyor has a home region and no reach: of others' surveys they see those of the cases in hand.
  const sentFromHere = viewer.role === 'SURVEYOR' ? sql`false` : sql`s.region BETWEEN ${low} AND ${high}`
  return sql`(s.author_id = ${viewer.id} OR ${sentFromHere} OR case_in_hand(s.case_id))`
}
