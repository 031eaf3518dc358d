'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import { LightTag } from '@/components/household/light-tag'
import type { StateTone } from '@/components/theme'
import { DIFFICULTIES } from '@/lib/case/codes'
import type { Draft } from '@/lib/draft/drafts'
import type { SurveyDraft } from '@/lib/survey/draft'
import { TASK_STANDINGS, type TaskStanding } from '@/lib/survey/standing'
import type { TaskRow } from '@/lib/survey/tasks'
import { useDraftRoom } from './draft-room'
import styles from './task-list.module.css'

const GROUPS: readonly { title: string; has: (standing: TaskStanding) => boolean; empty: string | null }[] = [
  { title: '待调查', has: (standing) => standing === 'OPEN', empty: '没有待调查的任务。' },
  { title: '协办', has: (standing) => standing === 'PARTNER', empty: null },
  { title: '近30天办过的', has: (standing) => standing !== 'OPEN' && standing !== 'PARTNER', empty: null },
]

/** 我的任务 by distance to the deadline, with what lies unsent on this phone. */
export function TaskList({ tasks }: { tasks: readonly TaskRow[] }) {
  const { all, sent } = useDraftRoom()
  useRefreshAfterSending(sent.size)
  const unsent = all.filter(({ state }) => state !== 'SENT')
  const listed = new Set(tasks.map(({ assignmentId }) => assignmentId))
  const others = unsent.filter(({ task }) => !listed.has(task))
  return (
    <div className={styles.page}>
      <h1>我的调查任务</h1>
      {unsent.length > 0 && (
        <p className={styles.unsent} role="status">
          本机有 {unsent.length} 份调查结果尚未提交到系统。
        </p>
      )}
      {GROUPS.map(({ title, has, empty }) => {
        const rows = tasks.filter(({ standing }) => has(standing))
        if (rows.length === 0 && empty === null) return null
        return (
          <section key={title}>
            <h2>
              {title}（{rows.length}）
            </h2>
            {rows.length === 0 && <p className={styles.empty}>{empty}</p>}
            <ul className={styles.tasks}>
              {rows.map((task) => (
                <li key={task.assignmentId}>
                  <TaskCard task={task} draft={unsent.find((draft) => draft.task === task.assignmentId)} />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      {others.length > 0 && (
        <section>
          <h2>本机其他草稿（{others.length}）</h2>
          <ul className={styles.tasks}>
            {others.map((draft) => (
              <li key={draft.task}>
                <Link href={`/surveys/${draft.task}`} prefetch={false} className={styles.task}>
                  <span className={styles.subject}>{draft.content?.title ?? '草稿'}</span>
                  <DraftTag draft={draft} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

/** What has gone through is no open task any more. */
function useRefreshAfterSending(sent: number): void {
  const { refresh } = useRouter()
  const seen = useRef(sent)
  useEffect(() => {
    if (sent > seen.current) refresh()
    seen.current = sent
  }, [sent, refresh])
}

const TONES: Partial<Record<TaskStanding, StateTone>> = { SUBMITTED: 'certified', OPEN: 'pending', PARTNER: 'exempt' }

function TaskCard({ task, draft }: { task: TaskRow; draft: Draft<SurveyDraft> | undefined }) {
  const { standing, light, remaining, dueOn, otherName, case: about } = task
  return (
    <Link href={`/surveys/${task.assignmentId}`} prefetch={false} className={styles.task}>
      <span className={styles.subject}>{about?.subjectName ?? draft?.content?.title ?? '线索已另行办理'}</span>
      <span className={styles.tags}>
        {light ? (
          <LightTag light={light} />
        ) : (
          <StateTag tone={TONES[standing] ?? 'dead'}>{TASK_STANDINGS[standing]}</StateTag>
        )}
        {about?.returned && standing === 'OPEN' && <StateTag tone="dueSoon">退回补查</StateTag>}
        {draft && <DraftTag draft={draft} />}
      </span>
      {light && (
        <span>
          {remaining}，{dueOn} 到期
        </span>
      )}
      {about && (
        <span className={styles.soft}>
          {about.no}，{DIFFICULTIES[about.difficulty]}
        </span>
      )}
      {about?.address && <span className={styles.soft}>{about.address}</span>}
      {otherName && (
        <span className={styles.soft}>
          {standing === 'PARTNER' ? '主办' : '同行'}：{otherName}
        </span>
      )}
    </Link>
  )
}

function DraftTag({ draft: { state, content } }: { draft: Draft<SurveyDraft> }) {
  if (state === 'QUEUED') return <StateTag tone="dueSoon">等待发送</StateTag>
  if (content && (content.message !== '' || Object.keys(content.problems).length > 0))
    return <StateTag tone="overdue">有误，需修改</StateTag>
  return <StateTag tone="dueSoon">草稿未提交</StateTag>
}
