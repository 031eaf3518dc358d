import type { Ctx } from '@/lib/access/perform'
import type { Role } from '@/lib/access/permissions'
import type { TableShape } from '@/lib/table/list-query'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import type { Calendar } from '@/lib/workday'
import { dueDays } from './due-columns'
import type { CaseContext } from './filters'
import { deskOf } from './reach'
import { caseTable } from './table'

/** The list that an address asks for, before anything is loaded. */
export interface CaseListing {
  read: ReadList
  listing: Listing<CaseContext>
}

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readCaseListing(
  { viewer, today, parameters }: Pick<Ctx, 'viewer' | 'today' | 'parameters'>,
  search: URLSearchParams,
  calendar: Calendar,
): CaseListing {
  const home = viewer.region.code
  const read = readListQuery(caseTable, search, home)
  const context = { desk: deskOf(viewer), due: dueDays(today, calendar, parameters) }
  return { read, listing: { query: read.query, home, context } }
}

/** The list as a role sees it: a surveyor's own cases lie in several communities, and no region is theirs to choose. */
export function shapeFor(role: Role): TableShape {
  const { shape } = caseTable
  if (role !== 'SURVEYOR') return shape
  return { ...shape, filters: shape.filters.filter(({ kind }) => kind !== 'region') }
}
