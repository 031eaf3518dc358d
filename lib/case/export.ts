import 'server-only'
import { inScope } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { loadCalendar } from '@/lib/calendar/data'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { readCaseListing } from './list'
import { caseTable } from './table'

/** The list of cases that an address asks for as a file. A region out of reach is refused as not found. */
export async function exportCases(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const calendar = await inScope(presence, address, 'read', loadCalendar)
  const list = {
    table: caseTable,
    ...readCaseListing({ viewer, parameters, today: clock.today }, search, calendar),
    title: '线索名单',
    names: ['name'],
    action: 'case.export',
    endAction: 'case.export-end',
  } as const
  return exportList(presence, list, format, address)
}
