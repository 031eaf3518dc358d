'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import type { Answer } from '@/lib/access/perform'
import type { ImportOnPage, ImportProgress } from '@/lib/import/data'
import styles from './import.module.css'

const LOOK_EVERY_MS = 1_500

/** How far the server has come, looked at again and again; when the state changes the page is drawn anew. */
export function ImportProgressBar(props: {
  run: Pick<ImportOnPage, 'id' | 'status' | 'total' | 'done'>
  follow: (input: { importId: number }) => Promise<Answer<ImportProgress>>
}) {
  const { id, status } = props.run
  const { follow } = props
  const router = useRouter()
  const [seen, setSeen] = useState<ImportProgress>(props.run)
  const [lost, setLost] = useState(false)

  useEffect(() => {
    const timer = setInterval(async () => {
      const answer = await follow({ importId: id }).catch(() => null)
      setLost(!answer?.ok)
      if (!answer?.ok) return
      setSeen(answer.value)
      if (answer.value.status !== status) router.refresh()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [id, status, follow, router])

  const { total, done } = seen
  return (
    <div>
      <p role="status">
        {WORDS[seen.status] ?? ''}
        {total > 0 && done > 0 && `已处理 ${done.toLocaleString('en-US')} / ${total.toLocaleString('en-US')} 行。`}
      </p>
      <progress
        className={styles.bar}
        aria-label="进度"
        max={Math.max(1, total)}
        value={total > 0 && done > 0 ? done : undefined}
      />
      {lost && (
        <p className={styles.soft} role="alert">
          暂时连不上服务器，进度未更新；已开始的导入仍在进行。
        </p>
      )}
    </div>
  )
}

const WORDS: Partial<Record<ImportProgress['status'], string>> = {
  CHECKING: '正在预检，不会改动家庭和人员。可以离开本页，稍后从列表中打开。',
  QUEUED: '正在排队，即将开始导入。可以离开本页。',
  RUNNING: '正在导入。可以离开本页，导入会继续进行。',
}
