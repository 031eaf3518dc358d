import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { addDays, plainDate } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import type { Listing } from '@/lib/table/query'
import { type ReadList, readListQuery } from '@/lib/table/url'
import { type AuditContext, auditTable } from './table'

/** Shown when the address names no first day: millions of rows are not what anybody means. */
const DEFAULT_DAYS = 30

export interface AuditListing {
  read: ReadList
  listing: Listing<AuditContext>
  /** The sentence beside the title when the first day was not asked for. */
  defaultSpan: string | null
}

/** Reads the list's address for an auditor. Without a first day it begins 30 days before the last one, and the field says so. */
export function readListing({ viewer, today }: Pick<Ctx, 'viewer' | 'today'>, search: URLSearchParams): AuditListing {
  const home = viewer.region.code
  const asked = readListQuery(auditTable, search, home)
  const lastDay = plainDate(asked.query.values.to ?? '') ?? today
  const from = asked.query.values.from ?? addDays(lastDay, 1 - DEFAULT_DAYS)
  const query = { ...asked.query, values: { ...asked.query.values, from } }
  return {
    read: { ...asked, query, typed: { from, ...asked.typed } },
    listing: { query, home, context: { home: rangeOf(home) } },
    defaultSpan: asked.query.values.from ? null : `默认显示 ${from} 至 ${lastDay}（${DEFAULT_DAYS} 天）的记录`,
  }
}
