import { z } from 'zod'
import { formatFen, parseYuan } from '@/lib/money'
import { Parameters, readParameters } from '@/lib/parameters'
import { err, ok, type Result } from '@/lib/result'
import type { ParameterKey, ParameterWords } from './describe'

export type ParameterValue = number | boolean | string

/** How a parameter is typed: a number between bounds (money in yuan), a day of the year, yes or no, or one of several. */
export type ParameterForm =
  | { kind: 'number'; low: number; high: number; money: boolean }
  | { kind: 'day' }
  | { kind: 'yesNo' }
  | { kind: 'choice' }

/** How `words` is typed and between which bounds, from the schema itself. */
export function formOf({ key, unit, choices }: ParameterWords): ParameterForm {
  const inner = Parameters.shape[key].unwrap()
  if (choices) return { kind: 'choice' }
  if (inner instanceof z.ZodBoolean) return { kind: 'yesNo' }
  if (!(inner instanceof z.ZodNumber)) return { kind: 'day' }
  return {
    kind: 'number',
    low: inner.minValue ?? 0,
    high: inner.maxValue ?? Number.MAX_SAFE_INTEGER,
    money: unit === '元/月',
  }
}

/** A value as it is read: 「10 个工作日」「是」「原档变更户主」「09-01」「760.00 元/月」. */
export function valueInWords(words: ParameterWords, value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return words.choices?.[value] ?? value
  return `${typedAs(words, value)} ${words.unit ?? ''}`.trim()
}

/** A value as it stands in the field for typing. */
export function typedAs(words: ParameterWords, value: ParameterValue): string {
  return typeof value === 'number' && words.unit === '元/月' ? formatFen(value) : String(value)
}

/** What was typed as the value that is stored (money in fen); or the sentence that says what is wrong with it. */
export function readTyped(words: ParameterWords, typed: string): Result<ParameterValue, string> {
  const form = formOf(words)
  const text = typed.trim()
  if (form.kind === 'yesNo') return text === 'true' || text === 'false' ? ok(text === 'true') : err('请选择是或否。')
  if (form.kind === 'choice') return words.choices && text in words.choices ? ok(text) : err('请选择一项。')
  if (form.kind === 'day') return isDayOfYear(text) ? ok(text) : err('请填写月-日，例如 09-01。')
  const read = form.money ? parseYuan(text) : readWhole(text)
  if (!read.ok) return read
  if (read.value < form.low || read.value > form.high) {
    return err(`应在 ${typedAs(words, form.low)} 至 ${typedAs(words, form.high)} 之间。`)
  }
  return read
}

function readWhole(text: string): Result<number, string> {
  return /^\d{1,9}$/.test(text) ? ok(Number(text)) : err('请填写整数。')
}

/** Whether every year but for leap days has this 'MM-DD'. */
function isDayOfYear(text: string): boolean {
  return /^\d{2}-\d{2}$/.test(text) && z.iso.date().safeParse(`2001-${text}`).success
}

/** Why the parameters would not go together with this one changed; null when they do. */
export function conflictOf(parameters: Parameters, key: ParameterKey, value: ParameterValue): string | null {
  const next = { ...parameters, [key]: value } as Parameters
  for (const what of ['change', 'suspectedDeath'] as const) {
    if (next[`${what}.noticeDays`] >= next[`${what}.overdueDays`]) return '提醒天数应少于超期天数。'
  }
  if (next['certification.remindFrom'] >= next['certification.warnFrom']) return '提醒期应早于警示期。'
  if (next['review.unstableMonths'] > next['review.stableMonths']) return '收入不稳定户的复核周期不应长于收入稳定户。'
  return null
}

/** The values that hold where nobody has set any. */
export const DEFAULT_PARAMETERS: Parameters = readParameters([])
