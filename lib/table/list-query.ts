/**
 * The list as the browser knows it: plain data without SQL, sent with the page. The URL is the only state of a list; it is
 * written here and read in `url.ts`.
 */

export interface ColumnShape {
  readonly key: string
  readonly title: string
  /** Pixels on screen; the spreadsheet's column width follows it. */
  readonly width: number
  readonly align?: 'right' | 'center'
  /** Takes the width that is left on a wide screen. */
  readonly grow?: boolean
  /** Key of the sort that a click on the header asks for. */
  readonly sort?: string
  readonly pinned?: 'left' | 'right'
}

export interface Option {
  readonly value: string
  readonly label: string
}

export type FilterShape =
  | { readonly kind: 'region'; readonly key: 'region'; readonly label: string }
  | { readonly kind: 'text'; readonly key: string; readonly label: string; readonly maxLength: number }
  | {
      readonly kind: 'select'
      readonly key: string
      readonly label: string
      readonly multiple: boolean
      readonly options: readonly Option[]
      /** Asked for by links beside the filter card: no field of it. */
      readonly hidden?: true
    }
  | { readonly kind: 'dateRange'; readonly label: string; readonly from: string; readonly to: string }
  /** Amounts in yuan, '520' or '520.50'. */
  | { readonly kind: 'moneyRange'; readonly label: string; readonly from: string; readonly to: string }
  /** 'YYYY-MM'. */
  | { readonly kind: 'monthRange'; readonly label: string; readonly from: string; readonly to: string }
  | { readonly kind: 'hash'; readonly key: string; readonly mask: string; readonly label: string }
  | { readonly kind: 'year'; readonly key: string; readonly label: string }

/** A figure of the whole filtered list. */
export interface SumShape {
  readonly key: string
  readonly title: string
  /** `money` is integer fen, shown in yuan. */
  readonly kind: 'count' | 'money'
  /** What stands behind the number: 人, 元/月. */
  readonly unit: string
}

export type Direction = 'asc' | 'desc'

export interface TableShape {
  /** Under this name the user's settings of the list are kept. */
  readonly name: string
  readonly path: string
  readonly title: string
  /** What the rows are counted in: 条, 户, 人. */
  readonly unit: string
  readonly columns: readonly ColumnShape[]
  readonly sums: readonly SumShape[]
  readonly filters: readonly FilterShape[]
  /** Each sort with the direction that its first click gives. */
  readonly sorts: Readonly<Record<string, Direction>>
  readonly defaultSort: string
}

export const PAGE_SIZES = [20, 50, 100] as const
export type PageSize = (typeof PAGE_SIZES)[number]
export const DEFAULT_SIZE: PageSize = 50

/** URL key → text. */
export type Values = Readonly<Record<string, string>>

/** A place in the order: the sort values of a row and its id, as text. */
export type Cursor = readonly string[]

/** `page` alone counts from the start; with a cursor it is only what the pager shows. */
export type Position =
  | { readonly page: number; readonly after?: Cursor; readonly before?: undefined }
  | { readonly page: number; readonly before: Cursor; readonly after?: undefined }
  | { readonly page: 'last'; readonly after?: undefined; readonly before?: undefined }

export interface ListQuery {
  /** Of the filters that are on, in canonical form. */
  readonly values: Values
  readonly sort: string
  readonly direction: Direction
  readonly size: PageSize
  readonly position: Position
}

/** Something in the URL that cannot be used: said at its field, kept in it, and never passed on to the database. */
export interface Problem {
  readonly field: string
  readonly message: string
}

export function keysOf(filter: FilterShape): readonly string[] {
  if ('from' in filter) return [filter.from, filter.to]
  if (filter.kind === 'hash') return [filter.key, filter.mask]
  return [filter.key]
}

/** The list's address: defaults left out, always in the same order, so that one list has one address. */
export function toSearchParams(shape: TableShape, query: ListQuery): URLSearchParams {
  const params = new URLSearchParams()
  for (const key of shape.filters.flatMap(keysOf)) {
    const value = query.values[key]
    if (value) params.set(key, value)
  }
  if (query.sort !== shape.defaultSort) params.set('sort', query.sort)
  if (query.direction !== shape.sorts[query.sort]) params.set('dir', query.direction)
  if (query.size !== DEFAULT_SIZE) params.set('size', String(query.size))
  const { page, after, before } = query.position
  if (page !== 1) params.set('page', String(page))
  if (after) params.set('after', encodeCursor(after))
  if (before) params.set('before', encodeCursor(before))
  return params
}

/** The address with its path, for a link. */
export function hrefOf(shape: TableShape, query: ListQuery): string {
  const search = toSearchParams(shape, query).toString()
  return search ? `${shape.path}?${search}` : shape.path
}

/** base64url of the JSON array. */
export function encodeCursor(cursor: Cursor): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(JSON.stringify(cursor)))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Each filter that is on, as the clerk reads it: 「认证状态：未认证」. `region` is the name of the chosen region. */
export function filtersInWords(shape: TableShape, values: Values, region?: string): string[] {
  return shape.filters.flatMap((filter) => {
    const words = filter.kind === 'region' ? values.region && (region ?? values.region) : inWords(filter, values)
    return words ? [`${filter.label}：${words}`] : []
  })
}

function inWords(filter: Exclude<FilterShape, { kind: 'region' }>, values: Values): string | undefined {
  switch (filter.kind) {
    case 'dateRange':
    case 'monthRange':
      return rangeInWords(values[filter.from], values[filter.to])
    case 'moneyRange':
      return rangeInWords(values[filter.from], values[filter.to], ' 元')
    case 'hash':
      return values[filter.key] && (values[filter.mask] ?? '已填写')
    case 'select': {
      const chosen = values[filter.key]?.split(',') ?? []
      return chosen.map((value) => filter.options.find((option) => option.value === value)?.label ?? value).join('、')
    }
    default:
      return values[filter.key]
  }
}

function rangeInWords(from: string | undefined, to: string | undefined, unit = ''): string | undefined {
  const words = [from && `从 ${from}${unit}`, to && `到 ${to}${unit}`].filter(Boolean)
  return words.length > 0 ? words.join(' ') : undefined
}
