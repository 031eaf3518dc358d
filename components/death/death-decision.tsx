'use client'

import dynamic from 'next/dynamic'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Preview } from '@/components/change/preview'
import { ActionButton } from '@/components/feedback/action'
import { Card } from '@/components/shell/page'
import type { Answer } from '@/lib/access/perform'
import { type ChangePreview, monthInWords } from '@/lib/change/words'
import type { DeathTask } from '@/lib/death/decide'
import type { DeathDecision } from '@/lib/death/input'
import { DEATH_WAYS } from '@/lib/death/proposal'
import styles from './death-decision.module.css'
import { type DecisionDraft, decisionOf, draftOf, isMoved, noteOf } from './decision-draft'
import { DecisionFields } from './decision-fields'
import { TaskFacts } from './task-facts'

const ApproveDialog = dynamic(() => import('./approve-dialog').then((module) => module.ApproveDialog), { ssr: false })

/**
 * 死亡减保停保 as the county decides it: what was proposed, which way, who heads the household, from when, and what comes of it.
 *
 * `task` comes from `findDeathTask(ctx, changeId)` of lib/death/decide.ts; where that is null there is nothing to decide and the page shows
 * the request without this form. `preview` is the action `planDeathDecision` of app/(console)/deaths/actions.ts, `approve` the approval
 * of every request with `decision` in it, `version` the household's as the page has it. `onDone` is told in words what was done.
 */
export function DeathDecisionForm(props: {
  task: DeathTask
  version: number
  preview: (input: { changeId: number; decision: DeathDecision }) => Promise<Answer<ChangePreview>>
  approve: (input: {
    changeId: number
    version: number
    note: string
    decision?: DeathDecision
  }) => Promise<Answer<unknown>>
  onDone: (text: string) => void
}) {
  const { task, version, preview, approve, onDone } = props
  const { changeId, proposal } = task
  const [draft, setDraft] = useState<DecisionDraft>(() => draftOf(proposal))
  const [tried, setTried] = useState(false)
  const [approving, setApproving] = useState<DeathDecision | null>(null)
  const made = decisionOf(draft, proposal)
  const shown = usePreview('decision' in made ? made.decision : null, (decision) => preview({ changeId, decision }))

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if ('decision' in made) setApproving(made.decision)
  }

  return (
    <>
      <Card title="死亡和减保停保建议">
        <TaskFacts task={task} />
      </Card>
      <Card title="办理意见">
        <form className={styles.columns} onSubmit={submit} noValidate>
          <div>
            <DecisionFields
              draft={draft}
              proposal={proposal}
              errors={tried && 'errors' in made ? made.errors : {}}
              onChange={(changed) => setDraft({ ...draft, ...changed })}
            />
            <ActionButton weight="main" type="submit">
              批准
            </ActionButton>
          </div>
          <section className={styles.preview} aria-live="polite" aria-label="批准后的变化">
            <h3>批准后的变化</h3>
            {shown.trouble && (
              <p className={styles.trouble} role="alert">
                {shown.trouble}
              </p>
            )}
            {shown.preview && <Preview preview={shown.preview} />}
            {!shown.preview && !shown.trouble && <p className={styles.soft}>填写完整后显示。</p>}
          </section>
        </form>
      </Card>
      {approving && (
        <ApproveDialog
          title={`批准${DEATH_WAYS[approving.way]}：${proposal.headName}家庭（证号 ${proposal.certificateNo}）`}
          guide={`批准后立即写入家庭档案，自${monthInWords(approving.effectiveMonth)}起生效。金额和户主由区县决定，请核对后确定。`}
          send={() =>
            approve({ changeId, version, note: noteOf(draft, isMoved(draft, proposal)), decision: approving })
          }
          onDone={() => {
            setApproving(null)
            onDone(`已批准：${proposal.headName}家庭${DEATH_WAYS[approving.way]}，变更已生效。`)
          }}
          onClose={() => setApproving(null)}
        />
      )}
    </>
  )
}

const PAUSE_MS = 400
const UNREACHABLE = '暂时无法计算批准后的变化，请稍后修改任一项重试。'

/** Asks the server what a decision would do, after a pause in typing; an answer that comes after a newer question is dropped. */
function usePreview(
  decision: DeathDecision | null,
  ask: (decision: DeathDecision) => Promise<Answer<ChangePreview>>,
): { preview?: ChangePreview; trouble?: string } {
  const [state, setState] = useState<{ preview?: ChangePreview; trouble?: string }>({})
  const asking = useRef(ask)
  asking.current = ask
  const question = JSON.stringify(decision)
  useEffect(() => {
    const asked: DeathDecision | null = JSON.parse(question)
    if (asked === null) return setState({})
    let current = true
    const timer = setTimeout(() => {
      asking
        .current(asked)
        .then((answer) => current && setState(answer.ok ? { preview: answer.value } : { trouble: sentenceOf(answer) }))
        .catch(() => current && setState({ trouble: UNREACHABLE }))
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [question])
  return state
}

function sentenceOf(answer: Exclude<Answer<unknown>, { ok: true }>): string {
  if ('fieldErrors' in answer) return Object.values(answer.fieldErrors)[0] ?? '填写有误，请检查后重新填写。'
  return 'refusal' in answer ? answer.refusal.message : answer.failure.message
}
