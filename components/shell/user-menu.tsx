'use client'

import Link from 'next/link'
import { type FocusEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { signOut } from './sign-out'
import styles from './user-menu.module.css'

/** Name and role at the right of the top bar; opens to the viewer's reach, 账户与安全 and 退出登录. */
export function UserMenu(props: { name: string; username: string; roleLabel: string; regionPath: string }) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const panel = useId()

  function closeWhenLeft(event: FocusEvent<HTMLElement>) {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }

  function closeOnEscape(event: KeyboardEvent<HTMLElement>) {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }

  return (
    <section className={styles.menu} onBlur={closeWhenLeft} onKeyDown={closeOnEscape} aria-label="当前用户">
      <button
        ref={button}
        type="button"
        className={styles.name}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <span>{props.name}</span>
        <span className={styles.role}>{props.roleLabel}</span>
        <Chevron />
      </button>
      <div id={panel} className={styles.panel} hidden={!open} tabIndex={-1}>
        <dl className={styles.facts}>
          <dt>用户名</dt>
          <dd>{props.username}</dd>
          <dt>角色</dt>
          <dd>{props.roleLabel}</dd>
          <dt>辖区</dt>
          <dd>{props.regionPath}</dd>
        </dl>
        <Link href="/account" prefetch={false} className={styles.entry} onClick={() => setOpen(false)}>
          账户与安全
        </Link>
        <SignOutButton />
      </div>
    </section>
  )
}

function SignOutButton() {
  const [state, setState] = useState<'ready' | 'sending' | 'failed'>('ready')

  async function leave() {
    if (state === 'sending') return
    setState('sending')
    try {
      // Whoever has unsent drafts is asked, and may stay.
      if (!(await signOut())) setState('ready')
    } catch {
      setState('failed')
    }
  }

  return (
    <>
      {/* Not disabled: it would lose the focus, and the panel closes when the focus leaves. */}
      <button type="button" className={styles.entry} aria-disabled={state === 'sending'} onClick={leave}>
        {state === 'sending' ? '正在退出…' : '退出登录'}
      </button>
      {state === 'failed' && (
        <p role="alert" className={styles.failed}>
          未能退出登录，请检查网络后重试。
        </p>
      )}
    </>
  )
}

function Chevron() {
  return (
    <svg
      viewBox="0 0 12 12"
      width="10"
      height="10"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="m2 4 4 4 4-4" />
    </svg>
  )
}
