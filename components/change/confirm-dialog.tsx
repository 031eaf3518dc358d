'use client'

import { DialogForm } from '@/components/form/dialog-form'
import type { RegisteredElsewhere } from '@/lib/change/data'
import type { ChangePreview } from '@/lib/change/words'
import { Preview } from './preview'
import type { RequestAnswer } from './use-change-form'

/** The last look before a change is asked for: which household, and what will change. */
export function ConfirmDialog(props: {
  title: string
  guide: string
  preview: ChangePreview
  send: () => Promise<RequestAnswer>
  onDone: (value: { changeId: number } | RegisteredElsewhere) => void
  onClose: () => void
}) {
  return (
    <DialogForm title={props.title} guide={props.guide} send={props.send} onDone={props.onDone} onClose={props.onClose}>
      {() => <Preview preview={props.preview} />}
    </DialogForm>
  )
}
