'use server'

import { lookup } from '@/lib/access/entry'
import { previewRevocation } from '@/lib/death/data'
import { previewDecision } from '@/lib/death/decide'
import { PlanDecisionInput, PlanRevokeInput } from '@/lib/death/input'

export const planDeathDecision = lookup({ permission: 'change.decide', input: PlanDecisionInput, run: previewDecision })

export const planDeathRevocation = lookup({
  permission: 'death.revoke',
  input: PlanRevokeInput,
  run: previewRevocation,
})
