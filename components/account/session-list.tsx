'use client'

import { Button, Modal } from 'antd'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Card } from '@/components/shell/page'
import type { Answer } from '@/lib/access/perform'
import type { OwnSession } from '@/lib/staff/account/data'
import styles from './account.module.css'
import { type Trouble, TroubleNote, troubleOf, UNREACHABLE } from './trouble'

/** 登录设备: where the viewer is signed in, each to be ended, or all at once. */
export function SessionList(props: {
  sessions: readonly OwnSession[]
  end: (input: { session: string }) => Promise<Answer<void>>
  endAll: (input: Record<string, never>) => Promise<Answer<void>>
}) {
  const router = useRouter()
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const [sending, setSending] = useState(false)
  const [asking, setAsking] = useState(false)

  async function send(deed: () => Promise<Answer<void>>, done: () => void) {
    setSending(true)
    setTrouble(null)
    const answer = await deed().catch(() => null)
    setSending(false)
    setAsking(false)
    if (answer?.ok) return done()
    setTrouble(answer ? troubleOf(answer) : UNREACHABLE)
    // What the list shows is no longer so.
    if (answer && !('failure' in answer)) router.refresh()
  }

  const endOne = (session: string) => send(() => props.end({ session }), router.refresh)
  const endAll = () =>
    send(
      () => props.endAll({}),
      () => window.location.assign('/login'),
    )

  return (
    <Card
      title="登录设备"
      beside={
        <Button danger disabled={sending} onClick={() => setAsking(true)}>
          退出全部设备
        </Button>
      }
    >
      <TroubleNote trouble={trouble} />
      <div className={styles.scroll}>
        <table className={styles.sessions}>
          <thead>
            <tr>
              <th scope="col">登录时间</th>
              <th scope="col">最近使用</th>
              <th scope="col">地址</th>
              <th scope="col">浏览器</th>
              <th scope="col">操作</th>
            </tr>
          </thead>
          <tbody>
            {props.sessions.map((session) => (
              <tr key={session.id}>
                <td>{session.signedInAt}</td>
                <td>{session.lastUsedAt}</td>
                <td>{session.address}</td>
                <td>{session.browser}</td>
                <td>
                  {session.current ? (
                    <span className={styles.this}>当前设备</span>
                  ) : (
                    <Button size="small" disabled={sending} onClick={() => endOne(session.id)}>
                      退出该设备
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Modal
        title="退出全部设备"
        open={asking}
        okText="确定"
        cancelText="取消"
        okButtonProps={{ danger: true }}
        confirmLoading={sending}
        onOk={endAll}
        onCancel={() => setAsking(false)}
      >
        包括当前设备在内，全部登录都将退出，需要重新登录。是否继续？
      </Modal>
    </Card>
  )
}
