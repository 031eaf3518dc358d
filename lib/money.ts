import { err, ok, type Result } from '@/lib/result'
import { AMOUNT_SLIPS, canonicalAmount, fenOf } from '@/lib/table/typed-range'

/** Money as staff read it: 123400 fen is '1,234.00'. */
export function formatFen(fen: number): string {
  return (fen / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** Integer fen of an amount in yuan as people type it (「520」, 「1,234.5元」, full-width digits), or the sentence for the field. */
export function parseYuan(typed: string): Result<number, string> {
  const amount = canonicalAmount(typed)
  return 'text' in amount ? ok(fenOf(amount.text)) : err(AMOUNT_SLIPS[amount.slip])
}
