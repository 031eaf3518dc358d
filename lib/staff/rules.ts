import { can, ROLES, type Role } from '@/lib/access/permissions'
import type { Refusal } from '@/lib/refusal'
import { isWithin, type Level, levelOf, type RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'

/** As it stands in the table `staff`: lower case, so that one name cannot be two accounts. */
export const USERNAME = /^[a-z][a-z0-9_.-]{1,31}$/

/** Of a member of staff, for 短信: eleven digits of a mobile, or a landline with its area code, 0711-3870000. */
export const STAFF_PHONE = /^(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})$/

export const ACCOUNT_STATUSES = { ACTIVE: '启用', DISABLED: '停用', UNGRANTED: '待授权' } as const
export type AccountStatus = keyof typeof ACCOUNT_STATUSES

const EVERY_LEVEL = [1, 2, 3, 4, 5] as const satisfies readonly Level[]

/**
 * The levels at which a role can be at home; a CHECK of the table `staff` says the same. Each works exactly at its level: a
 * street clerk of a county would see the county. The three administrators stand at any level.
 */
export const ROLE_LEVELS: Readonly<Record<Role, readonly Level[]>> = {
  PROVINCE_SUPERVISOR: [1],
  CITY_SUPERVISOR: [2],
  COUNTY_CASEWORKER: [3],
  STREET_STAFF: [4],
  SURVEYOR: [4, 5],
  SYSTEM_ADMIN: EVERY_LEVEL,
  SECURITY_ADMIN: EVERY_LEVEL,
  AUDITOR: EVERY_LEVEL,
}

/** Whether a role may have a region as its home. */
export function fitsRole(role: Role, region: RegionCode): boolean {
  return ROLE_LEVELS[role].includes(levelOf(region))
}

/** The roles that an administrator at home in `home` can give: those with a level of region at or under it. */
export function grantableRoles(home: RegionCode): Role[] {
  const highest = levelOf(home)
  return (Object.keys(ROLES) as Role[]).filter((role) => ROLE_LEVELS[role].some((level) => level >= highest))
}

/** An account as far as decisions about it go. */
export interface Account {
  id: number
  role: Role | null
  region: RegionCode
  disabled: boolean
  /** Counts up with every change by an administrator. */
  version: number
}

/** 停用 goes before 待授权: nobody waits for a role on an account that is off. */
export function accountStatus({ role, disabled }: Pick<Account, 'role' | 'disabled'>): AccountStatus {
  if (disabled) return 'DISABLED'
  return role === null ? 'UNGRANTED' : 'ACTIVE'
}

/** What can be done to an account, in the order of its buttons. */
export const ACCOUNT_ACTIONS = ['enable', 'disable', 'reset', 'phone', 'grant', 'withdraw'] as const
export type AccountAction = (typeof ACCOUNT_ACTIONS)[number]

/** Who is asking. */
export interface Administrator {
  id: number
  role: Role
  region: RegionCode
}

/** The buttons of an account for one administrator; none on their own. The server asks the same of every change. */
export function accountActions(account: Account, asking: Administrator): AccountAction[] {
  if (account.id === asking.id) return []
  return ACCOUNT_ACTIONS.filter((action) => suits(action, account) && can(asking.role, permissionFor(action)))
}

/** Which permission an action on an account takes. */
export function permissionFor(action: AccountAction): 'staff.account' | 'staff.grant' {
  return action === 'grant' || action === 'withdraw' ? 'staff.grant' : 'staff.account'
}

function suits(action: AccountAction, { disabled, role }: Account): boolean {
  if (action === 'enable') return disabled
  if (action === 'disable') return !disabled
  return action !== 'withdraw' || role !== null
}

/** Why an action on an account, as the administrator saw it in `version`, is not done; null when it is. */
export function refusalToChange(
  action: AccountAction,
  account: Account,
  asking: Administrator,
  version: number,
): Refusal | null {
  if (account.id === asking.id) return { code: 'NOT_FOR_YOURSELF' }
  if (account.version !== version || !accountActions(account, asking).includes(action)) return { code: 'STALE' }
  return null
}

/** A role with the region that it reaches. */
export interface Grant {
  role: Role
  region: RegionCode
}

/** Whether `grant` can be given by an administrator at home in `home`; else the sentence and the field where it belongs. */
export function checkGrant(
  account: Account,
  grant: Grant,
  home: RegionCode,
): Result<Grant, { field: 'role' | 'region'; message: string }> {
  const { role, region } = grant
  if (!isWithin(region, home)) return err({ field: 'region', message: '所选地区不在您的管辖范围内，请重新选择。' })
  if (!fitsRole(role, region)) return err({ field: 'region', message: `${ROLES[role]}应选择${levelsInWords(role)}。` })
  if (account.role === role && account.region === region) return err({ field: 'role', message: '角色和地区没有变化。' })
  return ok(grant)
}

/** The kinds of region that a role takes, 「街道（乡镇）或社区（村）」. */
export function levelsInWords(role: Role): string {
  const levels = ROLE_LEVELS[role]
  return levels === EVERY_LEVEL ? '任一级地区' : levels.map((level) => KINDS_OF_REGION[level]).join('或')
}

const KINDS_OF_REGION: Record<Level, string> = {
  1: '省级地区',
  2: '市级地区',
  3: '区县',
  4: '街道（乡镇）',
  5: '社区（村）',
}
