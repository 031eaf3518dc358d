import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { joinSql, sql } from '@/lib/db/sql'
import { CHANGE_KINDS, CHANGE_STATUSES } from '@/lib/household/codes'
import type { PlainDate } from '@/lib/plain-date'
import { defineTable } from '@/lib/table/define'
import { containing, dateRangeFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { decisionInWords, waitingColumns } from '@/lib/waiting/columns'
import { LIGHTS, type LightLimits } from '@/lib/waiting/rules'

export interface ChangeContext {
  readonly today: PlainDate
  readonly limits: LightLimits
}

const Extra = z.object({
  householdId: z.number(),
  kind: z.enum(codesOf(CHANGE_KINDS)),
  status: z.enum(codesOf(CHANGE_STATUSES)),
  /** Null once it has been decided. */
  light: z.enum(codesOf(LIGHTS)).nullable(),
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: z.string(),
})
export type ChangeRow = Row<z.infer<typeof Extra>>

const WAITING = waitingColumns(sql`r.requested_at`, 'PENDING')

/** 变更审批: one queue of what streets ask for and deaths bring, the longest waiting first. */
export const changeTable = defineTable<ChangeContext, z.infer<typeof Extra>>({
  name: 'change',
  path: '/changes',
  title: '变更审批',
  from: sql`change_request`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: ({ today, limits }) => sql`
    ${WAITING.join(today, limits)}
    JOIN household h ON h.id = r.household_id
    LEFT JOIN region street ON street.code = r.region / 1000 * 1000 AND street.level = 4
    LEFT JOIN region community ON community.code = r.region AND community.level = 5
    LEFT JOIN region desk ON desk.code = r.requester_region
    LEFT JOIN region judge ON judge.code = r.decider_region`,
  columns: [
    {
      key: 'requestedAt',
      title: '申请时间',
      width: 132,
      text: sql`to_char(r.requested_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'requestedAt',
    },
    { key: 'days', title: '已等待天数', width: 104, text: WAITING.days },
    { key: 'kind', title: '变更类型', width: 112, text: wordsOf(sql`r.kind`, CHANGE_KINDS) },
    { key: 'head', title: '户主', width: 72, text: sql`h.head_name`, freeText: true },
    { key: 'street', title: '所属街道', width: 88, text: sql`street.name` },
    { key: 'community', title: '社区', width: 104, text: sql`community.name`, sort: 'community' },
    {
      key: 'requester',
      title: '申请人',
      width: 128,
      text: sql`r.requester_name || coalesce('（' || desk.name || '）', '')`,
      freeText: true,
    },
    { key: 'effective', title: '生效月', width: 76, text: sql`to_char(r.effective_month, 'YYYY-MM')` },
    { key: 'status', title: '状态', width: 84, text: wordsOf(sql`r.status`, CHANGE_STATUSES) },
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
      key: 'kind',
      label: '变更类型',
      options: CHANGE_KINDS,
      multiple: true,
      where: (kinds) => sql`r.kind IN (${joinSql([...kinds])})`,
    }),
    selectFilter({
      key: 'status',
      label: '状态',
      options: { ...CHANGE_STATUSES, ALL: '全部' },
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
      from: 'requestedFrom',
      to: 'requestedTo',
      label: '申请日期',
      since: (day) => sql`r.requested_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.requested_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
    textFilter({
      key: 'head',
      label: '户主姓名',
      maxLength: 30,
      where: (name) =>
        sql`EXISTS (SELECT FROM household h WHERE h.id = r.household_id AND h.head_name LIKE ${containing(name)})`,
    }),
  ],
  sorts: {
    requestedAt: { terms: [{ by: sql`r.requested_at`, type: 'timestamptz' }], first: 'asc' },
    community: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
  },
  defaultSort: 'requestedAt',
  extra: {
    fields: {
      householdId: sql`r.household_id`,
      kind: sql`r.kind`,
      status: sql`r.status`,
      light: WAITING.light,
      path: sql`coalesce(community.path, street.path, '')`,
    },
    schema: Extra,
  },
})
