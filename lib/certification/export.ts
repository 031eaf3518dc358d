import 'server-only'
import type { Presence } from '@/lib/access/viewer'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { readListing } from './list'
import { certificationTable } from './table'

/** The list of 生存认证 that an address asks for as a file. A region out of reach is refused as not found. */
export function exportCertification(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const { read, listing, year } = readListing({ viewer, parameters, today: clock.today }, search)
  const list = {
    table: certificationTable,
    read,
    listing,
    title: '生存认证',
    span: `${year}年度`,
    names: ['name'],
    action: 'certification.export',
    endAction: 'certification.export-end',
  } as const
  return exportList(presence, list, format, address)
}
