'use client'

import { useState } from 'react'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { signOut } from '@/components/shell/sign-out'
import styles from './field.module.css'

/** 退出登录, which asks first where drafts would be lost. */
export function LeaveButton() {
  const [leaving, setLeaving] = useState(false)

  async function leave() {
    if (leaving) return
    setLeaving(true)
    try {
      if (!(await signOut())) setLeaving(false)
    } catch {
      setLeaving(false)
      await showQuietMessage({ text: '未能退出登录，请检查网络后重试。', tone: 'error' })
    }
  }

  return (
    <button type="button" className={styles.leave} aria-disabled={leaving} onClick={() => void leave()}>
      {leaving ? '正在退出…' : '退出登录'}
    </button>
  )
}
