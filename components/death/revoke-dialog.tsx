'use client'

import { Button, Input, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import type { Restored } from '@/lib/change/undo'
import styles from './consequences.module.css'

const GUIDE = '撤销后该对象回到名册，死亡登记前的认证随之恢复，两条记录均予保留。'

/** 撤销死亡登记: why, and what it restores. Where something stays as it was changed since, that is said once more when it is done. */
export function RevokeDeathDialog<T extends { done: Restored }>(props: {
  title: string
  preview: () => Promise<Answer<Restored>>
  send: (reason: string) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const [reason, setReason] = useState('')
  const [done, setDone] = useState<T | null>(null)
  const { restored, trouble } = usePreview(props.preview)
  if (done) return <Kept kept={done.done.kept} onClose={() => props.onDone(done)} />
  return (
    <DialogForm
      title={props.title}
      guide={GUIDE}
      send={() => props.send(reason)}
      onDone={(value) => (value.done.kept.length > 0 ? setDone(value) : props.onDone(value))}
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <Field label="撤销原因" required error={errors.reason}>
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
          <section className={styles.box} aria-live="polite" aria-label="撤销后的变化">
            <h3 className={styles.heading}>撤销后的变化</h3>
            {restored && <Lines restored={restored} />}
            {!restored && <p className={styles.empty}>{trouble ?? '正在计算……'}</p>}
          </section>
        </>
      )}
    </DialogForm>
  )
}

function Lines({ restored: { restored, kept } }: { restored: Restored }) {
  if (restored.length + kept.length === 0)
    return <p className={styles.empty}>家庭档案尚未因此次死亡登记变更，待办理的减保停保任务随之取消。</p>
  return (
    <ul className={styles.list}>
      {restored.map((line) => (
        <li key={line}>恢复：{line}</li>
      ))}
      {kept.map((line) => (
        <li key={line} className={styles.doubt}>
          {line}
        </li>
      ))}
    </ul>
  )
}

function Kept({ kept, onClose }: { kept: readonly string[]; onClose: () => void }) {
  return (
    <Modal
      title="已撤销死亡登记，以下内容未恢复"
      open
      onCancel={onClose}
      footer={<Button onClick={onClose}>知道了</Button>}
      closable={false}
    >
      <ul className={styles.list} role="status">
        {kept.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Modal>
  )
}

/** Asks once, when the dialog opens. */
function usePreview(preview: () => Promise<Answer<Restored>>): { restored?: Restored; trouble?: string } {
  const [state, setState] = useState<{ restored?: Restored; trouble?: string }>({})
  const ask = useRef(preview)
  useEffect(() => {
    let current = true
    const show = (next: typeof state) => current && setState(next)
    ask
      .current()
      .then((answer) => show(answer.ok ? { restored: answer.value } : { trouble: sentenceOf(answer) }))
      .catch(() => show({ trouble: '暂时无法计算撤销后的变化，不影响撤销。' }))
    return () => {
      current = false
    }
  }, [])
  return state
}

function sentenceOf(answer: Exclude<Answer<unknown>, { ok: true }>): string {
  if ('fieldErrors' in answer) return Object.values(answer.fieldErrors)[0] ?? '暂时无法计算撤销后的变化。'
  return 'refusal' in answer ? answer.refusal.message : answer.failure.message
}
