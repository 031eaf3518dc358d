import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type Listing, rowsByIdSql, toRow } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import type { DueDays } from './due'
import { soonUntil } from './rules'
import { type ReviewRow, reviewTable } from './table'

/** The list that an address asks for, before anything is loaded. */
export interface ReviewListing {
  read: ReadList
  listing: Listing<DueDays>
}

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readListing(ctx: Pick<Ctx, 'today' | 'parameters' | 'viewer'>, search: URLSearchParams): ReviewListing {
  const home = ctx.viewer.region.code
  const read = readListQuery(reviewTable, search, home)
  const context = { today: ctx.today, soonEnd: soonUntil(ctx.today, ctx.parameters) }
  return { read, listing: { query: read.query, home, context } }
}

/** Adds to what an action did the household as the list shows it now, so that its row changes in place; null when it left the list. */
export function withRow<Input extends { householdId: number }, T>(run: (ctx: Ctx, input: Input) => Promise<T>) {
  return async (ctx: Ctx, input: Input): Promise<{ done: T; row: ReviewRow | null }> => {
    const done = await run(ctx, input)
    const [row] = await loadRowsById(ctx, [input.householdId])
    return { done, row: row ?? null }
  }
}

/** The same for a bulk. */
export function withRows<Input extends { rows: readonly { householdId: number }[] }, T>(
  run: (ctx: Ctx, input: Input) => Promise<T>,
) {
  return async (ctx: Ctx, input: Input): Promise<{ done: T; rows: ReviewRow[] }> => {
    const done = await run(ctx, input)
    const ids = input.rows.map(({ householdId }) => householdId)
    return { done, rows: await loadRowsById(ctx, ids) }
  }
}

async function loadRowsById(ctx: Ctx, ids: readonly number[]): Promise<ReviewRow[]> {
  const { listing } = readListing(ctx, new URLSearchParams())
  const records = await ctx.sql(rowsByIdSql(reviewTable, ids, listing))
  return records.map((record) => toRow(reviewTable, record))
}
