'use client'

import { DialogForm } from '@/components/form/dialog-form'
import form from '@/components/form/form.module.css'
import type { Answer } from '@/lib/access/perform'

/** The last look before a decision about a household takes effect. What the server says about a field stands here, the form is behind. */
export function ApproveDialog(props: {
  title: string
  guide: string
  send: () => Promise<Answer<unknown>>
  onDone: () => void
  onClose: () => void
}) {
  return (
    <DialogForm title={props.title} guide={props.guide} send={props.send} onDone={props.onDone} onClose={props.onClose}>
      {(errors) =>
        Object.entries(errors)
          .filter(([field]) => field !== '')
          .map(([field, message]) => (
            <p key={field} className={form.error} role="alert">
              {message}
            </p>
          ))
      }
    </DialogForm>
  )
}
