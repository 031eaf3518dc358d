'use client'

import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { newRequestId } from '@/components/form/request-id'
import type { ReviewRow } from '@/lib/review/table'
import type { ReviewDeeds, ReviewedRows } from './deeds'
import { NoteField, ReviewedOnField } from './review-fields'

const GUIDE =
  '请确认已逐户核实，所选家庭的人口、收入和财产状况均无明显变化，继续保障，周期类别不变。情况有变化的家庭请逐户办理。'

/** 批量完成复核 of the chosen households, in none of which anything has changed. */
export function BulkDialog(props: {
  rows: readonly ReviewRow[]
  today: string
  reviewMany: ReviewDeeds['reviewMany']
  onDone: (answer: ReviewedRows) => void
  onClose: () => void
}) {
  const { rows, today, reviewMany, onDone, onClose } = props
  const [draft, setDraft] = useState({ reviewedOn: today, note: '' })
  // One per household and dialog: a retry of the same intention carries the same.
  const [wanted] = useState(() => rows.map(({ id }) => ({ householdId: Number(id), requestId: newRequestId() })))
  return (
    <DialogForm
      title={`批量完成复核：已选 ${rows.length} 户`}
      guide={GUIDE}
      send={() => reviewMany({ rows: wanted, ...draft })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <ReviewedOnField
            value={draft.reviewedOn}
            error={errors.reviewedOn}
            onChange={(reviewedOn) => setDraft({ ...draft, reviewedOn })}
          />
          <NoteField value={draft.note} error={errors.note} onChange={(note) => setDraft({ ...draft, note })} />
        </>
      )}
    </DialogForm>
  )
}
