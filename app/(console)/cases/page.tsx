import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CaseLinks } from '@/components/case-list/case-links'
import { CaseWorkspace } from '@/components/case-list/workspace'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { loadCalendar } from '@/lib/calendar/data'
import { readCaseListing, shapeFor } from '@/lib/case/list'
import { caseTable } from '@/lib/case/table'
import { CASE_TABS, caseTabs, nothingThere, queryOfTab, shownTabs, tabOf } from '@/lib/case/tabs'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { hrefOf } from '@/lib/table/list-query'
import { loadPage } from '@/lib/table/load'
import { removeQuery, saveQuery } from '../actions'
import { exchangeIdNumber, lookUpRegions, saveColumns } from '../certification/actions'
import { dispatchCases, lookUpDispatchChoices, lookUpSurveyors } from './actions'

const { shape } = caseTable

export const metadata: Metadata = { title: shape.title }

const DISPATCHING = {
  lookUpChoices: lookUpDispatchChoices,
  lookUpSurveyors,
  dispatch: dispatchCases,
}

export default page({
  permission: 'case.list',
  render: async (ctx, { search }) => {
    const { read, listing } = readCaseListing(ctx, search, await loadCalendar(ctx))
    const { query, typed, problems, outOfReach } = read
    if (outOfReach) notFound()
    const { home } = listing
    const [loaded, counts, chain, saved, queries] = await Promise.all([
      loadPage(ctx, caseTable, listing),
      caseTabs(ctx, listing),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const { role } = ctx.viewer
    const current = tabOf(query.values)
    const tabs = shownTabs(role, counts, current).map((tab) => ({
      key: tab,
      label: CASE_TABS[tab].label,
      count: counts[tab],
      href: hrefOf(shape, queryOfTab(query, tab)),
      current: tab === current,
      urgent: tab === 'OVERDUE',
    }))
    return (
      <Page
        fill
        trail={[{ label: '监测平台' }, { label: shape.title }]}
        title={shape.title}
        beside={<CaseLinks mayRegister={can(role, 'case.register')} mayImport={can(role, 'import.run')} />}
      >
        <CaseWorkspace
          shape={shapeFor(role)}
          page={{ query, typed, problems, loaded }}
          tabs={tabs}
          nothing={nothingThere(query.values)}
          saved={saved}
          queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
          server={{ lookUpRegions, saveSettings: saveColumns }}
          home={home}
          chain={chain}
          exchangeIdNumber={exchangeIdNumber}
          dispatching={can(role, 'case.dispatch') ? DISPATCHING : undefined}
          exportPath={can(role, 'case.export') ? '/cases/export' : undefined}
        />
      </Page>
    )
  },
})
