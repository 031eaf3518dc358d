'use server'

import { action } from '@/lib/access/entry'
import { requestAdmission, saveAdmission, startAdmission, withdrawAdmission } from '@/lib/admission/data'
import { approveAdmission, declineAdmission, sendBackAdmission } from '@/lib/admission/decide'
import {
  AdmissionForm,
  ApproveInput,
  DeclineInput,
  SendBackInput,
  StartInput,
  WithdrawInput,
} from '@/lib/admission/input'

export const startHouseholdAdmission = action({
  permission: 'admission.request',
  input: StartInput,
  run: startAdmission,
})

export const saveHouseholdAdmission = action({
  permission: 'admission.request',
  input: AdmissionForm,
  run: saveAdmission,
})

export const requestHouseholdAdmission = action({
  permission: 'admission.request',
  input: AdmissionForm,
  run: requestAdmission,
})

export const withdrawHouseholdAdmission = action({
  permission: 'admission.request',
  input: WithdrawInput,
  run: withdrawAdmission,
})

export const approveHouseholdAdmission = action({
  permission: 'admission.decide',
  input: ApproveInput,
  run: approveAdmission,
})

export const sendBackHouseholdAdmission = action({
  permission: 'admission.decide',
  input: SendBackInput,
  run: sendBackAdmission,
})

export const declineHouseholdAdmission = action({
  permission: 'admission.decide',
  input: DeclineInput,
  run: declineAdmission,
})
