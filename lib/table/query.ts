import { allOf, emptySql, joinSql, rawSql, type Sql, sql } from '@/lib/db/sql'
import { isWithin, parseRegionCode, type RegionCode, rangeOf } from '@/lib/region'
import type { Range, Sort, Table } from './define'
import type { Figures } from './figures'
import type { Cursor, Direction, ListQuery, TableShape } from './list-query'
import { rowsOnLastPage } from './paging'

/** One request for a list: what was asked, by someone at home where, in which context. */
export interface Listing<Context> {
  readonly query: ListQuery
  readonly home: RegionCode
  readonly context: Context
}

export interface Row<Extra> {
  readonly id: string
  /** Column key → the text that stands there. */
  readonly cells: Readonly<Record<string, string>>
  readonly cursor: Cursor
  readonly extra: Extra
}

/** What the region filter leaves of the viewer's reach; a filter outside the reach leaves the reach. */
export function rangeOfListing(listing: Pick<Listing<unknown>, 'query' | 'home'>): Range {
  const region = parseRegionCode(listing.query.values.region ?? '')
  return rangeOf(region !== null && isWithin(region, listing.home) ? region : listing.home)
}

/** Everything that must hold for a row of the list. The region range is for the planner; the policies are the lock. */
export function conditionSql<Context, Extra extends object>(
  table: Table<Context, Extra>,
  listing: Listing<Context>,
): Sql {
  const { context, query } = listing
  const range = rangeOfListing(listing)
  const filters = table.filters.map((filter) => filter.where(query.values, { context, range }))
  return allOf([
    table.base(context),
    ...(table.region ? [sql`${table.region} BETWEEN ${range.low} AND ${range.high}`] : []),
    ...filters.filter((condition) => condition !== null),
  ])
}

/**
 * The rows of the page asked for, in order. The page is found on `r` alone, and only its rows are joined. `total` serves
 * `page=last` only. Read each record with `toRow`.
 */
export function rowsSql<Context, Extra extends object>(
  table: Table<Context, Extra>,
  listing: Listing<Context>,
  total: number,
): Sql {
  const { position, direction, size } = listing.query
  const sort = sortOf(table, listing.query)
  const backwards = position.before !== undefined || position.page === 'last'
  const searching = backwards ? opposite(direction) : direction
  const cursor = position.after ?? position.before
  const place = cursor ? sql` AND ${beyond(sort, searching, cursor)}` : emptySql
  const limit = position.page === 'last' ? rowsOnLastPage(total, size) : size
  const offset = cursor || position.page === 'last' ? 0 : (position.page - 1) * size
  // The limit stands in the text: a prepared statement that does not know it is planned for whole lists.
  const page = sql`SELECT r.* FROM ${table.from} AS r WHERE ${conditionSql(table, listing)}${place}
    ORDER BY ${orderOf(sort, searching)} LIMIT ${rawSql(String(limit))}${offset > 0 ? sql` OFFSET ${offset}` : emptySql}`
  return sql`SELECT ${outputs(table, sort)} FROM (${page}) AS r ${table.joins(listing.context)} ORDER BY ${orderOf(sort, direction)}`
}

/**
 * The same rows by id, as far as they are in the list and in reach: what an action has changed. OFFSET 0 makes the planner start
 * from the ids even where it does not know them yet (a prepared statement).
 */
export function rowsByIdSql<Context, Extra extends object>(
  table: Table<Context, Extra>,
  ids: readonly number[],
  listing: Listing<Context>,
): Sql {
  const everything = { ...listing, query: { ...listing.query, values: {} } }
  return sql`SELECT ${outputs(table, sortOf(table, listing.query))}
    FROM (SELECT r.* FROM ${table.from} AS r WHERE r.id = ANY(${[...ids]}::bigint[]) OFFSET 0) AS r ${table.joins(listing.context)}
    WHERE ${conditionSql(table, everything)}`
}

/** One row, exact: the number of rows as `total`, and each sum of the table under its key. Read it with `toFigures`. */
export function countSql<Context, Extra extends object>(table: Table<Context, Extra>, listing: Listing<Context>): Sql {
  const scope = { context: listing.context, range: rangeOfListing(listing) }
  const quick = table.quickCount?.(listing.query.values, scope)
  if (quick) return quick
  const sums = (table.sums ?? []).map(({ key, sum }) => sql`coalesce(sum(${sum}), 0) AS ${rawSql(`"${key}"`)}`)
  const figures = joinSql([sql`count(*) AS total`, ...sums])
  return sql`SELECT ${figures} FROM ${table.from} AS r WHERE ${conditionSql(table, listing)}`
}

/** The answer of `countSql`. Throws when the database did not answer what the table declares. */
export function toFigures(table: { readonly shape: TableShape }, record: object | undefined): Figures {
  const answered = new Map(Object.entries(record ?? {}))
  const figure = (key: string): number => {
    const value = Number(answered.get(key) ?? Number.NaN)
    if (!Number.isSafeInteger(value)) throw new Error(`Table ${table.shape.name}: no figure ${key}.`)
    return value
  }
  return { total: figure('total'), sums: Object.fromEntries(table.shape.sums.map(({ key }) => [key, figure(key)])) }
}

/** The whole list in order, without page and size. `select` says what of each row, given its place in the list from 1. */
export function everyRowSql<Context, Extra extends object>(
  table: Table<Context, Extra>,
  listing: Listing<Context>,
  select: (place: Sql) => Sql,
): Sql {
  const order = orderOf(sortOf(table, listing.query), listing.query.direction)
  return sql`SELECT ${select(sql`row_number() OVER (ORDER BY ${order})`)}
    FROM (SELECT r.* FROM ${table.from} AS r WHERE ${conditionSql(table, listing)}) AS r
    ${table.joins(listing.context)} ORDER BY ${order}`
}

/** Text of a column, '' for NULL. */
export function cellSql(text: Sql): Sql {
  return sql`coalesce(${text}, '')`
}

function sortOf(table: { sorts: Readonly<Record<string, Sort>>; name: string }, query: ListQuery): Sort {
  const sort = table.sorts[query.sort]
  if (!sort) throw new Error(`Table ${table.name} has no sort ${query.sort}.`)
  return sort
}

function opposite(direction: Direction): Direction {
  return direction === 'asc' ? 'desc' : 'asc'
}

function orderOf(sort: Sort, direction: Direction): Sql {
  const word = rawSql(direction === 'asc' ? 'ASC' : 'DESC')
  return joinSql([...sort.terms.map((term) => term.by), sql`r.id`].map((by) => sql`${by} ${word}`))
}

/** One row comparison, which an index on the sort answers at any depth; an OR of columns would not. */
function beyond(sort: Sort, direction: Direction, cursor: Cursor): Sql {
  const types = [...sort.terms.map((term) => term.type), 'bigint']
  const values = types.map((type, index) => sql`${cursor[index] ?? ''}::${rawSql(type)}`)
  const sides = rawSql(direction === 'asc' ? '>' : '<')
  return sql`(${joinSql([...sort.terms.map((term) => term.by), sql`r.id`])}) ${sides} (${joinSql(values)})`
}

function outputs<Context, Extra extends object>(table: Table<Context, Extra>, sort: Sort): Sql {
  return joinSql([
    sql`r.id::text AS id`,
    ...table.columns.map(({ key, text }) => sql`${cellSql(text)} AS ${rawSql(`"cell ${key}"`)}`),
    ...sort.terms.map((term, index) => sql`(${term.by})::text AS ${rawSql(`"sort ${index}"`)}`),
    ...Object.entries<Sql>(table.extra.fields).map(([key, value]) => sql`${value} AS ${rawSql(`"extra ${key}"`)}`),
  ])
}

/** A record of `rowsSql` or `rowsByIdSql` as a row. Throws when the database did not answer what the table declares. */
export function toRow<Context, Extra extends object>(table: Table<Context, Extra>, record: object): Row<Extra> {
  const values = Object.entries(record)
  const named = (kind: string) =>
    values.flatMap(([name, value]) => (name.startsWith(kind) ? [[name.slice(kind.length), value] as const] : []))
  const id = String(Object.fromEntries(values).id)
  return {
    id,
    cells: Object.fromEntries(named('cell ').map(([key, text]) => [key, String(text)])),
    cursor: [...named('sort ').map(([, value]) => String(value)), id],
    extra: table.extra.schema.parse(Object.fromEntries(named('extra '))),
  }
}
