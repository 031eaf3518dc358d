import { type ChangeLine, patchesInWords, type RegionNames } from '@/lib/change/words'
import { operatorInWords } from '@/lib/person/history'
import { formatDateTime } from '@/lib/plain-date'
import { HISTORY_KINDS, REVIEW_CLASSES, REVIEW_OUTCOMES } from './codes'
import type { ChangeRecord, ReviewRecord } from './file-records'

// 变更记录 of a household in words: pure, newest first. Nothing is deleted, so nothing is missing.

/** One entry of a household's history. */
export interface FileEntry {
  key: string
  /** '2026-11-21 14:05' */
  when: string
  what: string
  /** 「王某（区县经办，梁子湖区）」 */
  who: string
  facts: { label: string; value: string }[]
  /** Field by field, before and after. */
  changes: ChangeLine[]
  /** Undone later; the entry of the undoing says by whom. */
  undone: boolean
  /** The request that it carried out. */
  requestId: number | null
}

export interface FileRecords {
  changes: readonly ChangeRecord[]
  reviews: readonly ReviewRecord[]
  /** The communities that moves speak of. */
  regions: RegionNames
}

/** The history of a household; the order does not depend on the order of the records. */
export function historyOf({ changes, reviews, regions }: FileRecords): FileEntry[] {
  const dated = [
    ...changes.map((change) => ({ at: change.at, id: change.id, entry: ofChange(change, changes, regions) })),
    ...reviews.map((review) => ({ at: review.at, id: review.id, entry: ofReview(review) })),
  ]
  dated.sort((one, other) => other.at.getTime() - one.at.getTime() || other.id - one.id)
  return dated.map(({ entry }) => entry)
}

function ofChange(change: ChangeRecord, all: readonly ChangeRecord[], regions: RegionNames): FileEntry {
  const { id, at, kind, by, effectiveMonth, reason, patches, deathId, request } = change
  return {
    key: `change-${id}`,
    when: formatDateTime(at),
    what: HISTORY_KINDS[kind],
    who: operatorInWords(by),
    facts: facts({
      生效月: effectiveMonth?.slice(0, 7),
      原因: reason,
      申请人: request && operatorInWords(request.by),
      审批意见: request?.note,
    }),
    changes: patchesInWords(patches, regions),
    undone:
      kind === 'DEATH' &&
      all.some((other) => other.kind === 'DEATH_REVOKED' && other.deathId === deathId && other.id > id),
    requestId: request?.id ?? null,
  }
}

function ofReview({ id, at, by, reviewedOn, outcome, reviewClass, note, nextDue }: ReviewRecord): FileEntry {
  return {
    key: `review-${id}`,
    when: formatDateTime(at),
    what: '复核',
    who: operatorInWords(by),
    facts: facts({
      复核日期: reviewedOn,
      结果: REVIEW_OUTCOMES[outcome],
      复核类别: REVIEW_CLASSES[reviewClass],
      备注: note,
      下次复核: nextDue,
    }),
    changes: [],
    undone: false,
    requestId: null,
  }
}

function facts(values: Readonly<Record<string, string | null | undefined>>): FileEntry['facts'] {
  return Object.entries(values).flatMap(([label, value]) => (value ? [{ label, value }] : []))
}
