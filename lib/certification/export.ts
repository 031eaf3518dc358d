import 'server-only'
import type { Readable } from 'node:stream'
import { inScope, scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { maskName } from '@/lib/audit/entry'
import { copyRows } from '@/lib/db/copy'
import { log } from '@/lib/log'
import { refuse } from '@/lib/refusal'
import { regionChain } from '@/lib/region-list'
import { EXPORT_FORMATS, type ExportFormat, exportOf } from '@/lib/table/export'
import { filtersInWords } from '@/lib/table/list-query'
import { countSql } from '@/lib/table/query'
import { readListing } from './list'
import { certificationTable } from './table'

/** The format that an address asks for; a spreadsheet when it does not say. */
export function formatOf(search: URLSearchParams): ExportFormat | null {
  const asked = search.get('format') ?? 'xlsx'
  return EXPORT_FORMATS.find((format) => format === asked) ?? null
}

/** A file on its way to the viewer. */
export interface ExportedFile {
  body: Readable
  contentType: string
  name: string
  /** Rows that the list had when the export began, for the progress. */
  expected: number
}

/**
 * The list of an address as a file, all pages. Audited twice: before the first byte with the filters, and at the end with the number
 * of rows or that it broke off. A region out of reach is refused as not found.
 */
export async function exportCertification(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const listed = readListing({ viewer, parameters, today: clock.today }, search)
  if (listed.read.outOfReach) refuse({ code: 'NOT_FOUND' })
  const { listing, year } = listed
  const region = Number(listing.query.values.region ?? viewer.region.code)

  const { expected, place, exportId } = await inScope(presence, address, 'write', async (ctx) => {
    const [counted, chain] = await Promise.all([
      ctx.sql<{ total: number }>(countSql(certificationTable, listing)),
      regionChain(ctx, region),
    ])
    const place = chain.at(-1)?.name ?? viewer.region.name
    const expected = Number(counted[0]?.total ?? 0)
    const exportId = crypto.randomUUID()
    // The trail says what was looked for, not whom: a name in it is masked like any subject.
    const { name, ...others } = listing.query.values
    const values = name ? { ...others, name: maskName(name) } : others
    const filters = filtersInWords(certificationTable.shape, values, place)
    ctx.record({
      action: 'certification.export',
      subjectType: 'list',
      subjectLabel: `${year}年度 ${place}`,
      region,
      detail: { exportId, format, filters, expected },
    })
    return { expected, place, exportId }
  })

  const { statement, contentType, pack } = exportOf(certificationTable, listing, format)
  const { rows, finished } = await copyRows(scopeOf(presence), statement)
  const end = (detail: Record<string, unknown>) =>
    inScope(presence, address, 'write', async (ctx) => {
      ctx.record({
        action: 'certification.export-end',
        subjectType: 'list',
        subjectLabel: `${year}年度 ${place}`,
        region,
        detail: { exportId, format, ...detail },
      })
    }).catch((error) => log.error({ error, exportId }, 'the end of an export was not recorded'))
  finished.then(
    (count) => end({ rows: count, complete: true }),
    () => end({ complete: false }),
  )
  return { body: pack(rows), contentType, name: `生存认证_${year}年度_${place}_${clock.today}.${format}`, expected }
}
