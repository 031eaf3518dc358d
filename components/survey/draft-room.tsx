'use client'

import { usePathname } from 'next/navigation'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Draft, Drafts } from '@/lib/draft/drafts'
import type { DraftKey } from '@/lib/draft/keyring'
import type { Sending } from '@/lib/draft/sender'
import type { SurveyDraft } from '@/lib/survey/draft'
import styles from './field.module.css'
import { openRoom, type Room } from './room'

/** What the pages of a surveyor know of the drafts on this phone. */
interface DraftRoom {
  /** OPENING until the drafts can be read; ONLINE where this browser keeps none; LEFT once the person has signed out in another window. */
  status: 'OPENING' | 'READY' | 'ONLINE' | 'LEFT'
  drafts: Drafts<SurveyDraft> | null
  /** What lies on this phone, sent or not, the latest first. */
  all: readonly Draft<SurveyDraft>[]
  /** Tasks whose result went through while this page was open; whether it was late. */
  sent: ReadonlyMap<number, { late: boolean }>
  sending: Sending
  /** Something has been handed in. */
  wake: () => void
}

const CLOSED: DraftRoom = {
  status: 'OPENING',
  drafts: null,
  all: [],
  sent: new Map(),
  sending: 'IDLE',
  wake: () => undefined,
}

const RoomContext = createContext<DraftRoom>(CLOSED)

export function useDraftRoom(): DraftRoom {
  return useContext(RoomContext)
}

/**
 * Opens the drafts of the signed-in person, and sends what is handed in: when the page is opened, when the network is back, and by and by.
 * The key stays in this component and goes with it.
 */
export function DraftRoomProvider({ draftKey, children }: { draftKey: DraftKey; children: ReactNode }) {
  const { secret, owner } = draftKey
  const [state, setState] = useState<Omit<DraftRoom, 'wake'>>(CLOSED)
  const [room, setRoom] = useState<Room | null>(null)

  useEffect(() => {
    let left = false
    let opened: Room | null = null
    const change = (part: Partial<DraftRoom>) => !left && setState((known) => ({ ...known, ...part }))
    openRoom({ secret, owner }, change).then(
      (made) => {
        opened = made
        if (left) made.close()
        else setRoom(made)
      },
      () => change({ status: 'ONLINE' }),
    )
    return () => {
      left = true
      opened?.close()
      setRoom(null)
    }
  }, [secret, owner])

  useEffect(() => {
    if (!room) return
    const wake = () => room.wake()
    wake()
    window.addEventListener('online', wake)
    return () => window.removeEventListener('online', wake)
  }, [room])

  // What stands on this page was for whoever has signed out.
  useEffect(() => {
    if (state.status === 'LEFT') window.location.replace('/login')
  }, [state.status])

  const value = useMemo(() => ({ ...state, wake: () => room?.wake() }), [state, room])
  return (
    <RoomContext value={value}>
      <RoomNotice />
      {children}
    </RoomContext>
  )
}

const KEEPS_NOTHING =
  '当前浏览器不能在本机保存草稿（需使用 https 地址和较新的浏览器，并关闭无痕浏览）。可以在线填写，请保持联网并在填完后立即提交；关闭页面会丢失未提交的内容。'
const SIGNED_OUT = '登录已过期，草稿已保存在本机，请重新登录后发送。'

/** What the surveyor should know about their drafts, on every page. */
function RoomNotice() {
  const { status, sending, all } = useDraftRoom()
  const path = usePathname()
  const waiting = all.filter(({ state }) => state === 'QUEUED').length
  if (status === 'ONLINE') return <p className={styles.notice}>{KEEPS_NOTHING}</p>
  if (status === 'LEFT') return <p className={styles.notice}>已在其他窗口退出登录，本机草稿已清除。</p>
  return (
    <div role="status" className={styles.notices}>
      {sending === 'SIGNED_OUT' && (
        <p className={styles.notice}>
          {SIGNED_OUT}
          <a href={`/login?next=${encodeURIComponent(path)}`}>重新登录</a>
        </p>
      )}
      {sending === 'LATER' && waiting > 0 && (
        <p className={styles.notice}>网络不通，{waiting} 份调查结果已保存在本机，联网后自动发送。</p>
      )}
      {sending === 'SENDING' && waiting > 0 && <p className={styles.notice}>正在发送 {waiting} 份调查结果…</p>}
    </div>
  )
}
