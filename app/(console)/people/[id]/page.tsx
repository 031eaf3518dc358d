import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import {
  certifyPerson,
  planPersonDeath,
  registerPersonDeath,
  revokePersonCertification,
  revokePersonDeath,
} from '@/app/(console)/certification/actions'
import { planDeathRevocation } from '@/app/(console)/deaths/actions'
import { Person } from '@/components/person/person'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { findPerson } from '@/lib/person/data'
import { recordIdInAddress } from '@/lib/person/input'
import { revealId } from './actions'

// Without the name: it would stay in the browser's history.
export const metadata: Metadata = { title: '人员详情' }

const deeds = {
  certify: certifyPerson,
  planDeath: planPersonDeath,
  registerDeath: registerPersonDeath,
  revoke: revokePersonCertification,
  planRevocation: planDeathRevocation,
  revokeDeath: revokePersonDeath,
}

export default page({
  permission: 'person.read',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const person = id.success ? await findPerson(ctx, id.data) : null
    if (!person) notFound()
    return (
      <Person
        person={person}
        today={ctx.today}
        deeds={deeds}
        reveal={can(ctx.viewer.role, 'person.reveal') ? revealId : undefined}
      />
    )
  },
})
