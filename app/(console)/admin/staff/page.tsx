import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { lookUpRegions } from '@/app/(console)/certification/actions'
import { Page } from '@/components/shell/page'
import { StaffList } from '@/components/staff/staff-list'
import { page } from '@/lib/access/entry'
import { can } from '@/lib/access/permissions'
import { regionChain } from '@/lib/region-list'
import { loadAccounts, readListing } from '@/lib/staff/list'
import { grantableRoles } from '@/lib/staff/rules'
import { findListSetting } from '@/lib/staff/setting'
import { staffTable } from '@/lib/staff/table'
import {
  changeStaffPhone,
  createStaffAccount,
  disableStaffAccount,
  enableStaffAccount,
  grantStaffRole,
  resetStaffPassword,
  saveStaffColumns,
  withdrawStaffRole,
} from './actions'

export const metadata: Metadata = { title: '账号管理' }

const deeds = {
  create: createStaffAccount,
  disable: disableStaffAccount,
  enable: enableStaffAccount,
  reset: resetStaffPassword,
  phone: changeStaffPhone,
  grant: grantStaffRole,
  withdraw: withdrawStaffRole,
}

export default page({
  permission: 'staff.list',
  render: async (ctx, { search }) => {
    const { read, listing } = readListing(ctx, search)
    if (read.outOfReach) notFound()
    const { role, region } = ctx.viewer
    const [loaded, chain, saved] = await Promise.all([
      loadAccounts(ctx, { read, listing }),
      regionChain(ctx, Number(read.query.values.region ?? region.code)),
      findListSetting(ctx, staffTable.name),
    ])
    return (
      <Page fill trail={[{ label: '系统管理' }, { label: '账号管理' }]} title="账号管理">
        <StaffList
          shape={staffTable.shape}
          page={{ query: read.query, typed: read.typed, problems: read.problems, loaded }}
          saved={saved}
          server={{ lookUpRegions, saveSettings: saveStaffColumns }}
          home={region.code}
          chain={chain}
          deeds={deeds}
          mayCreate={can(role, 'staff.account')}
          roles={can(role, 'staff.grant') ? grantableRoles(region.code) : []}
        />
      </Page>
    )
  },
})
