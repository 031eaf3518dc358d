import type { Metadata } from 'next'
import { ImportList } from '@/components/import/import-list'
import { UploadCard } from '@/components/import/upload-card'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { importTable } from '@/lib/import/table'
import { regionChain } from '@/lib/region-list'
import { findListSetting } from '@/lib/staff/setting'
import { loadPage } from '@/lib/table/load'
import { readListQuery } from '@/lib/table/url'
import { lookUpRegions, saveColumns } from '../certification/actions'

export const metadata: Metadata = { title: '数据导入' }

export default page({
  permission: 'import.run',
  render: async (ctx, { search }) => {
    const home = ctx.viewer.region.code
    const { query, typed, problems } = readListQuery(importTable, search, home)
    const [loaded, chain, saved] = await Promise.all([
      loadPage(ctx, importTable, { query, home, context: null }),
      regionChain(ctx, home),
      findListSetting(ctx, importTable.name),
    ])
    return (
      <Page fill trail={[{ label: '业务办理' }, { label: '数据导入' }]} title="数据导入">
        <UploadCard />
        <ImportList
          shape={importTable.shape}
          page={{ query, typed, problems, loaded }}
          saved={saved}
          server={{ lookUpRegions, saveSettings: saveColumns }}
          home={home}
          chain={chain}
        />
      </Page>
    )
  },
})
