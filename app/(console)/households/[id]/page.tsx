import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Household } from '@/components/household/household'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { findHouseholdFile, recordLook } from '@/lib/household/file'
import { possibleKinds } from '@/lib/household/kinds'
import { recordIdInAddress } from '@/lib/person/input'
import { revealHouseholdContact } from './actions'

// Without the name: it would stay in the browser's history.
export const metadata: Metadata = { title: '家庭档案' }

export default page({
  permission: 'household.read',
  effect: 'write',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const file = id.success ? await findHouseholdFile(ctx, id.data) : null
    if (!file) notFound()
    recordLook(ctx, file.facts, 'household.read')
    const { role } = ctx.viewer
    return (
      <Household
        file={file}
        today={ctx.today}
        access={{
          changes: can(role, 'change.list'),
          suspicions: can(role, 'suspectedDeath.list'),
          duplicates: can(role, 'duplicate.list'),
          reviews: can(role, 'household.review'),
        }}
        kinds={can(role, 'change.request') ? possibleKinds({ status: file.facts.status, members: file.members }) : []}
        reveal={can(role, 'household.reveal') ? revealHouseholdContact : undefined}
      />
    )
  },
})
