import 'server-only'
import type { Transaction } from '@/lib/db/transaction'
import type { Table } from './define'
import { countSql, type Listing, type Row, rowsSql, toRow } from './query'

/** One page of a list. */
export interface LoadedPage<Extra extends object> {
  rows: Row<Extra>[]
  /** Of the whole list, exact. */
  total: number
}

/** Loads the page of a list that an address asks for, and how many rows there are in all. */
export async function loadPage<Context, Extra extends object>(
  transaction: Pick<Transaction, 'sql'>,
  table: Table<Context, Extra>,
  listing: Listing<Context>,
): Promise<LoadedPage<Extra>> {
  const count = transaction.sql<{ total: number }>(countSql(table, listing))
  // The last page is found from its end: only then must the total be known first.
  const known = listing.query.position.page === 'last' ? totalOf(await count) : 0
  const [records, counted] = await Promise.all([transaction.sql(rowsSql(table, listing, known)), count])
  return { rows: records.map((record) => toRow(table, record)), total: totalOf(counted) }
}

function totalOf(rows: readonly { total: number }[]): number {
  return Number(rows[0]?.total ?? 0)
}
