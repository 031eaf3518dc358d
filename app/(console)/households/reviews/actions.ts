'use server'

import { action } from '@/lib/access/entry'
import { completeReview, completeReviews } from '@/lib/review/data'
import { CompleteReviewInput, CompleteReviewsInput } from '@/lib/review/input'
import { withRow, withRows } from '@/lib/review/list'

export const reviewHousehold = action({
  permission: 'household.review',
  input: CompleteReviewInput,
  run: withRow(completeReview),
})

export const reviewHouseholds = action({
  permission: 'household.review',
  input: CompleteReviewsInput,
  run: withRows(completeReviews),
})
