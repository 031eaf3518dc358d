'use client'

import { ActionButton } from '@/components/feedback/action'

/** 打印: the browser's own dialog. */
export function PrintButton() {
  return (
    <ActionButton weight="main" onClick={() => window.print()}>
      打印
    </ActionButton>
  )
}
