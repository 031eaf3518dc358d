'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import { BulkTools, useChoice } from '@/components/table/choice'
import type { CellViews } from '@/components/table/data-table'
import styles from '@/components/table/row-work.module.css'
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
  const chosen = useChoice<ReviewRow>()
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
        selected: chosen.selected,
        canSelect: isOpen,
        nameOf,
        onSelect: chosen.select,
      }}
      tools={<BulkTools choice={chosen} deed="批量完成复核" unit="户" onBulk={onBulk} />}
    />
  )
}

function nameOf({ cells, extra }: ReviewRow): string {
  return `${cells.head ?? ''}（${extra.community}）`
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
