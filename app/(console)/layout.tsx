import type { ReactNode } from 'react'
import type { MenuItem } from '@/components/shell/menu'
import { Shell } from '@/components/shell/shell'
import { requirePresence } from '@/lib/access/entry'
import { can, type Permission, ROLES, type Role } from '@/lib/access/permissions'

const MENU: readonly (MenuItem & { permission: Permission })[] = [
  { key: 'home', label: '首页', href: '/', icon: 'home', permission: 'signed-in' },
  {
    key: 'certification',
    label: '生存认证',
    href: '/certification',
    icon: 'certification',
    permission: 'certification.list',
  },
  {
    key: 'doubtful',
    label: '存疑认证',
    href: '/certification/doubtful',
    icon: 'survey',
    permission: 'certification.doubtful',
  },
  { key: 'staff', label: '账号管理', href: '/admin/staff', icon: 'staff', permission: 'staff.list' },
  { key: 'audit', label: '审计日志', href: '/admin/audit', icon: 'audit', permission: 'audit.read' },
  { key: 'account', label: '账户与安全', href: '/account', icon: 'account', permission: 'signed-in' },
]

function menuFor(role: Role): MenuItem[] {
  return MENU.filter((item) => can(role, item.permission)).map(({ permission: _permission, ...item }) => item)
}

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { viewer } = await requirePresence('signed-in')
  return (
    <Shell
      viewer={{
        name: viewer.name,
        username: viewer.username,
        roleLabel: ROLES[viewer.role],
        regionName: viewer.region.name,
        regionPath: viewer.region.path,
        provinceName: viewer.region.path.split(' > ')[0] ?? '',
      }}
      menu={viewer.mustChangePassword ? [] : menuFor(viewer.role)}
    >
      {children}
    </Shell>
  )
}
