'use client'

import Link from 'next/link'
import { type KeyboardEvent, useRef } from 'react'
import { changeFormPath } from '@/components/change/paths'
import { CHANGE_KINDS, type RequestedKind } from '@/lib/household/codes'
import styles from './change-menu.module.css'

/** 申请变更: the kinds of change that are possible now, each a page of its own. */
export function ChangeMenu({ householdId, kinds }: { householdId: number; kinds: readonly RequestedKind[] }) {
  const menu = useRef<HTMLDetailsElement>(null)

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !menu.current?.open) return
    menu.current.open = false
    menu.current.querySelector('summary')?.focus()
  }

  return (
    <details
      ref={menu}
      className={styles.menu}
      onKeyDown={closeOnEscape}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false
      }}
    >
      <summary className={styles.button}>申请变更</summary>
      <ul className={styles.panel}>
        {kinds.map((kind) => (
          <li key={kind}>
            <Link href={changeFormPath(householdId, kind)} prefetch={false} className={styles.entry}>
              {CHANGE_KINDS[kind]}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  )
}
