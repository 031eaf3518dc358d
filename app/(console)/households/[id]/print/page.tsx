import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PrintSheet } from '@/components/household/print-sheet'
import { page } from '@/lib/access/entry'
import { findHouseholdFile, recordLook } from '@/lib/household/file'
import { recordIdInAddress } from '@/lib/person/input'

export const metadata: Metadata = { title: '社会救助家庭档案' }

export default page({
  permission: 'household.read',
  effect: 'write',
  render: async (ctx, { params }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const file = id.success ? await findHouseholdFile(ctx, id.data) : null
    if (!file) notFound()
    recordLook(ctx, file.facts, 'household.print')
    return <PrintSheet file={file} printedBy={ctx.viewer.name} today={ctx.today} />
  },
})
