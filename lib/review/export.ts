import 'server-only'
import type { Presence } from '@/lib/access/viewer'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { readListing } from './list'
import { reviewTable } from './table'

/** The list of 复核 that an address asks for as a file. A region out of reach is refused as not found. */
export function exportReviews(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const list = {
    table: reviewTable,
    ...readListing({ viewer, parameters, today: clock.today }, search),
    title: '复核名单',
    names: [],
    action: 'review.export',
    endAction: 'review.export-end',
  } as const
  return exportList(presence, list, format, address)
}
