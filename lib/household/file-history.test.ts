import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainDate } from '@/lib/plain-date'
import type { HistoryKind } from './codes'
import { historyOf } from './file-history'
import type { ChangeRecord, ReviewRecord } from './file-records'

const by = { name: '李某', role: 'COUNTY_CASEWORKER', place: '梁子湖区' }
const month = plainDate('2026-11-01')

function change(id: number, kind: HistoryKind, at: string, more: Partial<ChangeRecord> = {}): ChangeRecord {
  return {
    id,
    at: new Date(at),
    kind,
    effectiveMonth: month,
    reason: '',
    patches: [],
    deathId: null,
    by,
    request: null,
    ...more,
  }
}

const review: ReviewRecord = {
  id: 1,
  at: new Date('2026-11-10T09:00:00+08:00'),
  reviewedOn: plainDate('2026-11-09') ?? expect.fail(),
  outcome: 'UNCHANGED',
  reviewClass: 'STABLE',
  note: '',
  nextDue: plainDate('2027-11-09') ?? expect.fail(),
  by,
}

describe('the history of a household', () => {
  it('tells who did what when, with what was asked and answered, and before and after', () => {
    const stop = change(9, 'STOP', '2026-11-20T14:05:00+08:00', {
      reason: '收入超标',
      patches: [{ op: 'set', target: 'household', id: 1, field: 'status', before: 'ACTIVE', after: 'STOPPED' }],
      request: { id: 4, by: { name: '王某', role: 'STREET_STAFF', place: '太和镇' }, note: '同意' },
    })
    expect(historyOf({ changes: [stop], reviews: [], regions: new Map() })).toEqual([
      {
        key: 'change-9',
        when: '2026-11-20 14:05',
        what: '停保',
        who: '李某（区县经办，梁子湖区）',
        facts: [
          { label: '生效月', value: '2026-11' },
          { label: '原因', value: '收入超标' },
          { label: '申请人', value: '王某（街道经办，太和镇）' },
          { label: '审批意见', value: '同意' },
        ],
        changes: [{ who: null, label: '状态', before: '在保', after: '停保' }],
        undone: false,
        requestId: 4,
      },
    ])
  })

  it('marks what a death brought as undone when that death was undone later, and nothing else', () => {
    const changes = [
      change(1, 'DEATH', '2026-10-01T09:00:00+08:00', { deathId: 5 }),
      change(2, 'DEATH_REVOKED', '2026-10-02T09:00:00+08:00', { deathId: 5 }),
      change(3, 'DEATH', '2026-10-03T09:00:00+08:00', { deathId: 6 }),
    ]
    const history = historyOf({ changes, reviews: [], regions: new Map() })
    expect(history.map(({ key, undone }) => [key, undone])).toEqual([
      ['change-3', false],
      ['change-2', false],
      ['change-1', true],
    ])
  })

  it('is newest first with the reviews in their place, however the records come', () => {
    const changes = [
      change(3, 'INFO', '2026-11-12T09:00:00+08:00'),
      change(2, 'AMOUNT', '2026-11-08T09:00:00+08:00'),
      change(1, 'CREATED', '2026-11-08T09:00:00+08:00'),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(changes, { minLength: 3 }), (shuffled) => {
        const history = historyOf({ changes: shuffled, reviews: [review], regions: new Map() })
        expect(history.map(({ what }) => what)).toEqual(['家庭信息变更', '复核', '保障金额变更', '建档'])
      }),
    )
  })
})
