import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { sql } from '@/lib/db/sql'
import { placeJoin } from '@/lib/household/columns'
import { defineTable } from '@/lib/table/define'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { LIGHTS } from '@/lib/waiting/rules'
import { CASE_SOURCES, CASE_STATUSES, DIFFICULTIES, OUTCOMES } from './codes'
import { quickCount } from './counts'
import { DUE_IN_WORDS, DUE_LIGHT, DUE_ORDER, dueJoin } from './due-columns'
import { CASE_FILTERS, type CaseContext } from './filters'
import { seenBy, waitsFor } from './reach'

const Extra = z.object({
  version: z.number(),
  status: z.enum(codesOf(CASE_STATUSES)),
  /** Came back to where it stands. */
  returned: z.boolean(),
  /** Null once it is closed. */
  light: z.enum(codesOf(LIGHTS)).nullable(),
  /** 待我办理: the next step is the viewer's. */
  waits: z.boolean(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
})
export type CaseRow = Row<z.infer<typeof Extra>>

/** The columns that the list reads: telephones and sealed numbers are not the application's to select. */
const CASES = sql`(SELECT id, no, street, transfer_to, region, source, difficulty, subject_name, subject_id_hash, subject_id_masked, reported_at,
  status, returned, limit_days, due_on, surveyor_id, partner_id, handler_name, outcome, version FROM "case")`

/** 线索办理: what says that a household may need help, until the case is closed; those due first. */
export const caseTable = defineTable<CaseContext, z.infer<typeof Extra>>({
  name: 'case',
  path: '/cases',
  title: '线索办理',
  unit: '件',
  from: CASES,
  region: null,
  base: ({ desk }) => seenBy(desk),
  joins: ({ desk, due }) => sql`${dueJoin(due)} CROSS JOIN LATERAL (SELECT ${waitsFor(desk)} AS waits) AS w
    ${placeJoin} LEFT JOIN region handling ON handling.code = r.street`,
  columns: [
    { key: 'no', title: '线索编号', width: 148, text: sql`r.no` },
    { key: 'name', title: '困难人员', width: 76, text: sql`r.subject_name`, freeText: true },
    { key: 'idNumber', title: '身份证号', width: 144, text: sql`coalesce(r.subject_id_masked, '未提供')` },
    { key: 'source', title: '来源', width: 80, text: wordsOf(sql`r.source`, CASE_SOURCES) },
    { key: 'difficulty', title: '困难类型', width: 76, text: wordsOf(sql`r.difficulty`, DIFFICULTIES) },
    { key: 'county', title: '所属区县', width: 80, text: sql`place.county` },
    { key: 'street', title: '办理街道', width: 88, text: sql`handling.name` },
    {
      key: 'community',
      title: '社区',
      width: 132,
      grow: true,
      // Before 分派 the street where the household lives stands in no other column.
      text: sql`nullif(concat_ws(' ', CASE WHEN r.street IS NULL THEN place.street END, place.community), '')`,
    },
    {
      key: 'reportedAt',
      title: '登记时间',
      width: 132,
      text: sql`to_char(r.reported_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'reported',
    },
    {
      key: 'status',
      title: '状态',
      width: 124,
      pinned: 'right',
      text: sql`${wordsOf(sql`r.status`, CASE_STATUSES)} || CASE WHEN r.returned THEN '（退回）' ELSE '' END`,
    },
    { key: 'due', title: '时限', width: 160, pinned: 'right', text: DUE_IN_WORDS, sort: 'due' },
    { key: 'handler', title: '办理人', width: 76, text: sql`r.handler_name`, freeText: true },
    { key: 'outcome', title: '办结结果', width: 104, text: wordsOf(sql`r.outcome`, OUTCOMES) },
  ],
  filters: CASE_FILTERS,
  sorts: {
    due: { terms: [{ by: DUE_ORDER, type: 'date' }], first: 'asc' },
    reported: { terms: [{ by: sql`r.reported_at`, type: 'timestamptz' }], first: 'desc' },
  },
  defaultSort: 'due',
  extra: {
    fields: {
      version: sql`r.version`,
      status: sql`r.status`,
      returned: sql`r.returned`,
      light: DUE_LIGHT,
      waits: sql`w.waits`,
      path: sql`coalesce(place.path, '')`,
    },
    schema: Extra,
  },
  quickCount,
})
