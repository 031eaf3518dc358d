import { z } from 'zod'
import { allOf, type Sql } from '@/lib/db/sql'
import { addMonths, type PlainDate, plainDate } from '@/lib/plain-date'
import { parseRegionCode } from '@/lib/region'
import type { Filter, Range } from './define'
import type { FilterShape, Problem, Values } from './list-query'
import { AMOUNT_SLIPS, canonicalAmount, canonicalMonth, fenOf } from './typed-range'

interface Scope<Context> {
  readonly context: Context
  readonly range: Range
}

/** 12-digit region code under the key `region`. The engine itself narrows the viewer's reach to it. */
export function regionFilter<Context>(label: string): Filter<Context> {
  const code = z.string().refine((text) => parseRegionCode(text) !== null, '行政区划代码无效，请重新选择。')
  return { ...ofOneKey({ kind: 'region', key: 'region', label }, code), where: () => null }
}

/** Free text; `where` gets it without surrounding spaces. */
export function textFilter<Context>(declared: {
  key: string
  label: string
  maxLength: number
  where: (text: string, scope: Scope<Context>) => Sql
}): Filter<Context> {
  const { key, label, maxLength, where } = declared
  const text = z
    .string()
    .max(maxLength, `${label}不能超过${maxLength}个字。`)
    .regex(/^\P{Cc}*$/u, `${label}中有无法识别的字符，请重新输入。`)
  return {
    ...ofOneKey({ kind: 'text', key, label, maxLength }, text),
    where: (values, scope) => whenSet(values[key], (value) => where(value, scope)),
  }
}

/** One or several codes of a list, in the URL joined by commas in the list's order. `hidden` has no field in the filter card. */
export function selectFilter<Context, Code extends string>(declared: {
  key: string
  label: string
  options: Readonly<Record<Code, string>>
  multiple?: boolean
  hidden?: true
  where: (codes: readonly Code[], scope: Scope<Context>) => Sql
}): Filter<Context> {
  const { key, label, where, multiple = false, hidden } = declared
  const codes = Object.keys(declared.options) as Code[]
  const options = codes.map((value) => ({ value, label: declared.options[value] }))
  const chosen = z
    .string()
    .transform((text) => text.split(','))
    .refine((texts) => texts.every((text) => codes.some((code) => code === text)), `${label}的选项无效，请重新选择。`)
    .refine((texts) => multiple || texts.length === 1, `${label}只能选择一项。`)
    .transform((texts) => codes.filter((code) => texts.includes(code)).join(','))
  return {
    ...ofOneKey({ kind: 'select', key, label, multiple, options, ...(hidden && { hidden }) }, chosen),
    where: (values, scope) =>
      whenSet(values[key], (value) => {
        const wanted = value.split(',')
        return where(
          codes.filter((code) => wanted.includes(code)),
          scope,
        )
      }),
  }
}

/** Two dates, either of which may be missing; both days count. */
export function dateRangeFilter<Context>(declared: {
  from: string
  to: string
  label: string
  since: (day: PlainDate) => Sql
  until: (day: PlainDate) => Sql
}): Filter<Context> {
  const { from, to, label, since, until } = declared
  const day = z.string().refine((text) => plainDate(text) !== null, '日期无效，请按“2026-11-21”的格式填写。')
  return {
    shape: { kind: 'dateRange', label, from, to },
    read: rangeReader(from, to, day, (low, high) => low <= high, '结束日期不能早于开始日期。'),
    where: (values) =>
      within(
        whenSet(values[from], (text) => since(dayIn(text))),
        whenSet(values[to], (text) => until(dayIn(text))),
      ),
  }
}

/** Two amounts, either of which may be missing; both count. The address carries yuan, `since` and `until` get integer fen. */
export function numberRangeFilter<Context>(declared: {
  from: string
  to: string
  label: string
  since: (fen: number) => Sql
  until: (fen: number) => Sql
}): Filter<Context> {
  const { from, to, label, since, until } = declared
  const amount = z.string().transform((typed, context) => {
    const read = canonicalAmount(typed)
    if ('text' in read) return read.text
    context.addIssue({ code: 'custom', message: AMOUNT_SLIPS[read.slip] })
    return z.NEVER
  })
  const inOrder = (low: string, high: string) => fenOf(low) <= fenOf(high)
  return {
    shape: { kind: 'moneyRange', label, from, to },
    read: rangeReader(from, to, amount, inOrder, '最高金额不能小于最低金额。'),
    where: (values) =>
      within(
        whenSet(values[from], (text) => since(fenOf(text))),
        whenSet(values[to], (text) => until(fenOf(text))),
      ),
  }
}

/** Two months, either of which may be missing; both count. `since` gets the first day, `until` the first day of the month after. */
export function monthRangeFilter<Context>(declared: {
  from: string
  to: string
  label: string
  since: (first: PlainDate) => Sql
  until: (end: PlainDate) => Sql
}): Filter<Context> {
  const { from, to, label, since, until } = declared
  const month = z.string().transform((typed, context) => {
    const read = canonicalMonth(typed)
    if (read) return read
    context.addIssue({ code: 'custom', message: '月份无效，请按“2026-11”的格式填写。' })
    return z.NEVER
  })
  return {
    shape: { kind: 'monthRange', label, from, to },
    read: rangeReader(from, to, month, (low, high) => low <= high, '结束月份不能早于开始月份。'),
    where: (values) =>
      within(
        whenSet(values[from], (text) => since(dayIn(`${text}-01`))),
        whenSet(values[to], (text) => until(addMonths(dayIn(`${text}-01`), 1))),
      ),
  }
}

/**
 * A sealed number, searched by its fingerprint: the URL carries 64 hexadecimal digits, never the number. What the field shows
 * stands under a second key.
 */
export function hashFilter<Context>(declared: {
  key: string
  mask: string
  label: string
  where: (fingerprint: Uint8Array, scope: Scope<Context>) => Sql
}): Filter<Context> {
  const { key, mask, label, where } = declared
  const fingerprint = keyReader(key, z.string().regex(/^[0-9a-f]{64}$/, `${label}的查询条件已失效，请重新输入。`))
  const shown = keyReader(mask, z.string().regex(/^[0-9Xx*]{1,18}$/))
  return {
    shape: { kind: 'hash', key, mask, label },
    read: (typed) => {
      const read = fingerprint(typed)
      return read.values[key] ? { values: { ...read.values, ...shown(typed).values }, problems: [] } : read
    },
    where: (values, scope) => whenSet(values[key], (hex) => where(Buffer.from(hex, 'hex'), scope)),
  }
}

/** 年度. Absent means the current one; the table's context takes the year from the query, so it has no condition here. */
export function yearFilter<Context>(declared: { key: string; label: string }): Filter<Context> {
  const year = z.string().regex(/^20\d\d$/, `${declared.label}无效，请重新选择。`)
  return { ...ofOneKey({ kind: 'year', ...declared }, year), where: () => null }
}

function whenSet(value: string | undefined, where: (value: string) => Sql): Sql | null {
  return value === undefined ? null : where(value)
}

/** The condition of a range of which either end may be open; null when both are. */
function within(low: Sql | null, high: Sql | null): Sql | null {
  const ends = [low, high].filter((end) => end !== null)
  return ends.length > 0 ? allOf(ends) : null
}

/** A day that has been read before. Throws RangeError for any other text. */
function dayIn(text: string): PlainDate {
  const day = plainDate(text)
  if (!day) throw new RangeError(`no such day: ${text}`)
  return day
}

type OneKeyShape = Extract<FilterShape, { key: string }>
type Read = { values: Values; problems: Problem[] }

function ofOneKey<Shape extends OneKeyShape>(shape: Shape, schema: z.ZodType<string>) {
  return { shape, read: keyReader(shape.key, schema) }
}

function keyReader(key: string, schema: z.ZodType<string>): (typed: Values) => Read {
  return (typed) => {
    const text = typed[key]?.trim()
    if (!text) return { values: {}, problems: [] }
    const parsed = schema.safeParse(text)
    if (parsed.success) return { values: { [key]: parsed.data }, problems: [] }
    return { values: {}, problems: [{ field: key, message: parsed.error.issues[0]?.message ?? '填写的内容无效。' }] }
  }
}

/** Two keys of one kind; ends in the wrong order are said at the second, which is then left out. */
function rangeReader(
  from: string,
  to: string,
  schema: z.ZodType<string>,
  inOrder: (low: string, high: string) => boolean,
  message: string,
): (typed: Values) => Read {
  const [start, end] = [keyReader(from, schema), keyReader(to, schema)]
  return (typed) => {
    const [low, high] = [start(typed), end(typed)]
    const [lowest, highest] = [low.values[from], high.values[to]]
    if (lowest !== undefined && highest !== undefined && !inOrder(lowest, highest))
      return { values: low.values, problems: [{ field: to, message }] }
    return both(low, high)
  }
}

function both(one: Read, other: Read): Read {
  return { values: { ...one.values, ...other.values }, problems: [...one.problems, ...other.problems] }
}

/** `text` anywhere inside a LIKE. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
