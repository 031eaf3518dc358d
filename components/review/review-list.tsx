'use client'

import Link from 'next/link'
import { type ComponentProps, useState } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import styles from '@/components/household-list/household-list.module.css'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { StateTone } from '@/components/theme'
import type { DueState } from '@/lib/review/rules'
import type { ReviewRow } from '@/lib/review/table'

export type ListProps = ComponentProps<typeof ServedList<ReviewRow>>

interface ReviewListProps
  extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath'> {
  /** Whether a row still takes a review: not one that was reviewed today, or just now. */
  readonly isOpen: (row: ReviewRow) => boolean
  readonly onReview: (row: ReviewRow) => void
  /** 批量完成复核 of the chosen rows; `clear` takes the choice back once it is done. */
  readonly onBulk: (rows: readonly ReviewRow[], clear: () => void) => void
}

/** The list of 复核 as a clerk works on it. */
export function ReviewList({ isOpen, onReview, onBulk, ...list }: ReviewListProps) {
  const chosen = useChoice()
  return (
    <ServedList<ReviewRow>
      {...list}
      views={VIEWS}
      hintOf={(row, column) => (column === 'street' || column === 'community' ? row.extra.path : undefined)}
      actions={{
        width: 92,
        render: (row) =>
          isOpen(row) && (
            <button
              type="button"
              className={styles.button}
              aria-label={`完成复核 ${nameOf(row)}`}
              onClick={() => onReview(row)}
            >
              完成复核
            </button>
          ),
      }}
      selection={{
        selected: new Set(chosen.rows.map(({ id }) => id)),
        canSelect: isOpen,
        nameOf,
        onSelect: chosen.select,
      }}
      tools={
        <>
          <button
            type="button"
            className={styles.bulk}
            disabled={chosen.rows.length === 0}
            onClick={() => onBulk(chosen.rows, chosen.clear)}
          >
            批量完成复核
          </button>
          <span role="status">{chosen.inWords}</span>
          {chosen.rows.length > 0 && (
            <button type="button" className={styles.clear} onClick={chosen.clear}>
              取消选择
            </button>
          )}
        </>
      }
    />
  )
}

function nameOf({ cells, extra }: ReviewRow): string {
  return `${cells.head ?? ''}（${extra.community}）`
}

const MOST_AT_ONCE = 100

/** Rows chosen over several pages. */
function useChoice() {
  const [rows, setRows] = useState<readonly ReviewRow[]>([])
  const [full, setFull] = useState(false)
  return {
    rows,
    inWords: `已选 ${rows.length} 户${full ? `，一次最多${MOST_AT_ONCE}户` : ''}`,
    clear: () => {
      setRows([])
      setFull(false)
    },
    select: (some: readonly ReviewRow[], selected: boolean) => {
      const others = rows.filter((row) => some.every(({ id }) => id !== row.id))
      const wanted = selected ? [...others, ...some] : others
      setRows(wanted.slice(0, MOST_AT_ONCE))
      setFull(wanted.length > MOST_AT_ONCE)
    },
  }
}

const TONES: Record<DueState, StateTone> = { OVERDUE: 'overdue', SOON: 'dueSoon', LATER: 'certified' }

const VIEWS: CellViews<ReviewRow> = {
  head: ({ id }, text) => (
    <Link href={`/households/${id}`} prefetch={false}>
      {text}
    </Link>
  ),
  due: ({ extra }, text) => <StateTag tone={TONES[extra.dueState]}>{text}</StateTag>,
}
