import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { type Sql, sql } from '@/lib/db/sql'
import { IMPORT_KINDS, IMPORT_STATUSES } from '@/lib/household/codes'
import { defineTable } from '@/lib/table/define'
import { containing, dateRangeFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'

const Extra = z.object({
  status: z.enum(codesOf(IMPORT_STATUSES)),
  total: z.number(),
  done: z.number(),
})
export type ImportRow = Row<z.infer<typeof Extra>>

/** A figure of a run that has come to figures; nothing for one that is still being read or has come to nothing. */
function figure(column: Sql): Sql {
  return sql`CASE WHEN r.status IN ('CHECKED', 'DONE') THEN ${column}::text END`
}

/** The files that the county has uploaded, the newest first. */
export const importTable = defineTable<null, z.infer<typeof Extra>>({
  name: 'import',
  path: '/imports',
  title: '数据导入',
  unit: '次',
  from: sql`import_run`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: () => sql``,
  columns: [
    {
      key: 'createdAt',
      title: '上传时间',
      width: 134,
      text: sql`to_char(r.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'createdAt',
    },
    { key: 'kind', title: '类型', width: 124, text: wordsOf(sql`r.kind`, IMPORT_KINDS) },
    { key: 'fileName', title: '文件名', width: 180, grow: true, text: sql`r.file_name`, freeText: true },
    { key: 'operator', title: '上传人', width: 88, text: sql`r.operator_name`, freeText: true },
    { key: 'status', title: '状态', width: 116, text: wordsOf(sql`r.status`, IMPORT_STATUSES) },
    { key: 'total', title: '行数', width: 72, align: 'right', text: figure(sql`r.total`) },
    { key: 'fresh', title: '新增', width: 64, align: 'right', text: figure(sql`r.fresh`) },
    { key: 'changed', title: '更新', width: 64, align: 'right', text: figure(sql`r.changed`) },
    { key: 'unchanged', title: '无变化', width: 72, align: 'right', text: figure(sql`r.unchanged`) },
    { key: 'skipped', title: '跳过', width: 64, align: 'right', text: figure(sql`r.skipped`) },
    { key: 'wrong', title: '有误', width: 64, align: 'right', text: figure(sql`r.wrong`) },
  ],
  filters: [
    dateRangeFilter({
      from: 'from',
      to: 'to',
      label: '上传日期',
      since: (day) => sql`r.created_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.created_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
    selectFilter({
      key: 'kind',
      label: '类型',
      options: IMPORT_KINDS,
      where: ([kind]) => sql`r.kind = ${kind}`,
    }),
    selectFilter({
      key: 'status',
      label: '状态',
      options: IMPORT_STATUSES,
      where: ([status]) => sql`r.status = ${status}`,
    }),
    textFilter({
      key: 'operator',
      label: '上传人',
      maxLength: 30,
      where: (text) => sql`r.operator_name LIKE ${containing(text)}`,
    }),
  ],
  sorts: { createdAt: { terms: [{ by: sql`r.created_at`, type: 'timestamptz' }], first: 'desc' } },
  defaultSort: 'createdAt',
  extra: { fields: { status: sql`r.status`, total: sql`r.total`, done: sql`r.done` }, schema: Extra },
})
