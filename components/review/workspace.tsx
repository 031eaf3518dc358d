'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { BulkLine } from '@/components/table/bulk-results'
import type { ListPage } from '@/components/table/list-view'
import { returnFocus } from '@/components/table/return-focus'
import { useChangedRows } from '@/components/table/use-changed-rows'
import type { ReviewPeriods } from '@/lib/review/rules'
import type { ReviewRow } from '@/lib/review/table'
import type { ReviewDeeds, ReviewedRows } from './deeds'
import { type ListProps, ReviewList } from './review-list'

// A dialog's code, with its pickers, is fetched when the first one opens.
const ReviewDialog = dynamic(() => import('./review-dialog').then((module) => module.ReviewDialog), { ssr: false })
const BulkDialog = dynamic(() => import('./bulk-dialog').then((module) => module.BulkDialog), { ssr: false })
const BulkResults = dynamic(() => import('@/components/table/bulk-results').then((module) => module.BulkResults), {
  ssr: false,
})

type Open =
  | { kind: 'one'; row: ReviewRow }
  | { kind: 'bulk'; rows: readonly ReviewRow[]; clear: () => void }
  | { kind: 'results'; lines: BulkLine[] }

/** 复核: the list and its dialogs. Rows change in place; whoever must be changed or stopped leads on to the household. */
export function ReviewWorkspace(props: {
  list: Pick<ListProps, 'shape' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath'>
  page: ListPage<ReviewRow>
  today: string
  periods: ReviewPeriods
  deeds: ReviewDeeds
}) {
  const { list, today, periods, deeds } = props
  const router = useRouter()
  const [open, setOpen] = useState<Open | null>(null)
  const { page, changed, change } = useChangedRows(props.page)
  const opener = useRef<HTMLElement | null>(null)

  function show(next: Open) {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpen(next)
  }

  function close() {
    setOpen(null)
    returnFocus(opener.current, '完成复核')
  }

  return (
    <>
      <ReviewList
        {...list}
        page={page}
        isOpen={(row) => !changed.has(row.id) && row.cells.reviewedOn !== today}
        onReview={(row) => show({ kind: 'one', row })}
        onBulk={(rows, clear) => show({ kind: 'bulk', rows, clear })}
      />
      {open && dialogOf(open)}
    </>
  )

  function dialogOf(dialog: Open): ReactNode {
    switch (dialog.kind) {
      case 'one':
        return (
          <ReviewDialog
            row={dialog.row}
            today={today}
            periods={periods}
            review={deeds.review}
            onDone={({ text, row, outcome }) => {
              change(row ? [row] : [])
              close()
              void showQuietMessage({ text })
              if (outcome !== 'UNCHANGED') router.push(`/households/${dialog.row.id}`)
            }}
            onClose={close}
          />
        )
      case 'bulk':
        return (
          <BulkDialog
            rows={dialog.rows}
            today={today}
            reviewMany={deeds.reviewMany}
            onDone={(answer) => {
              change(answer.rows)
              dialog.clear()
              setOpen({ kind: 'results', lines: linesOf(dialog.rows, answer) })
            }}
            onClose={close}
          />
        )
      case 'results':
        return <BulkResults deed="批量完成复核" who="户主" unit="户" lines={dialog.lines} onClose={close} />
    }
  }
}

function linesOf(rows: readonly ReviewRow[], { done }: ReviewedRows): BulkLine[] {
  const byId = new Map(rows.map((row) => [Number(row.id), row]))
  return done.map((result) => {
    const row = byId.get(result.householdId)
    const { householdId: id, done: isDone, message } = result
    return { id, done: isDone, message, name: row?.cells.head ?? '', community: row?.extra.community ?? '' }
  })
}
