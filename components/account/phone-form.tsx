'use client'

import { Button, Input } from 'antd'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import styles from './account.module.css'
import { type Trouble, TroubleNote, troubleOf, UNREACHABLE } from './trouble'

/** 手机号 of the viewer: the one on file is shown masked, another one takes its place, or none. */
export function PhoneForm(props: {
  /** Masked; null without one. */
  current: string | null
  send: (input: { phone: string }) => Promise<Answer<void>>
}) {
  const router = useRouter()
  const [phone, setPhone] = useState('')
  const [error, setError] = useState<string>()
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [done, setDone] = useState<string>()
  const [sending, setSending] = useState(false)

  async function change(wanted: string, said: string) {
    if (sending) return
    setSending(true)
    setError(undefined)
    setTrouble(null)
    setDone(undefined)
    const answer = await props.send({ phone: wanted }).catch(() => null)
    setSending(false)
    if (answer?.ok) {
      setPhone('')
      setDone(said)
      router.refresh()
    } else if (answer && 'fieldErrors' in answer) setError(answer.fieldErrors.phone)
    else setTrouble(answer ? troubleOf(answer) : UNREACHABLE)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    if (phone.trim() === '') setError('请填写手机号。')
    else void change(phone, '手机号已保存。')
  }

  return (
    <form method="post" className={styles.form} onSubmit={submit} noValidate>
      {done && (
        <p role="status" className={styles.done}>
          {done}
        </p>
      )}
      <Field
        label={props.current ? '新手机号' : '手机号'}
        required
        error={error}
        hint={props.current ? `现为 ${props.current}，用于接收短信提醒。` : '用于接收短信提醒，可不填。'}
      >
        {(control) => (
          <Input
            {...control}
            type="tel"
            name="phone"
            autoComplete="tel"
            maxLength={20}
            status={error ? 'error' : undefined}
            value={phone}
            readOnly={sending}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <TroubleNote trouble={trouble} />
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={sending}>
          保存手机号
        </Button>
        {props.current && (
          <Button disabled={sending} onClick={() => change('', '手机号已删除，不再接收短信。')}>
            删除手机号
          </Button>
        )}
      </div>
    </form>
  )
}
