/** The demo's accounts: one of every role, second clerks where two are needed, and who goes on surveys. */

import type pg from 'pg'
import type { Role } from '@/lib/access/permissions'
import type { RegionCode } from '@/lib/region'
import { hashPassword } from '@/lib/staff/password'
import { OperatorError } from '../operator'
import { DEMO_PLACES } from './communities'
import { mobileNumber } from './particulars'
import { Random } from './random'
import { staffName } from './staffing'

export interface Account {
  id: number
  username: string
  name: string
  role: Role
  region: RegionCode
}

/** Streets of the demo's county, and two of the county beside it, where three surveyors each can sign in. */
const SURVEYED_STREETS: readonly RegionCode[] = [
  DEMO_PLACES.otherStreet,
  ...[420702102000, 420702103000, 420702104000, 420702400000],
  ...[420703100000, 420703101000],
]

/** 太和镇 comes first, with two of its communities. */
const SURVEYOR_HOMES: readonly RegionCode[] = [
  ...[DEMO_PLACES.community, DEMO_PLACES.street, 420702100206],
  ...SURVEYED_STREETS.flatMap((street) => [street, street, street]),
]

const ACCOUNTS: readonly Pick<Account, 'username' | 'role' | 'region'>[] = [
  { username: 'province', role: 'PROVINCE_SUPERVISOR', region: DEMO_PLACES.province },
  { username: 'city', role: 'CITY_SUPERVISOR', region: DEMO_PLACES.city },
  { username: 'county', role: 'COUNTY_CASEWORKER', region: DEMO_PLACES.county },
  { username: 'county2', role: 'COUNTY_CASEWORKER', region: DEMO_PLACES.otherCounty },
  { username: 'street', role: 'STREET_STAFF', region: DEMO_PLACES.street },
  { username: 'street2', role: 'STREET_STAFF', region: DEMO_PLACES.otherStreet },
  { username: 'street3', role: 'STREET_STAFF', region: DEMO_PLACES.street },
  ...SURVEYOR_HOMES.map((region, at) => ({
    username: at === 0 ? 'surveyor' : `surveyor${at + 1}`,
    role: 'SURVEYOR' as const,
    region,
  })),
  { username: 'sysadmin', role: 'SYSTEM_ADMIN', region: DEMO_PLACES.province },
  { username: 'secadmin', role: 'SECURITY_ADMIN', region: DEMO_PLACES.province },
  { username: 'auditor', role: 'AUDITOR', region: DEMO_PLACES.province },
]

const PHONE_SHARE = 0.7

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
  const hashes = await Promise.all(ACCOUNTS.map(() => hashPassword(password)))
  const rows = ACCOUNTS.map((account, at) => {
    const random = new Random(seed, 'account', account.username)
    const name = staffName(random)
    const phone = random.chance(PHONE_SHARE) ? mobileNumber(random) : null
    return { ...account, name, phone, hash: hashes[at] }
  })
  const { rows: created } = await client.query<{ id: string; username: string }>(
    `INSERT INTO staff (username, name, password_hash, must_change_password, role, region, phone)
     SELECT username, name, hash, false, role, region, phone
     FROM jsonb_to_recordset($1) AS row (username text, name text, hash text, role text, region bigint, phone text)
     RETURNING id, username`,
    [JSON.stringify(rows)],
  )
  const ids = new Map(created.map(({ id, username }) => [username, Number(id)]))
  return rows.flatMap(({ username, name, role, region }) => {
    const id = ids.get(username)
    return id === undefined ? [] : [{ id, username, name, role, region }]
  })
}

/** Clerks of counties and streets who can sign in, from whatever accounts there are. */
export async function clerkAccounts(client: pg.Client): Promise<Account[]> {
  const { rows } = await client.query<Omit<Account, 'id' | 'region'> & { id: string; region: string }>(
    `SELECT id, username, name, role, region FROM staff
     WHERE disabled_at IS NULL AND role IN ('COUNTY_CASEWORKER', 'STREET_STAFF') ORDER BY id`,
  )
  return rows.map(({ id, region, ...account }) => ({ ...account, id: Number(id), region: Number(region) }))
}
