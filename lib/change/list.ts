import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type LoadedPage, loadPage } from '@/lib/table/load'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { lightLimits, periodsOf } from '@/lib/waiting/rules'
import { type ChangeContext, type ChangeRow, changeTable } from './table'

/** The queue that an address asks for, before anything is loaded. */
export interface ChangeListing {
  read: ReadList
  listing: Listing<ChangeContext>
}

/** Reads the queue's address for a viewer: 待审批 where it does not say. Never throws; problems stand at their fields. */
export function readChangeListing(
  { viewer, today, parameters }: Pick<Ctx, 'viewer' | 'today' | 'parameters'>,
  search: URLSearchParams,
): ChangeListing {
  const asked = new URLSearchParams(search)
  if (!asked.get('status')) asked.set('status', 'PENDING')
  const home = viewer.region.code
  const read = readListQuery(changeTable, asked, home)
  return {
    read,
    listing: {
      query: read.query,
      home,
      context: { today, limits: lightLimits(today, periodsOf('change', parameters)) },
    },
  }
}

/** One page of the queue and its exact total. */
export function loadChanges(ctx: Ctx, { listing }: ChangeListing): Promise<LoadedPage<ChangeRow['extra']>> {
  return loadPage(ctx, changeTable, listing)
}
