import type { z } from 'zod'
import type { Answer } from '@/lib/access/perform'
import type { PlainDate } from '@/lib/plain-date'
import type { ReviewResult } from '@/lib/review/data'
import type { CompleteReviewInput, CompleteReviewsInput } from '@/lib/review/input'
import type { ReviewRow } from '@/lib/review/table'

/** What a bulk answers: what became of each household, and the rows as the list shows them now. */
export interface ReviewedRows {
  done: ReviewResult[]
  rows: ReviewRow[]
}

/** The server's side of 完成复核, for one household and for several. */
export interface ReviewDeeds {
  review: (
    input: z.input<typeof CompleteReviewInput>,
  ) => Promise<Answer<{ done: { nextDue: PlainDate }; row: ReviewRow | null }>>
  reviewMany: (input: z.input<typeof CompleteReviewsInput>) => Promise<Answer<ReviewedRows>>
}
