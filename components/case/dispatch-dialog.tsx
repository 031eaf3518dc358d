'use client'

import { Modal } from 'antd'
import { useRouter } from 'next/navigation'
import { useCallback, useState } from 'react'
import type { DispatchDeeds } from './deeds'
import { DispatchForm } from './dispatch-form'
import { type DispatchLine, DispatchResults } from './dispatch-results'
import { LookedUp } from './looked-up'
import { useLookup } from './use-lookup'
import { type CaseName, titleOf, whom } from './whose'

/** A case to be dispatched, as the clerk saw it. */
export interface DispatchedCase extends CaseName {
  caseId: number
  version: number
}

interface DispatchProps {
  cases: readonly DispatchedCase[]
  deeds: DispatchDeeds
  /** Something has been dispatched; `text` is for the quiet message. */
  onDone: (text: string) => void
  onClose: () => void
}

/**
 * 分派 of one case, or of up to 100 at once: to one street with its load in view, or each to the street that its address suggests. What
 * could not be dispatched is told case by case.
 */
export function DispatchDialog(props: DispatchProps) {
  const { cases, deeds, onDone, onClose } = props
  const router = useRouter()
  const [lines, setLines] = useState<readonly DispatchLine[] | null>(null)
  // The choice of cases is the clerk's when the dialog opens; a list that is drawn anew under it changes nothing.
  const [caseIds] = useState(() => cases.map(({ caseId }) => caseId))
  const { lookUpChoices } = deeds
  const ask = useCallback(() => lookUpChoices({ caseIds }), [lookUpChoices, caseIds])
  const { looked, retry } = useLookup(ask)

  const [only] = cases
  const title = cases.length === 1 && only ? titleOf('分派', only) : `批量分派：已选 ${cases.length} 件`
  const said = (done: number) =>
    cases.length === 1 && only ? `已分派：${whom(only)}。` : doneInWords(done, cases.length)

  if (lines) {
    const done = lines.filter((line) => line.done).length
    return (
      <DispatchResults
        cases={cases}
        lines={lines}
        onClose={() => {
          if (done > 0) return onDone(said(done))
          // Others were there before: the list is no longer what it shows.
          router.refresh()
          onClose()
        }}
      />
    )
  }
  if (looked.kind !== 'there') {
    return (
      <Modal title={title} open footer={null} width={520} onCancel={onClose}>
        <LookedUp looked={looked} onRetry={retry}>
          {() => null}
        </LookedUp>
      </Modal>
    )
  }
  return (
    <DispatchForm
      {...props}
      title={title}
      choices={looked.value}
      onDone={(found) => {
        if (found.every((line) => line.done)) onDone(said(found.length))
        else setLines(found)
      }}
    />
  )
}

function doneInWords(done: number, all: number): string {
  return done === all ? `已分派 ${done} 件。` : `已分派 ${done} 件，未分派 ${all - done} 件。`
}
