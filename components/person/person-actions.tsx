'use client'

import { Button } from 'antd'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Outcome } from '@/components/certification/deed-dialog'
import type { Deeds, Subject, YearTarget } from '@/components/certification/deeds'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { RowAction } from '@/lib/certification/rules'
import styles from './person.module.css'

const DeedDialog = dynamic(() => import('@/components/certification/deed-dialog').then((module) => module.DeedDialog), {
  ssr: false,
})

const LABELS: Record<RowAction, string> = {
  certify: '认证',
  revoke: '撤销认证',
  revokeDeath: '撤销死亡登记',
  death: '死亡',
}

// 死亡 stands last and apart, in the danger colour: it must not be taken for 认证.
const ORDER: readonly RowAction[] = ['certify', 'revoke', 'revokeDeath', 'death']

/** The buttons of one year, as the rules allow them to this viewer, with their dialogs. */
export function PersonActions(props: { subject: Subject; target: YearTarget; today: string; deeds: Deeds }) {
  const { subject, target, today, deeds } = props
  const router = useRouter()
  const [open, setOpen] = useState<{ action: RowAction; target: YearTarget } | null>(null)

  function finish({ text, undoable }: Outcome) {
    setOpen(null)
    router.refresh()
    const undo = { action: 'revoke', target: { ...target, certificationId: undoable ?? null } } as const
    void showQuietMessage({ text, onUndo: undoable === undefined ? undefined : () => setOpen(undo) })
  }

  return (
    <div className={styles.actions}>
      {ORDER.filter((action) => target.actions.includes(action)).map((action) => (
        <Button
          key={action}
          type={action === 'certify' ? 'primary' : 'default'}
          danger={action === 'death'}
          className={action === 'death' ? styles.apart : undefined}
          onClick={() => setOpen({ action, target })}
        >
          {LABELS[action]}
        </Button>
      ))}
      {open && (
        <DeedDialog
          {...open}
          subject={subject}
          today={today}
          deeds={deeds}
          onDone={finish}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}
