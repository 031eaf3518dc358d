import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { Skeleton } from '@/components/feedback/skeleton'
import type { Answer } from '@/lib/access/perform'
import type { Saved, SavedQuery } from '@/lib/saved-query/data'
import type { RemoveQueryInput, SaveQueryInput } from '@/lib/saved-query/input'
import type { ListQuery, TableShape } from '@/lib/table/list-query'
import list from './list-view.module.css'
import styles from './saved-queries.module.css'

// Fetched when it is first opened.
const SavedQueryPanel = dynamic(() => import('./saved-query-panel').then((module) => module.SavedQueryPanel), {
  ssr: false,
  loading: () => <Skeleton rows={4} />,
})

/** The queries that a list was loaded with, and the actions that keep them. */
export interface ListQueries {
  readonly saved: readonly SavedQuery[]
  readonly save: (input: SaveQueryInput) => Promise<Answer<Saved>>
  readonly remove: (input: RemoveQueryInput) => Promise<Answer<SavedQuery[]>>
}

interface SavedQueriesProps {
  readonly shape: TableShape
  readonly query: ListQuery
  /** The filters that are on, as the clerk reads them. */
  readonly words: readonly string[]
  readonly queries: ListQueries
  readonly onOpen: (href: string) => void
}

/** 查询方案: filters kept under a name, one's own and those that colleagues of the same region share. */
export function SavedQueries({ queries, onOpen, ...asked }: SavedQueriesProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [open, setOpen] = useState(false)
  const [known, setKnown] = useState({ of: queries.saved, queries: queries.saved })
  const close = () => dialog.current?.close()

  return (
    <>
      <button
        type="button"
        className={list.tool}
        onClick={() => {
          setOpen(true)
          dialog.current?.showModal()
        }}
      >
        查询方案
      </button>
      <dialog ref={dialog} className={styles.dialog} aria-label="查询方案" onClose={() => setOpen(false)}>
        {open && (
          <SavedQueryPanel
            {...asked}
            queries={known.of === queries.saved ? known.queries : queries.saved}
            save={queries.save}
            remove={queries.remove}
            onChange={(changed) => setKnown({ of: queries.saved, queries: changed })}
            onOpen={(href) => {
              close()
              onOpen(href)
            }}
            onClose={close}
          />
        )}
      </dialog>
    </>
  )
}
