import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { can } from '@/lib/access/permissions'
import { sql } from '@/lib/db/sql'
import { refuse } from '@/lib/refusal'
import { isWithin, type RegionCode } from '@/lib/region'
import type { DispatchChoicesInput, SurveyorsInput } from './input'
import { loadCases } from './record'
import { type StreetNames, suggestStreet } from './suggest'
import { type Surveyor, surveyorsOf } from './team'

/** A street that cases can be sent to, with what it has in hand. */
export interface StreetChoice {
  code: RegionCode
  name: string
  /** Cases that wait for the street or its surveyors, and how many of them are overdue. */
  open: number
  overdue: number
}

/** What the dialog of 分派 shows. */
export interface DispatchChoices {
  /** The streets of the county, in the order of their codes. */
  streets: StreetChoice[]
  /** For each case that is in reach the street that its place or address suggests; null when that is unsure. */
  suggestions: { caseId: number; street: RegionCode | null; reason?: string }[]
}

interface StreetRow extends StreetChoice {
  communities: string[]
}

/** The streets of the county with their load, and which of them each case probably belongs to. Refuses NOT_FOUND when none is in reach. */
export async function findDispatchChoices(
  ctx: Ctx,
  { caseIds }: z.output<typeof DispatchChoicesInput>,
): Promise<DispatchChoices> {
  const cases = [...(await loadCases(ctx, caseIds)).values()].filter(({ county }) => county === ctx.viewer.region.code)
  const [first] = cases
  if (!first) return refuse({ code: 'NOT_FOUND' })
  const [rows, refused] = await Promise.all([loadStreets(ctx, first.county), loadRefusals(ctx, caseIds)])
  const names: StreetNames[] = rows.map(({ code, name, communities }) => ({ code, name, communities }))
  return {
    streets: rows.map(({ code, name, open, overdue }) => ({ code, name, open, overdue })),
    suggestions: cases.map(({ id, place, address }) => {
      const suggestion = suggestStreet(place, address, names)
      const returnedBy = refused.find(({ caseId, street }) => caseId === id && street === suggestion?.street)
      if (returnedBy) return { caseId: id, street: null, reason: `${returnedBy.name}已退回过本线索，请另行选择。` }
      return { caseId: id, street: suggestion?.street ?? null, reason: suggestion?.reason }
    }),
  }
}

interface Refusal {
  caseId: number
  street: RegionCode
  name: string
}

/** Which streets have sent which of the cases back: none is suggested what it has just refused. */
function loadRefusals({ sql: query, reach: { low, high } }: Ctx, caseIds: readonly number[]): Promise<Refusal[]> {
  return query<Refusal>(sql`
    SELECT DISTINCT s.case_id AS "caseId", street.code AS street, street.name
    FROM case_step s JOIN region street ON street.code = s.actor_region / 1000 * 1000 AND street.level = 4
    WHERE s.case_id = ANY (${[...caseIds]}::bigint[]) AND s.action = 'SEND_BACK' AND s.actor_region BETWEEN ${low} AND ${high}`)
}

function loadStreets({ sql: query, today, reach: { low, high } }: Ctx, county: RegionCode): Promise<StreetRow[]> {
  return query<StreetRow>(sql`
    SELECT s.code, s.name, coalesce(load.open, 0) AS open, coalesce(load.overdue, 0) AS overdue,
           ARRAY(SELECT c.name FROM region c WHERE c.parent = s.code ORDER BY c.code) AS communities
    FROM region s
    LEFT JOIN (
      SELECT r.street, count(*)::int AS open, (count(*) FILTER (WHERE r.due_on < ${today}::date))::int AS overdue FROM "case" r
      WHERE r.region BETWEEN ${low} AND ${high} AND r.status IN ('TO_ASSIGN', 'SURVEYING') GROUP BY r.street) AS load ON load.street = s.code
    WHERE s.parent = ${county} AND s.level = 4 ORDER BY s.code`)
}

/** What 指派 and 更换调查员 show: who can go for a street, with their load. Refuses NOT_FOUND for a street out of reach. */
export function findSurveyors(ctx: Ctx, { street }: z.output<typeof SurveyorsInput>): Promise<Surveyor[]> {
  const { role, region } = ctx.viewer
  if (!can(role, 'case.assign') || !isWithin(street, region.code)) refuse({ code: 'NOT_FOUND' })
  return surveyorsOf(ctx, street)
}
