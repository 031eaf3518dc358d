import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type Sql, sql } from '@/lib/db/sql'

/**
 * The condition under which the `person` called p is in reach: their roster row stands there, or a household there has them as a
 * member. The policy on `person` says the same.
 */
export function personInReach({ reach: { low, high } }: Pick<Ctx, 'reach'>): Sql {
  return sql`(p.region BETWEEN ${low} AND ${high}
    OR EXISTS (SELECT FROM membership m WHERE m.person_id = p.id AND m.region BETWEEN ${low} AND ${high}))`
}
