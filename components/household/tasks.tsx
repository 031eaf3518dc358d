import Link from 'next/link'
import { StateTag } from '@/components/feedback/state-tag'
import { CHANGE_KINDS, DUPLICATE_KINDS, SUSPICION_SOURCES } from '@/lib/household/codes'
import type { FileTask } from '@/lib/household/file-tasks'
import { formatDateTime } from '@/lib/plain-date'
import { DUE_STATES } from '@/lib/review/rules'
import styles from './household.module.css'
import { LightTag } from './light-tag'

/** Which of the lists behind the tasks the viewer may open. */
export interface TaskAccess {
  changes: boolean
  suspicions: boolean
  duplicates: boolean
  reviews: boolean
}

/** 待办: all that waits to be done about the household. Nothing at all when nothing waits. */
export function Tasks({ tasks, access }: { tasks: readonly FileTask[]; access: TaskAccess }) {
  if (tasks.length === 0) return null
  return (
    <section className={styles.tasks} aria-label="待办事项">
      <h2>待办事项（{tasks.length}）</h2>
      <ul>
        {tasks.map((task) => (
          <Task key={keyOf(task)} task={task} access={access} />
        ))}
      </ul>
    </section>
  )
}

function keyOf(task: FileTask): string {
  if ('id' in task) return `${task.kind}-${task.id}`
  return 'personId' in task ? `${task.kind}-${task.personId}` : task.kind
}

function Task({ task, access }: { task: FileTask; access: TaskAccess }) {
  switch (task.kind) {
    case 'request':
      return (
        <li>
          <StateTag tone="pending">{task.change === 'DEATH' ? '减保停保待审批' : '变更待审批'}</StateTag>
          <LightTag light={task.light} />
          <span>
            {CHANGE_KINDS[task.change]}，{task.by} 于 {formatDateTime(task.at)} 提交，已等待 {task.days} 天
          </span>
          {access.changes && <TaskLink href={`/changes/${task.id}`} words="查看申请" />}
        </li>
      )
    case 'sentBack':
      return (
        <li>
          <StateTag tone="overdue">申请被退回</StateTag>
          <span>
            {CHANGE_KINDS[task.change]}，{formatDateTime(task.at)} 退回：{task.note}
          </span>
          {access.changes && <TaskLink href={`/changes/${task.id}`} words="查看并修改" />}
        </li>
      )
    case 'suspected':
      return (
        <li>
          <StateTag tone="suspectedDeath">疑似死亡</StateTag>
          <LightTag light={task.light} />
          <span>
            {task.name}，{SUSPICION_SOURCES[task.source]}，待核实 {task.days} 天
          </span>
          {access.suspicions && <TaskLink href="/deaths/suspected" words="去核实" />}
        </li>
      )
    case 'duplicate':
      return (
        <li>
          <StateTag tone="overdue">重复享受</StateTag>
          <span>
            {task.name}，{DUPLICATE_KINDS[task.duplicate]}，待核查
          </span>
          {access.duplicates && <TaskLink href="/households/duplicates" words="查看名单" />}
        </li>
      )
    case 'review':
      return (
        <li>
          <StateTag tone={task.state === 'OVERDUE' ? 'overdue' : 'dueSoon'}>{`复核${DUE_STATES[task.state]}`}</StateTag>
          <span>{task.due === null ? '尚未复核' : `复核到期日 ${task.due}`}</span>
          {access.reviews && <TaskLink href="/households/reviews" words="去复核" />}
        </li>
      )
  }
}

function TaskLink({ href, words }: { href: string; words: string }) {
  return (
    <Link href={href} prefetch={false}>
      {words}
    </Link>
  )
}
