'use client'

import { Radio } from 'antd'
import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { FieldGroup } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { REVIEW_CLASSES, REVIEW_OUTCOMES, type ReviewClass, type ReviewOutcome } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { nextReviewDue, type ReviewPeriods } from '@/lib/review/rules'
import type { ReviewRow } from '@/lib/review/table'
import type { ReviewDeeds } from './deeds'
import { NoteField, ReviewedOnField } from './review-fields'

interface Draft {
  reviewedOn: string
  outcome: ReviewOutcome
  reviewClass: ReviewClass
  note: string
}

const GUIDE = '请确认已入户走访或比对核实该户的家庭人口、收入和财产状况。'

/** 完成复核 of one household: what was found on which day, and from it the next date. */
export function ReviewDialog(props: {
  row: ReviewRow
  today: string
  periods: ReviewPeriods
  review: ReviewDeeds['review']
  /** What to say; the row as it is now; and whether something must be changed at the household. */
  onDone: (done: { text: string; row: ReviewRow | null; outcome: ReviewOutcome }) => void
  onClose: () => void
}) {
  const { row, today, periods, onDone } = props
  const [requestId] = useState(newRequestId)
  const [draft, setDraft] = useState<Draft>({
    reviewedOn: today,
    outcome: 'UNCHANGED',
    reviewClass: row.extra.reviewClass,
    note: '',
  })
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const day = plainDate(draft.reviewedOn)
  const whose = `${row.cells.head ?? ''}（${row.extra.community}）`
  return (
    <DialogForm
      title={`完成复核：${row.cells.head ?? ''}（${row.extra.community}，证号 ${row.extra.certificateNo}）`}
      guide={GUIDE}
      send={() => props.review({ householdId: Number(row.id), requestId, ...draft })}
      onDone={(answer) =>
        onDone({
          text:
            draft.outcome === 'UNCHANGED'
              ? `已完成复核：${whose}，下次复核 ${answer.done.nextDue}。`
              : `已记录复核：${whose}，${REVIEW_OUTCOMES[draft.outcome]}。`,
          row: answer.row,
          outcome: draft.outcome,
        })
      }
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <ReviewedOnField
            value={draft.reviewedOn}
            error={errors.reviewedOn}
            hint={day ? `下次复核：${nextReviewDue(day, draft.reviewClass, periods)}` : undefined}
            onChange={(reviewedOn) => set({ reviewedOn })}
          />
          <Choice
            label="复核结果"
            options={REVIEW_OUTCOMES}
            value={draft.outcome}
            error={errors.outcome}
            onChange={(outcome) => set({ outcome })}
          />
          <Choice
            label="周期类别"
            options={REVIEW_CLASSES}
            value={draft.reviewClass}
            error={errors.reviewClass}
            onChange={(reviewClass) => set({ reviewClass })}
          />
          <NoteField
            value={draft.note}
            required={draft.outcome !== 'UNCHANGED'}
            error={errors.note}
            onChange={(note) => set({ note })}
          />
        </>
      )}
    </DialogForm>
  )
}

function Choice<Code extends string>(props: {
  label: string
  options: Readonly<Record<Code, string>>
  value: Code
  error?: string
  onChange: (code: Code) => void
}) {
  const { label, options, value, error, onChange } = props
  return (
    <FieldGroup label={label} required error={error}>
      <Radio.Group vertical value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries<string>(options).map(([code, words]) => (
          <Radio key={code} value={code}>
            {words}
          </Radio>
        ))}
      </Radio.Group>
    </FieldGroup>
  )
}
