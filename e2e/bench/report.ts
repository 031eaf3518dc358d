/** The bench's table: every figure a ratio of two things measured in the same run. */

import { availableParallelism, totalmem } from 'node:os'

export interface Figure {
  what: string
  /** With its unit. */
  measured: string
  comparedWith: string
  ratio: number
  wanted: { atMost: number } | { atLeast: number }
  /** Something that must hold besides, in words when it does not. */
  broken?: string
  /** Why it falls short, where it does and as far as it is known. */
  reason?: string
}

const HEAD = ['项目', '测得', '对照', '比值', '要求', '达到']

export function isReached({ ratio, wanted, broken }: Figure): boolean {
  return broken === undefined && ('atMost' in wanted ? ratio <= wanted.atMost : ratio >= wanted.atLeast)
}

/** Numbers as people read them: three digits that count. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '—'
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : String(Number(value.toPrecision(3)))
}

export function ms(value: number): string {
  return `${shown(value)} ms`
}

function wantedInWords({ wanted }: Figure): string {
  return 'atMost' in wanted ? `≤ ${shown(wanted.atMost)}` : `≥ ${shown(wanted.atLeast)}`
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The figures as a Markdown table, with a sentence for each that falls short. */
export function reportOf(figures: readonly Figure[], persons: number): string {
  const lines = figures.map((figure) =>
    lineOf([
      figure.what,
      figure.measured,
      figure.comparedWith,
      shown(figure.ratio),
      wantedInWords(figure),
      isReached(figure) ? '是' : '否',
    ]),
  )
  const short = figures.filter((figure) => !isReached(figure))
  const reasons = short.map(({ what, broken, reason }) => `- ${what}：${broken ?? reason ?? '原因待查。'}`)
  const machine = `${persons.toLocaleString('en-US')} 人，${availableParallelism()} 核，${Math.round(totalmem() / 2 ** 30)} GiB，Node ${process.versions.node}`
  const table = [lineOf(HEAD), lineOf(HEAD.map(() => '---')), ...lines]
  return [machine, '', ...table, ...(reasons.length > 0 ? ['', '未达到的：', ...reasons] : []), ''].join('\n')
}
