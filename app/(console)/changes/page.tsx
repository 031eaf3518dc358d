import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangeList, NothingToDecide } from '@/components/change/change-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { loadChanges, readChangeListing } from '@/lib/change/list'
import { changeTable } from '@/lib/change/table'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { removeQuery, saveQuery } from '../actions'
import { lookUpRegions, saveColumns } from '../certification/actions'

export const metadata: Metadata = { title: '变更审批' }

const { shape } = changeTable

export default page({
  permission: 'change.list',
  render: async (ctx, { search }) => {
    const listed = readChangeListing(ctx, search)
    const { query, typed, problems, outOfReach } = listed.read
    if (outOfReach) notFound()
    const { home } = listed.listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadChanges(ctx, listed),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const nothing = loaded.total === 0 && search.size === 0
    return (
      <Page fill trail={[{ label: '家庭档案', href: '/households' }, { label: shape.title }]} title={shape.title}>
        {nothing ? (
          <NothingToDecide />
        ) : (
          <ChangeList
            shape={shape}
            page={{ query, typed, problems, loaded }}
            saved={saved}
            queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
            server={{ lookUpRegions, saveSettings: saveColumns }}
            home={home}
            chain={chain}
          />
        )}
      </Page>
    )
  },
})
