import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Answer, perform } from '@/lib/access/perform'
import { approveChange, previewChange, requestChange, sendBackChange, withdrawChange } from '@/lib/change/data'
import { ApproveInput, ChangeInput, SendBackInput, WithdrawInput } from '@/lib/change/input'
import type { PlainDate } from '@/lib/plain-date'
import type { Family } from './families'
import { presenceOf, type StaffName } from './world'

/** The clerks of the small world at their changes, as their actions call the feature. */
export function clerksAt(owner: pg.Client, today: PlainDate) {
  async function versionOf({ householdId }: Family): Promise<number> {
    const { rows } = await owner.query<{ version: number }>('SELECT version FROM household WHERE id = $1', [
      householdId,
    ])
    return rows[0]?.version ?? -1
  }

  /** A form as it is sent about the household as it stands. */
  async function form(family: Family, change: object): Promise<object> {
    return {
      ...{ householdId: family.householdId, version: await versionOf(family), requestId: randomUUID() },
      ...{ effectiveMonth: '2026-12', reason: '入户核实', photos: [], ...change },
    }
  }

  async function ask(family: Family, change: object, who: StaffName = 'street') {
    const definition = { permission: 'change.request', input: ChangeInput, run: requestChange } as const
    return perform(definition, 'write', presenceOf(who, today), '', await form(family, change))
  }

  async function preview(family: Family, change: object, who: StaffName = 'street') {
    const definition = { permission: 'change.request', input: ChangeInput, run: previewChange } as const
    return perform(definition, 'write', presenceOf(who, today), '', await form(family, change))
  }

  async function approve(family: Family, changeId: number, who: StaffName = 'county') {
    const definition = { permission: 'change.decide', input: ApproveInput, run: approveChange } as const
    const raw = { changeId, version: await versionOf(family), note: '同意' }
    return perform(definition, 'write', presenceOf(who, today), '', raw)
  }

  function sendBack(changeId: number, who: StaffName = 'county') {
    const definition = { permission: 'change.decide', input: SendBackInput, run: sendBackChange } as const
    return perform(definition, 'write', presenceOf(who, today), '', { changeId, reason: '材料不齐' })
  }

  function withdraw(changeId: number, who: StaffName = 'street') {
    const definition = { permission: 'change.request', input: WithdrawInput, run: withdrawChange } as const
    return perform(definition, 'write', presenceOf(who, today), '', { changeId, reason: '填写有误' })
  }

  return { versionOf, ask, preview, approve, sendBack, withdraw }
}

/** The value of an answer that must be one. */
export function granted<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer.value
}

/** The id of a request that must have been taken. */
export function idOfChange(answer: Answer<{ changeId: number } | { registeredElsewhere: string }>): number {
  const value = granted(answer)
  if (!('changeId' in value)) throw new Error(JSON.stringify(value))
  return value.changeId
}
