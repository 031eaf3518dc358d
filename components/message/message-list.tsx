'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { EmptyList } from '@/components/feedback/empty-list'
import notice from '@/components/feedback/feedback.module.css'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { Card } from '@/components/shell/page'
import { FilterBar } from '@/components/table/filter-bar'
import { Pager } from '@/components/table/pager'
import { useListNavigation } from '@/components/table/use-list-navigation'
import type { Answer } from '@/lib/access/perform'
import type { LoadedMessages } from '@/lib/notice/list'
import { filtersInWords, type ListQuery, type Problem, type TableShape, type Values } from '@/lib/table/list-query'
import styles from './message-list.module.css'
import { MessageRow } from './message-row'
import { ReadingTabs } from './reading-tabs'
import { sayRead } from './watch-unread'

interface MessageListProps {
  readonly shape: TableShape
  readonly page: { readonly query: ListQuery; readonly typed: Values; readonly problems: readonly Problem[] }
  readonly loaded: LoadedMessages
  readonly deeds: {
    readonly markRead: (input: { messages: number[] }) => Promise<Answer<null>>
    readonly markAllRead: (input: { upTo: number }) => Promise<Answer<number>>
  }
}

/** 消息: what the viewer has been told, the newest first; each leads to its case and is read once it was opened. */
export function MessageList({ shape, page, loaded, deeds }: MessageListProps) {
  const { query, typed, problems } = page
  const { rows, total, unread, newest } = loaded
  const router = useRouter()
  const { pending, go } = useListNavigation(shape)
  const fromFirstPage = (values: Values) => go({ ...query, values, position: { page: 1 } })

  /** Read first, then opened: the two on their way at once would get into each other's way. Opens also if it could not be marked. */
  async function read(id: string, href: string | null) {
    await deeds.markRead({ messages: [Number(id)] }).catch(() => null)
    sayRead()
    if (href) router.push(href)
    else router.refresh()
  }

  return (
    <>
      <Card>
        <FilterBar {...{ shape, typed, problems }} onQuery={fromFirstPage} />
      </Card>
      <Card>
        <div className={styles.toolbar}>
          <ReadingTabs shape={shape} query={query} unread={unread} />
          {unread > 0 && newest !== null && <ReadAll mark={() => deeds.markAllRead({ upTo: newest })} />}
        </div>
        {rows.length > 0 ? (
          <ul className={styles.messages} aria-label="消息列表" aria-busy={pending}>
            {rows.map((row) => (
              <MessageRow key={row.id} row={row} onRead={(href) => read(row.id, href)} />
            ))}
          </ul>
        ) : (
          <NoMessages shape={shape} query={query} onClear={() => fromFirstPage({})} />
        )}
        <Pager
          shape={shape}
          query={query}
          shown={{ total, first: rows[0]?.cursor, last: rows.at(-1)?.cursor }}
          onGo={(change) => go({ ...query, ...change })}
        />
      </Card>
    </>
  )
}

/** 全部标为已读: what has come in since the page was made stays unread. */
function ReadAll({ mark }: { mark: () => Promise<Answer<number>> }) {
  const router = useRouter()
  const [sending, setSending] = useState(false)

  async function readAll() {
    if (sending) return
    setSending(true)
    const answer = await mark().catch(() => null)
    setSending(false)
    if (!answer?.ok) return showQuietMessage({ text: '未能标为已读，请稍后重试。', tone: 'error' })
    sayRead()
    router.refresh()
    await showQuietMessage({ text: `已将 ${answer.value} 条消息标为已读。` })
  }

  return (
    <button type="button" className={styles.tool} aria-disabled={sending} onClick={readAll}>
      全部标为已读
    </button>
  )
}

function NoMessages({ shape, query, onClear }: { shape: TableShape; query: ListQuery; onClear: () => void }) {
  const { reading, ...filters } = query.values
  const words = filtersInWords(shape, filters)
  if (words.length > 0) return <EmptyList filters={filtersInWords(shape, query.values)} onClear={onClear} />
  return (
    <div className={notice.notice}>
      <p className={notice.heading}>{reading === 'UNREAD' ? '没有未读消息' : '目前没有消息'}</p>
      <p className={notice.lead}>线索的分派、退回、到期和调查结果等，会在这里告诉您。</p>
    </div>
  )
}
