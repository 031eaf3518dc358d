import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { lookUpRegions } from '@/app/(console)/certification/actions'
import { AuditList } from '@/components/audit/audit-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { readListing } from '@/lib/audit/list'
import { auditTable } from '@/lib/audit/table'
import { regionChain } from '@/lib/region-list'
import { findListSetting } from '@/lib/staff/setting'
import { loadPage } from '@/lib/table/load'
import { saveAuditColumns } from './actions'

export const metadata: Metadata = { title: '审计日志' }

export default page({
  permission: 'audit.read',
  render: async (ctx, { search }) => {
    const { read, listing, defaultSpan } = readListing(ctx, search)
    if (read.outOfReach) notFound()
    const home = ctx.viewer.region.code
    const [loaded, chain, saved] = await Promise.all([
      loadPage(ctx, auditTable, listing),
      regionChain(ctx, Number(read.query.values.region ?? home)),
      findListSetting(ctx, auditTable.name),
    ])
    return (
      <Page fill trail={[{ label: '系统管理' }, { label: '审计日志' }]} title="审计日志">
        <AuditList
          shape={auditTable.shape}
          page={{ query: read.query, typed: read.typed, problems: read.problems, loaded }}
          saved={saved}
          server={{ lookUpRegions, saveSettings: saveAuditColumns }}
          home={home}
          chain={chain}
          span={defaultSpan}
        />
      </Page>
    )
  },
})
