'use server'

import { action } from '@/lib/access/entry'
import { approveChange, sendBackChange, withdrawChange } from '@/lib/change/data'
import { ApproveInput, SendBackInput, WithdrawInput } from '@/lib/change/input'

export const approveHouseholdChange = action({ permission: 'change.decide', input: ApproveInput, run: approveChange })

export const sendBackHouseholdChange = action({
  permission: 'change.decide',
  input: SendBackInput,
  run: sendBackChange,
})

export const withdrawHouseholdChange = action({
  permission: 'change.request',
  input: WithdrawInput,
  run: withdrawChange,
})
