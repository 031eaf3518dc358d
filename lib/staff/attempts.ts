import 'server-only'
import { createHash, createHmac } from 'node:crypto'
import { sql } from '@/lib/db/sql'
import type { Transaction } from '@/lib/db/transaction'

const ALLOWED = 5
const LOCK_MS = 15 * 60_000
const KEPT_MS = 24 * 60 * 60_000

/** Whose guesses are counted together: those for one account from one address. */
export interface Guesser {
  key: string
  address: string
}

/** Whether a guess may be made; `lockedUntil` is set when it is the last one, or when there is none left. */
export interface Allowance {
  allowed: boolean
  lockedUntil: Date | null
}

/**
 * Under which name guesses are counted. A password's own mark is part of it: with a new one, from whomever, the count of the old
 * one and its lock are void. What was typed as a username and is none may well be a password that went into the wrong field: of
 * that a keyed hash is kept. `stored` is the account's password hash, null without an account.
 */
export function guesserOf(username: string, stored: string | null, address: string): Guesser {
  if (stored !== null)
    return { key: `${username}/${createHash('sha256').update(stored).digest('hex').slice(0, 12)}`, address }
  const hash = createHmac('sha256', process.env.AUTH_SECRET ?? '')
    .update(username)
    .digest('base64url')
  return { key: `?${hash}`, address }
}

/**
 * Counts a guess before it is checked, so that guesses made at the same moment cannot slip past the count: five within fifteen
 * minutes of each other are let through, and the fifth locks for fifteen minutes. A right one takes its count back with
 * `forgiveGuesses`.
 */
export async function countGuess(transaction: Transaction, { key, address }: Guesser, now: Date): Promise<Allowance> {
  const since = new Date(now.getTime() - LOCK_MS)
  const until = new Date(now.getTime() + LOCK_MS)
  const [counted] = await transaction.sql<{ lockedUntil: Date | null }>(sql`
    INSERT INTO sign_in_failure AS f (username, address, count, last_at) VALUES (${key}, ${address}, 1, ${now})
    ON CONFLICT (username, address) DO UPDATE SET
      count = CASE WHEN f.last_at > ${since} THEN f.count + 1 ELSE 1 END,
      locked_until = CASE WHEN f.last_at > ${since} AND f.count + 1 >= ${ALLOWED} THEN ${until}::timestamptz END,
      last_at = ${now}
    WHERE f.locked_until IS NULL OR f.locked_until <= ${now}
    RETURNING locked_until AS "lockedUntil"`)
  if (counted) return { allowed: true, lockedUntil: counted.lockedUntil }
  // The refused update has locked the row all the same: it is still there.
  const [locked] = await transaction.sql<{ lockedUntil: Date }>(sql`
    SELECT locked_until AS "lockedUntil" FROM sign_in_failure WHERE username = ${key} AND address = ${address}`)
  return { allowed: false, lockedUntil: locked?.lockedUntil ?? until }
}

/** Takes the count back after a right password. */
export async function forgiveGuesses(transaction: Transaction, { key, address }: Guesser): Promise<void> {
  await transaction.execute(sql`DELETE FROM sign_in_failure WHERE username = ${key} AND address = ${address}`)
}

/** Forgets counts that no longer matter, so that the table does not grow with every stranger's try. */
export async function forgetOldGuesses(transaction: Transaction, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS)
  await transaction.execute(sql`DELETE FROM sign_in_failure WHERE last_at < ${before}`)
}
