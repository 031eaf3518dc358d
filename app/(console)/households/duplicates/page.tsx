import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DuplicateList } from '@/components/duplicate/duplicate-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { readListing } from '@/lib/duplicate/list'
import { duplicateTable } from '@/lib/duplicate/table'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { loadPage } from '@/lib/table/load'
import { removeQuery, saveQuery } from '../../actions'
import { lookUpRegions, saveColumns } from '../../certification/actions'
import { concludeDuplicate } from './actions'

export const metadata: Metadata = { title: '重复享受' }

const TRAIL = [{ label: '家庭档案', href: '/households' }, { label: '重复享受' }]
const { shape } = duplicateTable

export default page({
  permission: 'duplicate.list',
  render: async (ctx, { search }) => {
    const { read, listing } = readListing(ctx, search)
    const { query, typed, problems, outOfReach } = read
    if (outOfReach) notFound()
    const { home } = listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadPage(ctx, duplicateTable, listing),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    return (
      <Page fill trail={TRAIL} title="重复享受">
        <DuplicateList
          shape={shape}
          page={{ query, typed, problems, loaded }}
          saved={saved}
          queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
          server={{ lookUpRegions, saveSettings: saveColumns }}
          home={home}
          chain={chain}
          exportPath="/households/duplicates/export"
          conclude={can(ctx.viewer.role, 'duplicate.resolve') ? concludeDuplicate : undefined}
        />
      </Page>
    )
  },
})
