import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CasePage } from '@/components/case/case'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { findCaseFile, recordCaseLook } from '@/lib/case/file'
import { recordIdInAddress } from '@/lib/person/input'
import {
  acceptCase,
  approveCase,
  assignSurveyors,
  declineCase,
  dispatchCases,
  handleCase,
  lookUpDispatchChoices,
  lookUpSurveyors,
  reassignSurveyors,
  recallCase,
  redirectCase,
  reopenCase,
  resurveyCase,
  returnTask,
  sendBackCase,
  transferCase,
} from '../actions'
import { lookUpTransferTargets, revealCaseContact } from './actions'

// Without the name: it would stay in the browser's history.
export const metadata: Metadata = { title: '线索办理' }

const deeds = {
  lookUpChoices: lookUpDispatchChoices,
  lookUpSurveyors,
  lookUpRegions: lookUpTransferTargets,
  dispatch: dispatchCases,
  redirect: redirectCase,
  transfer: transferCase,
  accept: acceptCase,
  decline: declineCase,
  recall: recallCase,
  assign: assignSurveyors,
  reassign: reassignSurveyors,
  sendBack: sendBackCase,
  returnTask,
  approve: approveCase,
  resurvey: resurveyCase,
  handle: handleCase,
  reopen: reopenCase,
}

export default page({
  permission: 'case.read',
  effect: 'write',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const file = id.success ? await findCaseFile(ctx, id.data) : null
    if (!file) notFound()
    recordCaseLook(ctx, file.facts)
    const { role } = ctx.viewer
    return (
      <CasePage
        file={file}
        access={{ admissions: can(role, 'admission.list'), idNumber: role !== 'SURVEYOR' }}
        deeds={deeds}
        reveal={can(role, 'case.reveal') ? revealCaseContact : undefined}
      />
    )
  },
})
