'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { ActionButton, ActionLink } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { Answer } from '@/lib/access/perform'
import type { ChangeOnPage } from '@/lib/change/data'
import type { ApproveInput, SendBackInput, WithdrawInput } from '@/lib/change/input'
import { CHANGE_KINDS } from '@/lib/household/codes'
import styles from './change.module.css'
import { changeFormPath } from './paths'

const ApproveDialog = dynamic(() => import('./approve-dialog').then((module) => module.ApproveDialog), { ssr: false })
const ReasonDialog = dynamic(
  () => import('@/components/form/reason-dialog').then((module) => module.ReasonDialog<unknown>),
  { ssr: false },
)

/** The server's side of the buttons. */
export interface ChangeDeeds {
  approve: (input: z.input<typeof ApproveInput>) => Promise<Answer<unknown>>
  sendBack: (input: z.input<typeof SendBackInput>) => Promise<Answer<unknown>>
  withdraw: (input: z.input<typeof WithdrawInput>) => Promise<Answer<unknown>>
}

type Open = 'approve' | 'sendBack' | 'withdraw'

/** The buttons of a request, as the rules allow them to this viewer. The task of a death is approved by its own form. */
export function ChangeActions({ change, deeds }: { change: ChangeOnPage; deeds: ChangeDeeds }) {
  const { id, kind, householdId, actions, headName } = change
  const [open, setOpen] = useState<Open | null>(null)
  const finish = useFinish()
  const whom = `${headName}家庭（证号 ${change.certificateNo}）`
  const close = () => setOpen(null)
  const done = (text: string) => {
    close()
    finish(text)
  }

  return (
    <div className={styles.actions}>
      {actions.includes('resubmit') && kind !== 'DEATH' && (
        <ActionLink weight="main" href={changeFormPath(householdId, kind, id)}>
          修改后重新提交
        </ActionLink>
      )}
      {actions.includes('withdraw') && <ActionButton onClick={() => setOpen('withdraw')}>撤回</ActionButton>}
      {actions.includes('sendBack') && <ActionButton onClick={() => setOpen('sendBack')}>退回</ActionButton>}
      {actions.includes('approve') && kind !== 'DEATH' && (
        <ActionButton weight="main" onClick={() => setOpen('approve')}>
          批准
        </ActionButton>
      )}
      {open === 'approve' && (
        <ApproveDialog
          title={`批准${CHANGE_KINDS[kind]}：${whom}`}
          change={change}
          approve={deeds.approve}
          onDone={() => done(`已批准：${headName}家庭（${CHANGE_KINDS[kind]}），变更已写入档案。`)}
          onClose={close}
        />
      )}
      {open === 'sendBack' && (
        <ReasonDialog
          title={`退回${CHANGE_KINDS[kind]}申请：${whom}`}
          label="退回原因"
          guide="退回后申请街道可以看到原因，修改后重新提交。"
          send={(reason) => deeds.sendBack({ changeId: id, reason })}
          onDone={() => done(`已退回：${headName}家庭（${CHANGE_KINDS[kind]}）。`)}
          onClose={close}
        />
      )}
      {open === 'withdraw' && (
        <ReasonDialog
          title={`撤回${CHANGE_KINDS[kind]}申请：${whom}`}
          label="撤回原因"
          guide="撤回后区县不再审批，可以修改后重新提交。"
          send={(reason) => deeds.withdraw({ changeId: id, reason })}
          onDone={() => done(`已撤回：${headName}家庭（${CHANGE_KINDS[kind]}）。`)}
          onClose={close}
        />
      )}
    </div>
  )
}

/** After a deed: the page as it is now, and a quiet word. */
export function useFinish(): (text: string) => void {
  const router = useRouter()
  return (text) => {
    router.refresh()
    void showQuietMessage({ text })
  }
}
