'use client'

import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import { TextInput } from '@/components/form/text-input'
import type { Approval } from '@/lib/admission/decide'
import type { AdmissionOnPage, ApprovalStart } from '@/lib/admission/page'
import { formatFen } from '@/lib/money'
import type { AdmissionDeeds } from './admission-actions'

/** 批准: under which number and from when, and what will be paid. */
export function ApproveDialog(props: {
  title: string
  admission: AdmissionOnPage
  start: ApprovalStart
  approve: AdmissionDeeds['approve']
  onDone: (approval: Approval) => void
  onClose: () => void
}) {
  const { title, admission, start, approve, onDone, onClose } = props
  const { id, version, figures } = admission
  const [certificateNo, setCertificateNo] = useState(start.certificateNo)
  const [startMonth, setStartMonth] = useState(start.startMonth.slice(0, 7))
  const [note, setNote] = useState('')
  return (
    <DialogForm
      title={title}
      guide={`批准后立即建立家庭档案：家庭人口 ${figures.members} 人，保障人口 ${figures.insured} 人，户月保障金额 ${formatFen(figures.amountFen)} 元。`}
      send={() => approve({ admissionId: id, version, certificateNo, startMonth, note })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field
            label="证号"
            required
            error={errors.certificateNo}
            hint={start.certificateNo ? '已按本街道该类别最近的证号顺延，可修改' : undefined}
          >
            {(control) => (
              <TextInput
                {...control}
                value={certificateNo}
                maxLength={40}
                autoComplete="off"
                onChange={(event) => setCertificateNo(event.target.value)}
              />
            )}
          </Field>
          <Field label="起保月" required error={errors.startMonth} hint="默认为批准的次月，如 2026-12">
            {(control) => (
              <TextInput
                {...control}
                value={startMonth}
                maxLength={10}
                autoComplete="off"
                onChange={(event) => setStartMonth(event.target.value)}
              />
            )}
          </Field>
          <Field label="审批意见" error={errors.note}>
            {(control) => (
              <TextArea
                {...control}
                rows={2}
                maxLength={500}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </DialogForm>
  )
}
