import type { Parameters } from '@/lib/parameters'
import type { HouseholdStatus } from '@/lib/person/codes'
import { today as dayAt, daysBetween, type PlainDate } from '@/lib/plain-date'
import { type DueState, dueStateOf, soonUntil } from '@/lib/review/rules'
import { type Light, lightAfter, periodsOf } from '@/lib/waiting/rules'
import type { ChangeKind, DuplicateKind, SuspicionSource } from './codes'
import type { FileMember } from './file-members'
import type { RequestRecord } from './file-records'

// What waits to be done about a household, from its records: what a file shows first. Pure.

export type FileTask =
  /** A request, or the task that a death opened (kind DEATH), that the county has not decided. */
  | { kind: 'request'; id: number; change: ChangeKind; by: string; at: Date; days: number; light: Light }
  /** Sent back by the county, and nothing of the kind was asked for since. */
  | { kind: 'sentBack'; id: number; change: ChangeKind; at: Date; note: string }
  /** `due` is null for a household that was never reviewed. */
  | { kind: 'review'; due: PlainDate | null; state: Exclude<DueState, 'LATER'> }
  | { kind: 'suspected'; personId: number; name: string; source: SuspicionSource; days: number; light: Light }
  | { kind: 'duplicate'; personId: number; name: string; duplicate: DuplicateKind }

export interface FileState {
  status: HouseholdStatus
  reviewDue: PlainDate | null
  members: readonly Pick<FileMember, 'personId' | 'name' | 'suspected' | 'duplicate'>[]
  /** The latest first. */
  requests: readonly Pick<RequestRecord, 'id' | 'kind' | 'status' | 'requestedAt' | 'by' | 'decided'>[]
}

/** 复核到期; null for a stopped household, which takes no review. */
export function reviewState(
  { status, reviewDue }: Pick<FileState, 'status' | 'reviewDue'>,
  today: PlainDate,
  parameters: Parameters,
): DueState | null {
  return status === 'ACTIVE' ? dueStateOf(reviewDue, today, soonUntil(today, parameters)) : null
}

/** All that waits, in the order in which it should be looked at: the dead and the doubtful first, then requests, then the review. */
export function openTasks(state: FileState, today: PlainDate, parameters: Parameters): FileTask[] {
  const pending = pendingTasks(state.requests, today, parameters)
  return [
    ...pending.filter(({ change }) => change === 'DEATH'),
    ...suspicionTasks(state.members, today, parameters),
    ...state.members.flatMap(({ personId, name, duplicate }): FileTask[] =>
      duplicate ? [{ kind: 'duplicate', personId, name, duplicate }] : [],
    ),
    ...pending.filter(({ change }) => change !== 'DEATH'),
    ...sentBackTasks(state.requests),
    ...reviewTasks(state, today, parameters),
  ]
}

function pendingTasks(requests: FileState['requests'], today: PlainDate, parameters: Parameters) {
  return requests
    .filter(({ status }) => status === 'PENDING')
    .map(({ id, kind, by, requestedAt }) => {
      const days = daysBetween(dayAt(requestedAt), today)
      const light = lightAfter(days, periodsOf('change', parameters))
      return { kind: 'request', id, change: kind, by: by.name, at: requestedAt, days, light } as const
    })
}

function suspicionTasks(members: FileState['members'], today: PlainDate, parameters: Parameters): FileTask[] {
  const periods = periodsOf('suspectedDeath', parameters)
  return members.flatMap(({ personId, name, suspected }): FileTask[] => {
    if (!suspected) return []
    const days = daysBetween(dayAt(suspected.reportedAt), today)
    return [{ kind: 'suspected', personId, name, source: suspected.source, days, light: lightAfter(days, periods) }]
  })
}

function sentBackTasks(requests: FileState['requests']): FileTask[] {
  return requests.flatMap(({ id, kind, status, decided }, place): FileTask[] => {
    const askedAgain = requests.slice(0, place).some((later) => later.kind === kind)
    if (status !== 'SENT_BACK' || !decided || askedAgain) return []
    return [{ kind: 'sentBack', id, change: kind, at: decided.at, note: decided.note }]
  })
}

function reviewTasks(file: FileState, today: PlainDate, parameters: Parameters): FileTask[] {
  const state = reviewState(file, today, parameters)
  return state === null || state === 'LATER' ? [] : [{ kind: 'review', due: file.reviewDue, state }]
}
