'use client'

import { DialogForm } from '@/components/form/dialog-form'
import type { Answer } from '@/lib/access/perform'

const GUIDE = '重置后原密码立即失效，该账号在所有设备上退出登录。新密码只显示一次，确定重置？'

/** 重置密码: asks once more, because it puts the owner out. */
export function ResetDialog<T>(props: {
  title: string
  send: () => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  return (
    <DialogForm {...props} guide={GUIDE} danger>
      {() => null}
    </DialogForm>
  )
}
