import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { refuse } from '@/lib/refusal'
import type { RemoveQueryInput, SaveQueryInput } from './input'

/** 查询方案: filters of a list under a name. */
export interface SavedQuery {
  id: number
  name: string
  /** The search of the list's address, without '?'. */
  search: string
  /** Name of the region that it filters by. */
  regionName: string | null
  shared: boolean
  /** Who shares it; null for one's own. */
  owner: string | null
}

/** What became of saving: without leave to replace, one of the same name stays as it was. */
export type Saved = { saved: true; queries: SavedQuery[] } | { saved: false }

const MOST_PER_LIST = 30

/** The viewer's own queries of a list, then those that colleagues with the same home region share; each by name. */
export function findQueries({ sql: query, viewer }: Pick<Ctx, 'sql' | 'viewer'>, list: string): Promise<SavedQuery[]> {
  return query<SavedQuery>(sql`
    SELECT q.id, q.name, q.search, region.name AS "regionName", q.shared,
           CASE WHEN q.staff_id <> ${viewer.id} THEN q.staff_name END AS owner
    FROM saved_query q
    LEFT JOIN region ON region.code = substring(q.search FROM '(?:^|&)region=(\\d{12})(?:&|$)')::bigint
    WHERE q.list = ${list} AND (q.staff_id = ${viewer.id} OR (q.shared AND q.region = ${viewer.region.code}))
    ORDER BY q.staff_id <> ${viewer.id}, q.name COLLATE "zh-x-icu", q.id`)
}

/** Keeps a query for the viewer. Throws FieldError when the list has too many of them. */
export async function storeQuery(ctx: Ctx, input: SaveQueryInput): Promise<Saved> {
  const { viewer } = ctx
  const { list, name, search, shared, replace } = input
  const [others] = await ctx.sql<{ count: number }>(sql`
    SELECT count(*) FROM saved_query WHERE staff_id = ${viewer.id} AND list = ${list} AND name <> ${name}`)
  if (Number(others?.count) >= MOST_PER_LIST)
    throw new FieldError({ name: `每个列表最多保存${MOST_PER_LIST}个方案，请先删除不用的方案。` })
  const conflict = replace
    ? sql`DO UPDATE SET staff_name = excluded.staff_name, region = excluded.region, search = excluded.search, shared = excluded.shared`
    : sql`DO NOTHING`
  const stored = await ctx.execute(sql`
    INSERT INTO saved_query (staff_id, staff_name, region, list, name, search, shared)
    VALUES (${viewer.id}, ${viewer.name}, ${viewer.region.code}, ${list}, ${name}, ${search}, ${shared})
    ON CONFLICT (staff_id, list, name) ${conflict}`)
  if (stored === 0) return { saved: false }
  return { saved: true, queries: await findQueries(ctx, list) }
}

/** Takes one of the viewer's own away for good; answers what is left of its list. Another's is not found. */
export async function deleteQuery(ctx: Ctx, { id }: RemoveQueryInput): Promise<SavedQuery[]> {
  const [removed] = await ctx.sql<{ list: string }>(sql`
    DELETE FROM saved_query WHERE id = ${id} AND staff_id = ${ctx.viewer.id} RETURNING list`)
  return removed ? findQueries(ctx, removed.list) : refuse({ code: 'NOT_FOUND' })
}
