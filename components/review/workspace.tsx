'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useRef, useState } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { ListPage } from '@/components/table/list-view'
import type { ReviewPeriods } from '@/lib/review/rules'
import type { ReviewRow } from '@/lib/review/table'
import type { ReviewDeeds, ReviewedRows } from './deeds'
import { type ListProps, ReviewList } from './review-list'
import type { ReviewLine } from './review-results'

// A dialog's code, with its pickers, is fetched when the first one opens.
const ReviewDialog = dynamic(() => import('./review-dialog').then((module) => module.ReviewDialog), { ssr: false })
const BulkDialog = dynamic(() => import('./bulk-dialog').then((module) => module.BulkDialog), { ssr: false })
const ReviewResults = dynamic(() => import('./review-results').then((module) => module.ReviewResults), { ssr: false })

type Open =
  | { kind: 'one'; row: ReviewRow }
  | { kind: 'bulk'; rows: readonly ReviewRow[]; clear: () => void }
  | { kind: 'results'; lines: ReviewLine[] }

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
    returnFocus(opener.current)
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
        return <ReviewResults lines={dialog.lines} onClose={close} />
    }
  }
}

function linesOf(rows: readonly ReviewRow[], { done }: ReviewedRows): ReviewLine[] {
  const byId = new Map(rows.map((row) => [Number(row.id), row]))
  return done.map((result) => {
    const row = byId.get(result.householdId)
    return { ...result, head: row?.cells.head ?? '', community: row?.extra.community ?? '' }
  })
}

/** The page's rows with those that were changed since it was loaded: they stay where they are until the next 查询. */
function useChangedRows(page: ListPage<ReviewRow>) {
  const [kept, setKept] = useState({ of: page.loaded, rows: new Map<string, ReviewRow>() })
  const rows = kept.of === page.loaded ? kept.rows : new Map<string, ReviewRow>()
  const loaded =
    'rows' in page.loaded
      ? { ...page.loaded, rows: page.loaded.rows.map((row) => rows.get(row.id) ?? row) }
      : page.loaded
  return {
    page: { ...page, loaded },
    changed: rows,
    change: (some: readonly ReviewRow[]) =>
      setKept({ of: page.loaded, rows: new Map([...rows, ...some.map((row) => [row.id, row] as const)]) }),
  }
}

/** Back to where the dialog was opened; when that button is gone, to the next row's 完成复核, so that two hundred rows go by the keyboard. */
function returnFocus(opener: HTMLElement | null): void {
  const row = opener?.closest('tr')
  // The dialog gives the focus back in its own way first; the changed row is drawn by then.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (opener?.isConnected) return opener.focus()
      for (let next = row?.nextElementSibling; next; next = next.nextElementSibling) {
        const button = next.querySelector('button')
        if (button) return button.focus()
      }
      row?.querySelector('a')?.focus()
    }),
  )
}
