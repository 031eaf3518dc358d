import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { type Sql, sql } from '@/lib/db/sql'
import type { DuplicateKind } from '@/lib/household/codes'
import { formatDateTime } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import type { ResolveDuplicateInput } from './input'
import { type DuplicateTarget, targetOf } from './rules'

interface Found {
  region: RegionCode
  /** Null for a claim: the registered person is not this county's to name. */
  personId: number | null
  name: string
  kind: DuplicateKind
}

/**
 * 核查结论: keeps what the county found out about somebody, once and for good, for all households of theirs in reach. Nothing is merged
 * and nobody leaves a household by it: that is asked for at the household. Out of reach is not found; a second conclusion is refused
 * with the name of who was first.
 */
export async function resolveDuplicate(ctx: Ctx, { rowId, reason }: ResolveDuplicateInput): Promise<void> {
  const target = targetOf(rowId)
  const found = (await findDuplicate(ctx, target)) ?? refuse({ code: 'NOT_FOUND' })
  const { viewer, now } = ctx
  const made = await ctx.execute(sql`
    INSERT INTO duplicate_finding (membership_id, claim_id, kind, region, reason, found_at, actor_id, actor_name, actor_role, actor_region)
    SELECT about.membership_id, about.claim_id, about.kind, about.region, ${reason}, ${now},
           ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code}
    FROM (${foundOutAbout(ctx, target, found)}) AS about (membership_id, claim_id, kind, region)
    WHERE NOT EXISTS (SELECT FROM duplicate_finding f WHERE ${isAbout(target, found)})
    ON CONFLICT DO NOTHING`)
  if (made === 0) return explainEarlier(ctx, target, found, reason)
  ctx.record({
    action: 'duplicate.resolve',
    subjectType: 'person',
    subjectId: found.personId ?? undefined,
    subjectLabel: maskName(found.name),
    region: found.region,
    detail: { kind: found.kind, reason },
  })
}

/** A claim by itself; a membership with the person's others in reach. */
function foundOutAbout({ reach }: Ctx, { of, id }: DuplicateTarget, { personId, region }: Found): Sql {
  if (of === 'claim') return sql`SELECT NULL::bigint, ${id}::bigint, 'CLAIM', ${region}::bigint`
  return sql`SELECT d.membership_id, NULL::bigint, d.kind, d.region FROM duplicate d
    WHERE d.person_id = ${personId} AND d.region BETWEEN ${reach.low} AND ${reach.high} ORDER BY d.membership_id`
}

/** 两户登记 that was in order is looked into again once it has become 两户均保障. */
function isAbout({ of, id }: DuplicateTarget, { kind }: Found): Sql {
  return of === 'membership' ? sql`f.membership_id = ${id} AND f.kind = ${kind}` : sql`f.claim_id = ${id}`
}

async function findDuplicate({ sql: query, reach }: Ctx, { of, id }: DuplicateTarget): Promise<Found | undefined> {
  const inReach = (region: Sql) => sql`${region} BETWEEN ${reach.low} AND ${reach.high}`
  const [found] = await query<Found>(
    of === 'membership'
      ? sql`SELECT d.region, d.person_id AS "personId", p.name, d.kind FROM duplicate d JOIN person p ON p.id = d.person_id
            WHERE d.membership_id = ${id} AND ${inReach(sql`d.region`)}`
      : sql`SELECT c.region, NULL AS "personId", c.claimed_name AS name, 'CLAIM' AS kind FROM duplicate_claim c
            WHERE c.id = ${id} AND ${inReach(sql`c.region`)}`,
  )
  return found
}

interface Earlier {
  actorId: number | null
  name: string
  place: string | null
  at: Date
  reason: string
}

/** The same conclusion of the same clerk once more is a retry; else it says who was there before. */
async function explainEarlier(ctx: Ctx, target: DuplicateTarget, found: Found, reason: string): Promise<void> {
  const [earlier] = await ctx.sql<Earlier>(sql`
    SELECT f.actor_id AS "actorId", f.actor_name AS name, r.name AS place, f.found_at AS at, f.reason
    FROM duplicate_finding f LEFT JOIN region r ON r.code = f.actor_region
    WHERE ${isAbout(target, found)}`)
  if (!earlier) return refuse({ code: 'STALE' })
  if (earlier.actorId === ctx.viewer.id && earlier.reason === reason) return ctx.unchanged()
  const by = ` ${earlier.name}（${earlier.place ?? '—'}）于 ${formatDateTime(earlier.at)} `
  refuse({ code: 'NOT_POSSIBLE', message: `该记录已由${by}核查，无需重复核查。` })
}
