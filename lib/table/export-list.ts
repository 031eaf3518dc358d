import 'server-only'
import { Readable } from 'node:stream'
import { plain } from '@/lib/access/entry'
import { inScope, scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { type AuditAction, maskName } from '@/lib/audit/entry'
import { copyRows } from '@/lib/db/copy'
import { log } from '@/lib/log'
import { refuse } from '@/lib/refusal'
import { regionChain } from '@/lib/region-list'
import type { Table } from './define'
import { EXPORT_FORMATS, type ExportFormat, exportOf } from './export'
import { filtersInWords, type Values } from './list-query'
import { countSql, type Listing, toFigures } from './query'
import type { ReadList } from './url'

/** A list to take away, and what file and audit trail say of it. */
export interface ExportedList<Context, Extra extends object> {
  readonly table: Table<Context, Extra>
  readonly read: Pick<ReadList, 'outOfReach'>
  readonly listing: Listing<Context>
  /** What the file's name begins with: 生存认证. */
  readonly title: string
  /** Stands before the place in the file's name and in the trail: 2026年度. */
  readonly span?: string
  /** URL keys of filters that hold somebody's name: the trail shows it masked. */
  readonly names: readonly string[]
  readonly action: AuditAction
  readonly endAction: AuditAction
}

/** A file on its way to the viewer. */
export interface ExportedFile {
  body: Readable
  contentType: string
  name: string
  /** The same for programs that read ASCII only. */
  plainName: string
  /** Rows that the list had when the export began, for the progress. */
  expected: number
}

/**
 * A list as a file, all pages. Audited twice: before the first byte with the filters, and at the end with the number of rows or that
 * it broke off. A region out of reach is refused as not found.
 */
export async function exportList<Context, Extra extends object>(
  presence: Presence,
  list: ExportedList<Context, Extra>,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  if (list.read.outOfReach) refuse({ code: 'NOT_FOUND' })
  const { viewer, clock } = presence
  const { table, listing, title, span, action, endAction } = list
  const region = Number(listing.query.values.region ?? viewer.region.code)
  const exportId = crypto.randomUUID()

  const { expected, words } = await inScope(presence, address, 'write', async (ctx) => {
    const [[counted], chain] = await Promise.all([ctx.sql(countSql(table, listing)), regionChain(ctx, region)])
    const place = chain.at(-1)?.name ?? viewer.region.name
    const { total: expected } = toFigures(table, counted)
    const words = span ? [span, place] : [place]
    const filters = filtersInWords(table.shape, maskedValues(listing.query.values, list.names), place)
    const detail = { exportId, format, filters, expected }
    ctx.record({ action, subjectType: 'list', subjectLabel: words.join(' '), region, detail })
    return { expected, words }
  })

  const { statement, contentType, pack } = exportOf(table, listing, format)
  const { rows, finished } = await copyRows(scopeOf(presence), statement)
  const end = (how: { rows?: number; complete: boolean }) =>
    inScope(presence, address, 'write', async (ctx) => {
      const detail = { exportId, format, ...how }
      ctx.record({ action: endAction, subjectType: 'list', subjectLabel: words.join(' '), region, detail })
    }).catch((error) => log.error({ error, exportId }, 'the end of an export was not recorded'))
  finished.then(
    (count) => end({ rows: count, complete: true }),
    () => end({ complete: false }),
  )
  const name = `${[title, ...words, clock.today].join('_')}.${format}`
  return { body: pack(rows), contentType, name, plainName: `${table.name}.${format}`, expected }
}

/** The answer to a request for a list as a file, in the format that its address asks for: a spreadsheet when it does not say. */
export async function exportResponse(
  request: Request,
  run: (search: URLSearchParams, format: ExportFormat) => Promise<ExportedFile>,
): Promise<Response> {
  const search = new URL(request.url).searchParams
  const asked = search.get('format') ?? 'xlsx'
  const format = EXPORT_FORMATS.find((one) => one === asked)
  if (!format) return plain(400, '导出格式只能是 xlsx 或 csv。')
  const { body, contentType, name, plainName, expected } = await run(search, format)
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'x-expected-rows': String(expected),
      'cache-control': 'no-store',
    },
  })
}

/** The trail says what was looked for, not whom: a name in it is masked like any subject. */
function maskedValues(values: Values, names: readonly string[]): Values {
  const masked = names.flatMap((key) => (values[key] ? [[key, maskName(values[key])] as const] : []))
  return { ...values, ...Object.fromEntries(masked) }
}
