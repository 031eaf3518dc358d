import 'server-only'
import type { Transaction } from '@/lib/db/transaction'
import type { Table } from './define'
import type { Figures } from './figures'
import { countSql, type Listing, type Row, rowsSql, toFigures, toRow } from './query'

/** One page of a list, with the figures of the whole of it. */
export interface LoadedPage<Extra extends object> extends Figures {
  rows: Row<Extra>[]
}

/** Loads the page of a list that an address asks for, how many rows there are in all, and what they sum up to. */
export async function loadPage<Context, Extra extends object>(
  transaction: Pick<Transaction, 'sql'>,
  table: Table<Context, Extra>,
  listing: Listing<Context>,
): Promise<LoadedPage<Extra>> {
  const counting = transaction.sql(countSql(table, listing))
  // The last page is found from its end: only then must the total be known first.
  const known = listing.query.position.page === 'last' ? toFigures(table, (await counting)[0]).total : 0
  const [records, [counted]] = await Promise.all([transaction.sql(rowsSql(table, listing, known)), counting])
  return { rows: records.map((record) => toRow(table, record)), ...toFigures(table, counted) }
}
