import { z } from 'zod'
import { ROLES } from '@/lib/access/permissions'
import { joinSql, sql } from '@/lib/db/sql'
import { defineTable, type Filter, type Range } from '@/lib/table/define'
import { containing, dateRangeFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { AUDIT_ACTIONS } from './entry'
import { factsJoin } from './facts'

export interface AuditContext {
  /** Home of the auditor: whose deeds they read. */
  readonly home: Range
}

const Extra = z.object({
  /** 湖北省 > 鄂州市 > 梁子湖区; '' where the region is not known. */
  path: z.string(),
  /** Everything that the detail says, in order. */
  facts: z.array(z.object({ label: z.string(), value: z.string() })),
})
export type AuditRow = Row<z.infer<typeof Extra>>

/** Where the actor worked. Whose home is not known (a failed sign-in of nobody's account) is in no region. */
const actorRegion: Filter<AuditContext> = {
  ...regionFilter('地区'),
  where: (values, { range }) => (values.region ? sql`r.actor_region BETWEEN ${range.low} AND ${range.high}` : null),
}

/** The audit trail, the newest first. Subjects stand as they were written: masked. */
export const auditTable = defineTable<AuditContext, z.infer<typeof Extra>>({
  name: 'audit',
  path: '/admin/audit',
  title: '审计日志',
  from: sql`audit`,
  region: null,
  base: ({ home }) => sql`(r.actor_region IS NULL OR r.actor_region BETWEEN ${home.low} AND ${home.high})`,
  joins: () => sql`LEFT JOIN region place ON place.code = r.actor_region ${factsJoin()}`,
  columns: [
    {
      key: 'at',
      title: '时间',
      width: 156,
      text: sql`to_char(r.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')`,
      sort: 'at',
    },
    { key: 'actor', title: '操作人', width: 96, text: sql`r.actor_name`, freeText: true },
    { key: 'role', title: '角色', width: 96, text: wordsOf(sql`r.actor_role`, ROLES) },
    { key: 'region', title: '地区', width: 116, text: sql`place.name` },
    { key: 'action', title: '操作', width: 116, text: wordsOf(sql`r.action`, AUDIT_ACTIONS) },
    { key: 'subject', title: '对象', width: 168, text: sql`r.subject_label`, freeText: true },
    { key: 'detail', title: '详情', width: 280, grow: true, text: sql`said.brief`, freeText: true },
    { key: 'address', title: '地址', width: 130, text: sql`r.address` },
  ],
  filters: [
    dateRangeFilter({
      from: 'from',
      to: 'to',
      label: '时间',
      since: (day) => sql`r.at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
      until: (day) => sql`r.at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    }),
    textFilter({
      key: 'actor',
      label: '操作人',
      maxLength: 30,
      where: (text) => sql`r.actor_name LIKE ${containing(text)}`,
    }),
    selectFilter({
      key: 'role',
      label: '角色',
      options: ROLES,
      multiple: true,
      where: (roles) => sql`r.actor_role IN (${joinSql([...roles])})`,
    }),
    selectFilter({
      key: 'action',
      label: '操作',
      options: AUDIT_ACTIONS,
      multiple: true,
      where: (actions) => sql`r.action IN (${joinSql([...actions])})`,
    }),
    textFilter({
      key: 'subject',
      label: '对象',
      maxLength: 60,
      where: (text) => sql`r.subject_label LIKE ${containing(text)}`,
    }),
    actorRegion,
  ],
  sorts: { at: { terms: [{ by: sql`r.at`, type: 'timestamptz' }], first: 'desc' } },
  defaultSort: 'at',
  extra: { fields: { path: sql`coalesce(place.path, '')`, facts: sql`said.facts` }, schema: Extra },
})
