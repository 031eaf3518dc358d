import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { joinSql, sql } from '@/lib/db/sql'
import { defineTable } from '@/lib/table/define'
import { containing, dateRangeFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { NOTICE_KINDS } from './codes'

export interface MessageContext {
  /** Whose messages. */
  readonly viewerId: number
}

const Extra = z.object({
  kind: z.enum(codesOf(NOTICE_KINDS)),
  caseId: z.number(),
  unread: z.boolean(),
  /** The reader's own latest task of the case, if ever they had one. */
  assignmentId: z.number().nullable(),
})
export type MessageRow = Row<z.infer<typeof Extra>>

const READING = { UNREAD: '未读', READ: '已读' } as const

/** 消息: what the viewer has been told, the newest first. */
export const messageTable = defineTable<MessageContext, z.infer<typeof Extra>>({
  name: 'message',
  path: '/messages',
  title: '消息',
  from: sql`message`,
  region: null,
  base: ({ viewerId }) => sql`r.staff_id = ${viewerId}`,
  joins: ({ viewerId }) => sql`
    LEFT JOIN LATERAL (
      SELECT a.id FROM case_assignment a WHERE a.case_id = r.case_id AND ${viewerId} IN (a.surveyor_id, a.partner_id)
      ORDER BY a.id DESC LIMIT 1) AS task ON true`,
  columns: [
    {
      key: 'reading',
      title: '状态',
      width: 68,
      text: sql`CASE WHEN r.read_at IS NULL THEN ${READING.UNREAD} ELSE ${READING.READ} END`,
    },
    { key: 'kind', title: '类型', width: 96, text: wordsOf(sql`r.kind`, NOTICE_KINDS) },
    { key: 'title', title: '标题', width: 168, text: sql`r.title` },
    { key: 'text', title: '内容', width: 420, grow: true, text: sql`r.text`, freeText: true },
    {
      key: 'at',
      title: '时间',
      width: 140,
      text: sql`to_char(r.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'newest',
    },
  ],
  filters: [
    selectFilter({
      key: 'reading',
      label: '状态',
      options: READING,
      hidden: true,
      where: ([reading]) => (reading === 'UNREAD' ? sql`r.read_at IS NULL` : sql`r.read_at IS NOT NULL`),
    }),
    selectFilter({
      key: 'kind',
      label: '类型',
      options: NOTICE_KINDS,
      multiple: true,
      where: (kinds) => sql`r.kind IN (${joinSql([...kinds])})`,
    }),
    textFilter({
      key: 'text',
      label: '内容',
      maxLength: 50,
      where: (text) => sql`r.text LIKE ${containing(text)}`,
    }),
    dateRangeFilter({
      from: 'from',
      to: 'to',
      label: '时间',
      since: (day) => sql`r.at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
  ],
  // In the order in which they came in: the index of a reader's messages.
  sorts: { newest: { terms: [], first: 'desc' } },
  defaultSort: 'newest',
  extra: {
    fields: {
      kind: sql`r.kind`,
      caseId: sql`r.case_id`,
      unread: sql`r.read_at IS NULL`,
      assignmentId: sql`task.id`,
    },
    schema: Extra,
  },
})
