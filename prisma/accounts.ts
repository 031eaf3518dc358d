/** What `npm run admin` does to accounts and regions, each on one transaction as the owner of the database. */

import type { ClientBase } from 'pg'
import { ROLES, type Role } from '@/lib/access/permissions'
import type { AuditAction } from '@/lib/audit/entry'
import { parseRegionCode, type RegionCode } from '@/lib/region'
import { passwordProblem } from '@/lib/staff/account/rules'
import { generatedPassword, hashPassword } from '@/lib/staff/password'
import { ACCOUNT_STATUSES, accountStatus, fitsRole, levelsInWords, USERNAME } from '@/lib/staff/rules'
import { OperatorError } from './operator'
import { readRegions } from './seed/regions'
import { askHidden, isAttended, tableOf } from './terminal'

export type Options = Readonly<Record<string, string | undefined>>

/** What a command did: the lines to print, and the row for the audit trail. */
export interface Outcome {
  lines: string[]
  action: AuditAction | 'staff.list' | 'region.load'
  subjectId?: number
  subjectLabel: string
  region?: RegionCode
  detail: Readonly<Record<string, unknown>>
}

interface Account {
  id: number
  username: string
  name: string
  region: RegionCode
  disabled: boolean
}

interface Home {
  code: RegionCode
  path: string
}

function required(options: Options, name: string, what: string): string {
  const value = options[name]?.trim()
  if (!value) throw new OperatorError(`缺少 --${name}（${what}）。`)
  return value
}

export async function createUser(client: ClientBase, options: Options): Promise<Outcome> {
  const username = required(options, 'username', '用户名').toLowerCase()
  if (!USERNAME.test(username)) {
    throw new OperatorError('用户名为2至32位，以字母开头，只能包含字母、数字和“_”“.”“-”。')
  }
  const name = required(options, 'name', '姓名')
  const role = roleOf(required(options, 'role', '角色'))
  const region = required(options, 'region', '12位地区代码')
  const loaded = await loadFirstRegions(client, region.slice(0, 2))
  const home = await homeOf(client, region)
  if (!fitsRole(role, home.code)) {
    throw new OperatorError(`${ROLES[role]}应选择${levelsInWords(role)}，${home.path} 不是。`)
  }
  const password = await passwordFor(username, options.password)
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO staff (username, name, password_hash, must_change_password, role, region)
     VALUES ($1, $2, $3, true, $4, $5) ON CONFLICT (username) DO NOTHING RETURNING id`,
    [username, name, await hashPassword(password.text), role, home.code],
  )
  if (!rows[0]) throw new OperatorError(`用户名 ${username} 已被使用，请换一个。`)
  return {
    lines: [...loaded, `已新建账号 ${username}：${name}，${ROLES[role]}，${home.path}。`, ...password.lines],
    action: 'staff.create',
    subjectId: Number(rows[0].id),
    subjectLabel: `${name}（${username}）`,
    region: home.code,
    detail: { after: { username, name, role, region: home.code } },
  }
}

export async function resetPassword(client: ClientBase, options: Options): Promise<Outcome> {
  const account = await getAccount(client, options)
  const password = await passwordFor(account.username, options.password)
  const hash = await hashPassword(password.text)
  await client.query(
    'UPDATE staff SET password_hash = $2, must_change_password = true, version = version + 1 WHERE id = $1',
    [account.id, hash],
  )
  const sessions = await endSessions(client, account)
  const lines = [`已重置 ${account.username} 的密码，${sessions} 处登录已退出。`, ...password.lines]
  return {
    lines,
    action: 'staff.reset',
    ...subjectOf(account),
    detail: { after: { mustChangePassword: true }, sessions },
  }
}

export async function disableUser(client: ClientBase, options: Options): Promise<Outcome> {
  const account = await getAccount(client, options)
  if (account.disabled) throw new OperatorError(`账号 ${account.username} 已经停用。`)
  await client.query('UPDATE staff SET disabled_at = now(), version = version + 1 WHERE id = $1', [account.id])
  const sessions = await endSessions(client, account)
  const lines = [`已停用账号 ${account.username}，${sessions} 处登录已退出。`]
  const detail = { before: { disabled: false }, after: { disabled: true }, sessions }
  return { lines, action: 'staff.disable', ...subjectOf(account), detail }
}

export async function listUsers(client: ClientBase): Promise<Outcome> {
  const { rows } = await client.query<{
    username: string
    name: string
    role: Role | null
    path: string
    disabled: boolean
  }>(
    `SELECT st.username, st.name, st.role, r.path, st.disabled_at IS NOT NULL AS disabled
     FROM staff st JOIN region r ON r.code = st.region ORDER BY st.username`,
  )
  const cells = rows.map(({ username, name, role, path, disabled }) => [
    username,
    name,
    role ? ROLES[role] : '—',
    path,
    ACCOUNT_STATUSES[accountStatus({ role, disabled })],
  ])
  return {
    lines: [tableOf([['用户名', '姓名', '角色', '地区', '状态'], ...cells]), `共 ${rows.length} 个账号。`],
    action: 'staff.list',
    subjectLabel: '全部账号',
    detail: { accounts: rows.length },
  }
}

/** In a new database the province of the first account comes with it, where its file is here. Answers the line to print. */
async function loadFirstRegions(client: ClientBase, province: string): Promise<string[]> {
  const { rows } = await client.query('SELECT FROM region LIMIT 1')
  if (rows.length > 0 || !/^\d{2}$/.test(province)) return []
  return (await loadRegions(client, { province })).lines
}

export async function loadRegions(client: ClientBase, options: Options): Promise<Outcome> {
  const province = required(options, 'province', '两位省级代码')
  const regions = regionsOf(province)
  const column = (key: keyof (typeof regions)[number]) => regions.map((region) => region[key])
  await client.query(
    `INSERT INTO region (code, level, parent, name, official_name, path)
     SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::text[], $6::text[])
     ON CONFLICT (code) DO UPDATE SET level = excluded.level, parent = excluded.parent, name = excluded.name,
       official_name = excluded.official_name, path = excluded.path`,
    [column('code'), column('level'), column('parent'), column('name'), column('officialName'), column('path')],
  )
  return {
    lines: [`已导入 ${regions[0]?.name ?? ''} 的 ${regions.length} 个行政区划。`],
    action: 'region.load',
    subjectLabel: regions[0]?.name ?? province,
    region: regions[0]?.code,
    detail: { province, regions: regions.length },
  }
}

function regionsOf(province: string) {
  if (!/^\d{2}$/.test(province)) throw new OperatorError('--province 应为两位省级代码，例如 42。')
  try {
    return readRegions(province)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    throw new OperatorError(
      `没有省级代码 ${province} 的区划文件，请先生成：npx tsx prisma/seed/regions.ts --province ${province}`,
    )
  }
}

function roleOf(text: string): Role {
  const found = (Object.keys(ROLES) as Role[]).find((role) => role === text.toUpperCase() || ROLES[role] === text)
  if (found) return found
  const all = Object.entries(ROLES).map(([role, label]) => `${role}（${label}）`)
  throw new OperatorError(`没有角色「${text}」。可用的角色：${all.join('、')}。`)
}

async function homeOf(client: ClientBase, text: string): Promise<Home> {
  const code = parseRegionCode(text)
  if (code === null) throw new OperatorError(`地区代码应为12位数字，例如 420000000000，当前是「${text}」。`)
  const { rows } = await client.query<{ path: string }>('SELECT path FROM region WHERE code = $1', [code])
  if (rows[0]) return { code, path: rows[0].path }
  const province = text.slice(0, 2)
  throw new OperatorError(
    `没有地区 ${text}。尚未导入区划时请先运行：npm run admin -- load-regions --province ${province}`,
  )
}

/** Given, typed without being shown, or made up and then told this once. */
async function passwordFor(username: string, given: string | undefined): Promise<{ text: string; lines: string[] }> {
  const typed = given ?? (isAttended() ? await askTwice(username) : '')
  if (typed === '') {
    const text = generatedPassword()
    return { text, lines: [`初始密码：${text}（仅显示这一次，首次登录须修改）`] }
  }
  const problem = passwordProblem(typed, username)
  if (problem) throw new OperatorError(problem)
  return { text: typed, lines: ['首次登录须修改密码。'] }
}

async function askTwice(username: string): Promise<string> {
  const password = await askHidden(`${username} 的密码（直接回车则随机生成）：`)
  if (password === '' || (await askHidden('再次输入：')) === password) return password
  throw new OperatorError('两次输入的密码不一致，请重新运行。')
}

async function getAccount(client: ClientBase, options: Options): Promise<Account> {
  const username = required(options, 'username', '用户名').toLowerCase()
  const { rows } = await client.query<Omit<Account, 'id' | 'region'> & { id: string; region: string }>(
    `SELECT id, username, name, region, disabled_at IS NOT NULL AS disabled FROM staff WHERE username = $1 FOR UPDATE`,
    [username],
  )
  const [found] = rows
  if (!found) throw new OperatorError(`没有用户名为 ${username} 的账号。`)
  return { ...found, id: Number(found.id), region: Number(found.region) }
}

async function endSessions(client: ClientBase, { id }: Account): Promise<number> {
  const { rowCount } = await client.query(
    'UPDATE session SET revoked_at = now() WHERE staff_id = $1 AND revoked_at IS NULL',
    [id],
  )
  return rowCount ?? 0
}

function subjectOf({ id, username, name, region }: Account) {
  return { subjectId: id, subjectLabel: `${name}（${username}）`, region }
}
