import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Role } from '@/lib/access/permissions'
import { type LoadedPage, loadPage } from '@/lib/table/load'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { lightLimits, periodsOf } from '@/lib/waiting/rules'
import type { AdmissionStatus } from './codes'
import { type AdmissionListContext, type AdmissionRow, admissionTable } from './table'

/** The list that an address asks for, before anything is loaded. */
export interface AdmissionListing {
  read: ReadList
  listing: Listing<AdmissionListContext>
}

/** What waits for each of them: shown where the address does not say. */
const OWN_WORK: Partial<Record<Role, AdmissionStatus>> = { STREET_STAFF: 'TO_FILL', COUNTY_CASEWORKER: 'PENDING' }

/** Reads the list's address for a viewer. Never throws; problems stand at their fields. */
export function readAdmissionListing(
  { viewer, today, parameters }: Pick<Ctx, 'viewer' | 'today' | 'parameters'>,
  search: URLSearchParams,
): AdmissionListing {
  const asked = new URLSearchParams(search)
  if (!asked.get('status')) asked.set('status', OWN_WORK[viewer.role] ?? 'ALL')
  const home = viewer.region.code
  const read = readListQuery(admissionTable, asked, home)
  return {
    read,
    listing: {
      query: read.query,
      home,
      context: { today, limits: lightLimits(today, periodsOf('change', parameters)) },
    },
  }
}

/** One page of the list and its exact total. */
export function loadAdmissions(ctx: Ctx, { listing }: AdmissionListing): Promise<LoadedPage<AdmissionRow['extra']>> {
  return loadPage(ctx, admissionTable, listing)
}
