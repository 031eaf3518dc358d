import type { z } from 'zod'
import type { Sql } from '@/lib/db/sql'
import type { RegionCode } from '@/lib/region'
import {
  type ColumnShape,
  type Direction,
  type FilterShape,
  keysOf,
  type Problem,
  type SumShape,
  type TableShape,
  type Values,
} from './list-query'

/** Every fragment of a table's SQL speaks of its row as `r`, a relation with a `bigint` column `id`. */
export interface Column extends ColumnShape {
  /** Yields the very text that screen, CSV and spreadsheet show; NULL shows as nothing. */
  readonly text: Sql
  /** Typed by people: may hold anything, also what a spreadsheet would take for a formula. */
  readonly freeText?: boolean
}

/** A value to sort by: from `r` alone, never NULL, and of a type that a cursor can carry. */
export interface SortTerm {
  readonly by: Sql
  readonly type: 'bigint' | 'text' | 'date' | 'timestamptz'
}

/** All terms run in one direction at a time and the id comes last: then one row comparison finds the next page. */
export interface Sort {
  readonly terms: readonly SortTerm[]
  /** Direction of the first click. */
  readonly first: Direction
}

/** A figure of the whole filtered list, from `r` alone: what each row adds to it. NULL adds nothing. */
export interface Sum extends Omit<SumShape, 'unit'> {
  /** Integers; fen for `money`. */
  readonly sum: Sql
  /** 人, 元/月. Nothing stands behind a count when not said, 元 behind money. */
  readonly unit?: string
}

export interface Range {
  readonly low: RegionCode
  readonly high: RegionCode
}

export interface Filter<Context> {
  readonly shape: FilterShape
  /** What the URL carries under the filter's keys, in canonical form, or what is wrong with it. */
  readonly read: (typed: Values) => { readonly values: Values; readonly problems: readonly Problem[] }
  /** The condition on `r`, null when the filter is off. `range` is what the region filter leaves of the viewer's reach. */
  readonly where: (values: Values, scope: { readonly context: Context; readonly range: Range }) => Sql | null
}

export interface TableDefinition<Context, Extra extends object> {
  readonly name: string
  readonly path: string
  readonly title: string
  /** What its rows are counted in; 条 when not said. */
  readonly unit?: string
  /** The relation that becomes `r`. */
  readonly from: Sql
  /** Column of `r` with the region code, for the viewer's reach; null for lists that have none. */
  readonly region: Sql | null
  /** What holds for every row of the list. */
  readonly base: (context: Context) => Sql
  /** Joined to the rows of the page after they have been found; texts and extras may use it, filters and sorts may not. */
  readonly joins: (context: Context) => Sql
  readonly columns: readonly Column[]
  readonly filters: readonly Filter<Context>[]
  readonly sorts: Readonly<Record<string, Sort>>
  readonly defaultSort: string
  /** Raw values that go with each row, for its buttons. */
  readonly extra: { readonly fields: { readonly [Key in keyof Extra]: Sql }; readonly schema: z.ZodType<Extra> }
  /** Figures of the filtered list besides the number of its rows. */
  readonly sums?: readonly Sum[]
  /** A cheaper statement that answers what `countSql` would, exactly, where there is one for these filters; else null. */
  readonly quickCount?: (values: Values, scope: { readonly context: Context; readonly range: Range }) => Sql | null
}

export interface Table<Context, Extra extends object> extends TableDefinition<Context, Extra> {
  /** The part that goes to the browser. */
  readonly shape: TableShape
}

/** Declares a list once: URL, query, count, filter bar, columns and export all come from here. Throws on a slip of the pen. */
export function defineTable<Context, Extra extends object>(
  definition: TableDefinition<Context, Extra>,
): Table<Context, Extra> {
  const { name, path, title, unit = '条', columns, sums = [], filters, sorts, defaultSort } = definition
  const shape: TableShape = {
    name,
    path,
    title,
    unit,
    columns: columns.map(({ text: _text, freeText: _freeText, ...column }) => column),
    sums: sums.map(({ sum: _sum, ...shown }) => ({ ...shown, unit: shown.unit ?? UNITS[shown.kind] })),
    filters: filters.map((filter) => filter.shape),
    sorts: Object.fromEntries(Object.entries(sorts).map(([key, sort]) => [key, sort.first])),
    defaultSort,
  }
  const slips = slipsIn(shape)
  if (slips.length > 0) throw new Error(`Table ${name}: ${slips.join('; ')}.`)
  return { ...definition, shape }
}

const UNITS: Record<SumShape['kind'], string> = { count: '', money: '元' }

const OWN_KEYS = ['sort', 'dir', 'size', 'page', 'after', 'before', 'format']

function slipsIn(shape: TableShape): string[] {
  const columns = shape.columns.map((column) => column.key)
  const figures = ['total', ...shape.sums.map((sum) => sum.key)]
  const keys = [...OWN_KEYS, ...shape.filters.flatMap(keysOf)]
  const sorts = [shape.defaultSort, ...shape.columns.flatMap((column) => column.sort ?? [])]
  return [
    ...repeated(columns).map((key) => `two columns ${key}`),
    ...repeated(keys).map((key) => `two uses of the URL key ${key}`),
    ...repeated(figures).map((key) => `two figures ${key}`),
    ...columns.filter(notPlain).map((key) => `column key ${key} is not a plain word`),
    ...figures.filter(notPlain).map((key) => `key of a sum ${key} is not a plain word`),
    ...sorts.filter((key) => !Object.hasOwn(shape.sorts, key)).map((key) => `no sort ${key}`),
  ]
}

function repeated(keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index)
}

function notPlain(key: string): boolean {
  return !/^[a-zA-Z]+$/.test(key)
}
