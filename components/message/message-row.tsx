import Link from 'next/link'
import type { MouseEvent } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import type { StateTone } from '@/components/theme'
import type { NoticeKind } from '@/lib/notice/codes'
import type { ListedMessage } from '@/lib/notice/list'
import styles from './message-list.module.css'

interface MessageRowProps {
  readonly row: ListedMessage
  /** It has been opened: here, at the address given, or in a window of its own. */
  readonly onRead: (href: string | null) => void
}

/** One message: what it is about, what happened and when. */
export function MessageRow({ row, onRead }: MessageRowProps) {
  const { cells, extra, href } = row

  function open(event: MouseEvent) {
    if (!extra.unread) return
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button === 1
    if (!elsewhere) event.preventDefault()
    onRead(elsewhere ? null : href)
  }

  return (
    <li className={extra.unread ? `${styles.message} ${styles.unread}` : styles.message}>
      <div className={styles.head}>
        <StateTag tone={TONES[extra.kind] ?? 'exempt'}>{cells.kind ?? ''}</StateTag>
        <Link
          href={href}
          prefetch={false}
          className={styles.title}
          onClick={open}
          onAuxClick={(event) => event.button === 1 && open(event)}
        >
          {cells.title}
        </Link>
        {extra.unread && <span className={styles.mark}>未读</span>}
        <time className={styles.time}>{cells.at}</time>
      </div>
      <p className={styles.text}>{cells.text}</p>
    </li>
  )
}

/** What is late is red, what presses or came back orange, what is through green; the rest is news. */
const TONES: Partial<Record<NoticeKind, StateTone>> = {
  OVERDUE: 'overdue',
  DUE_SOON: 'dueSoon',
  SENT_BACK: 'pending',
  TASK_RETURNED: 'pending',
  RESURVEY: 'pending',
  UNASSIGNED: 'dead',
  CLOSED: 'certified',
}
