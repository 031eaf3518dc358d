'use client'

import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import type { ChangeOnPage } from '@/lib/change/data'
import { monthInWords } from '@/lib/change/words'
import type { ChangeDeeds } from './change-actions'
import { Preview } from './preview'

/** 批准: what will happen at once, and a word for the file. */
export function ApproveDialog(props: {
  title: string
  change: ChangeOnPage
  approve: ChangeDeeds['approve']
  onDone: () => void
  onClose: () => void
}) {
  const { title, change, approve, onDone, onClose } = props
  const [note, setNote] = useState('')
  return (
    <DialogForm
      title={title}
      guide={`批准后以下变更立即写入家庭档案，自${monthInWords(change.effectiveMonth)}起生效。`}
      send={() => approve({ changeId: change.id, version: change.version, note })}
      onDone={onDone}
      onClose={onClose}
    >
      {(errors) => (
        <>
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
          <Preview preview={change.preview} />
        </>
      )}
    </DialogForm>
  )
}
