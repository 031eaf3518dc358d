import type { ReactNode } from 'react'
import type { MenuItem } from '@/components/shell/menu'
import { Shell } from '@/components/shell/shell'
import { requirePresence } from '@/lib/access/entry'
import { can, type Permission, ROLES, type Role } from '@/lib/access/permissions'
import { HOUSEHOLD_PRESETS, hrefOfPreset } from '@/lib/household/preset'
import { countUnread } from '@/lib/notice/data'

const CERTIFICATION = '生存认证'
const HOUSEHOLDS = '家庭档案'
const OFFICE = '业务办理'
const MONITORING = '监测平台'

const MENU: readonly (MenuItem & { permission: Permission })[] = [
  { key: 'home', label: '首页', href: '/', icon: 'home', permission: 'signed-in' },
  {
    key: 'certification',
    label: '生存认证',
    href: '/certification',
    icon: 'certification',
    permission: 'certification.list',
    group: CERTIFICATION,
  },
  {
    key: 'suspected-deaths',
    label: '疑似死亡',
    href: '/deaths/suspected',
    icon: 'suspectedDeath',
    permission: 'suspectedDeath.list',
    group: CERTIFICATION,
  },
  {
    key: 'doubtful',
    label: '存疑认证',
    href: '/certification/doubtful',
    icon: 'survey',
    permission: 'certification.doubtful',
    group: CERTIFICATION,
  },
  ...(['dibao', 'tekun', 'dibian'] as const).map((preset) => ({
    key: preset,
    label: HOUSEHOLD_PRESETS[preset].label,
    href: hrefOfPreset(preset),
    icon: 'household' as const,
    permission: 'household.list' as const,
    group: HOUSEHOLDS,
  })),
  {
    key: 'reviews',
    label: '复核',
    href: '/households/reviews?due=OVERDUE%2CSOON',
    icon: 'review',
    permission: 'household.review',
    group: HOUSEHOLDS,
  },
  {
    key: 'duplicates',
    label: '重复享受',
    href: '/households/duplicates?state=OPEN',
    icon: 'duplicate',
    permission: 'duplicate.list',
    group: HOUSEHOLDS,
  },
  { key: 'cases', label: '线索办理', href: '/cases', icon: 'case', permission: 'case.list', group: MONITORING },
  { key: 'surveys', label: '调查任务', href: '/surveys', icon: 'survey', permission: 'survey.task', group: MONITORING },
  {
    key: 'admissions',
    label: '纳入申请',
    href: '/admissions',
    icon: 'admission',
    permission: 'admission.list',
    group: OFFICE,
  },
  { key: 'changes', label: '变更审批', href: '/changes', icon: 'change', permission: 'change.list', group: OFFICE },
  { key: 'imports', label: '数据导入', href: '/imports', icon: 'import', permission: 'import.run', group: OFFICE },
  {
    key: 'parameters',
    label: '参数设置',
    href: '/admin/parameters',
    icon: 'settings',
    permission: 'parameter.manage',
  },
  { key: 'staff', label: '账号管理', href: '/admin/staff', icon: 'staff', permission: 'staff.list' },
  { key: 'audit', label: '审计日志', href: '/admin/audit', icon: 'audit', permission: 'audit.read' },
  { key: 'account', label: '账户与安全', href: '/account', icon: 'account', permission: 'signed-in' },
]

function menuFor(role: Role): MenuItem[] {
  return MENU.filter((item) => can(role, item.permission)).map(({ permission: _permission, ...item }) => item)
}

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const presence = await requirePresence('signed-in')
  const { viewer } = presence
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
      unread={viewer.mustChangePassword ? undefined : await countUnread(presence)}
    >
      {children}
    </Shell>
  )
}
