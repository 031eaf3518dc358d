import type { FilterShape, Values } from './list-query'

/** How people write amounts and months, and the one form in which an address carries them. No SQL: the browser uses it too. */

/** Higher ones would not fit PostgreSQL's integer in fen, which is the type of amounts. */
const HIGHEST_YUAN = 9_999_999

export type AmountSlip = 'unreadable' | 'negative' | 'decimals' | 'tooHigh'

/** What is said at the field of an amount that cannot be used. */
export const AMOUNT_SLIPS: Readonly<Record<AmountSlip, string>> = {
  unreadable: '金额无效，请填写数字，例如 520 或 520.50。',
  negative: '金额不能为负数，请重新填写。',
  decimals: '金额最多保留两位小数，请重新填写。',
  tooHigh: '金额不能超过 9,999,999.99 元，请重新填写。',
}

/**
 * An amount in yuan as people type it (「520」, 「520.5」, 「1,234.00元」, full-width digits too) in its canonical form: '520' or
 * '520.50', no separators, two decimals or none. What cannot be read says why.
 */
export function canonicalAmount(typed: string): { readonly text: string } | { readonly slip: AmountSlip } {
  const plain = typed
    .normalize('NFKC')
    .trim()
    .replace(/^¥\s*/, '')
    .replace(/\s*元$/, '')
  if (/^[-−]\s*\d/.test(plain)) return { slip: 'negative' }
  const parts = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(plain)
  if (!parts) return { slip: 'unreadable' }
  const yuan = (parts[1] ?? '').replaceAll(',', '').replace(/^0+(?=\d)/, '')
  const decimals = (parts[2] ?? '').replace(/0+$/, '')
  if (decimals.length > 2) return { slip: 'decimals' }
  if (Number(yuan) > HIGHEST_YUAN) return { slip: 'tooHigh' }
  return { text: decimals === '' ? yuan : `${yuan}.${decimals.padEnd(2, '0')}` }
}

/** Integer fen of a canonical amount. */
export function fenOf(amount: string): number {
  const [yuan, decimals = '0'] = amount.split('.')
  return Number(yuan) * 100 + Number(decimals)
}

/** A month as people type it (2026-11, 202611, 2026年11月, 2026/1) as 'YYYY-MM', years 1900–2099; null for anything else. */
export function canonicalMonth(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(/\s/g, '')
  const parts = /^((?:19|20)\d\d)(?:[-/.年]?(\d\d)|[-/.年](\d))月?$/.exec(plain)
  const month = Number(parts?.[2] ?? parts?.[3])
  return parts && month >= 1 && month <= 12 ? `${parts[1]}-${String(month).padStart(2, '0')}` : null
}

/** The values of the fields with amounts and months in canonical form; what cannot be read stays as it was typed. */
export function tidied(filters: readonly FilterShape[], values: Values): Values {
  const tidy = (kind: FilterShape['kind'], value: string): string => {
    if (kind === 'monthRange') return canonicalMonth(value) ?? value
    const amount = canonicalAmount(value)
    return 'text' in amount ? amount.text : value
  }
  const changed = filters.flatMap((filter) =>
    filter.kind === 'moneyRange' || filter.kind === 'monthRange'
      ? [filter.from, filter.to].flatMap((key) => (values[key] ? [[key, tidy(filter.kind, values[key])] as const] : []))
      : [],
  )
  return { ...values, ...Object.fromEntries(changed) }
}
