'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useRef, useState } from 'react'
import type { DispatchDeeds } from '@/components/case/deeds'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { type ExchangeIdNumber, exchangeBy } from '@/components/table/exchange-number'
import { returnFocus } from '@/components/table/return-focus'
import type { CaseRow } from '@/lib/case/table'
import { CaseList } from './case-list'

// Fetched when it is first opened.
const DispatchDialog = dynamic(
  () => import('@/components/case/dispatch-dialog').then((module) => module.DispatchDialog),
  { ssr: false },
)

interface WorkspaceProps extends Omit<ComponentProps<typeof CaseList>, 'onDispatch' | 'exchangeNumber'> {
  readonly exchangeIdNumber: ExchangeIdNumber
  /** Absent where the viewer dispatches nothing. */
  readonly dispatching?: DispatchDeeds
}

/** 线索办理: the list, and 分派 of what was chosen in it. */
export function CaseWorkspace({ dispatching, exchangeIdNumber, ...list }: WorkspaceProps) {
  const router = useRouter()
  const [open, setOpen] = useState<{ rows: readonly CaseRow[]; clear: () => void }>()
  const opener = useRef<HTMLElement | null>(null)

  function close() {
    setOpen(undefined)
    returnFocus(opener.current, '办理')
  }

  return (
    <>
      <CaseList
        {...list}
        exchangeNumber={exchangeBy(exchangeIdNumber)}
        onDispatch={
          dispatching &&
          ((rows, clear) => {
            opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
            setOpen({ rows, clear })
          })
        }
      />
      {open && dispatching && (
        <DispatchDialog
          cases={open.rows.map(dispatched)}
          deeds={dispatching}
          onDone={(text) => {
            open.clear()
            close()
            router.refresh()
            void showQuietMessage({ text })
          }}
          onClose={close}
        />
      )}
    </>
  )
}

function dispatched({ id, cells, extra }: CaseRow) {
  return {
    caseId: Number(id),
    version: extra.version,
    no: cells.no ?? '',
    subjectName: cells.name ?? '',
    place: cells.community || undefined,
  }
}
