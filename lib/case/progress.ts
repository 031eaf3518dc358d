import { type PlainDate, today } from '@/lib/plain-date'
import { type Calendar, workdaysBetween } from '@/lib/workday'
import { CASE_STEPS, type CaseStatus, type CaseStep } from './codes'
import type { StepRecord } from './file-records'

// Where a case stands, as steps with times against deadlines: pure.

/** The six steps that everybody counts, in their order. */
export const STAGES = {
  REGISTER: '登记',
  DISPATCH: '分派',
  ASSIGN: '指派',
  SURVEY: '调查',
  REVIEW: '审核',
  CLOSE: '办结',
} as const
export type StageCode = keyof typeof STAGES

const ORDER = Object.keys(STAGES) as StageCode[]

const STAGE_OF: Record<CaseStatus, StageCode> = {
  TO_DISPATCH: 'DISPATCH',
  TO_ACCEPT: 'DISPATCH',
  TO_ASSIGN: 'ASSIGN',
  SURVEYING: 'SURVEY',
  TO_REVIEW: 'REVIEW',
  CLOSED: 'CLOSE',
}

/** One of the six steps, as far as the case has come. */
export interface Stage {
  code: StageCode
  /** SKIPPED was never stood at on this pass: dispatched with surveyors at once, or closed without survey. */
  state: 'DONE' | 'CURRENT' | 'SKIPPED' | 'AHEAD'
  /** When the case came to stand here, the last time. */
  enteredAt: Date | null
  dueOn: PlainDate | null
  leftAt: Date | null
  /** What took it on from here: 「分派」, 「处理」. */
  deed: string | null
  /** 「按时」 or 「超 2 个工作日」; null for what is still under way or has no deadline. */
  kept: string | null
  late: boolean
  /** How often the case has stood here; more than once after a return, a redirection or a reopening. */
  times: number
}

/** What the case itself says of its present step. */
export interface Standing {
  status: CaseStatus
  enteredAt: Date
  dueOn: PlainDate | null
}

type Stay = Pick<Stage, 'enteredAt' | 'dueOn' | 'leftAt' | 'deed'>

/** The six steps of a case. `steps` are all of it, the first one first. */
export function progressOf(standing: Standing, steps: readonly StepRecord[], calendar: Calendar): Stage[] {
  const stays = new Map<StageCode, Stay>()
  const times = new Map<StageCode, number>()
  for (const step of steps) {
    if (step.action === 'LATE_SURVEY') continue
    const from = step.from === null ? 'REGISTER' : STAGE_OF[step.from]
    const since = step.from === null ? step.at : step.since
    stays.set(from, { enteredAt: since, dueOn: step.dueOn, leftAt: step.at, deed: deedOf(step.action) })
    times.set(from, (times.get(from) ?? 0) + 1)
    // What comes back has everything from there on before it again.
    for (const code of ORDER.slice(ORDER.indexOf(STAGE_OF[step.to]))) stays.delete(code)
  }
  const current = STAGE_OF[standing.status]
  const place = ORDER.indexOf(current)
  return ORDER.map((code, index) => {
    const stood = times.get(code) ?? 0
    if (index > place) return { ...nowhere(code, 'AHEAD'), times: stood }
    if (index === place) {
      const here = { enteredAt: standing.enteredAt, dueOn: standing.dueOn }
      const closed = standing.status === 'CLOSED'
      return { ...nowhere(code, closed ? 'DONE' : 'CURRENT'), ...here, times: stood + 1 }
    }
    const stay = stays.get(code)
    return stay ? { code, state: 'DONE', ...stay, ...judged(stay, calendar), times: stood } : nowhere(code, 'SKIPPED')
  })
}

/** What a step is called where there is little room. */
function deedOf(action: CaseStep): string {
  return action === 'SUBMIT' ? '提交' : CASE_STEPS[action]
}

function nowhere(code: StageCode, state: Stage['state']): Stage {
  return { code, state, enteredAt: null, dueOn: null, leftAt: null, deed: null, kept: null, late: false, times: 0 }
}

function judged({ dueOn, leftAt }: Stay, calendar: Calendar): Pick<Stage, 'kept' | 'late'> {
  const days = dueOn && leftAt ? workdaysLate(dueOn, today(leftAt), calendar) : null
  return { kept: days === null ? null : keptInWords(days), late: days !== null && days > 0 }
}

/** Working days by which something done on `on` exceeded its last day; 0 when it was in time. Late on a day off is late by one. */
export function workdaysLate(dueOn: PlainDate, on: PlainDate, calendar: Calendar): number {
  return on <= dueOn ? 0 : Math.max(1, workdaysBetween(calendar, dueOn, on))
}

/** 「按时」 or 「超 2 个工作日」 */
export function keptInWords(daysLate: number): string {
  return daysLate > 0 ? `超 ${daysLate} 个工作日` : '按时'
}
