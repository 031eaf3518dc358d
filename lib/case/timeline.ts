import { operatorInWords } from '@/lib/person/history'
import { formatDateTime, today } from '@/lib/plain-date'
import type { Calendar } from '@/lib/workday'
import { CASE_STATUSES, CASE_STEPS, type CaseStep, OUTCOMES } from './codes'
import type { AssignmentRecord, StepRecord } from './file-records'
import { keptInWords, workdaysLate } from './progress'

// 办理记录 of a case in words: pure, newest first. Nothing is deleted, so nothing is missing.

/** One entry of a case's timeline. */
export interface CaseEntry {
  key: string
  action: CaseStep
  /** '2026-11-21 14:05' */
  when: string
  what: string
  /** 「王某（区县经办，梁子湖区）」 */
  who: string
  facts: { label: string; value: string }[]
  /** 「第 2 轮」 of the survey that the step began or ended. */
  round: string | null
  /** Whether the step came within its deadline; null where it had none, or ended nothing. */
  kept: { words: string; late: boolean } | null
  /** The case went back: 退回, 退回任务, 退回补查, 拒收. */
  returned: boolean
}

const RETURNS: readonly CaseStep[] = ['SEND_BACK', 'RETURN_TASK', 'RESURVEY', 'DECLINE']

/** What somebody who sends a case elsewhere or back has written is the reason of it. */
const REASONED: readonly CaseStep[] = [...RETURNS, 'REDIRECT', 'TRANSFER', 'REOPEN']

/** The timeline of the steps that a viewer may see; `assignments` tell of the rounds. */
export function timelineOf(
  steps: readonly StepRecord[],
  assignments: readonly AssignmentRecord[],
  calendar: Calendar,
): CaseEntry[] {
  const rounds = new Map(assignments.map(({ id, round }) => [id, round]))
  return steps
    .map((step): CaseEntry => {
      const round = step.assignmentId === null ? undefined : rounds.get(step.assignmentId)
      return {
        key: String(step.id),
        action: step.action,
        when: formatDateTime(step.at),
        what: CASE_STEPS[step.action],
        who: operatorInWords(step.by),
        facts: factsOf(step),
        round: round === undefined ? null : `第 ${round} 轮`,
        kept: keptOf(step, calendar),
        returned: RETURNS.includes(step.action),
      }
    })
    .reverse()
}

function keptOf({ action, from, to, dueOn, at }: StepRecord, calendar: Calendar): CaseEntry['kept'] {
  if (dueOn === null || from === to || action === 'LATE_SURVEY') return null
  const days = workdaysLate(dueOn, today(at), calendar)
  return { words: keptInWords(days), late: days > 0 }
}

function factsOf(step: StepRecord): CaseEntry['facts'] {
  const { action, from, to, target, surveyorName, partnerName, outcome, note, dueOn } = step
  const moved = from !== null && from !== to
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    ['状态', moved ? `${CASE_STATUSES[from]} → ${CASE_STATUSES[to]}` : null],
    [action === 'TRANSFER' ? '移交至' : '办理街道', target],
    ['调查员', surveyorName && (partnerName ? `${surveyorName}（主办）、${partnerName}（协办）` : surveyorName)],
    ['办结结果', outcome && OUTCOMES[outcome]],
    [REASONED.includes(action) ? '原因' : '说明', note],
    ['办理期限', moved ? dueOn : null],
  ]
  return facts.flatMap(([label, value]) => (value ? [{ label, value }] : []))
}
