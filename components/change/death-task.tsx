'use client'

import { DeathDecisionForm } from '@/components/death/death-decision'
import type { Answer } from '@/lib/access/perform'
import type { ChangePreview } from '@/lib/change/words'
import type { DeathTask as Task } from '@/lib/death/decide'
import type { DeathDecision } from '@/lib/death/input'
import { type ChangeDeeds, useFinish } from './change-actions'

export type PlanDecision = (input: { changeId: number; decision: DeathDecision }) => Promise<Answer<ChangePreview>>

/** 死亡减保停保, which the county does not approve as it was proposed but decides. */
export function DeathTask(props: { task: Task; version: number; plan: PlanDecision; approve: ChangeDeeds['approve'] }) {
  return <DeathDecisionForm {...props} preview={props.plan} onDone={useFinish()} />
}
