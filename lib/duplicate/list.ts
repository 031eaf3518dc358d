import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { rangeOf } from '@/lib/region'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { type DuplicateContext, duplicateTable } from './table'

/** The list that an address asks for, before anything is loaded. */
export interface DuplicateListing {
  read: ReadList
  listing: Listing<DuplicateContext>
}

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readListing({ viewer }: Pick<Ctx, 'viewer'>, search: URLSearchParams): DuplicateListing {
  const home = viewer.region.code
  const read = readListQuery(duplicateTable, search, home)
  return { read, listing: { query: read.query, home, context: { reach: rangeOf(home) } } }
}
