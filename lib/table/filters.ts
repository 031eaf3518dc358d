import { z } from 'zod'
import { allOf, type Sql } from '@/lib/db/sql'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { parseRegionCode } from '@/lib/region'
import type { Filter, Range } from './define'
import type { FilterShape, Problem, Values } from './list-query'

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

/** One or several codes of a list, in the URL joined by commas in the list's order. */
export function selectFilter<Context, Code extends string>(declared: {
  key: string
  label: string
  options: Readonly<Record<Code, string>>
  multiple?: boolean
  where: (codes: readonly Code[], scope: Scope<Context>) => Sql
}): Filter<Context> {
  const { key, label, where, multiple = false } = declared
  const codes = Object.keys(declared.options) as Code[]
  const options = codes.map((value) => ({ value, label: declared.options[value] }))
  const chosen = z
    .string()
    .transform((text) => text.split(','))
    .refine((texts) => texts.every((text) => codes.some((code) => code === text)), `${label}的选项无效，请重新选择。`)
    .refine((texts) => multiple || texts.length === 1, `${label}只能选择一项。`)
    .transform((texts) => codes.filter((code) => texts.includes(code)).join(','))
  return {
    ...ofOneKey({ kind: 'select', key, label, multiple, options }, chosen),
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
  const { from, to, label } = declared
  const day = z.string().refine((text) => plainDate(text) !== null, '日期无效，请按“2026-11-21”的格式填写。')
  const start = keyReader(from, day)
  const end = keyReader(to, day)
  return {
    shape: { kind: 'dateRange', label, from, to },
    read: (typed) => {
      const [low, high] = [start(typed), end(typed)]
      if ((low.values[from] ?? '') > (high.values[to] ?? '9999')) {
        return { values: low.values, problems: [{ field: to, message: '结束日期不能早于开始日期。' }] }
      }
      return both(low, high)
    },
    where: (values) => {
      const [low, high] = [plainDate(values[from] ?? ''), plainDate(values[to] ?? '')]
      return low || high
        ? allOf([...(low ? [declared.since(low)] : []), ...(high ? [declared.until(high)] : [])])
        : null
    },
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

type OneKeyShape = Exclude<FilterShape, { kind: 'dateRange' | 'hash' }>
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

function both(one: Read, other: Read): Read {
  return { values: { ...one.values, ...other.values }, problems: [...one.problems, ...other.problems] }
}

/** `text` anywhere inside a LIKE. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
