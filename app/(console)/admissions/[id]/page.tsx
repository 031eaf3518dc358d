import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AdmissionView } from '@/components/admission/admission-view'
import { page } from '@/lib/access/entry'
import { findAdmission, findApprovalStart, findChoices } from '@/lib/admission/page'
import { recordIdInAddress } from '@/lib/person/input'
import {
  approveHouseholdAdmission,
  declineHouseholdAdmission,
  requestHouseholdAdmission,
  saveHouseholdAdmission,
  sendBackHouseholdAdmission,
  withdrawHouseholdAdmission,
} from '../actions'

export const metadata: Metadata = { title: '纳入申请' }

const server = { save: saveHouseholdAdmission, request: requestHouseholdAdmission }
const deeds = {
  withdraw: withdrawHouseholdAdmission,
  approve: approveHouseholdAdmission,
  sendBack: sendBackHouseholdAdmission,
  decline: declineHouseholdAdmission,
}

export default page({
  permission: 'admission.list',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const admission = id.success ? await findAdmission(ctx, id.data) : null
    if (!admission) notFound()
    const [choices, start] = await Promise.all([
      admission.actions.includes('save') ? findChoices(ctx, admission) : null,
      admission.actions.includes('approve') ? findApprovalStart(ctx, admission) : null,
    ])
    return <AdmissionView admission={admission} choices={choices} start={start} server={server} deeds={deeds} />
  },
})
