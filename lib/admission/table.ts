import { z } from 'zod'
import { ADMISSION_OUTCOMES } from '@/lib/case/codes'
import { codesOf } from '@/lib/certification/codes'
import { joinSql, sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import { defineTable } from '@/lib/table/define'
import { containing, dateRangeFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { decisionInWords, waitingColumns } from '@/lib/waiting/columns'
import { LIGHTS, type LightLimits } from '@/lib/waiting/rules'
import { ADMISSION_STATUSES, AIMS } from './codes'

export interface AdmissionListContext {
  readonly today: PlainDate
  readonly limits: LightLimits
}

const Extra = z.object({
  status: z.enum(codesOf(ADMISSION_STATUSES)),
  aim: z.enum(ADMISSION_OUTCOMES),
  /** The case, where the viewer still sees it. */
  caseId: z.number().nullable(),
  /** Null once it has been decided. */
  light: z.enum(codesOf(LIGHTS)).nullable(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
})
export type AdmissionRow = Row<z.infer<typeof Extra>>

const WAITING = waitingColumns(sql`r.opened_at`, 'TO_FILL', 'PENDING')

/** 纳入申请: what cases have led to and what streets ask for by themselves, the longest waiting first. */
export const admissionTable = defineTable<AdmissionListContext, z.infer<typeof Extra>>({
  name: 'admission',
  path: '/admissions',
  title: '纳入申请',
  from: sql`(SELECT id, case_id, region, aim, status, subject_name, opened_at, requester_name, requester_region,
                    decided_at, decider_name, decider_region, decision_note FROM admission)`,
  region: sql`r.region`,
  base: () => sql`true`,
  // The case may have gone out of reach: then its policy leaves nothing of it here.
  joins: ({ today, limits }) => sql`
    ${WAITING.join(today, limits)}
    LEFT JOIN "case" source ON source.id = r.case_id
    LEFT JOIN region street ON street.code = r.region / 1000 * 1000 AND street.level = 4
    LEFT JOIN region community ON community.code = r.region AND community.level = 5
    LEFT JOIN region desk ON desk.code = r.requester_region
    LEFT JOIN region judge ON judge.code = r.decider_region`,
  columns: [
    {
      key: 'openedAt',
      title: '发起时间',
      width: 132,
      text: sql`to_char(r.opened_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'openedAt',
    },
    { key: 'days', title: '已等待天数', width: 104, text: WAITING.days },
    { key: 'subject', title: '困难人员/户主', width: 104, text: sql`r.subject_name`, freeText: true },
    { key: 'aim', title: '拟纳入', width: 64, text: wordsOf(sql`r.aim`, AIMS) },
    { key: 'street', title: '所属街道', width: 88, text: sql`street.name` },
    { key: 'community', title: '社区', width: 104, text: sql`community.name`, sort: 'community' },
    {
      key: 'source',
      title: '来源线索',
      width: 160,
      text: sql`CASE WHEN r.case_id IS NULL THEN '街道发起' ELSE coalesce(source.no, '线索办结') END`,
    },
    { key: 'status', title: '状态', width: 84, text: wordsOf(sql`r.status`, ADMISSION_STATUSES) },
    {
      key: 'requester',
      title: '申请人',
      width: 128,
      text: sql`r.requester_name || coalesce('（' || desk.name || '）', '')`,
      freeText: true,
    },
    {
      key: 'decision',
      title: '办理结果',
      width: 140,
      grow: true,
      text: decisionInWords(sql`judge.name`),
      freeText: true,
    },
  ],
  filters: [
    regionFilter('所属地区'),
    selectFilter({
      key: 'aim',
      label: '拟纳入',
      options: AIMS,
      multiple: true,
      where: (aims) => sql`r.aim IN (${joinSql([...aims])})`,
    }),
    selectFilter({
      key: 'status',
      label: '状态',
      options: { ...ADMISSION_STATUSES, ALL: '全部' },
      where: ([status]) => (status === 'ALL' ? sql`true` : sql`r.status = ${status}`),
    }),
    selectFilter({
      key: 'light',
      label: '时限',
      options: LIGHTS,
      multiple: true,
      where: (lights, { context }) => WAITING.lit(lights, context.limits),
    }),
    dateRangeFilter({
      from: 'openedFrom',
      to: 'openedTo',
      label: '发起日期',
      since: (day) => sql`r.opened_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.opened_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
    textFilter({
      key: 'subject',
      label: '姓名',
      maxLength: 30,
      where: (name) => sql`r.subject_name LIKE ${containing(name)}`,
    }),
  ],
  sorts: {
    openedAt: { terms: [{ by: sql`r.opened_at`, type: 'timestamptz' }], first: 'asc' },
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
  },
  defaultSort: 'openedAt',
  extra: {
    fields: {
      status: sql`r.status`,
      aim: sql`r.aim`,
      caseId: sql`source.id`,
      light: WAITING.light,
      path: sql`coalesce(community.path, street.path, '')`,
    },
    schema: Extra,
  },
})
