import Link from 'next/link'
import { can, ROLES } from '@/lib/access/permissions'
import type { Viewer } from '@/lib/access/viewer'
import styles from './home.module.css'

/** The ways into the console that this viewer has. */
export function Tiles({ viewer }: { viewer: Viewer }) {
  const tiles = [
    { permission: 'case.list', href: '/cases', label: '线索办理', say: '分派、指派、审核求助和预警线索' },
    { permission: 'survey.task', href: '/surveys', label: '调查任务', say: '入户调查并提交结果' },
    { permission: 'admission.list', href: '/admissions', label: '纳入申请', say: '新增低保、特困、低边家庭' },
    {
      permission: 'certification.list',
      href: '/certification',
      label: '生存认证',
      say: '查询名册，办理认证和死亡登记',
    },
    {
      permission: 'certification.doubtful',
      href: '/certification/doubtful',
      label: '存疑认证',
      say: '核查认证晚于死亡日期的记录',
    },
    {
      permission: 'suspectedDeath.list',
      href: '/deaths/suspected',
      label: '疑似死亡',
      say: '核实其他部门比对出的死亡记录',
    },
    {
      permission: 'household.list',
      href: '/households?status=ACTIVE',
      label: '家庭档案',
      say: '查询低保、特困、低边家庭，申请变更',
    },
    {
      permission: 'household.review',
      href: '/households/reviews?due=OVERDUE%2CSOON',
      label: '复核',
      say: '办理到期的定期复核',
    },
    {
      permission: 'duplicate.list',
      href: '/households/duplicates?state=OPEN',
      label: '重复享受',
      say: '核查在两户登记或重复申报的人员',
    },
    { permission: 'change.list', href: '/changes', label: '变更审批', say: '查看变更申请和办理结果' },
    { permission: 'import.run', href: '/imports', label: '数据导入', say: '导入名册、死亡、健在和预警名单' },
    { permission: 'parameter.manage', href: '/admin/parameters', label: '参数设置', say: '办理时限、节假日和标准' },
    { permission: 'staff.list', href: '/admin/staff', label: '账号管理', say: '账号、角色和地区' },
    { permission: 'audit.read', href: '/admin/audit', label: '审计日志', say: '查阅操作记录' },
    { permission: 'signed-in', href: '/account', label: '账户与安全', say: '修改密码，查看登录设备' },
  ] as const
  const mine = tiles.filter(({ permission }) => can(viewer.role, permission))
  return (
    <>
      {mine.length === 1 && <p className={styles.nothing}>{ROLES[viewer.role]}目前没有待办业务。</p>}
      <ul className={styles.tiles}>
        {mine.map(({ href, label, say }) => (
          <li key={href}>
            <Link href={href} prefetch={false} className={styles.tile}>
              <strong>{label}</strong>
              <span>{say}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
