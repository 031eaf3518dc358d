'use client'

import { useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import { CaseDialog } from './case-dialog'
import { NoteField } from './note-field'

/** A step that takes nothing but words: why a case goes back or is opened again, or a note to what is accepted. */
export function WordsDialog(props: {
  title: string
  guide: string
  label: string
  required: boolean
  danger?: boolean
  send: (words: string) => Promise<Answer<unknown>>
  onDone: () => void
  onClose: () => void
}) {
  const [words, setWords] = useState('')
  const { label, required, send, onDone } = props
  return (
    <CaseDialog
      title={props.title}
      guide={props.guide}
      danger={props.danger}
      send={() => send(words)}
      onDone={onDone}
      onClose={props.onClose}
    >
      {(errors) => (
        <NoteField
          label={label}
          value={words}
          required={required}
          error={errors.reason ?? errors.note}
          onChange={setWords}
        />
      )}
    </CaseDialog>
  )
}
