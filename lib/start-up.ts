import 'server-only'
import { type Clock, readClock } from './clock'
import { APPLICATION_ROLE } from './db/pool'
import { sql } from './db/sql'
import { asSystem } from './db/system'
import { log } from './log'
import { yearOf } from './plain-date'
import { forgetOldGuesses } from './staff/attempts'

const LOOK_EVERY_MS = 10 * 60_000
const LOOK_AGAIN_MS = 5_000

/**
 * Before the first request: are the secrets there, may the application's role no more than it should, is this year's roster open?
 * Ends the process with one sentence where that is for the operator to put right. A database that is away for the moment
 * is looked for again; once everything was seen to, the year is looked at every ten minutes.
 */
export async function startUp(): Promise<void> {
  const missing = ['AUTH_SECRET', 'DATA_KEY', 'DATABASE_URL'].filter((name) => !process.env[name])
  if (missing.length > 0) stop(`缺少设置 ${missing.join('、')}，请用 npm start 启动，或先设置这些环境变量。`)
  await look()
}

async function look(): Promise<void> {
  let again = LOOK_EVERY_MS
  try {
    const problem = await roleProblem()
    if (problem) stop(problem)
    await openRosterOf(readClock())
    await asSystem('sign-in', (transaction) => forgetOldGuesses(transaction, new Date()))
  } catch (error) {
    log.error({ error }, 'the database could not be looked after')
    again = LOOK_AGAIN_MS
  }
  setTimeout(look, again).unref()
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

interface Power {
  /** rolsuper or rolbypassrls: no policy would hold. */
  unbound: boolean
  /** Owns a table itself, or through a role it belongs to. */
  owner: boolean
}

/** Why the application's role must not be worked with, as a sentence for the operator; null when it is as it should be. */
export async function roleProblem(): Promise<string | null> {
  const [power] = await asSystem('start-up', (transaction) =>
    transaction.sql<Power>(sql`
      SELECT EXISTS (SELECT FROM pg_roles held WHERE pg_has_role(app.oid, held.oid, 'MEMBER')
                     AND (held.rolsuper OR held.rolbypassrls)) AS unbound,
             EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
                     AND pg_has_role(app.oid, c.relowner, 'MEMBER')) AS owner
      FROM pg_roles app WHERE app.rolname = ${APPLICATION_ROLE}`),
  )
  if (!power) return `数据库中没有角色 ${APPLICATION_ROLE}，请用 npm start 启动，由它建立。`
  if (power.unbound)
    return `数据库角色 ${APPLICATION_ROLE} 是超级用户或可绕过行级安全策略，系统拒绝启动。请执行：ALTER ROLE ${APPLICATION_ROLE} NOSUPERUSER NOBYPASSRLS`
  if (power.owner)
    return `数据库角色 ${APPLICATION_ROLE} 是数据表的所有者或其成员，系统拒绝启动。请把表交还给数据库所有者。`
  return null
}

/** Opens the roster of the clock's year; when it is open already nothing happens. Answers how many rows it made. */
export async function openRosterOf({ today }: Clock): Promise<number> {
  const year = yearOf(today)
  const [opened] = await asSystem('open-roster', (transaction) =>
    transaction.sql<{ made: number }>(sql`SELECT open_roster(${year}::int) AS made`),
  )
  const made = opened?.made ?? 0
  if (made > 0) log.info({ year, made }, 'roster opened')
  return made
}
