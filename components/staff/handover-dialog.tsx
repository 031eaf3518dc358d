'use client'

import { Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import type { Handover } from '@/lib/staff/data'
import styles from './staff.module.css'

/** A password that is told this once. It closes by its button only, so that it is not lost by a slip. */
export function HandoverDialog({ handover, onClose }: { handover: Handover; onClose: () => void }) {
  const { username, name, password } = handover
  const field = useRef<HTMLElement>(null)
  const [said, setSaid] = useState('')

  async function copy() {
    // Over plain http browsers have no clipboard for pages: then the password stands selected for Ctrl+C.
    if (field.current) window.getSelection()?.selectAllChildren(field.current)
    const copied = await Promise.resolve(navigator.clipboard?.writeText(password).then(() => true)).catch(() => false)
    setSaid(copied ? '已复制。' : '浏览器不允许自动复制，密码已选中，请按 Ctrl+C。')
  }

  return (
    <Modal
      title={`${name}（${username}）的新密码`}
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={520}
      footer={
        <Button type="primary" onClick={onClose}>
          已记下，关闭
        </Button>
      }
    >
      <p className={styles.warning}>密码只显示这一次，请当面或通过安全渠道交给本人。本人首次登录时须修改密码。</p>
      <div className={styles.secret}>
        <code ref={field} className={styles.password} data-testid="one-time-password">
          {password}
        </code>
        <Button autoFocus onClick={copy}>
          复制
        </Button>
      </div>
      <p role="status" className={styles.said}>
        {said}
      </p>
    </Modal>
  )
}
