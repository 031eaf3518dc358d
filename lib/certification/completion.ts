import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { refuse } from '@/lib/refusal'
import { isWithin, type Level, levelOf, type RegionCode, rangeOf } from '@/lib/region'
import type { CompletionInput } from './input'
import { asOfDay, type Completion } from './rules'

/** Completion of one region, for the row of a table: the region itself or one directly under it. */
export interface RegionCompletion extends Completion {
  region: { code: RegionCode; name: string }
}

/** Completion of a region and of each region directly under it. */
export interface CompletionTable {
  total: Completion
  parts: RegionCompletion[]
}

interface Counts {
  code: number
  name: string
  open: number
  exempt: number
  dead: number
  self: number
  relative: number
  match: number
  visit: number
  video: number
}

/** Width of one region of a level, in codes. */
const STEP: Record<Level, number> = { 1: 1e10, 2: 1e8, 3: 1e6, 4: 1e3, 5: 1 }

/**
 * The counts of a year for a region of the viewer's reach and for its parts, from the rollup that a trigger keeps. Costs the
 * number of counties or communities below, not of persons.
 */
export async function completionOf(ctx: Ctx, year: number, region: RegionCode): Promise<CompletionTable> {
  const level = levelOf(region)
  const { low, high } = rangeOf(region)
  const asOf = asOfDay(year, ctx.today, ctx.parameters)
  const partLevel = Math.min(level + 1, 5) as Level
  const step = STEP[partLevel]
  // Above the county the county rows are summed, from the county down the community rows.
  const counted = partLevel <= 3 ? 3 : 5
  const rows = await ctx.sql<Counts>(sql`
    SELECT part.code, coalesce(r.name, '') AS name, part.open, part.exempt, part.dead, part.self, part.relative, part.match, part.visit, part.video
    FROM (SELECT c.region / ${step}::bigint * ${step}::bigint AS code,
                 sum(c.open)::int AS open, coalesce(sum(c.open) FILTER (WHERE c.exempt_until > ${asOf}::date), 0)::int AS exempt,
                 sum(c.dead)::int AS dead, sum(c.self)::int AS self, sum(c.relative)::int AS relative, sum(c.match)::int AS match,
                 sum(c.visit)::int AS visit, sum(c.video)::int AS video
          FROM completion c
          WHERE c.year = ${year}::smallint AND c.level = ${counted}::smallint AND c.region BETWEEN ${low} AND ${high}
          GROUP BY 1) AS part
    LEFT JOIN region r ON r.code = part.code
    ORDER BY part.code`)
  const parts = rows.map((row) => ({ region: { code: row.code, name: row.name }, ...completionFrom(row) }))
  return { total: sumOf(parts), parts: level === 5 ? [] : parts }
}

/** The same for a viewer who names year and region; a region out of reach is not found. */
export function completionForList(
  ctx: Ctx,
  { year, region }: z.output<typeof CompletionInput>,
): Promise<CompletionTable> {
  if (!isWithin(region, ctx.viewer.region.code)) refuse({ code: 'NOT_FOUND' })
  return completionOf(ctx, year, region)
}

function completionFrom({ open, exempt, dead, self, relative, match, visit, video }: Counts): Completion {
  const certified = self + relative + match + visit + video
  const pending = open - exempt
  return {
    due: certified + pending,
    certified,
    byChannel: { SELF: self, RELATIVE: relative, MATCH: match, VISIT: visit, VIDEO: video },
    exempt,
    pending,
    dead,
  }
}

function sumOf(parts: readonly Completion[]): Completion {
  const total: Completion = {
    due: 0,
    certified: 0,
    byChannel: { SELF: 0, RELATIVE: 0, MATCH: 0, VISIT: 0, VIDEO: 0 },
    exempt: 0,
    pending: 0,
    dead: 0,
  }
  for (const part of parts) {
    total.due += part.due
    total.certified += part.certified
    total.exempt += part.exempt
    total.pending += part.pending
    total.dead += part.dead
    for (const channel of ['SELF', 'RELATIVE', 'MATCH', 'VISIT', 'VIDEO'] as const) {
      total.byChannel[channel] += part.byChannel[channel]
    }
  }
  return total
}
