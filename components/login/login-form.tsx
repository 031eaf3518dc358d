'use client'

import { type FormEvent, useId, useRef, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import styles from './login.module.css'

export type SignInAnswer = { ok: true } | { ok: false; message: string }

const UNREACHABLE = '暂时无法连接系统，请检查网络后重试。'

/**
 * 用户名 and 密码. `onSubmit` signs in and, when that went well, leads on by itself: the button stays at 「正在登录…」 until the page
 * goes. A refusal's sentence is read aloud and what was typed stays.
 */
export function LoginForm({ onSubmit }: { onSubmit: (username: string, password: string) => Promise<SignInAnswer> }) {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [sending, setSending] = useState(false)
  const [refusal, setRefusal] = useState('')
  const passwordField = useRef<HTMLInputElement>(null)

  function refuse(message: string) {
    setSending(false)
    setRefusal(message)
    passwordField.current?.focus()
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (sending) return
    if (username.trim() === '' || password === '') return refuse('请输入用户名和密码。')
    setSending(true)
    setRefusal('')
    const answer = await onSubmit(username.trim(), password).catch(() => ({ ok: false, message: UNREACHABLE }) as const)
    if (!answer.ok) refuse(answer.message)
  }

  // By POST: a form sent before its script has arrived must not put the password into the address.
  return (
    <form method="post" className={styles.form} onSubmit={submit} noValidate>
      <UsernameField value={username} onChange={setUsername} locked={sending} />
      <PasswordField ref={passwordField} value={password} onChange={setPassword} locked={sending} />
      <div role="alert" className={styles.refusal}>
        {refusal}
      </div>
      <ActionButton type="submit" weight="main" disabled={sending}>
        {sending ? '正在登录…' : '登录'}
      </ActionButton>
    </form>
  )
}

interface FieldProps {
  value: string
  onChange: (value: string) => void
  locked: boolean
}

function UsernameField({ value, onChange, locked }: FieldProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>用户名</label>
      <input
        id={id}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        required
        value={value}
        readOnly={locked}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}

function PasswordField({ ref, value, onChange, locked }: FieldProps & { ref: React.Ref<HTMLInputElement> }) {
  const id = useId()
  const [shown, setShown] = useState(false)
  return (
    <div className={styles.field}>
      <label htmlFor={id}>密码</label>
      <div className={styles.password}>
        <input
          ref={ref}
          id={id}
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={128}
          required
          value={value}
          readOnly={locked}
          onChange={(event) => onChange(event.target.value)}
        />
        <button type="button" className={styles.show} aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? '隐藏' : '显示'}
          <span className="only-read-aloud">密码</span>
        </button>
      </div>
    </div>
  )
}
