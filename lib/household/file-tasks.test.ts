import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { CHANGE_KINDS, type ChangeKind, type ChangeStatus } from './codes'
import { type FileState, openTasks, reviewState } from './file-tasks'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')
const parameters = readParameters([])
const by = { name: '王某', role: 'STREET_STAFF', place: '太和镇' }

function request(id: number, kind: ChangeKind, status: ChangeStatus, daysAgo = 0): FileState['requests'][number] {
  const at = new Date(`${addDays(today, -daysAgo)}T09:00:00+08:00`)
  const decided = status === 'PENDING' ? null : { at, by, note: '材料不齐' }
  return { id, kind, status, requestedAt: at, by, decided }
}

const quiet: FileState = { status: 'ACTIVE', reviewDue: day('2027-06-01'), members: [], requests: [] }

describe('what waits to be done', () => {
  it('is nothing for a household without requests, suspicions or a review to come', () => {
    expect(openTasks(quiet, today, parameters)).toEqual([])
  })

  it('puts the task of a death first and the review last', () => {
    const state: FileState = {
      ...quiet,
      reviewDue: day('2026-11-20'),
      requests: [request(3, 'MOVE', 'PENDING', 1), request(2, 'DEATH', 'PENDING', 8)],
      members: [
        {
          personId: 7,
          name: '张三',
          suspected: { source: 'FUNERAL', reportedAt: new Date('2026-11-15T09:00:00+08:00') },
          duplicate: 'TWICE',
        },
      ],
    }
    expect(openTasks(state, today, parameters)).toMatchObject([
      { kind: 'request', id: 2, change: 'DEATH', days: 8, light: 'OVERDUE' },
      { kind: 'suspected', personId: 7, days: 6, light: 'SOON' },
      { kind: 'duplicate', personId: 7, duplicate: 'TWICE' },
      { kind: 'request', id: 3, change: 'MOVE', days: 1, light: 'NORMAL' },
      { kind: 'review', due: '2026-11-20', state: 'OVERDUE' },
    ])
  })

  it('names a request that was sent back until the same is asked for again', () => {
    const back = { ...quiet, requests: [request(5, 'STOP', 'SENT_BACK')] }
    expect(openTasks(back, today, parameters)).toMatchObject([{ kind: 'sentBack', id: 5, note: '材料不齐' }])
    const again = { ...quiet, requests: [request(6, 'STOP', 'PENDING'), request(5, 'STOP', 'SENT_BACK')] }
    expect(openTasks(again, today, parameters)).toMatchObject([{ kind: 'request', id: 6 }])
    const another = { ...quiet, requests: [request(6, 'INFO', 'PENDING'), request(5, 'STOP', 'SENT_BACK')] }
    expect(openTasks(another, today, parameters).map(({ kind }) => kind)).toEqual(['request', 'sentBack'])
  })

  it('holds every undecided request once, whatever else there is', () => {
    const kinds = Object.keys(CHANGE_KINDS) as ChangeKind[]
    const statuses: ChangeStatus[] = ['PENDING', 'APPROVED', 'SENT_BACK', 'WITHDRAWN']
    const requests = fc
      .array(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom(...statuses)), { maxLength: 12 })
      .map((all) => all.map(([kind, status], place) => request(100 - place, kind, status)))
    fc.assert(
      fc.property(requests, (some) => {
        const tasks = openTasks({ ...quiet, requests: some }, today, parameters)
        const waiting = tasks.flatMap((task) => (task.kind === 'request' ? [task.id] : []))
        const pending = some.filter(({ status }) => status === 'PENDING').map(({ id }) => id)
        expect(waiting.toSorted()).toEqual(pending.toSorted())
      }),
    )
  })

  it('asks for no review of a stopped household, and for one of a household never reviewed', () => {
    expect(reviewState({ status: 'STOPPED', reviewDue: day('2020-01-01') }, today, parameters)).toBeNull()
    expect(reviewState({ status: 'ACTIVE', reviewDue: null }, today, parameters)).toBe('OVERDUE')
    expect(reviewState({ status: 'ACTIVE', reviewDue: addDays(today, 30) }, today, parameters)).toBe('SOON')
    expect(reviewState({ status: 'ACTIVE', reviewDue: addDays(today, 31) }, today, parameters)).toBe('LATER')
  })
})
