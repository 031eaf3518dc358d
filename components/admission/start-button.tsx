'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import type { StartAdmission } from './start-dialog'

const StartDialog = dynamic(() => import('./start-dialog').then((module) => module.StartDialog), { ssr: false })

/** 发起纳入申请 without a case. */
export function StartButton({ start }: { start: StartAdmission }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <ActionButton weight="main" onClick={() => setOpen(true)}>
        发起纳入申请
      </ActionButton>
      {open && <StartDialog start={start} onClose={() => setOpen(false)} />}
    </>
  )
}
