'use client'

import { ReasonDialog } from '@/components/form/reason-dialog'
import type { Answer } from '@/lib/access/perform'

/** Asks why the plain ID number is wanted. */
export function RevealDialog(props: {
  name: string
  send: (reason: string) => Promise<Answer<{ idNumber: string }>>
  onDone: (idNumber: string) => void
  onClose: () => void
}) {
  return (
    <ReasonDialog
      title={`查看身份证号：${props.name}`}
      label="查看原因"
      guide="完整身份证号仅限办理业务使用。查看人、时间和原因将记入审计日志。"
      send={props.send}
      onDone={({ idNumber }) => props.onDone(idNumber)}
      onClose={props.onClose}
    />
  )
}
