import { formatFen } from '@/lib/money'
import type { TableShape } from './list-query'

/** What the whole filtered list comes to: the number of its rows, and each sum by its key (`money` in integer fen). Exact. */
export interface Figures {
  readonly total: number
  readonly sums: Readonly<Record<string, number>>
}

/** The figures as staff read them: 「共 1,234 户」, 「保障人口 2,345 人」, 「保障金额 1,234,567.00 元/月」. */
export function figuresInWords(shape: TableShape, { total, sums }: Figures): string[] {
  return [
    totalInWords(shape, total),
    ...shape.sums.map(({ key, title, kind, unit }) => {
      const value = sums[key] ?? 0
      return `${title} ${kind === 'money' ? formatFen(value) : inThousands(value)} ${unit}`.trimEnd()
    }),
  ]
}

/** 「共 1,234 户」 */
export function totalInWords({ unit }: Pick<TableShape, 'unit'>, total: number): string {
  return `共 ${inThousands(total)} ${unit}`
}

function inThousands(value: number): string {
  return value.toLocaleString('en-US')
}
