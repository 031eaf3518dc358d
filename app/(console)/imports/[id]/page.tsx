import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ImportRun } from '@/components/import/import-run'
import { page } from '@/lib/access/entry'
import { findImport, findRows, shownVerdict } from '@/lib/import/data'
import { RowsInAddress } from '@/lib/import/input'
import { recordIdInAddress } from '@/lib/person/input'
import { cancelRosterImport, followRosterImport, startRosterImport } from '../actions'

export const metadata: Metadata = { title: '导入详情' }

const deeds = { start: startRosterImport, cancel: cancelRosterImport, follow: followRosterImport }

export default page({
  permission: 'import.run',
  render: async (ctx, { params, search }) => {
    const id = recordIdInAddress.safeParse(params.id)
    const run = id.success ? await findImport(ctx, id.data) : null
    if (!run) notFound()
    const asked = RowsInAddress.parse(Object.fromEntries(search))
    const verdict = asked.verdict ?? shownVerdict(run)
    const rows = verdict ? await findRows(ctx, run.id, { verdict, page: asked.page }) : []
    return <ImportRun run={run} shown={verdict && { verdict, page: asked.page, rows }} deeds={deeds} />
  },
})
