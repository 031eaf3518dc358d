import 'server-only'
import type { Presence } from '@/lib/access/viewer'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { readListing } from './list'
import { householdTable } from './table'

/** The list of 家庭档案 that an address asks for as a file. A region out of reach is refused as not found. */
export function exportHouseholds(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const list = {
    table: householdTable,
    ...readListing({ viewer, parameters, today: clock.today }, search),
    title: '家庭档案',
    names: ['head', 'member'],
    action: 'household.export',
    endAction: 'household.export-end',
  } as const
  return exportList(presence, list, format, address)
}
