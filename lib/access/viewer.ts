import 'server-only'
import { createHash } from 'node:crypto'
import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { cache } from 'react'
import { type Clock, readClock } from '@/lib/clock'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { type Parameters, readParameters } from '@/lib/parameters'
import type { Level, RegionCode } from '@/lib/region'
import { levelOf } from '@/lib/region'
import { isRole, type Role } from './permissions'

/** Who is at work: a member of staff with a role, a home region and a session that still holds. */
export interface Viewer {
  id: number
  username: string
  name: string
  role: Role
  region: { code: RegionCode; level: Level; name: string; path: string }
  sessionId: string
  mustChangePassword: boolean
}

/** The cookie that carries the signed-in session's token, encrypted by next-auth. */
export const SESSION_COOKIE = 'assistance-session'

/** What is stored of a session token. */
export function sessionKey(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

interface SessionRow {
  id: number
  username: string
  name: string
  role: string
  must_change_password: boolean
  region: number
  region_name: string
  region_path: string
  created_at: Date
  last_seen_at: Date
}

/** The viewer with the parameters in force and the clock of this request. */
export interface Presence {
  viewer: Viewer
  parameters: Parameters
  clock: Clock
}

/**
 * The viewer of a session token, or null when the session is unknown, ended, idle or too old, or its owner is disabled or has
 * no role. Looked up with every request, so that all of these take effect with the next one.
 */
export function findPresence(token: string, clock: Clock): Promise<Presence | null> {
  const key = sessionKey(token)
  return asSystem('viewer', async (transaction) => {
    const [rows, settings] = await Promise.all([
      transaction.sql<SessionRow>(sql`
        SELECT st.id, st.username, st.name, st.role, st.must_change_password, st.region, r.name AS region_name, r.path AS region_path,
               s.created_at, s.last_seen_at
        FROM session s JOIN staff st ON st.id = s.staff_id JOIN region r ON r.code = st.region
        WHERE s.id = ${key} AND s.revoked_at IS NULL AND st.disabled_at IS NULL AND st.role IS NOT NULL`),
      transaction.sql<{ key: string; value: unknown }>(sql`SELECT key, value FROM parameter`),
    ])
    const row = rows[0]
    if (!row || !isRole(row.role)) return null
    const parameters = readParameters(settings)
    const instant = Date.now()
    const idle = instant - row.last_seen_at.getTime()
    if (idle > parameters['session.idleMinutes'] * 60_000) return null
    if (instant - row.created_at.getTime() > parameters['session.absoluteHours'] * 3_600_000) return null
    // Once a minute is enough to tell an idle session, and spares every read a write.
    if (idle > 60_000) await transaction.execute(sql`UPDATE session SET last_seen_at = now() WHERE id = ${key}`)
    const viewer: Viewer = {
      id: row.id,
      username: row.username,
      name: row.name,
      role: row.role,
      region: { code: row.region, level: levelOf(row.region), name: row.region_name, path: row.region_path },
      sessionId: token,
      mustChangePassword: row.must_change_password,
    }
    return { viewer, parameters, clock }
  })
}

/** The session token in this request's cookie, if there is one that decrypts. */
export async function readSessionToken(): Promise<string | null> {
  const cookie = (await cookies()).get(SESSION_COOKIE)?.value
  const secret = process.env.AUTH_SECRET
  if (!cookie || !secret) return null
  try {
    const token = await decode({ token: cookie, secret })
    return typeof token?.sid === 'string' ? token.sid : null
  } catch {
    // A cookie that does not decrypt is nobody's: signed with an older secret, or made up.
    return null
  }
}

/** The viewer of this request, once per request; null when nobody is signed in. */
export const currentPresence = cache(async (): Promise<Presence | null> => {
  const token = await readSessionToken()
  return token ? findPresence(token, readClock()) : null
})
