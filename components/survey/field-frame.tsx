import Link from 'next/link'
import type { ReactNode } from 'react'
import { AntdProvider } from '@/components/antd/provider'
import { MessagesLink } from '@/components/message/messages-link'
import styles from './field.module.css'
import { LeaveButton } from './leave-button'

/** The frame of the pages for a phone at somebody's door: one bar, one column, large targets. */
export function FieldFrame(props: {
  name: string
  /** Who has a desk as well, finds the way back to it. */
  hasDesk: boolean
  /** Absent where the viewer cannot open any yet. */
  unread?: number
  children: ReactNode
}) {
  const { name, hasDesk, unread, children } = props
  return (
    <AntdProvider>
      <a href="#main" className={styles.skip}>
        跳到主要内容
      </a>
      <div className={styles.frame}>
        <header className={styles.bar}>
          <Link href="/surveys" prefetch={false} className={styles.product}>
            调查任务
          </Link>
          {unread !== undefined && <MessagesLink unread={unread} />}
          <span className={styles.name}>{name}</span>
          <LeaveButton />
        </header>
        <main id="main" className={styles.main} tabIndex={-1}>
          {hasDesk && (
            <p className={styles.back}>
              <Link href="/" prefetch={false}>
                返回工作台
              </Link>
            </p>
          )}
          {children}
        </main>
      </div>
    </AntdProvider>
  )
}
