import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ReviewWorkspace } from '@/components/review/workspace'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { regionChain } from '@/lib/region-list'
import { readListing } from '@/lib/review/list'
import { reviewTable } from '@/lib/review/table'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { loadPage } from '@/lib/table/load'
import { removeQuery, saveQuery } from '../../actions'
import { lookUpRegions, saveColumns } from '../../certification/actions'
import { reviewHousehold, reviewHouseholds } from './actions'

export const metadata: Metadata = { title: '复核' }

const TRAIL = [{ label: '家庭档案', href: '/households' }, { label: '复核' }]
const { shape } = reviewTable

export default page({
  permission: 'household.review',
  render: async (ctx, { search }) => {
    const { read, listing } = readListing(ctx, search)
    const { query, typed, problems, outOfReach } = read
    if (outOfReach) notFound()
    const { home } = listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadPage(ctx, reviewTable, listing),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const { 'review.stableMonths': stable, 'review.unstableMonths': unstable } = ctx.parameters
    return (
      <Page fill trail={TRAIL} title="复核">
        <ReviewWorkspace
          list={{
            shape,
            saved,
            home,
            chain,
            queries: { saved: queries, save: saveQuery, remove: removeQuery },
            server: { lookUpRegions, saveSettings: saveColumns },
            exportPath: '/households/reviews/export',
          }}
          page={{ query, typed, problems, loaded }}
          today={ctx.today}
          periods={{ 'review.stableMonths': stable, 'review.unstableMonths': unstable }}
          deeds={{ review: reviewHousehold, reviewMany: reviewHouseholds }}
        />
      </Page>
    )
  },
})
