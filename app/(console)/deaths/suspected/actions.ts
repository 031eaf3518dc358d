'use server'

import { action, lookup } from '@/lib/access/entry'
import { previewSuspected, verifyAlive, verifyDead } from '@/lib/suspected-death/data'
import { PlanSuspectedInput, VerifyAliveInput, VerifyDeadInput } from '@/lib/suspected-death/input'

export const planSuspectedDeath = lookup({
  permission: 'suspectedDeath.verify',
  input: PlanSuspectedInput,
  run: previewSuspected,
})

export const verifySuspectedAlive = action({
  permission: 'suspectedDeath.verify',
  input: VerifyAliveInput,
  run: verifyAlive,
})

export const verifySuspectedDead = action({ permission: 'death.register', input: VerifyDeadInput, run: verifyDead })
