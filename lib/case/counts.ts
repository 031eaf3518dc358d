import { allOf, emptySql, type Sql, sql } from '@/lib/db/sql'
import { levelOf } from '@/lib/region'
import type { Range } from '@/lib/table/define'
import type { Values } from '@/lib/table/list-query'
import { type CaseContext, TAB_FILTERS } from './filters'
import { type CaseDesk, standsElsewhere } from './reach'

interface Scope {
  readonly context: CaseContext
  readonly range: Range
}

/** What the tabs' own filters ask of `r`. */
export function tabCondition(values: Values, scope: Scope): Sql {
  const asked = Object.values(TAB_FILTERS).map((filter) => filter.where(values, scope))
  return allOf(asked.filter((condition) => condition !== null))
}

/**
 * Cases in numbers, for counts without reading them: a relation to stand as `r`, with `cases` and all that `tabCondition` asks. Kept by
 * county, so null for desks below it, for regions below it, and for what it does not know.
 */
export function totalsFor(values: Values, { context: { desk }, range }: Scope): Sql | null {
  const { region, status: _status, view: _view, light = 'OVERDUE', ...others } = values
  const isKept = light === 'OVERDUE' && Object.keys(others).length === 0 && levelOf(range.low) <= 3
  if (!isKept || desk.role === 'STREET_STAFF' || desk.role === 'SURVEYOR') return null
  return sql`(SELECT county AS region, NULL::bigint AS transfer_to, status, returned, due_on, cases
    FROM case_total WHERE county BETWEEN ${range.low} AND ${range.high}${region ? emptySql : elsewhere(desk)})`
}

/** The few cases in other counties that a county has a part in. */
function elsewhere(desk: CaseDesk): Sql {
  if (desk.role !== 'COUNTY_CASEWORKER') return emptySql
  return sql` UNION ALL SELECT r.region, r.transfer_to, r.status, r.returned, coalesce(r.due_on, 'infinity'), 1
    FROM "case" AS r WHERE ${standsElsewhere(desk)}`
}

/** The number of rows of the list where the totals know it; see `TableDefinition.quickCount`. */
export function quickCount(values: Values, scope: Scope): Sql | null {
  const totals = totalsFor(values, scope)
  return (
    totals && sql`SELECT coalesce(sum(r.cases), 0) AS total FROM ${totals} AS r WHERE ${tabCondition(values, scope)}`
  )
}
