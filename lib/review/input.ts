import { z } from 'zod'
import { codesOf } from '@/lib/certification/codes'
import { REVIEW_CLASSES, REVIEW_OUTCOMES } from '@/lib/household/codes'
import { plainDateInput, recordId, requestId } from '@/lib/input'

const reviewedOn = plainDateInput('请填写复核日期，如 2026-11-21。')
const note = z.string().trim().max(500, '情况说明不能超过500字。').default('')

/** 完成复核 of one household. What has changed is said in words. */
export const CompleteReviewInput = z
  .strictObject({
    householdId: recordId,
    requestId,
    reviewedOn,
    outcome: z.string('请选择复核结果。').pipe(z.enum(codesOf(REVIEW_OUTCOMES), '请选择复核结果。')),
    reviewClass: z.string('请选择周期类别。').pipe(z.enum(codesOf(REVIEW_CLASSES), '请选择周期类别。')),
    note,
  })
  .refine(({ outcome, note }) => outcome === 'UNCHANGED' || note.length >= 2, {
    path: ['note'],
    message: '请填写情况说明：有哪些变化，或为何不再符合条件。',
  })
export type CompleteReviewInput = z.output<typeof CompleteReviewInput>

/** 批量完成复核: up to 100 households in which nothing has changed. Each keeps its class. */
export const CompleteReviewsInput = z.strictObject({
  rows: z
    .array(z.strictObject({ householdId: recordId, requestId }))
    .min(1, '请先勾选要复核的家庭。')
    .max(100, '一次最多复核100户，请分批办理。')
    .refine(
      (rows) => new Set(rows.map(({ householdId }) => householdId)).size === rows.length,
      '同一户不能重复勾选，请刷新后再试。',
    ),
  reviewedOn,
  note,
})
export type CompleteReviewsInput = z.output<typeof CompleteReviewsInput>
