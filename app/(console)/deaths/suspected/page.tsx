import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { NothingSuspected, SuspectedList } from '@/components/suspected-death/suspected-list'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { regionChain } from '@/lib/region-list'
import { findQueries } from '@/lib/saved-query/data'
import { findListSetting } from '@/lib/staff/setting'
import { loadSuspicions, readSuspicions } from '@/lib/suspected-death/list'
import { suspectedDeathTable } from '@/lib/suspected-death/table'
import { removeQuery, saveQuery } from '../../actions'
import { exchangeIdNumber, lookUpRegions, saveColumns } from '../../certification/actions'
import { planSuspectedDeath, verifySuspectedAlive, verifySuspectedDead } from './actions'

export const metadata: Metadata = { title: '疑似死亡' }

const { shape } = suspectedDeathTable
const TRAIL = [{ label: '生存认证', href: '/certification' }, { label: '疑似死亡' }]

export default page({
  permission: 'suspectedDeath.list',
  render: async (ctx, { search }) => {
    const listed = readSuspicions(ctx, search)
    const { query, typed, problems, outOfReach } = listed.read
    if (outOfReach) notFound()
    const { home } = listed.listing
    const [loaded, chain, saved, queries] = await Promise.all([
      loadSuspicions(ctx, listed),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, shape.name),
      findQueries(ctx, shape.name),
    ])
    const nothing = loaded.total === 0 && Object.keys(typed).every((key) => key === 'status' && typed.status === 'OPEN')
    return (
      <Page fill trail={TRAIL} title="疑似死亡">
        {nothing ? (
          <NothingSuspected allHref={`${shape.path}?status=ALL`} />
        ) : (
          <SuspectedList
            shape={shape}
            page={{ query, typed, problems, loaded }}
            saved={saved}
            queries={{ saved: queries, save: saveQuery, remove: removeQuery }}
            server={{ lookUpRegions, saveSettings: saveColumns }}
            home={home}
            chain={chain}
            today={ctx.today}
            exchangeIdNumber={exchangeIdNumber}
            deeds={
              can(ctx.viewer.role, 'suspectedDeath.verify')
                ? { verifyAlive: verifySuspectedAlive, verifyDead: verifySuspectedDead, planDeath: planSuspectedDeath }
                : undefined
            }
            exportPath="/deaths/suspected/export"
          />
        )}
      </Page>
    )
  },
})
