import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AdmissionList, NothingToAdmit } from '@/components/admission/admission-list'
import { StartButton } from '@/components/admission/start-button'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { loadAdmissions, readAdmissionListing } from '@/lib/admission/list'
import { admissionTable } from '@/lib/admission/table'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { removeQuery, saveQuery } from '../actions'
import { lookUpRegions, saveColumns } from '../certification/actions'
import { startHouseholdAdmission } from './actions'

export const metadata: Metadata = { title: '纳入申请' }

const { shape } = admissionTable

export default page({
  permission: 'admission.list',
  render: async (ctx, { search }) => {
    const listed = readAdmissionListing(ctx, search)
    const { query, typed, problems, outOfReach } = listed.read
    if (outOfReach) notFound()
    const { home } = listed.listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadAdmissions(ctx, listed),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const mayStart = can(ctx.viewer.role, 'admission.request')
    const nothing = loaded.total === 0 && search.size === 0
    return (
      <Page
        fill
        trail={[{ label: shape.title }]}
        title={shape.title}
        beside={mayStart && <StartButton start={startHouseholdAdmission} />}
      >
        {nothing ? (
          <NothingToAdmit mayStart={mayStart} />
        ) : (
          <AdmissionList
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
