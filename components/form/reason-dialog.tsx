'use client'

import { Input } from 'antd'
import { useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import { DialogForm } from './dialog-form'
import { Field } from './field'

/** Asks for the reason of an undoing or of a look at what is masked. */
export function ReasonDialog<T>(props: {
  title: string
  label: string
  guide: string
  danger?: boolean
  send: (reason: string) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const { title, label, guide, danger, send, onDone, onClose } = props
  return (
    <DialogForm title={title} guide={guide} danger={danger} send={() => send(reason)} onDone={onDone} onClose={onClose}>
      {(errors) => (
        <Field label={label} required error={errors.reason}>
          {(control) => (
            <Input.TextArea
              {...control}
              rows={3}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
    </DialogForm>
  )
}
