'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import form from '@/components/change/change.module.css'
import { ActionButton } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import type { Answer } from '@/lib/access/perform'
import { AIMS } from '@/lib/admission/codes'
import type { Approval } from '@/lib/admission/decide'
import type { ApproveInput, DeclineInput, SendBackInput, WithdrawInput } from '@/lib/admission/input'
import type { AdmissionOnPage, ApprovalStart } from '@/lib/admission/page'
import type { AdmissionAction } from '@/lib/admission/transitions'

const ApproveDialog = dynamic(() => import('./approve-dialog').then((module) => module.ApproveDialog), { ssr: false })
const ReasonDialog = dynamic(
  () => import('@/components/form/reason-dialog').then((module) => module.ReasonDialog<unknown>),
  { ssr: false },
)

/** The server's side of the buttons. */
export interface AdmissionDeeds {
  withdraw: (input: z.input<typeof WithdrawInput>) => Promise<Answer<unknown>>
  approve: (input: z.input<typeof ApproveInput>) => Promise<Answer<Approval>>
  sendBack: (input: z.input<typeof SendBackInput>) => Promise<Answer<unknown>>
  decline: (input: z.input<typeof DeclineInput>) => Promise<Answer<unknown>>
}

type Reasoned = Extract<AdmissionAction, 'withdraw' | 'sendBack' | 'decline'>

/** The deeds that want a reason, in the order of their buttons. */
const REASONED: Record<Reasoned, { button: string; label: string; guide: string; done: string }> = {
  withdraw: {
    button: '撤回申请',
    label: '撤回原因',
    guide: '撤回后本申请结束，不再办理。只是要修改内容的，请联系区县退回。',
    done: '已撤回',
  },
  sendBack: { button: '退回', label: '退回原因', guide: '退回后街道可以看到原因，完善后重新提交。', done: '已退回' },
  decline: {
    button: '不予纳入',
    label: '不予纳入的原因',
    guide: '本申请结束，不建立家庭档案。街道可以看到原因，应及时告知申请家庭。',
    done: '不予纳入',
  },
}
const ORDER = ['withdraw', 'sendBack', 'decline'] as const satisfies readonly Reasoned[]

/** The buttons of an admission, as the table of transitions allows them to this viewer. */
export function AdmissionActions(props: {
  admission: AdmissionOnPage
  start: ApprovalStart | null
  deeds: AdmissionDeeds
}) {
  const { admission, start, deeds } = props
  const { id, version, actions, subjectName, aim } = admission
  const router = useRouter()
  const [open, setOpen] = useState<Reasoned | 'approve' | null>(null)
  const whom = `${subjectName}家庭（拟纳入${AIMS[aim]}）`
  const close = () => setOpen(null)
  const done = (text: string, tone: 'success' | 'warning' = 'success') => {
    close()
    router.refresh()
    void showQuietMessage({ text, tone })
  }

  return (
    <div className={form.actions}>
      {ORDER.filter((deed) => actions.includes(deed)).map((deed) => (
        <ActionButton key={deed} onClick={() => setOpen(deed)}>
          {REASONED[deed].button}
        </ActionButton>
      ))}
      {start && (
        <ActionButton weight="main" onClick={() => setOpen('approve')}>
          批准
        </ActionButton>
      )}
      {open === 'approve' && start && (
        <ApproveDialog
          title={`批准纳入申请：${whom}`}
          admission={admission}
          start={start}
          approve={deeds.approve}
          onDone={(approval) =>
            'householdId' in approval
              ? done(`已批准：${subjectName}家庭，家庭档案已建立。`)
              : done('未批准：有成员不能纳入，请查看提示。', 'warning')
          }
          onClose={close}
        />
      )}
      {open !== null && open !== 'approve' && (
        <ReasonDialog
          title={`${REASONED[open].button}：${whom}`}
          label={REASONED[open].label}
          guide={REASONED[open].guide}
          danger={open === 'decline'}
          send={(reason) => deeds[open]({ admissionId: id, version, reason })}
          onDone={() => done(`${REASONED[open].done}：${subjectName}家庭。`)}
          onClose={close}
        />
      )}
    </div>
  )
}
