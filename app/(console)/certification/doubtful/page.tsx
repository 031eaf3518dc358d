import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { DoubtfulList, NothingDoubtful } from '@/components/certification/doubtful-list'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { doubtfulTable } from '@/lib/certification/doubtful-table'
import { regionChain } from '@/lib/region-list'
import { findListSetting } from '@/lib/staff/setting'
import { loadPage } from '@/lib/table/load'
import { readListQuery } from '@/lib/table/url'
import { lookUpRegions, saveColumns } from '../actions'

export const metadata: Metadata = { title: '存疑认证' }

const TRAIL = [{ label: '生存认证', href: '/certification' }, { label: '存疑认证' }]

export default page({
  permission: 'certification.doubtful',
  render: async (ctx, { search }) => {
    const home = ctx.viewer.region.code
    const { query, typed, problems, outOfReach } = readListQuery(doubtfulTable, search, home)
    if (outOfReach) notFound()
    const [loaded, chain, saved] = await Promise.all([
      loadPage(ctx, doubtfulTable, { query, home, context: null }),
      regionChain(ctx, Number(query.values.region ?? home)),
      findListSetting(ctx, doubtfulTable.name),
    ])
    const nothing = loaded.total === 0 && Object.keys(typed).length === 0
    return (
      <Page fill trail={TRAIL} title="存疑认证">
        {nothing ? (
          <NothingDoubtful />
        ) : (
          <DoubtfulList
            shape={doubtfulTable.shape}
            page={{ query, typed, problems, loaded }}
            saved={saved}
            server={{ lookUpRegions, saveSettings: saveColumns }}
            home={home}
            chain={chain}
          />
        )}
      </Page>
    )
  },
})
