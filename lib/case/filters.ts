import { joinSql, rawSql, sql } from '@/lib/db/sql'
import type { Filter } from '@/lib/table/define'
import { containing, dateRangeFilter, hashFilter, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import { LIGHTS } from '@/lib/waiting/rules'
import { CASE_SOURCES, CASE_STATUSES, DIFFICULTIES } from './codes'
import { type DueDays, lit } from './due-columns'
import { type CaseDesk, waitsFor } from './reach'

/** Whose list it is, and the days by which it tells 时限. */
export interface CaseContext {
  readonly desk: CaseDesk
  readonly due: DueDays
}

const status = selectFilter<CaseContext, keyof typeof CASE_STATUSES>({
  key: 'status',
  label: '状态',
  options: CASE_STATUSES,
  multiple: true,
  // In the text, because nearly all cases are closed and few are anything else: the plan must know which is asked.
  where: (statuses) => sql`r.status IN (${rawSql(statuses.map((code) => `'${code}'`).join(', '))})`,
})

const light = selectFilter<CaseContext, keyof typeof LIGHTS>({
  key: 'light',
  label: '时限',
  options: LIGHTS,
  multiple: true,
  where: (lights, { context }) => lit(lights, context.due),
})

/** What only a tab asks for: no field of the filter card does. */
const CASE_VIEWS = { MINE: '待我办理', RETURNED: '退回' } as const

const view = selectFilter<CaseContext, keyof typeof CASE_VIEWS>({
  key: 'view',
  label: '范围',
  options: CASE_VIEWS,
  hidden: true,
  where: ([chosen], { context }) => (chosen === 'MINE' ? waitsFor(context.desk) : sql`r.returned`),
})

/** Under the region that was chosen. Without one the reach stands in the table's base alone: it is not one range for everybody. */
const region: Filter<CaseContext> = {
  ...regionFilter<CaseContext>('所属地区'),
  where: (values, { range: { low, high } }) => (values.region ? sql`r.region BETWEEN ${low} AND ${high}` : null),
}

/** The filters that tabs preset. They read of `r` what the totals know too, but for 临期 and 正常. */
export const TAB_FILTERS = { status, light, view } as const

/** All filters of the list, in the order of the filter card. */
export const CASE_FILTERS: readonly Filter<CaseContext>[] = [
  region,
  selectFilter({
    key: 'source',
    label: '来源',
    options: CASE_SOURCES,
    multiple: true,
    where: (sources) => sql`r.source IN (${joinSql([...sources])})`,
  }),
  status,
  light,
  selectFilter({
    key: 'difficulty',
    label: '困难类型',
    options: DIFFICULTIES,
    multiple: true,
    where: (difficulties) => sql`r.difficulty IN (${joinSql([...difficulties])})`,
  }),
  dateRangeFilter({
    from: 'reportedFrom',
    to: 'reportedTo',
    label: '登记日期',
    since: (day) => sql`r.reported_at >= ${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`,
    until: (day) => sql`r.reported_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'`,
  }),
  dateRangeFilter({
    from: 'dueFrom',
    to: 'dueTo',
    label: '到期日',
    since: (day) => sql`r.due_on >= ${day}::date`,
    until: (day) => sql`r.due_on <= ${day}::date`,
  }),
  textFilter({
    key: 'handler',
    label: '办理人',
    maxLength: 30,
    where: (name) => sql`r.handler_name LIKE ${containing(name)}`,
  }),
  textFilter({
    key: 'name',
    label: '姓名',
    maxLength: 30,
    where: (name) => sql`r.subject_name LIKE ${containing(name)}`,
  }),
  hashFilter({
    key: 'idHash',
    mask: 'idMask',
    label: '身份证号',
    where: (fingerprint) => sql`r.subject_id_hash = ${fingerprint}`,
  }),
  view,
]
