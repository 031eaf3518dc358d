import type { Metadata } from 'next'
import { RegisterForm } from '@/components/case/register-form'
import { Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { ancestorAt } from '@/lib/region'
import { anyRegionsUnder, regionChain } from '@/lib/region-list'
import { lookUpOpenCases, lookUpPlaces } from '../[id]/actions'
import { registerCase } from '../actions'

export const metadata: Metadata = { title: '登记线索' }

const server = { register: registerCase, lookUpOpenCases, lookUpPlaces }

export default page({
  permission: 'case.register',
  render: async (ctx) => {
    const home = ctx.viewer.region.code
    const county = ancestorAt(home, 3)
    const [chain, streets, communities] = await Promise.all([
      regionChain(ctx, county),
      anyRegionsUnder(ctx, { parent: county }),
      anyRegionsUnder(ctx, { parent: home }),
    ])
    return (
      <Page
        trail={[{ label: '监测平台' }, { label: '线索办理', href: '/cases' }, { label: '登记线索' }]}
        title="登记线索"
      >
        <RegisterForm
          county={{ code: county, name: chain.at(-1)?.name ?? '' }}
          streets={streets}
          own={home === county ? null : { street: home, communities }}
          server={server}
        />
      </Page>
    )
  },
})
