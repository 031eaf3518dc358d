import type { Ctx } from '@/lib/access/perform'
import { can, type Role } from '@/lib/access/permissions'
import { joinSql, rawSql, type Sql, sql } from '@/lib/db/sql'
import type { ListQuery, Values } from '@/lib/table/list-query'
import { conditionSql, type Listing, rangeOfListing } from '@/lib/table/query'
import { CASE_STATUSES } from './codes'
import { tabCondition, totalsFor } from './counts'
import { type CaseContext, TAB_FILTERS } from './filters'
import { caseTable } from './table'

/** The tabs of the list in order, each with what it presets of the address. */
export const CASE_TABS = {
  ALL: { label: '全部', preset: {} },
  TO_DISPATCH: ofStatus('TO_DISPATCH'),
  TO_ACCEPT: ofStatus('TO_ACCEPT'),
  TO_ASSIGN: ofStatus('TO_ASSIGN'),
  SURVEYING: ofStatus('SURVEYING'),
  TO_REVIEW: ofStatus('TO_REVIEW'),
  CLOSED: ofStatus('CLOSED'),
  MINE: { label: '待我办理', preset: { view: 'MINE' } },
  OVERDUE: { label: '超期', preset: { light: 'OVERDUE' } },
  RETURNED: { label: '退回', preset: { view: 'RETURNED' } },
} as const satisfies Record<string, { label: string; preset: Values }>
export type CaseTab = keyof typeof CASE_TABS

const TABS = Object.keys(CASE_TABS) as CaseTab[]
const PRESET_KEYS = Object.keys(TAB_FILTERS)

function ofStatus<Status extends keyof typeof CASE_STATUSES>(status: Status) {
  return { label: CASE_STATUSES[status], preset: { status } }
}

/** The tab that an address stands in: 待我办理 and 退回 before a state, a state before 超期. */
export function tabOf(values: Values): CaseTab {
  const standsIn = (tab: CaseTab, key: string) => {
    const preset: Values = CASE_TABS[tab].preset
    return preset[key] !== undefined && preset[key] === values[key]
  }
  const byKey = ['view', 'status', 'light'].flatMap((key) => TABS.filter((tab) => standsIn(tab, key)))
  return byKey[0] ?? 'ALL'
}

/** The filters of another tab: what the present one presets goes, all other filters stay. 全部 has neither state nor light. */
export function valuesOfTab(values: Values, tab: CaseTab): Values {
  const present = CASE_TABS[tabOf(values)].preset
  // A closed case has no light any more.
  const gone = tab === 'ALL' ? PRESET_KEYS : [...Object.keys(present), ...(tab === 'CLOSED' ? ['light'] : [])]
  const kept = Object.entries(values).filter(([key]) => !gone.includes(key))
  return { ...Object.fromEntries(kept), ...CASE_TABS[tab].preset }
}

/** The list under another tab, from its first page: what is open by due date, what is closed by the latest. */
export function queryOfTab(query: ListQuery, tab: CaseTab): ListQuery {
  const isClosed = tab === 'CLOSED'
  const keepsOrder = isClosed === (tabOf(query.values) === 'CLOSED')
  const changed = isClosed ? LATEST_FIRST : DUE_FIRST
  const { sort, direction } = keepsOrder ? query : changed
  return { ...query, sort, direction, values: valuesOfTab(query.values, tab), position: { page: 1 } }
}

const LATEST_FIRST = { sort: 'reported', direction: 'desc' } as const
const DUE_FIRST = { sort: 'due', direction: 'asc' } as const

/** How many cases each tab would list under the present filters, exactly and in one statement. */
export async function caseTabs(
  { sql: query }: Pick<Ctx, 'sql'>,
  listing: Listing<CaseContext>,
): Promise<Record<CaseTab, number>> {
  const scope = { context: listing.context, range: rangeOfListing(listing) }
  const tabs = TABS.map((tab) => ({ tab, values: valuesOfTab(listing.query.values, tab) }))
  // One relation for all: what the totals know of the filters is the same under each tab, but for a light that stays.
  const relations = tabs.map(({ values }) => totalsFor(values, scope))
  const totals = relations.every((relation) => relation !== null) ? relations[0] : undefined
  const counts = tabs.map(
    ({ tab, values }) =>
      sql`coalesce(sum(r.cases) FILTER (WHERE ${tabCondition(values, scope)}), 0) AS ${rawSql(`"${tab}"`)}`,
  )
  const [counted] = await query<Record<CaseTab, number>>(
    sql`SELECT ${joinSql(counts)} FROM ${totals ?? readOneByOne(listing)} AS r`,
  )
  if (!counted) throw new Error('The tabs of cases were not counted.')
  return counted
}

/** The cases under all filters but those of the tabs, each as one. */
function readOneByOne(listing: Listing<CaseContext>): Sql {
  const others = Object.entries(listing.query.values).filter(([key]) => !PRESET_KEYS.includes(key))
  const query = { ...listing.query, values: Object.fromEntries(others) }
  return sql`(SELECT r.*, 1 AS cases FROM ${caseTable.from} AS r WHERE ${conditionSql(caseTable, { ...listing, query })})`
}

/** The tabs that a viewer is shown: those under which something can stand for them, and 待接收 only while there are any. */
export function shownTabs(role: Role, counts: Readonly<Record<CaseTab, number>>, current: CaseTab): CaseTab[] {
  const isShown = (tab: CaseTab) => {
    if (tab === current) return true
    if (tab === 'MINE') return can(role, 'case.assign') || can(role, 'survey.task')
    // A surveyor's case has its surveyor.
    if (tab === 'TO_DISPATCH' || tab === 'TO_ASSIGN') return role !== 'SURVEYOR'
    return tab !== 'TO_ACCEPT' || counts.TO_ACCEPT > 0
  }
  return TABS.filter(isShown)
}

/** What an empty tab says when nothing else was asked for; undefined while other filters are on. */
export function nothingThere(values: Values): string | undefined {
  const tab = tabOf(values)
  const { label, preset } = CASE_TABS[tab]
  if (Object.keys(values).some((key) => !Object.hasOwn(preset, key))) return undefined
  if (tab === 'ALL') return '目前没有线索。'
  return tab === 'MINE' ? '目前没有需要您办理的线索。' : `目前没有${label}的线索。`
}
