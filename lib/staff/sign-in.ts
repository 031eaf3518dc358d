import 'server-only'
import { randomBytes } from 'node:crypto'
import { sessionKey } from '@/lib/access/viewer'
import type { AuditEntry } from '@/lib/audit/entry'
import { readClock } from '@/lib/clock'
import { appendAudit } from '@/lib/db/audit'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import type { Transaction } from '@/lib/db/transaction'
import { formatDateTime } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import { browserName } from './account/rules'
import { countGuess, forgiveGuesses, guesserOf } from './attempts'
import { passwordFits } from './password'

const LONGEST_USER_AGENT = 300
const MINUTE_MS = 60_000

/** A username and a password as they were typed, and the network address they came from. */
export interface Attempt {
  username: string
  password: string
  address: string
}

/** Why somebody was not let in. An unknown user and a disabled account are WRONG like a wrong password. */
export type SignInRefusal = { code: 'WRONG' } | { code: 'LOCKED'; until: Date } | { code: 'NO_ROLE' }

interface Account {
  id: number
  username: string
  name: string
  role: string | null
  region: RegionCode
  passwordHash: string
  disabled: boolean
}

/** The sentence for the sign-in page. */
export function signInMessage(refusal: SignInRefusal): string {
  switch (refusal.code) {
    case 'WRONG':
      return '用户名或密码不正确，请重新输入。'
    case 'LOCKED':
      return `密码错误次数过多，请于 ${timeAfter(refusal.until)} 后再试，或联系系统管理员重置密码。`
    case 'NO_ROLE':
      return '账号尚未分配角色，请联系安全管理员。'
  }
}

/** '14:20', the first whole minute that is not before the instant. */
function timeAfter(instant: Date): string {
  return formatDateTime(new Date(Math.ceil(instant.getTime() / MINUTE_MS) * MINUTE_MS)).slice(11)
}

/**
 * Signs in: answers the token of a new session. Whether the account exists can be told neither from the answer nor from how long
 * it takes. `now` is the real time, by which locks and sessions run.
 */
export async function signIn(attempt: Attempt, userAgent: string, now: Date): Promise<Result<string, SignInRefusal>> {
  const checked = await checkPassword(attempt, now)
  if (!checked.ok) return checked
  const account = checked.value
  const browser = userAgent.slice(0, LONGEST_USER_AGENT)
  const token = randomBytes(32).toString('base64url')
  return asSystem('sign-in', async (transaction) => {
    if (account.role === null) {
      record(transaction, account, attempt.address, 'session.fail', { reason: '账号尚未分配角色' })
      return err({ code: 'NO_ROLE' })
    }
    // The lock on the account's row: whoever disables it or resets its password at this moment either ends this session too, or
    // is seen here.
    const opened = await transaction.execute(sql`
      INSERT INTO session (id, staff_id, created_at, last_seen_at, address, user_agent)
      SELECT ${sessionKey(token)}::bytea, id, ${now}::timestamptz, ${now}::timestamptz, ${attempt.address}::text, ${browser}::text
      FROM staff WHERE id = ${account.id} AND password_hash = ${account.passwordHash} AND disabled_at IS NULL FOR SHARE`)
    if (opened === 0) return err({ code: 'WRONG' })
    record(transaction, account, attempt.address, 'session.start', { browser: browserName(browser) })
    return ok(token)
  })
}

/**
 * The account whose password this is. Every wrong one is counted and recorded, five of them lock the account for the address;
 * `purpose` tells the auditor what the password was asked for, where that is not signing in.
 */
export async function checkPassword(
  attempt: Attempt,
  now: Date,
  purpose?: string,
): Promise<Result<Account, Exclude<SignInRefusal, { code: 'NO_ROLE' }>>> {
  const username = attempt.username.trim().toLowerCase()
  const { address } = attempt
  const { account, guesser, allowance } = await asSystem('sign-in', async (transaction) => {
    const account = await findAccount(transaction, username)
    const guesser = guesserOf(username, account?.passwordHash ?? null, address)
    return { account, guesser, allowance: await countGuess(transaction, guesser, now) }
  })
  const { lockedUntil } = allowance
  // Not recorded: nothing was tried, and a locked-out machine may go on asking for hours.
  if (!allowance.allowed && lockedUntil) return err({ code: 'LOCKED', until: lockedUntil })

  const fits = await passwordFits(account?.passwordHash ?? null, attempt.password)
  return asSystem('sign-in', async (transaction) => {
    if (account && fits && !account.disabled) {
      await forgiveGuesses(transaction, guesser)
      return ok(account)
    }
    record(transaction, account, address, 'session.fail', { purpose, reason: reasonOf(account, fits) })
    if (!lockedUntil) return err({ code: 'WRONG' })
    record(transaction, account, address, 'session.lock', { until: formatDateTime(lockedUntil) })
    return err({ code: 'LOCKED', until: lockedUntil })
  })
}

/** Ends the session of a token; one that has ended already stays as it is. */
export async function signOut(token: string, address: string, now: Date): Promise<void> {
  await asSystem('sign-in', async (transaction) => {
    const [account] = await transaction.sql<Omit<Account, 'passwordHash' | 'disabled'>>(sql`
      UPDATE session s SET revoked_at = ${now} FROM staff st
      WHERE s.id = ${sessionKey(token)} AND s.revoked_at IS NULL AND st.id = s.staff_id
      RETURNING st.id, st.username, st.name, st.role, st.region`)
    if (account) record(transaction, account, address, 'session.end', {})
  })
}

async function findAccount(transaction: Transaction, username: string): Promise<Account | null> {
  // The database takes no zero byte in a text; no account has one.
  if (username.includes('\0')) return null
  const [account] = await transaction.sql<Account>(sql`
    SELECT id, username, name, role, region, password_hash AS "passwordHash", disabled_at IS NOT NULL AS disabled
    FROM staff WHERE username = ${username}`)
  return account ?? null
}

function reasonOf(account: Account | null, fits: boolean): string {
  if (!account) return '账号不存在'
  return fits ? '账号已停用' : '密码不正确'
}

function record(
  transaction: Transaction,
  account: Pick<Account, 'id' | 'name' | 'username' | 'role' | 'region'> | null,
  address: string,
  action: AuditEntry['action'],
  detail: AuditEntry['detail'],
): void {
  const actor = account
    ? { id: account.id, name: account.name, role: account.role ?? '', region: account.region, address }
    : { id: null, name: '未知账号', role: '', region: null, address }
  const subjectLabel = account ? `${account.name}（${account.username}）` : '未知账号'
  // By the day that counts, as everybody else's rows: in the demo that may be another one than the real.
  const { now } = readClock()
  appendAudit(transaction, actor, [{ action, subjectType: 'session', subjectLabel, detail }], now)
}
