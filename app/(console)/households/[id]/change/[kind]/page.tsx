import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangePage } from '@/components/change/change-page'
import { kindOfSlug } from '@/components/change/paths'
import { page } from '@/lib/access/entry'
import { findChangeForm } from '@/lib/change/form'
import { recordIdInAddress } from '@/lib/person/input'
import { lookUpMoveTargets, previewHouseholdChange, requestHouseholdChange } from '../../actions'

export const metadata: Metadata = { title: '申请变更' }

const server = {
  preview: previewHouseholdChange,
  request: requestHouseholdChange,
  lookUpRegions: lookUpMoveTargets,
}

export default page({
  permission: 'change.request',
  render: async (ctx, { params, search }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const kind = kindOfSlug(params.kind ?? '')
    const earlier = recordIdInAddress.safeParse(search.get('from'))
    const form = id.success && kind ? await findChangeForm(ctx, id.data, kind, earlier.data ?? null) : null
    if (!form) notFound()
    return <ChangePage form={form} server={server} />
  },
})
