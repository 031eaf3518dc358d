import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { can } from '@/lib/access/permissions'
import { sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { suspicionsPath } from '@/lib/suspected-death/rules'
import { loadPage } from '@/lib/table/load'
import { type Listing, rowsByIdSql, toRow } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { findRosterRows } from './data'
import { asOfDay, currentYear, ladderOf, type RowAction, rowActions } from './rules'
import { type CertificationContext, type CertificationRow, certificationTable, yearOfList } from './table'

/** A row with the buttons that this viewer may press now. */
export interface ListedRow extends CertificationRow {
  actions: RowAction[]
  /** Where 疑似死亡 of this person is verified; null for everybody else, and for viewers who may not. */
  verify: string | null
}

/** The list that an address asks for, before anything is loaded. */
export interface CertificationListing {
  read: ReadList
  year: number
  listing: Listing<CertificationContext>
}

/** What the texts and statuses of a year depend on today. */
export function contextOf(ctx: Pick<Ctx, 'today' | 'parameters'>, year: number): CertificationContext {
  return { year, asOf: asOfDay(year, ctx.today, ctx.parameters), ladder: ladderOf(year, ctx.today, ctx.parameters) }
}

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readListing(
  ctx: Pick<Ctx, 'today' | 'parameters' | 'viewer'>,
  search: URLSearchParams,
): CertificationListing {
  const home: RegionCode = ctx.viewer.region.code
  const read = readListQuery(certificationTable, search, home)
  const year = yearOfList(read.query.values, currentYear(ctx.today))
  return { read, year, listing: { query: read.query, home, context: contextOf(ctx, year) } }
}

/** One page of the list, with buttons, and its exact total. */
export async function loadRows(
  ctx: Ctx,
  { listing, year }: CertificationListing,
): Promise<{ rows: ListedRow[]; total: number }> {
  const { rows, total } = await loadPage(ctx, certificationTable, listing)
  return { rows: rows.map((row) => withActions(ctx, year, row)), total }
}

/** The years that have a roster, the latest first. */
export async function openedYears(ctx: Pick<Ctx, 'sql'>): Promise<number[]> {
  const rows = await ctx.sql<{ year: number }>(sql`SELECT year FROM roster_year ORDER BY year DESC`)
  return rows.map(({ year }) => year)
}

/** The rows that an action has changed, as the list shows them now; those that left the list are missing. */
export async function loadRowsById(ctx: Ctx, year: number, ids: readonly number[]): Promise<ListedRow[]> {
  const { listing } = readListing(ctx, new URLSearchParams({ year: String(year) }))
  const records = await ctx.sql(rowsByIdSql(certificationTable, ids, listing))
  return records.map((record) => withActions(ctx, year, toRow(certificationTable, record)))
}

/** Adds to what an action did the row as the list shows it now, so that it changes in place; null when it left the list. */
export function withRow<Input extends { rosterId: number }, T>(run: (ctx: Ctx, input: Input) => Promise<T>) {
  return async (ctx: Ctx, input: Input): Promise<{ done: T; row: ListedRow | null }> => {
    const done = await run(ctx, input)
    const [row] = await loadChanged(ctx, [input.rosterId])
    return { done, row: row ?? null }
  }
}

/** The same for a bulk. */
export function withRows<Input extends { rows: readonly { rosterId: number }[] }, T>(
  run: (ctx: Ctx, input: Input) => Promise<T>,
) {
  return async (ctx: Ctx, input: Input): Promise<{ done: T; rows: ListedRow[] }> => {
    const done = await run(ctx, input)
    return {
      done,
      rows: await loadChanged(
        ctx,
        input.rows.map(({ rosterId }) => rosterId),
      ),
    }
  }
}

async function loadChanged(ctx: Ctx, ids: readonly number[]): Promise<ListedRow[]> {
  const [first] = (await findRosterRows(ctx, ids)).values()
  return first ? loadRowsById(ctx, first.year, ids) : []
}

function withActions(
  ctx: Pick<Ctx, 'viewer' | 'today' | 'parameters'>,
  year: number,
  row: CertificationRow,
): ListedRow {
  const { status, certifiedOn, channel, operatorRegion, suspected } = row.extra
  const day = plainDate(certifiedOn ?? '')
  const recorded = day && channel ? { channel, certifiedOn: day, operatorRegion } : null
  const asking = { role: ctx.viewer.role, region: ctx.viewer.region.code }
  const verify =
    suspected && can(asking.role, 'suspectedDeath.verify')
      ? suspicionsPath(row.cells.name ?? '', row.extra.region)
      : null
  return {
    ...row,
    verify,
    actions: rowActions({ year, status, recorded, suspected }, asking, ctx.today, ctx.parameters),
  }
}
