'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { Field } from '@/components/form/field'
import { TextArea } from '@/components/form/text-area'
import type { Answer } from '@/lib/access/perform'
import styles from './survey-form.module.css'

export type ReturnTaskAction = (input: { caseId: number; version: number; reason: string }) => Promise<Answer<unknown>>

const UNREACHABLE = '网络不通，未能确认是否已退回。请联网后重试。'

/** 退回任务: the street is to appoint somebody else. */
export function ReturnTask(props: { caseId: number; version: number; returnTask: ReturnTaskAction }) {
  const { caseId, version, returnTask } = props
  const { push, refresh } = useRouter()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [trouble, setTrouble] = useState<{ field?: string; message?: string }>({})
  const underway = useRef(false)

  async function giveBack() {
    if (underway.current) return
    underway.current = true
    setTrouble({})
    const answer = await returnTask({ caseId, version, reason }).catch(() => null)
    underway.current = false
    if (answer?.ok) {
      push('/surveys')
      refresh()
    } else setTrouble(troubleOf(answer))
  }

  if (!asking) {
    return (
      <button type="button" className={styles.quiet} onClick={() => setAsking(true)}>
        不能调查，退回任务
      </button>
    )
  }
  return (
    <section className={styles.card} aria-label="退回任务">
      <h2>退回任务</h2>
      <p className={styles.say}>退回后由街道另行指派。本机已填写的草稿仍会保留。</p>
      <Field label="退回原因" required error={trouble.field}>
        {(control) => (
          <TextArea {...control} maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
      {trouble.message && (
        <p className={styles.trouble} role="alert">
          {trouble.message}
        </p>
      )}
      <div className={styles.row}>
        <ActionButton onClick={() => setAsking(false)}>取消</ActionButton>
        <ActionButton weight="main" onClick={() => void giveBack()}>
          确定退回
        </ActionButton>
      </div>
    </section>
  )
}

function troubleOf(answer: Exclude<Answer<unknown>, { ok: true }> | null): { field?: string; message?: string } {
  if (answer === null) return { message: UNREACHABLE }
  if ('fieldErrors' in answer) return { field: answer.fieldErrors.reason, message: answer.fieldErrors[''] }
  return { message: 'refusal' in answer ? answer.refusal.message : answer.failure.message }
}
