import type { ImportVerdict } from '@/lib/household/codes'

/** What a row of a file comes to, with a sentence for the clerk where there is something to say. Never an ID number. */
export interface RowVerdict {
  /** Its number in the file, as the spreadsheet shows it. */
  readonly number: number
  readonly verdict: ImportVerdict
  readonly message: string
}

export type Decision = Pick<RowVerdict, 'verdict' | 'message'>

/** Rows of a run that its page shows at a time. */
export const ROWS_A_PAGE = 50

/** How many rows came to what; together they are all rows of the file. */
export type VerdictCounts = Readonly<Record<ImportVerdict, number>>

export function countVerdicts(rows: Iterable<RowVerdict>): VerdictCounts {
  const counts = { NEW: 0, CHANGED: 0, UNCHANGED: 0, SKIPPED: 0, WRONG: 0 }
  for (const { verdict } of rows) counts[verdict] += 1
  return counts
}

/** A row that cannot be taken, with all that is wrong with it. */
export function wrongRow(number: number, problems: readonly string[]): RowVerdict {
  return { number, verdict: 'WRONG', message: problems.join('') }
}
