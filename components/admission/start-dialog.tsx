'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { Choice } from '@/components/form/choice'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { TextInput } from '@/components/form/text-input'
import type { Answer } from '@/lib/access/perform'
import { AIMS } from '@/lib/admission/codes'
import type { StartInput } from '@/lib/admission/input'
import type { AdmissionOutcome } from '@/lib/case/codes'

export type StartAdmission = (input: z.input<typeof StartInput>) => Promise<Answer<{ admissionId: number }>>

/** What is asked of, and for whom; the form itself comes next. */
export function StartDialog({ start, onClose }: { start: StartAdmission; onClose: () => void }) {
  const router = useRouter()
  const [aim, setAim] = useState<AdmissionOutcome | null>(null)
  const [headName, setHeadName] = useState('')
  const requestId = useState(newRequestId)[0]
  return (
    <DialogForm
      title="发起纳入申请"
      guide="用于街道掌握、没有线索的家庭。已有线索的，由区县办结线索时发起。"
      // What has not been chosen is the schema's to name.
      send={() => start({ aim: aim as AdmissionOutcome, headName, requestId })}
      onDone={({ admissionId }) => router.push(`/admissions/${admissionId}`)}
      onClose={onClose}
    >
      {(errors) => (
        <>
          <Field label="户主姓名" required error={errors.headName}>
            {(control) => (
              <TextInput
                {...control}
                value={headName}
                maxLength={30}
                autoComplete="off"
                onChange={(event) => setHeadName(event.target.value)}
              />
            )}
          </Field>
          <Field label="拟纳入" required error={errors.aim}>
            {(control) => <Choice control={control} value={aim} options={AIMS} onChange={setAim} />}
          </Field>
        </>
      )}
    </DialogForm>
  )
}
