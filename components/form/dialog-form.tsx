'use client'

import { Button, Modal } from 'antd'
import { type FormEvent, type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import styles from './form.module.css'

/** What went wrong with the last try; the form keeps all that was typed. */
interface Trouble {
  fieldErrors: Record<string, string>
  message?: string
  number?: string
}

const NONE: Trouble = { fieldErrors: {} }

const UNREACHABLE = '网络不通，未能确认是否已保存。请稍后点“确定”重试，重复提交不会重复登记。'

/**
 * A dialog that asks, sends once, and stays open with everything typed until the answer is good. 确定 of a dangerous one is red;
 * Tab comes to it last. The first control has the focus when the dialog opens.
 */
export function DialogForm<T>(props: {
  title: string
  /** The sentence of the guide that 确定 declares. */
  guide?: string
  danger?: boolean
  send: () => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
  children: (fieldErrors: Record<string, string>) => ReactNode
}) {
  const { title, guide, danger, send, onDone, onClose } = props
  const [trouble, setTrouble] = useState<Trouble>(NONE)
  const [sending, setSending] = useState(false)
  const underway = useRef(false)
  const form = useRef<HTMLFormElement>(null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    // The state is drawn a moment later than the second click of a double click comes.
    if (underway.current) return
    underway.current = true
    setSending(true)
    setTrouble(NONE)
    try {
      const answer = await send()
      if (answer.ok) onDone(answer.value)
      else setTrouble(troubleOf(answer))
    } catch {
      setTrouble({ fieldErrors: {}, message: UNREACHABLE })
    } finally {
      underway.current = false
      setSending(false)
    }
  }

  return (
    <Modal
      title={title}
      open
      afterOpenChange={(opened) => opened && firstControl(form.current)?.focus()}
      onCancel={sending ? undefined : onClose}
      footer={null}
      width={520}
      mask={{ closable: false }}
      destroyOnHidden
    >
      <form ref={form} onSubmit={submit} onKeyDown={danger ? keepEnter : undefined} noValidate>
        {guide && <p className={danger ? `${styles.guide} ${styles.guideDanger}` : styles.guide}>{guide}</p>}
        {props.children(trouble.fieldErrors)}
        {trouble.message && (
          <div className={styles.refusal} role="alert">
            {trouble.message}
            {trouble.number && <p className={styles.number}>错误编号：{trouble.number}</p>}
          </div>
        )}
        <div className={styles.buttons}>
          <Button onClick={onClose} disabled={sending}>
            取消
          </Button>
          <Button htmlType="submit" type="primary" danger={danger} loading={sending}>
            确定
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Enter in a field of a dangerous form does not send it: that takes its 确定. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}

function firstControl(form: HTMLFormElement | null): HTMLElement | null {
  return form?.querySelector<HTMLElement>('input:checked, input:not([type=radio]):not([type=file]), textarea') ?? null
}

function troubleOf<T>(answer: Exclude<Answer<T>, { ok: true }>): Trouble {
  if ('fieldErrors' in answer) return { fieldErrors: answer.fieldErrors, message: answer.fieldErrors[''] }
  if ('refusal' in answer) return { fieldErrors: {}, message: answer.refusal.message }
  return { fieldErrors: {}, message: answer.failure.message, number: answer.failure.number }
}
