/** The demo's accounts: one of every role, and second clerks where two are needed. */

import type pg from 'pg'
import type { Role } from '@/lib/access/permissions'
import type { RegionCode } from '@/lib/region'
import { hashPassword } from '@/lib/staff/password'
import { OperatorError } from '../operator'
import { DEMO_PLACES } from './communities'
import { Random } from './random'
import { staffName } from './staffing'

export interface Account {
  id: number
  username: string
  name: string
  role: Role
  region: RegionCode
}

const ACCOUNTS: readonly Pick<Account, 'username' | 'role' | 'region'>[] = [
  { username: 'province', role: 'PROVINCE_SUPERVISOR', region: DEMO_PLACES.province },
  { username: 'city', role: 'CITY_SUPERVISOR', region: DEMO_PLACES.city },
  { username: 'county', role: 'COUNTY_CASEWORKER', region: DEMO_PLACES.county },
  { username: 'county2', role: 'COUNTY_CASEWORKER', region: DEMO_PLACES.otherCounty },
  { username: 'street', role: 'STREET_STAFF', region: DEMO_PLACES.street },
  { username: 'street2', role: 'STREET_STAFF', region: DEMO_PLACES.otherStreet },
  { username: 'street3', role: 'STREET_STAFF', region: DEMO_PLACES.street },
  { username: 'surveyor', role: 'SURVEYOR', region: DEMO_PLACES.community },
  { username: 'sysadmin', role: 'SYSTEM_ADMIN', region: DEMO_PLACES.province },
  { username: 'secadmin', role: 'SECURITY_ADMIN', region: DEMO_PLACES.province },
  { username: 'auditor', role: 'AUDITOR', region: DEMO_PLACES.province },
]

async function refuseTaken(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ username: string }>('SELECT username FROM staff WHERE username = ANY ($1)', [
    ACCOUNTS.map(({ username }) => username),
  ])
  if (rows.length === 0) return
  const taken = rows.map(({ username }) => username).join('、')
  throw new OperatorError(`已有同名账号（${taken}），不能再建演示账号；请去掉 DEMO_PASSWORD 后重试。`)
}

/**
 * Creates the accounts, all with one password, each hashed with a salt of its own. Throws OperatorError where a username is
 * taken.
 */
export async function createAccounts(client: pg.Client, password: string, seed: number): Promise<Account[]> {
  await refuseTaken(client)
  const created: Account[] = []
  for (const { username, role, region } of ACCOUNTS) {
    const name = staffName(new Random(seed, 'account', username))
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO staff (username, name, password_hash, must_change_password, role, region)
       VALUES ($1, $2, $3, false, $4, $5) RETURNING id`,
      [username, name, await hashPassword(password), role, region],
    )
    for (const { id } of rows) created.push({ id: Number(id), username, name, role, region })
  }
  return created
}
