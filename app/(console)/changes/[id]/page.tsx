import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangeView } from '@/components/change/change-view'
import { page } from '@/lib/access/entry'
import { findChange } from '@/lib/change/data'
import { findDeathTask } from '@/lib/death/decide'
import { recordIdInAddress } from '@/lib/person/input'
import { planDeathDecision } from '../../deaths/actions'
import { approveHouseholdChange, sendBackHouseholdChange, withdrawHouseholdChange } from '../actions'

export const metadata: Metadata = { title: '变更申请' }

const deeds = {
  approve: approveHouseholdChange,
  sendBack: sendBackHouseholdChange,
  withdraw: withdrawHouseholdChange,
}

export default page({
  permission: 'change.list',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const change = id.success ? await findChange(ctx, id.data) : null
    if (!change) notFound()
    const task =
      change.actions.includes('approve') && change.kind === 'DEATH' ? await findDeathTask(ctx, change.id) : null
    return <ChangeView change={change} task={task} deeds={deeds} planDecision={planDeathDecision} />
  },
})
