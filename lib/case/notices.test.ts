import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesOf } from '@/lib/certification/codes'
import { CASE_STATUSES, CASE_STEPS, type CaseStatus } from './codes'
import { noticesOf, type Taken, type Told } from './notices'

const COUNTY = 420702000000
const OTHER_COUNTY = 420703000000
const STREET = 420702100000
const OTHER_STREET = 420702101000
const [ACTOR, LEAD, PARTNER, NEW, SECOND] = [1, 7, 8, 9, 10]

const STEPS = codesOf(CASE_STEPS).filter((step) => step !== 'SUBMIT' && step !== 'LATE_SURVEY')

const told = (status: CaseStatus, more: Partial<Told> = {}): Told => ({
  ...{ id: 5, status, county: COUNTY, street: STREET, transferTo: null, surveyorId: null, partnerId: null },
  ...more,
})
const surveyed = { surveyorId: LEAD, partnerId: PARTNER }

/** Kind and reader in one word each: 「DISPATCHED street 420702100000」. */
function readers(before: Told, step: Taken): string[] {
  return noticesOf(before, step, ACTOR).map(({ kind, to }) => {
    if ('staffId' in to) return `${kind} ${to.staffId}`
    return `${kind} ${to.role === 'STREET_STAFF' ? 'street' : 'county'} ${to.region}`
  })
}

describe('who is told', () => {
  it.each<[string, Told, Taken, string[]]>([
    ['登记', told('TO_DISPATCH', { street: null }), { action: 'REGISTER' }, [`NEW_CASE county ${COUNTY}`]],
    [
      '分派',
      told('TO_DISPATCH', { street: null }),
      { action: 'DISPATCH', street: STREET },
      [`DISPATCHED street ${STREET}`],
    ],
    [
      '分派 with surveyors at once',
      told('TO_DISPATCH', { street: null }),
      { action: 'DISPATCH', street: STREET, ...surveyed },
      [`DISPATCHED street ${STREET}`, `ASSIGNED ${LEAD}`, `ASSIGNED ${PARTNER}`],
    ],
    ['指派', told('TO_ASSIGN'), { action: 'ASSIGN', ...surveyed }, [`ASSIGNED ${LEAD}`, `ASSIGNED ${PARTNER}`]],
    [
      '更换调查员',
      told('SURVEYING', surveyed),
      { action: 'REASSIGN', surveyorId: NEW, partnerId: SECOND },
      [`ASSIGNED ${NEW}`, `ASSIGNED ${SECOND}`, `UNASSIGNED ${LEAD}`, `UNASSIGNED ${PARTNER}`],
    ],
    [
      '更换 主办 alone',
      told('SURVEYING', surveyed),
      { action: 'REASSIGN', surveyorId: NEW, partnerId: PARTNER },
      [`ASSIGNED ${NEW}`, `UNASSIGNED ${LEAD}`],
    ],
    [
      'parts exchanged',
      told('SURVEYING', surveyed),
      { action: 'REASSIGN', surveyorId: PARTNER, partnerId: LEAD },
      [`ASSIGNED ${PARTNER}`, `ASSIGNED ${LEAD}`],
    ],
    [
      '改派 of a survey',
      told('SURVEYING', surveyed),
      { action: 'REDIRECT', street: OTHER_STREET },
      [`DISPATCHED street ${OTHER_STREET}`, `UNASSIGNED ${LEAD}`, `UNASSIGNED ${PARTNER}`],
    ],
    [
      '改派 of a survey that was handed in',
      told('TO_REVIEW', surveyed),
      { action: 'REDIRECT', street: OTHER_STREET },
      [`DISPATCHED street ${OTHER_STREET}`],
    ],
    ['退回', told('TO_ASSIGN'), { action: 'SEND_BACK' }, [`SENT_BACK county ${COUNTY}`]],
    [
      '退回任务',
      told('SURVEYING', { surveyorId: ACTOR, partnerId: PARTNER }),
      { action: 'RETURN_TASK' },
      [`TASK_RETURNED street ${STREET}`, `UNASSIGNED ${PARTNER}`],
    ],
    [
      '退回补查',
      told('TO_REVIEW', surveyed),
      { action: 'RESURVEY' },
      [`RESURVEY ${LEAD}`, `RESURVEY ${PARTNER}`, `RESURVEY street ${STREET}`],
    ],
    [
      '退回补查 by others',
      told('TO_REVIEW', surveyed),
      { action: 'RESURVEY', surveyorId: NEW, partnerId: SECOND },
      [`RESURVEY ${NEW}`, `RESURVEY ${SECOND}`, `RESURVEY street ${STREET}`],
    ],
    [
      '移交',
      told('TO_DISPATCH', { street: null }),
      { action: 'TRANSFER', transferTo: OTHER_COUNTY },
      [`TRANSFERRED county ${OTHER_COUNTY}`],
    ],
    [
      '接收',
      told('TO_ACCEPT', { street: null, transferTo: OTHER_COUNTY }),
      { action: 'ACCEPT' },
      [`TRANSFER_ANSWERED county ${COUNTY}`],
    ],
    [
      '拒收',
      told('TO_ACCEPT', { street: null, transferTo: OTHER_COUNTY }),
      { action: 'DECLINE' },
      [`TRANSFER_ANSWERED county ${COUNTY}`],
    ],
    [
      '撤回移交',
      told('TO_ACCEPT', { street: null, transferTo: OTHER_COUNTY }),
      { action: 'RECALL' },
      [`TRANSFER_ANSWERED county ${OTHER_COUNTY}`],
    ],
    ['通过', told('TO_REVIEW', surveyed), { action: 'APPROVE' }, [`CLOSED street ${STREET}`]],
    [
      '处理 during a survey',
      told('SURVEYING', surveyed),
      { action: 'HANDLE' },
      [`CLOSED street ${STREET}`, `UNASSIGNED ${LEAD}`, `UNASSIGNED ${PARTNER}`],
    ],
    ['处理 before 分派', told('TO_DISPATCH', { street: null }), { action: 'HANDLE' }, []],
    ['重新打开', told('CLOSED', surveyed), { action: 'REOPEN' }, [`REOPENED street ${STREET}`]],
  ])('of %s', (_name, before, step, expected) => {
    expect(readers(before, step)).toEqual(expected)
  })

  it('is never who took the step, and nobody twice', () => {
    const staff = fc.constantFrom(null, ACTOR, LEAD, PARTNER, NEW)
    const before = fc.record({
      status: fc.constantFrom(...codesOf(CASE_STATUSES)),
      surveyorId: staff,
      partnerId: staff,
    })
    const step = fc.record({
      action: fc.constantFrom(...STEPS),
      surveyorId: staff,
      partnerId: staff,
    })
    const isOneTwice = (team: { surveyorId: number | null; partnerId: number | null }) =>
      team.surveyorId !== null && team.surveyorId === team.partnerId
    fc.assert(
      fc.property(before, step, (team, taken) => {
        fc.pre(!isOneTwice(team) && !isOneTwice(taken))
        const notices = noticesOf(told(team.status, team), { ...taken, note: '请尽快' }, ACTOR)
        const ids = notices.flatMap(({ to }) => ('staffId' in to ? [to.staffId] : []))
        expect(ids).not.toContain(ACTOR)
        expect(new Set(ids).size).toBe(ids.length)
        for (const { caseId, note } of notices) expect([caseId, note]).toEqual([5, '请尽快'])
      }),
    )
  })
})
