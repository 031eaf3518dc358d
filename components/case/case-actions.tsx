'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActionButton, ActionLink } from '@/components/feedback/action'
import { showQuietMessage } from '@/components/feedback/quiet-message'
import { CASE_STEPS, type CaseAction, type Outcome } from '@/lib/case/codes'
import type { Registry } from '@/lib/case/registry'
import type { RegionCode } from '@/lib/region'
import styles from './case.module.css'
import type { CaseDeeds } from './deeds'
import type { Subject } from './pressed'
import type { Team } from './surveyor-choice'

const StepDialog = dynamic(() => import('./step-dialog').then((module) => module.StepDialog), { ssr: false })

/** 提交结果 is written on the task's own page. */
export type Button = Exclude<CaseAction, 'SUBMIT'>

/** The case as its dialogs need it. */
export interface CaseAtHand {
  subject: Subject
  county: RegionCode
  street: RegionCode | null
  streetName: string | null
  team: Team
  /** 「李某、王某」 */
  surveyors: string
  /** What the last survey suggests. */
  suggestion: Outcome | null
  registry: Registry | null
}

/** The ordinary way on first. */
const ORDER: readonly Button[] = [
  'DISPATCH',
  'ACCEPT',
  'ASSIGN',
  'APPROVE',
  'RESURVEY',
  'DECLINE',
  'RECALL',
  'REASSIGN',
  'SEND_BACK',
  'RETURN_TASK',
  'REOPEN',
]

/** What takes a case elsewhere or ends it at once stands apart from that. */
const APART: readonly Button[] = ['REDIRECT', 'TRANSFER', 'HANDLE']

const MAIN: readonly Button[] = ['DISPATCH', 'ACCEPT', 'ASSIGN', 'APPROVE']

/** The buttons that this viewer may press now, and no others. */
export function CaseActions(props: {
  actions: readonly CaseAction[]
  /** The viewer's own survey task, and whether they are the one to fill it in. */
  task: { assignmentId: number; fills: boolean } | null
  atHand: CaseAtHand
  deeds: CaseDeeds
}) {
  const { actions, task, atHand, deeds } = props
  const router = useRouter()
  const [open, setOpen] = useState<Button | null>(null)
  const shown = (buttons: readonly Button[]) => buttons.filter((button) => actions.includes(button))
  const apart = shown(APART)

  function finish(text: string) {
    setOpen(null)
    router.refresh()
    void showQuietMessage({ text })
  }

  const button = (action: Button) => (
    <ActionButton key={action} weight={MAIN.includes(action) ? 'main' : 'ordinary'} onClick={() => setOpen(action)}>
      {labelOf(action)}
    </ActionButton>
  )

  return (
    <div className={`${styles.buttons} not-printed`}>
      {task && (
        <ActionLink weight={task.fills ? 'main' : 'ordinary'} href={`/surveys/${task.assignmentId}`}>
          {task.fills ? '填写调查结果' : '查看调查任务'}
        </ActionLink>
      )}
      {shown(ORDER).map(button)}
      {apart.length > 0 && <span className={styles.apart}>{apart.map(button)}</span>}
      {/* After a refresh the case may stand where this step is no longer possible: then there is nothing left to ask. */}
      {open && actions.includes(open) && (
        <StepDialog action={open} atHand={atHand} deeds={deeds} onDone={finish} onClose={() => setOpen(null)} />
      )}
    </div>
  )
}

function labelOf(action: Button): string {
  return action === 'APPROVE' ? '审核通过' : CASE_STEPS[action]
}
