import 'server-only'
import type { Presence } from '@/lib/access/viewer'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { readListing } from './list'
import { duplicateTable } from './table'

/** The list of 重复享受 that an address asks for as a file. A region out of reach is refused as not found. */
export function exportDuplicates(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const list = {
    table: duplicateTable,
    ...readListing(presence, search),
    title: '重复享受',
    names: ['name'],
    action: 'duplicate.export',
    endAction: 'duplicate.export-end',
  } as const
  return exportList(presence, list, format, address)
}
