import { z } from 'zod'
import { ROLES, type Role } from '@/lib/access/permissions'
import { joinSql, type Sql, sql } from '@/lib/db/sql'
import { defineTable } from '@/lib/table/define'
import { containing, regionFilter, selectFilter, textFilter } from '@/lib/table/filters'
import type { Row } from '@/lib/table/query'
import { wordsOf } from '@/lib/table/words'
import { ACCOUNT_STATUSES, type AccountStatus } from './rules'

const Extra = z.object({
  username: z.string(),
  name: z.string(),
  role: z.enum(Object.keys(ROLES) as Role[]).nullable(),
  region: z.number(),
  /** 湖北省 > 鄂州市 > 梁子湖区 */
  path: z.string(),
  disabled: z.boolean(),
  version: z.number(),
})
export type AccountRow = Row<z.infer<typeof Extra>>

/** As `maskPhone` shows it. */
const MASKED_PHONE = sql`CASE WHEN length(r.phone) >= 10 THEN left(r.phone, 3) || '****' || right(r.phone, 4)
  ELSE left(r.phone, 2) || '****' || right(r.phone, 1) END`

/** The list of accounts. Columns are named one by one: the application's role may not read the password hash. */
export const staffTable = defineTable<null, z.infer<typeof Extra>>({
  name: 'staff',
  path: '/admin/staff',
  title: '账号管理',
  from: sql`(SELECT id, username, name, role, region, phone, disabled_at, created_at, version FROM staff)`,
  region: sql`r.region`,
  base: () => sql`true`,
  joins: () => sql`LEFT JOIN region place ON place.code = r.region`,
  columns: [
    { key: 'username', title: '用户名', width: 140, text: sql`r.username`, sort: 'username' },
    { key: 'name', title: '姓名', width: 110, text: sql`r.name`, sort: 'name', freeText: true },
    { key: 'role', title: '角色', width: 110, text: wordsOf(sql`r.role`, ROLES) },
    { key: 'region', title: '地区', width: 280, grow: true, text: sql`place.path`, sort: 'region' },
    { key: 'phone', title: '手机号', width: 120, text: MASKED_PHONE },
    { key: 'status', title: '状态', width: 92, text: wordsOf(statusSql(), ACCOUNT_STATUSES) },
    {
      key: 'createdAt',
      title: '创建时间',
      width: 140,
      text: sql`to_char(r.created_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')`,
      sort: 'createdAt',
    },
  ],
  filters: [
    textFilter({
      key: 'username',
      label: '用户名',
      maxLength: 32,
      where: (text) => sql`r.username LIKE ${containing(text.toLowerCase())}`,
    }),
    textFilter({ key: 'name', label: '姓名', maxLength: 30, where: (text) => sql`r.name LIKE ${containing(text)}` }),
    selectFilter({
      key: 'role',
      label: '角色',
      options: ROLES,
      multiple: true,
      where: (roles) => sql`r.role IN (${joinSql([...roles])})`,
    }),
    regionFilter('地区'),
    selectFilter({
      key: 'status',
      label: '状态',
      options: ACCOUNT_STATUSES,
      multiple: true,
      where: (statuses) => sql`${statusSql()} IN (${joinSql([...statuses])})`,
    }),
  ],
  sorts: {
    createdAt: { terms: [{ by: sql`r.created_at`, type: 'timestamptz' }], first: 'desc' },
    region: { terms: [{ by: sql`r.region`, type: 'bigint' }], first: 'asc' },
    username: { terms: [{ by: sql`r.username`, type: 'text' }], first: 'asc' },
    name: { terms: [{ by: sql`r.name COLLATE "zh-x-icu"`, type: 'text' }], first: 'asc' },
  },
  defaultSort: 'createdAt',
  extra: {
    fields: {
      username: sql`r.username`,
      name: sql`r.name`,
      role: sql`r.role`,
      region: sql`r.region`,
      path: sql`coalesce(place.path, '')`,
      disabled: sql`r.disabled_at IS NOT NULL`,
      version: sql`r.version`,
    },
    schema: Extra,
  },
})

/** 停用 > 待授权 > 启用, as `accountStatus` says it. */
function statusSql(): Sql {
  const answer = (status: AccountStatus) => sql`${status}::text`
  return sql`CASE WHEN r.disabled_at IS NOT NULL THEN ${answer('DISABLED')} WHEN r.role IS NULL THEN ${answer('UNGRANTED')}
    ELSE ${answer('ACTIVE')} END`
}
