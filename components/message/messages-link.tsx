'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { unreadInWords } from '@/lib/notice/unread'
import styles from './messages-link.module.css'
import { fetchUnread, watchUnread } from './watch-unread'

/** 消息 with the number of unread ones, for a dark bar. `unread` is what the server counted for this page; later counts follow. */
export function MessagesLink({ unread }: { unread: number }) {
  const [counted, setCounted] = useState(unread)
  useEffect(() => setCounted(unread), [unread])
  useEffect(
    () =>
      watchUnread(fetchUnread, setCounted, { page: window, isVisible: () => document.visibilityState === 'visible' }),
    [],
  )
  return (
    <Link href="/messages" prefetch={false} className={styles.link}>
      消息
      {counted > 0 && (
        <span className={styles.badge}>
          {unreadInWords(counted)}
          <span className={styles.spoken}>条未读</span>
        </span>
      )}
    </Link>
  )
}
