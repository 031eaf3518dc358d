import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { can } from '@/lib/access/permissions'
import { soonUntil } from '@/lib/review/rules'
import type { Figures } from '@/lib/table/figures'
import { loadPage } from '@/lib/table/load'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import type { RequestedKind } from './codes'
import { possibleKinds } from './kinds'
import { type HouseholdContext, type HouseholdRow, householdTable } from './table'

/** A row with the changes that this viewer may ask for now. */
export interface ListedHousehold extends HouseholdRow {
  kinds: RequestedKind[]
}

/** The list that an address asks for, before anything is loaded. */
export interface HouseholdListing {
  read: ReadList
  listing: Listing<HouseholdContext>
}

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readListing(
  ctx: Pick<Ctx, 'today' | 'parameters' | 'viewer'>,
  search: URLSearchParams,
): HouseholdListing {
  const home = ctx.viewer.region.code
  const read = readListQuery(householdTable, search, home)
  const context = { today: ctx.today, soonEnd: soonUntil(ctx.today, ctx.parameters) }
  return { read, listing: { query: read.query, home, context } }
}

/** One page of the list, with what may be asked for, and the figures of the whole of it. */
export async function loadRows(
  ctx: Ctx,
  { listing }: HouseholdListing,
): Promise<Figures & { rows: ListedHousehold[] }> {
  const { rows, ...figures } = await loadPage(ctx, householdTable, listing)
  const mayAsk = can(ctx.viewer.role, 'change.request')
  const kindsOf = ({ extra: { status, deaths } }: HouseholdRow) =>
    mayAsk ? possibleKinds({ status, members: deaths.map((dead) => ({ dead })) }) : []
  return { rows: rows.map((row) => ({ ...row, kinds: kindsOf(row) })), ...figures }
}
