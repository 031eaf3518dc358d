import type { Metadata } from 'next'
import { Identity } from '@/components/account/identity'
import { PasswordForm } from '@/components/account/password-form'
import { PhoneForm } from '@/components/account/phone-form'
import { SessionList } from '@/components/account/session-list'
import { Card, Page } from '@/components/shell/page'
import { page } from '@/lib/access/entry'
import { ROLES } from '@/lib/access/permissions'
import { findOwnPhone, ownSessions } from '@/lib/staff/account/data'
import { changePasswordAction, changePhoneAction, endAllSessionsAction, endSessionAction } from './actions'

export const metadata: Metadata = { title: '账户与安全' }

export default page({
  permission: 'signed-in',
  beforePasswordChange: true,
  render: async (ctx) => {
    const { viewer } = ctx
    const [phone, sessions] = await Promise.all([findOwnPhone(ctx), ownSessions(ctx)])
    return (
      <Page trail={[{ label: '首页', href: '/' }, { label: '账户与安全' }]} title="账户与安全">
        <Card title="本人信息">
          <Identity
            username={viewer.username}
            name={viewer.name}
            roleLabel={ROLES[viewer.role]}
            regionPath={viewer.region.path}
          />
        </Card>
        <Card title="手机号">
          <PhoneForm current={phone} send={changePhoneAction} />
        </Card>
        <Card title="修改密码">
          <PasswordForm username={viewer.username} required={viewer.mustChangePassword} send={changePasswordAction} />
        </Card>
        <SessionList sessions={sessions} end={endSessionAction} endAll={endAllSessionsAction} />
      </Page>
    )
  },
})
