import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { HouseholdList } from '@/components/household-list/household-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { loadRows, readListing } from '@/lib/household/list'
import { HOUSEHOLD_PRESETS, presetOf } from '@/lib/household/preset'
import { householdTable } from '@/lib/household/table'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { removeQuery, saveQuery } from '../actions'
import { exchangeIdNumber, lookUpRegions, saveColumns } from '../certification/actions'

export const metadata: Metadata = { title: '家庭档案' }

const { shape } = householdTable

export default page({
  permission: 'household.list',
  render: async (ctx, { search }) => {
    const listed = readListing(ctx, search)
    const { query, typed, problems, outOfReach } = listed.read
    if (outOfReach) notFound()
    const { home } = listed.listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadRows(ctx, listed),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const preset = presetOf(query.values.category)
    const title = preset ? HOUSEHOLD_PRESETS[preset].label : '全部家庭'
    const { role } = ctx.viewer
    return (
      <Page trail={[{ label: '家庭档案', href: shape.path }, { label: title }]} title={title} fill>
        <HouseholdList
          shape={shape}
          page={{ query, typed, problems, loaded }}
          saved={saved}
          queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
          server={{ lookUpRegions, saveSettings: saveColumns }}
          home={home}
          chain={chain}
          exchangeIdNumber={exchangeIdNumber}
          mayRequest={can(role, 'change.request')}
          exportPath={can(role, 'household.export') ? '/households/export' : undefined}
        />
      </Page>
    )
  },
})
