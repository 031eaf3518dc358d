import 'server-only'
import { ROLES, type Role } from '@/lib/access/permissions'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'

/** Those that the demo is made with, in the order of its printed list. */
const DEMO_USERNAMES = ['province', 'city', 'county', 'street', 'surveyor', 'sysadmin', 'secadmin', 'auditor']

export interface DemoAccount {
  username: string
  roleLabel: string
  regionName: string
}

export interface LoginFacts {
  /** '' before any region is loaded, and where there are several provinces. */
  provinceName: string
  /** Null outside the demo. */
  demoAccounts: DemoAccount[] | null
}

/** What the sign-in page shows besides its form, to people who are not signed in yet. */
export function findLoginFacts(): Promise<LoginFacts> {
  return asSystem('sign-in', async (transaction) => {
    const provinces = await transaction.sql<{ name: string }>(sql`SELECT name FROM region WHERE level = 1 LIMIT 2`)
    const [province, another] = provinces
    const provinceName = province && !another ? province.name : ''
    if (process.env.DEMO !== '1') return { provinceName, demoAccounts: null }
    const accounts = await transaction.sql<{ username: string; role: Role; regionName: string }>(sql`
      SELECT st.username, st.role, r.name AS "regionName" FROM staff st JOIN region r ON r.code = st.region
      WHERE st.username = ANY (${DEMO_USERNAMES}::text[]) AND st.role IS NOT NULL AND st.disabled_at IS NULL
      ORDER BY array_position(${DEMO_USERNAMES}::text[], st.username)`)
    const demoAccounts = accounts.map(({ role, ...account }) => ({ ...account, roleLabel: ROLES[role] }))
    return { provinceName, demoAccounts }
  })
}
