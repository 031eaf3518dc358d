import { z } from 'zod'
import { CATEGORIES, codesOf } from '@/lib/certification/codes'
import { joinSql, type Sql, sql } from '@/lib/db/sql'
import { REVIEW_CLASSES } from '@/lib/household/codes'
import { dayText, placeJoin, placeName, yuanText } from '@/lib/household/columns'
import { defineTable } from '@/lib/table/define'
import { regionFilter, selectFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { type DueDays, dueIn, dueState } from './due'
import { DUE_STATES } from './rules'

const Extra = z.object({
  dueState: z.enum(codesOf(DUE_STATES)),
  reviewClass: z.enum(codesOf(REVIEW_CLASSES)),
  /** 太和社区; for a household placed at a street, the street. */
  community: z.string(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
  certificateNo: z.string(),
})
export type ReviewRow = Row<z.infer<typeof Extra>>

/** The columns that the list reads: telephone and account are not the application's to select. */
const HOUSEHOLDS = sql`(SELECT id, region, certificate_no, category, status, head_name, monthly_amount_fen, review_class, reviewed_on, review_due
  FROM household)`

/** 「2026-11-01（已到期）」; what is far ahead is the day alone. */
const DUE_IN_WORDS: Sql = sql`coalesce(${dayText(sql`r.review_due`)}, '未定') || CASE c.due_state
  WHEN 'OVERDUE' THEN ${`（${DUE_STATES.OVERDUE}）`} WHEN 'SOON' THEN ${`（${DUE_STATES.SOON}）`} ELSE '' END`

/** 复核: households in payment, those due longest first. */
export const reviewTable = defineTable<DueDays, z.infer<typeof Extra>>({
  name: 'review',
  path: '/households/reviews',
  title: '复核',
  unit: '户',
  from: HOUSEHOLDS,
  region: sql`r.region`,
  base: () => sql`r.status = 'ACTIVE'`,
  joins: (days) => sql`${placeJoin} CROSS JOIN LATERAL (SELECT ${dueState(days)} AS due_state) AS c`,
  columns: [
    { key: 'street', title: '所属街道', width: 96, text: sql`place.street` },
    { key: 'community', title: '社区', width: 120, grow: true, text: sql`place.community`, sort: 'community' },
    { key: 'head', title: '户主', width: 80, text: sql`r.head_name`, sort: 'head', freeText: true },
    { key: 'category', title: '对象类型', width: 80, text: wordsOf(sql`r.category`, CATEGORIES) },
    { key: 'reviewClass', title: '周期类别', width: 104, text: wordsOf(sql`r.review_class`, REVIEW_CLASSES) },
    { key: 'reviewedOn', title: '上次复核', width: 100, text: dayText(sql`r.reviewed_on`) },
    { key: 'amount', title: '保障金额', width: 96, align: 'right', text: yuanText(sql`r.monthly_amount_fen`) },
    { key: 'due', title: '复核到期', width: 176, pinned: 'right', text: DUE_IN_WORDS, sort: 'due' },
  ],
  filters: [
    regionFilter('所属地区'),
    selectFilter({
      key: 'category',
      label: '对象类型',
      options: CATEGORIES,
      multiple: true,
      where: (categories) => sql`r.category IN (${joinSql([...categories])})`,
    }),
    selectFilter({
      key: 'reviewClass',
      label: '周期类别',
      options: REVIEW_CLASSES,
      where: ([reviewClass]) => sql`r.review_class = ${reviewClass}`,
    }),
    selectFilter({
      key: 'due',
      label: '复核到期',
      options: DUE_STATES,
      multiple: true,
      where: (states, { context }) => dueIn(states, context),
    }),
  ],
  sorts: {
    due: { terms: [{ by: sql`coalesce(r.review_due - date '1970-01-01', -1)`, type: 'bigint' }], first: 'asc' },
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
    head: { terms: [{ by: sql`r.head_name COLLATE "zh-x-icu"`, type: 'text' }], first: 'asc' },
  },
  defaultSort: 'due',
  extra: {
    fields: {
      dueState: sql`c.due_state`,
      reviewClass: sql`r.review_class`,
      community: placeName,
      path: sql`coalesce(place.path, '')`,
      certificateNo: sql`r.certificate_no`,
    },
    schema: Extra,
  },
})
