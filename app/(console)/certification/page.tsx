import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CertificationWorkspace } from '@/components/certification/workspace'
import { Page } from '@/components/shell/page'
import { YearSelect } from '@/components/table/year-select'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { completionOf } from '@/lib/certification/completion'
import { loadRows, openedYears, readListing } from '@/lib/certification/list'
import { certificationTable } from '@/lib/certification/table'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { removeQuery, saveQuery } from '../actions'
import { planDeathRevocation } from '../deaths/actions'
import {
  certifyPeople,
  certifyPerson,
  countCompletion,
  exchangeIdNumber,
  lookUpRegions,
  planPersonDeath,
  registerPersonDeath,
  revokePersonCertification,
  revokePersonDeath,
  saveColumns,
} from './actions'

export const metadata: Metadata = { title: '生存认证' }

const { shape } = certificationTable

export default page({
  permission: 'certification.list',
  render: async (ctx, { search }) => {
    const listed = readListing(ctx, search)
    if (listed.read.outOfReach) notFound()
    const { year, read } = listed
    const home = ctx.viewer.region.code
    const region = Number(read.query.values.region ?? home)
    const [loaded, completion, chain, years, saved, queries] = await Promise.all([
      loadRows(ctx, listed),
      completionOf(ctx, year, region),
      regionChain(ctx, region),
      openedYears(ctx),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const { role } = ctx.viewer
    const choices = years.includes(year) ? years : [year, ...years]
    return (
      <Page
        trail={[{ label: '生存认证' }, { label: '生存认证' }]}
        title="生存认证"
        beside={<YearSelect shape={shape} query={read.query} year={year} years={choices} />}
        fill
      >
        <CertificationWorkspace
          shape={shape}
          page={{ query: read.query, typed: read.typed, problems: read.problems, loaded }}
          saved={saved}
          queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
          year={year}
          today={ctx.today}
          home={home}
          region={chain.at(-1) ?? ctx.viewer.region}
          chain={chain}
          completion={completion}
          may={{
            act: can(role, 'certification.certify') || can(role, 'certification.revoke'),
            certify: can(role, 'certification.certify'),
            export: can(role, 'certification.export'),
          }}
          actions={{
            deeds: {
              certify: certifyPerson,
              planDeath: planPersonDeath,
              registerDeath: registerPersonDeath,
              revoke: revokePersonCertification,
              planRevocation: planDeathRevocation,
              revokeDeath: revokePersonDeath,
            },
            certifyMany: certifyPeople,
            countCompletion,
            regionsUnder: lookUpRegions,
            exchangeIdNumber,
            saveSettings: saveColumns,
          }}
        />
      </Page>
    )
  },
})
