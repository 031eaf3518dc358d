/** 查询方案 that the demo's clerks keep, one of each for all colleagues. */

import type pg from 'pg'
import type { Account } from './accounts'
import { instantText } from './moment'
import type { Season } from './season'

interface Kept {
  username: string
  list: string
  name: string
  filters: Record<string, string>
  shared: boolean
}

const KEPT: readonly Kept[] = [
  {
    username: 'street',
    list: 'household',
    name: '近期应复核的户',
    filters: { status: 'ACTIVE', due: 'OVERDUE,SOON' },
    shared: true,
  },
  {
    username: 'street',
    list: 'certification',
    name: '低保未认证',
    filters: { category: 'URBAN_DIBAO,RURAL_DIBAO', status: 'PENDING' },
    shared: false,
  },
  {
    username: 'county',
    list: 'household',
    name: '特困在保户',
    filters: { category: 'URBAN_TEKUN,RURAL_TEKUN', status: 'ACTIVE' },
    shared: true,
  },
  {
    username: 'county',
    list: 'household',
    name: '月保障金额2000元以上',
    filters: { status: 'ACTIVE', amountFrom: '2000' },
    shared: false,
  },
]

export async function keepQueries(client: pg.Client, accounts: readonly Account[], season: Season): Promise<void> {
  const at = instantText({ day: season.today - 12, second: 10 * 3600 })
  for (const { username, list, name, filters, shared } of KEPT) {
    const account = accounts.find((one) => one.username === username)
    if (!account) continue
    const search = new URLSearchParams(filters).toString()
    await client.query(
      `INSERT INTO saved_query (staff_id, staff_name, region, list, name, search, shared, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [account.id, account.name, account.region, list, name, search, shared, at],
    )
  }
}
