import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { loadPage } from '@/lib/table/load'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { type AccountAction, accountActions } from './rules'
import { type AccountRow, staffTable } from './table'

/** An account with the buttons that this administrator may press now. */
export interface ListedAccount extends AccountRow {
  actions: AccountAction[]
}

export interface StaffListing {
  read: ReadList
  listing: Listing<null>
}

/** Reads the list's address for an administrator. Never throws; problems stand at their fields. */
export function readListing({ viewer }: Pick<Ctx, 'viewer'>, search: URLSearchParams): StaffListing {
  const home = viewer.region.code
  const read = readListQuery(staffTable, search, home)
  return { read, listing: { query: read.query, home, context: null } }
}

/** One page of the accounts in reach and their exact total. */
export async function loadAccounts(
  ctx: Ctx,
  { listing }: StaffListing,
): Promise<{ rows: ListedAccount[]; total: number }> {
  const { rows, total } = await loadPage(ctx, staffTable, listing)
  return { rows: rows.map((row) => withActions(ctx, row)), total }
}

function withActions({ viewer }: Pick<Ctx, 'viewer'>, row: AccountRow): ListedAccount {
  const asking = { id: viewer.id, role: viewer.role, region: viewer.region.code }
  return { ...row, actions: accountActions({ ...row.extra, id: Number(row.id) }, asking) }
}
