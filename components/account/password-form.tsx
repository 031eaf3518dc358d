'use client'

import { Button, Input } from 'antd'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Field } from '@/components/form/field'
import type { Answer } from '@/lib/access/perform'
import styles from './account.module.css'
import { type Trouble, TroubleNote, troubleOf, UNREACHABLE } from './trouble'

interface Passwords {
  oldPassword: string
  newPassword: string
  repeated: string
}

const EMPTY: Passwords = { oldPassword: '', newPassword: '', repeated: '' }

const FIELDS = [
  { name: 'oldPassword', label: '原密码', autoComplete: 'current-password', hint: undefined },
  {
    name: 'newPassword',
    label: '新密码',
    autoComplete: 'new-password',
    hint: '至少10个字符，同时包含字母和数字，不能包含用户名。',
  },
  { name: 'repeated', label: '再次输入新密码', autoComplete: 'new-password', hint: undefined },
] as const

/** 修改密码. `required` when nothing else can be done before; `send` answers how many other sessions were ended. */
export function PasswordForm(props: {
  username: string
  required: boolean
  send: (passwords: Passwords) => Promise<Answer<number>>
}) {
  const router = useRouter()
  const [typed, setTyped] = useState(EMPTY)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [ended, setEnded] = useState<number | null>(null)
  const [sending, setSending] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (sending) return
    setSending(true)
    setErrors({})
    setTrouble(null)
    setEnded(null)
    const answer = await props.send(typed).catch(() => null)
    setSending(false)
    if (answer?.ok) {
      setTyped(EMPTY)
      setEnded(answer.value)
      router.refresh()
    } else if (answer && 'fieldErrors' in answer) setErrors(answer.fieldErrors)
    else setTrouble(answer ? troubleOf(answer) : UNREACHABLE)
  }

  return (
    <form method="post" className={styles.form} onSubmit={submit} noValidate>
      {props.required && ended === null && <p className={styles.must}>首次登录或密码被重置，请先修改密码。</p>}
      {ended !== null && <Done ended={ended} />}
      {/* For the browser's password store, which files what is changed here under this name. */}
      <input type="text" name="username" autoComplete="username" value={props.username} readOnly hidden />
      {FIELDS.map(({ name, label, autoComplete, hint }) => (
        <Field key={name} label={label} required hint={hint} error={errors[name]}>
          {(control) => (
            <Input
              {...control}
              type="password"
              name={name}
              autoComplete={autoComplete}
              maxLength={128}
              status={errors[name] ? 'error' : undefined}
              value={typed[name]}
              readOnly={sending}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <TroubleNote trouble={trouble} />
      <Button type="primary" htmlType="submit" loading={sending}>
        修改密码
      </Button>
    </form>
  )
}

function Done({ ended }: { ended: number }) {
  return (
    <p role="status" className={styles.done}>
      密码已修改{ended > 0 && `，其他 ${ended} 处登录已退出`}。<Link href="/">返回首页</Link>
    </p>
  )
}
