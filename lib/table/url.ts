import { z } from 'zod'
import { plainDate } from '@/lib/plain-date'
import { isWithin, parseRegionCode, type RegionCode } from '@/lib/region'
import type { Filter, Sort } from './define'
import {
  type Cursor,
  DEFAULT_SIZE,
  type Direction,
  keysOf,
  type ListQuery,
  PAGE_SIZES,
  type PageSize,
  type Position,
  type Problem,
  type TableShape,
  type Values,
} from './list-query'
import { lastPageByNumber, ROWS_BY_NUMBER } from './paging'

export interface ReadList {
  /** Only what was understood; goes on to the database. */
  readonly query: ListQuery
  /** What the fields show: also what was not understood. */
  readonly typed: Values
  readonly problems: readonly Problem[]
  /** The region asked for lies outside the viewer's: the page answers as for an unknown address. */
  readonly outOfReach: boolean
}

/** What reading needs of a table, whatever its context and extras. */
interface Readable {
  readonly shape: TableShape
  readonly filters: readonly Pick<Filter<never>, 'shape' | 'read'>[]
  readonly sorts: Readonly<Record<string, Sort>>
}

export type SearchParams = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>

const LONGEST_VALUE = 200

/** Reads a list's address. Never throws: whatever cannot be used becomes a problem at its field; unknown keys are left out. */
export function readListQuery(table: Readable, params: SearchParams, home: RegionCode): ReadList {
  const get = reader(params)
  const keys = table.shape.filters.flatMap(keysOf)
  const typed = Object.fromEntries(keys.flatMap((key) => pairOf(key, get(key)?.slice(0, LONGEST_VALUE))))
  const filters = table.filters.map((filter) => filter.read(typed))
  const problems: Problem[] = filters.flatMap((filter) => filter.problems)
  const report = (problem: Problem) => problems.push(problem)

  const { region, ...others } = Object.assign({}, ...filters.map((filter) => filter.values)) as Values
  const reach = reachOf(region, home)
  if (reach === 'outside') report({ field: 'region', message: '所选地区不在您的管辖范围内。' })
  const { sort, direction } = order(table, get, report)
  const size = oneOf(PAGE_SIZES, get('size')) ?? DEFAULT_SIZE
  if (get('size') && String(size) !== get('size')) report({ field: 'size', message: '每页条数只能是20、50或100。' })
  return {
    query: {
      values: reach === 'inside' && region ? { ...others, region } : others,
      sort,
      direction,
      size,
      position: position(table.sorts[sort], size, get, report),
    },
    typed,
    problems,
    outOfReach: reach === 'outside',
  }
}

type Get = (key: string) => string | undefined
type Report = (problem: Problem) => void

function reader(params: SearchParams): Get {
  if (params instanceof URLSearchParams) return (key) => params.get(key) || undefined
  return (key) => {
    const value = Object.hasOwn(params, key) ? params[key] : undefined
    return (Array.isArray(value) ? value[0] : value) || undefined
  }
}

function pairOf(key: string, value: string | undefined): [string, string][] {
  return value ? [[key, value]] : []
}

/** A region above the viewer's own asks for all they may see: as if nothing had been asked. */
function reachOf(region: string | undefined, home: RegionCode): 'inside' | 'above' | 'outside' {
  const code = parseRegionCode(region ?? '')
  if (code === null || isWithin(code, home)) return 'inside'
  return isWithin(home, code) ? 'above' : 'outside'
}

function oneOf<Value extends number | string>(values: readonly Value[], text: string | undefined): Value | undefined {
  return values.find((value) => String(value) === text)
}

function order(table: Readable, get: Get, report: Report): { sort: string; direction: Direction } {
  const { sorts, defaultSort } = table.shape
  const sort = oneOf(Object.keys(sorts), get('sort')) ?? defaultSort
  if (get('sort') && sort !== get('sort')) report({ field: 'sort', message: '不能按所选的列排序，已按默认顺序显示。' })
  const direction = oneOf(['asc', 'desc'] as const, get('dir'))
  if (get('dir') && !direction) report({ field: 'sort', message: '排序方向无效，已按默认方向显示。' })
  return { sort, direction: direction ?? sorts[sort] ?? 'asc' }
}

const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number)

function position(sort: Sort | undefined, size: PageSize, get: Get, report: Report): Position {
  const wrong = (message: string): Position => {
    report({ field: 'page', message })
    return { page: 1 }
  }
  const [text, after, before] = [get('page') ?? '1', get('after'), get('before')]
  if (text === 'last') return after || before ? wrong('页码无效，已回到第一页。') : { page: 'last' }
  const page = pageNumber.safeParse(text)
  if (!page.success || (after && before)) return wrong('页码无效，已回到第一页。')
  const coded = after ?? before
  if (!coded) {
    if (page.data <= lastPageByNumber(size)) return { page: page.data }
    return wrong(`按页码只能直接到达前${ROWS_BY_NUMBER.toLocaleString('en-US')}条，请增加筛选条件后再翻页。`)
  }
  const cursor = readCursor(sort, coded)
  if (!cursor) return wrong('翻页位置已失效，已回到第一页。')
  return after ? { page: page.data, after: cursor } : { page: page.data, before: cursor }
}

const BIGINT_DIGITS = /^-?\d{1,18}$/
const timestamp = z.string().refine((text) => {
  if (text === '-infinity' || text === 'infinity') return true
  const parts = /^(\d{4}-\d{2}-\d{2}) ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/.exec(
    text,
  )
  return plainDate(parts?.[1] ?? '') !== null
})
/** As PostgreSQL writes the value as text: what passes here is also read back by it. */
const cursorValue = {
  bigint: z.string().regex(BIGINT_DIGITS),
  text: z
    .string()
    .max(LONGEST_VALUE)
    .regex(/^[^\0]*$/),
  date: z.string().refine((text) => text === 'infinity' || plainDate(text) !== null),
  timestamptz: timestamp,
}

function readCursor(sort: Sort | undefined, coded: string): Cursor | null {
  const types = [...(sort?.terms ?? []).map((term) => term.type), 'bigint' as const]
  const values = z.array(z.string()).length(types.length).safeParse(decoded(coded))
  if (!values.success) return null
  const fit = types.every((type, index) => cursorValue[type].safeParse(values.data[index]).success)
  return fit ? values.data : null
}

function decoded(coded: string): unknown {
  if (!/^[A-Za-z0-9_-]{1,2000}$/.test(coded)) return null
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(coded, 'base64url')))
  } catch {
    return null
  }
}
