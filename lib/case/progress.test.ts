import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainDate } from '@/lib/plain-date'
import { calendarOf } from '@/lib/workday'
import type { CaseStatus, CaseStep } from './codes'
import type { StepRecord } from './file-records'
import { keptInWords, progressOf, STAGES, workdaysLate } from './progress'
import { TRANSITIONS, type Transition } from './transitions'

const calendar = calendarOf([], [])
const day = (text: string) => plainDate(text) ?? expect.fail(text)

type Told = readonly [action: CaseStep, from: CaseStatus | null, to: CaseStatus, on: string, due?: string]

/** Steps at noon of their days; each found the case where the one before had left it. */
function steps(...told: readonly Told[]): StepRecord[] {
  const at = (on: string) => new Date(`${on}T12:00:00+08:00`)
  return told.map(([action, from, to, on, due], index) => ({
    ...{ id: index + 1, at: at(on), action, from, to, note: '', outcome: null, target: null },
    since: from === null ? null : at(told[index - 1]?.[3] ?? on),
    dueOn: due === undefined ? null : day(due),
    ...{ surveyorName: null, partnerName: null, assignmentId: null },
    by: { name: '王某', role: 'COUNTY_CASEWORKER', place: '梁子湖区' },
  }))
}

function seen(status: CaseStatus, enteredOn: string, records: StepRecord[]) {
  const standing = { status, enteredAt: new Date(`${enteredOn}T12:00:00+08:00`), dueOn: null }
  return progressOf(standing, records, calendar).map(({ code, state, deed, kept, times }) => [
    code,
    state,
    deed,
    kept,
    times,
  ])
}

const REGISTERED: Told = ['REGISTER', null, 'TO_DISPATCH', '2026-11-02']

describe('the steps of a case', () => {
  it('are six, told against their deadlines', () => {
    const way = steps(
      REGISTERED,
      ['DISPATCH', 'TO_DISPATCH', 'TO_ASSIGN', '2026-11-03', '2026-11-03'],
      ['ASSIGN', 'TO_ASSIGN', 'SURVEYING', '2026-11-10', '2026-11-05'],
    )
    expect(seen('SURVEYING', '2026-11-10', way)).toEqual([
      ['REGISTER', 'DONE', '登记', null, 1],
      ['DISPATCH', 'DONE', '分派', '按时', 1],
      ['ASSIGN', 'DONE', '指派', '超 3 个工作日', 1],
      ['SURVEY', 'CURRENT', null, null, 1],
      ['REVIEW', 'AHEAD', null, null, 0],
      ['CLOSE', 'AHEAD', null, null, 0],
    ])
  })

  it('begin again where a case comes back to, and count how often it has stood there', () => {
    const way = steps(
      REGISTERED,
      ['DISPATCH', 'TO_DISPATCH', 'TO_ASSIGN', '2026-11-03', '2026-11-03'],
      ['SEND_BACK', 'TO_ASSIGN', 'TO_DISPATCH', '2026-11-04', '2026-11-05'],
    )
    expect(seen('TO_DISPATCH', '2026-11-04', way).map(([, state, , , times]) => [state, times])).toEqual([
      ['DONE', 1],
      ['CURRENT', 2],
      ['AHEAD', 1],
      ['AHEAD', 0],
      ['AHEAD', 0],
      ['AHEAD', 0],
    ])
    const again = [...way, ...steps(['DISPATCH', 'TO_DISPATCH', 'SURVEYING', '2026-11-05', '2026-11-05'])]
    // Sent on with surveyors at once: what the first street did not do is not taken for done.
    expect(seen('SURVEYING', '2026-11-05', again)[2]).toEqual(['ASSIGN', 'SKIPPED', null, null, 0])
  })

  it('are skipped where a case is closed without survey; a late survey is no step on the way', () => {
    const way = steps(
      REGISTERED,
      ['HANDLE', 'TO_DISPATCH', 'CLOSED', '2026-11-03', '2026-11-03'],
      ['LATE_SURVEY', 'CLOSED', 'CLOSED', '2026-11-05'],
    )
    expect(seen('CLOSED', '2026-11-03', way).map(([code, state, deed]) => [code, state, deed])).toEqual([
      ['REGISTER', 'DONE', '登记'],
      ['DISPATCH', 'DONE', '处理'],
      ['ASSIGN', 'SKIPPED', null],
      ['SURVEY', 'SKIPPED', null],
      ['REVIEW', 'SKIPPED', null],
      ['CLOSE', 'DONE', null],
    ])
  })

  it('always have one present step, nothing done after it and nothing ahead before it', () => {
    const table: Readonly<Record<string, Readonly<Record<string, Transition>>>> = TRANSITIONS
    const moves = Object.entries(table).flatMap(([from, ways]) =>
      Object.entries(ways).flatMap(([action, { to }]) => to.map((target) => ({ from, action, to: target }))),
    )
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (turns) => {
        const way: Told[] = [REGISTERED]
        let status: CaseStatus = 'TO_DISPATCH'
        for (const turn of turns) {
          const possible = moves.filter(({ from }) => from === status)
          const move = possible[turn % possible.length] ?? expect.fail('a dead end')
          way.push([move.action as CaseStep, status, move.to, '2026-11-03', '2026-11-03'])
          status = move.to
        }
        const standing = { status, enteredAt: new Date('2026-11-03T12:00:00+08:00'), dueOn: null }
        const states = progressOf(standing, steps(...way), calendar).map(({ state }) => state)
        expect(states).toHaveLength(Object.keys(STAGES).length)
        expect(states[0]).toBe('DONE')
        if (status === 'CLOSED') expect(states[5]).toBe('DONE')
        else expect(states.filter((state) => state === 'CURRENT')).toHaveLength(1)
        const ahead = states.indexOf('AHEAD')
        if (ahead >= 0) expect(states.slice(ahead).every((state) => state === 'AHEAD')).toBe(true)
      }),
    )
  })
})

describe('how late something was', () => {
  it('counts working days over 国庆 with 调休', () => {
    // 2026-10-01 to 07 are off; Saturday the 10th is at work.
    expect(workdaysLate(day('2026-09-30'), day('2026-10-08'), calendar)).toBe(1)
    expect(workdaysLate(day('2026-09-30'), day('2026-10-12'), calendar)).toBe(4)
    expect(workdaysLate(day('2026-11-20'), day('2026-11-20'), calendar)).toBe(0)
  })

  it('is a day for what was done on the first day off after its last day', () => {
    expect(workdaysLate(day('2026-11-20'), day('2026-11-21'), calendar)).toBe(1)
  })

  it('is said in words', () => {
    expect([keptInWords(0), keptInWords(3)]).toEqual(['按时', '超 3 个工作日'])
  })
})
