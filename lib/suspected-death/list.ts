import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { currentYear } from '@/lib/certification/rules'
import type { ExportFormat } from '@/lib/table/export'
import { type ExportedFile, exportList } from '@/lib/table/export-list'
import { loadPage } from '@/lib/table/load'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { lightLimits, periodsOf } from '@/lib/waiting/rules'
import { type SuspicionAction, suspicionActions } from './rules'
import { type SuspectedDeathContext, type SuspectedDeathRow, suspectedDeathTable } from './table'

/** A row with the buttons that this viewer may press now. */
export interface ListedSuspicion extends SuspectedDeathRow {
  actions: SuspicionAction[]
}

interface SuspicionListing {
  read: ReadList
  listing: Listing<SuspectedDeathContext>
}

/** Reads the list's address for a viewer: 待核实 where it does not say. Never throws; problems stand at their fields. */
export function readSuspicions(
  { viewer, today, parameters }: Pick<Ctx, 'viewer' | 'today' | 'parameters'>,
  search: URLSearchParams,
): SuspicionListing {
  const asked = new URLSearchParams(search)
  if (!asked.get('status')) asked.set('status', 'OPEN')
  const home = viewer.region.code
  const read = readListQuery(suspectedDeathTable, asked, home)
  const context = {
    today,
    year: currentYear(today),
    limits: lightLimits(today, periodsOf('suspectedDeath', parameters)),
  }
  return { read, listing: { query: read.query, home, context } }
}

/** One page of the list, with buttons, and its exact total. */
export async function loadSuspicions(
  ctx: Ctx,
  { listing }: SuspicionListing,
): Promise<{ rows: ListedSuspicion[]; total: number }> {
  const { rows, total } = await loadPage(ctx, suspectedDeathTable, listing)
  const { role } = ctx.viewer
  return { rows: rows.map((row) => ({ ...row, actions: suspicionActions(row.extra.status, role) })), total }
}

/** The list that an address asks for as a file. A region out of reach is refused as not found. */
export function exportSuspicions(
  presence: Presence,
  search: URLSearchParams,
  format: ExportFormat,
  address: string,
): Promise<ExportedFile> {
  const { viewer, clock, parameters } = presence
  const { read, listing } = readSuspicions({ viewer, parameters, today: clock.today }, search)
  const list = {
    table: suspectedDeathTable,
    read,
    listing,
    title: '疑似死亡名单',
    names: ['name'],
    action: 'suspected-death.export',
    endAction: 'suspected-death.export-end',
  } as const
  return exportList(presence, list, format, address)
}
