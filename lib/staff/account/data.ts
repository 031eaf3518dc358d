import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sessionKey } from '@/lib/access/viewer'
import { type Sql, sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { maskPhone } from '@/lib/household/state'
import { formatDateTime } from '@/lib/plain-date'
import { refusalMessage } from '@/lib/refusal'
import { phoneChange } from '../data'
import { hashPassword } from '../password'
import { checkPassword, signInMessage } from '../sign-in'
import type { NothingInput, OwnPhoneInput, PasswordInput, SessionInput } from './input'
import { browserName, passwordProblem } from './rules'

/** Addresses of whoever sits at the server itself. */
const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

/** One of the viewer's sessions, as it is shown. */
export interface OwnSession {
  /** Hash of its token, in hex. */
  id: string
  signedInAt: string
  /** To the minute. */
  lastUsedAt: string
  address: string
  browser: string
  /** The one that asks. */
  current: boolean
}

interface SessionRow {
  id: Buffer
  createdAt: Date
  lastSeenAt: Date
  address: string
  userAgent: string
}

/** The viewer's sessions that still hold, the one that asks first, then the latest used. */
export async function ownSessions({ sql: query, viewer, parameters }: Ctx): Promise<OwnSession[]> {
  const current = sessionKey(viewer.sessionId)
  const rows = await query<SessionRow>(sql`
    SELECT id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", address, user_agent AS "userAgent"
    FROM session
    WHERE staff_id = ${viewer.id} AND revoked_at IS NULL
      AND last_seen_at > now() - make_interval(mins => ${parameters['session.idleMinutes']}::int)
      AND created_at > now() - make_interval(hours => ${parameters['session.absoluteHours']}::int)
    ORDER BY id = ${current} DESC, last_seen_at DESC, id`)
  return rows.map(({ id, createdAt, lastSeenAt, address, userAgent }) => ({
    id: id.toString('hex'),
    signedInAt: formatDateTime(createdAt),
    lastUsedAt: formatDateTime(lastSeenAt),
    address: LOOPBACK.includes(address) ? '本机' : address || '—',
    browser: browserName(userAgent),
    current: id.equals(current),
  }))
}

/**
 * Changes the viewer's own password and ends their other sessions; answers how many those were. Wrong old ones are counted like
 * wrong passwords at the sign-in page. Throws FieldError.
 */
export async function changePassword(ctx: Ctx, { oldPassword, newPassword }: PasswordInput): Promise<number> {
  const { viewer, address, now } = ctx
  const problem = passwordProblem(newPassword, viewer.username)
  if (problem) throw new FieldError({ newPassword: problem })
  const attempt = { username: viewer.username, password: oldPassword, address }
  const checked = await checkPassword(attempt, new Date(), '修改密码')
  if (!checked.ok) {
    const sentence =
      checked.error.code === 'LOCKED' ? signInMessage(checked.error) : refusalMessage({ code: 'WRONG_PASSWORD' }, now)
    throw new FieldError({ oldPassword: sentence })
  }
  // Before the sessions: a sign-in with the old password waits on the account's row, and then finds it changed.
  await ctx.execute(sql`
    UPDATE staff SET password_hash = ${await hashPassword(newPassword)}, must_change_password = false
    WHERE id = ${viewer.id}`)
  const ended = await endSessions(ctx, sql`id <> ${sessionKey(viewer.sessionId)}`)
  ctx.record({ action: 'account.password', ...subjectOf(ctx), detail: { sessions: ended } })
  return ended
}

/** The viewer's own telephone, masked; null without one. */
export async function findOwnPhone(ctx: Ctx): Promise<string | null> {
  const phone = await readOwnPhone(ctx)
  return phone && maskPhone(phone)
}

/** Changes the viewer's own telephone, or takes it away. Throws FieldError when nothing changes. */
export async function changeOwnPhone(ctx: Ctx, { phone }: OwnPhoneInput): Promise<void> {
  const detail = phoneChange(await readOwnPhone(ctx), phone)
  await ctx.execute(sql`UPDATE staff SET phone = ${phone || null} WHERE id = ${ctx.viewer.id}`)
  ctx.record({ action: 'staff.phone', ...subjectOf(ctx), detail })
}

async function readOwnPhone(ctx: Ctx): Promise<string | null> {
  const [own] = await ctx.sql<{ phone: string | null }>(sql`SELECT phone FROM staff WHERE id = ${ctx.viewer.id}`)
  return own?.phone ?? null
}

/** Ends one of the viewer's sessions. Throws FieldError when it has ended already or is not theirs. */
export async function endSession(ctx: Ctx, { session }: SessionInput): Promise<void> {
  const ended = await endSessions(ctx, sql`id = ${Buffer.from(session, 'hex')}`)
  if (ended === 0) throw new FieldError({ session: '该设备已经退出登录。' })
  ctx.record({ action: 'session.end', ...subjectOf(ctx) })
}

/** Ends all of the viewer's sessions, the one that asks among them. */
export async function endAllSessions(ctx: Ctx, _: NothingInput): Promise<void> {
  const ended = await endSessions(ctx, sql`true`)
  ctx.record({ action: 'session.end-all', ...subjectOf(ctx), detail: { sessions: ended } })
}

function endSessions({ execute, viewer }: Ctx, which: Sql): Promise<number> {
  return execute(sql`
    UPDATE session SET revoked_at = now() WHERE staff_id = ${viewer.id} AND revoked_at IS NULL AND ${which}`)
}

function subjectOf({ viewer }: Ctx) {
  const { id, username, name, region } = viewer
  return { subjectType: 'staff', subjectId: id, subjectLabel: `${name}（${username}）`, region: region.code } as const
}
