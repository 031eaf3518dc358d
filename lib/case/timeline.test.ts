import { describe, expect, it } from 'vitest'
import { plainDate } from '@/lib/plain-date'
import { calendarOf } from '@/lib/workday'
import type { StepRecord } from './file-records'
import { timelineOf } from './timeline'

const calendar = calendarOf([], [])
const FRIDAY = plainDate('2026-11-20')

const STEP: StepRecord = {
  ...{ id: 1, at: new Date('2026-11-20T10:00:00+08:00'), action: 'DISPATCH', from: 'TO_DISPATCH', to: 'TO_ASSIGN' },
  ...{
    since: new Date('2026-11-19T10:00:00+08:00'),
    dueOn: FRIDAY,
    note: '请尽快核实',
    outcome: null,
    target: '太和镇',
  },
  ...{ surveyorName: null, partnerName: null, assignmentId: null },
  by: { name: '王某', role: 'COUNTY_CASEWORKER', place: '梁子湖区' },
}

const entry = (part: Partial<StepRecord>) =>
  timelineOf([{ ...STEP, ...part }], [], calendar)[0] ?? expect.fail('no entry')

describe('the timeline of a case', () => {
  it('tells who did what when, where it went, and whether in time', () => {
    expect(entry({})).toEqual({
      ...{ key: '1', action: 'DISPATCH', when: '2026-11-20 10:00', what: '分派', who: '王某（区县经办，梁子湖区）' },
      facts: [
        { label: '状态', value: '待分派 → 待指派' },
        { label: '办理街道', value: '太和镇' },
        { label: '说明', value: '请尽快核实' },
        { label: '办理期限', value: '2026-11-20' },
      ],
      ...{ round: null, kept: { words: '按时', late: false }, returned: false },
    })
  })

  it('stands with the newest first', () => {
    const entries = timelineOf([STEP, { ...STEP, id: 2 }], [], calendar)
    expect(entries.map(({ key }) => key)).toEqual(['2', '1'])
  })

  it('marks what went back, and calls its note a reason', () => {
    const back = entry({ action: 'SEND_BACK', from: 'TO_ASSIGN', to: 'TO_DISPATCH', note: '不在本辖区', target: null })
    expect(back.returned).toBe(true)
    expect(back.facts).toContainEqual({ label: '原因', value: '不在本辖区' })
  })

  it('judges no deadline where nothing was finished', () => {
    const team = { surveyorName: '李某', partnerName: '陈某' }
    const reassigned = entry({ action: 'REASSIGN', from: 'SURVEYING', to: 'SURVEYING', ...team })
    expect(reassigned.kept).toBeNull()
    expect(reassigned.facts).toContainEqual({ label: '调查员', value: '李某（主办）、陈某（协办）' })
    expect(entry({ action: 'LATE_SURVEY', from: 'CLOSED', to: 'CLOSED' }).kept).toBeNull()
    expect(entry({ action: 'REGISTER', from: null, dueOn: null }).kept).toBeNull()
  })

  it('says by how much a step was late, and which round it belongs to', () => {
    const at = new Date('2026-11-24T10:00:00+08:00')
    const assignment = {
      ...{ id: 7, round: 2, street: '太和镇', surveyorName: '李某', partnerName: null, note: '' },
      ...{ assignedAt: at, assignedBy: '王某', dueOn: FRIDAY ?? expect.fail('no day'), ended: null },
    }
    const [late] = timelineOf([{ ...STEP, at, assignmentId: 7 }], [assignment], calendar)
    expect(late).toMatchObject({ kept: { words: '超 2 个工作日', late: true }, round: '第 2 轮' })
  })

  it('names machines without a role', () => {
    expect(entry({ action: 'REGISTER', from: null, by: { name: '湖北救助通', role: 'SYSTEM', place: null } }).who).toBe(
      '湖北救助通',
    )
  })
})
