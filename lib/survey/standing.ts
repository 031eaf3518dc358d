import type { CaseAction } from '@/lib/case/codes'

/** What a task is to the one who looks at it. */
export const TASK_STANDINGS = {
  /** To be surveyed by the viewer. */
  OPEN: '待调查',
  /** Open, with another one in the lead: to read only. */
  PARTNER: '协办',
  SUBMITTED: '已提交',
  /** 迟到调查 */
  LATE: '迟到调查',
  RETURNED: '已退回',
  /** Given to somebody else, or closed without a survey. */
  MOVED: '已改派',
  HANDLED: '已办结',
} as const
export type TaskStanding = keyof typeof TASK_STANDINGS

/** `late` is that of the result, null without one; `endedBy` the step that ended the round. */
export function standingOf(
  task: { surveyorId: number; endedAt: Date | null; endedBy: CaseAction | null; late: boolean | null },
  viewerId: number,
): TaskStanding {
  if (task.late !== null) return task.late ? 'LATE' : 'SUBMITTED'
  if (task.endedAt === null) return task.surveyorId === viewerId ? 'OPEN' : 'PARTNER'
  if (task.endedBy === 'RETURN_TASK') return 'RETURNED'
  if (task.endedBy === 'HANDLE') return 'HANDLED'
  return 'MOVED'
}

/** Whether a result of the round would still be taken in: from 主办 alone, as the task's or as 迟到调查. */
export function isOutstanding({ standing, lead }: { standing: TaskStanding; lead: boolean }): boolean {
  return lead && standing !== 'SUBMITTED' && standing !== 'LATE'
}
