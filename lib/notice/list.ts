import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { loadPage } from '@/lib/table/load'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { hrefOf } from './rules'
import { type MessageRow, messageTable } from './table'

/** A message with the way to what it is about. */
export interface ListedMessage extends MessageRow {
  readonly href: string
}

export interface LoadedMessages {
  readonly rows: ListedMessage[]
  readonly total: number
  /** All of the viewer's unread ones, whatever the filters say. */
  readonly unread: number
  /** Id of the newest message, read or not; null when there is none at all. */
  readonly newest: number | null
}

/** Reads the list's address. Never throws; problems stand at their fields. */
export function readMessageListing({ viewer }: Pick<Ctx, 'viewer'>, search: URLSearchParams): ReadList {
  return readListQuery(messageTable, search, viewer.region.code)
}

/** One page of the viewer's messages with its exact total. */
export async function loadMessages(ctx: Ctx, { query }: ReadList): Promise<LoadedMessages> {
  const { viewer } = ctx
  const [{ rows, total }, [figures]] = await Promise.all([
    loadPage(ctx, messageTable, { query, home: viewer.region.code, context: { viewerId: viewer.id } }),
    ctx.sql<{ unread: number; newest: number | null }>(sql`
      SELECT (SELECT count(*) FROM message WHERE staff_id = ${viewer.id} AND read_at IS NULL) AS unread,
             (SELECT max(id) FROM message WHERE staff_id = ${viewer.id}) AS newest`),
  ])
  const isSurveyor = viewer.role === 'SURVEYOR'
  return {
    rows: rows.map((row) => ({ ...row, href: hrefOf({ ...row.extra, isSurveyor }) })),
    total,
    unread: figures?.unread ?? 0,
    newest: figures?.newest ?? null,
  }
}
