'use client'

import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { DialogForm } from '@/components/form/dialog-form'
import type { Answer } from '@/lib/access/perform'
import styles from './dialog.module.css'

/** Refusals that a look at the case as it is now resolves. */
const OUTDATED: readonly string[] = ['CASE_MOVED_ON', 'STALE', 'NOT_FOUND', 'NOT_POSSIBLE']

/**
 * A dialog over one or several cases. Where the cases have moved on meanwhile it says so and offers to load the page anew; what was
 * typed stays, and can be sent again if the step is still possible then.
 */
export function CaseDialog<T>(props: {
  title: string
  guide?: string
  danger?: boolean
  send: () => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
  children: (fieldErrors: Record<string, string>) => ReactNode
}) {
  const { title, guide, danger, send, onDone, onClose, children } = props
  const router = useRouter()
  const [outdated, setOutdated] = useState<string | null>(null)

  async function sendAndLook(): Promise<Answer<T>> {
    setOutdated(null)
    const answer = await send()
    if (answer.ok || !('refusal' in answer) || !OUTDATED.includes(answer.refusal.code)) return answer
    setOutdated(answer.refusal.message)
    return { ok: false, fieldErrors: {} }
  }

  return (
    <DialogForm title={title} guide={guide} danger={danger} send={sendAndLook} onDone={onDone} onClose={onClose}>
      {(errors) => (
        <>
          {children(errors)}
          {outdated && (
            <div className={styles.outdated} role="alert">
              <p>{outdated}</p>
              <ActionButton
                onClick={() => {
                  setOutdated(null)
                  router.refresh()
                }}
              >
                刷新
              </ActionButton>
            </div>
          )}
        </>
      )}
    </DialogForm>
  )
}
