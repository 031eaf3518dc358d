/**
 * Applies prisma/migrations without the Prisma CLI, which would download an engine for it. Its book-keeping is Prisma's own
 * (lock, table, checksum), so that `prisma migrate deploy` can take over at any time.
 */

import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { OperatorError, reasonOf } from './operator'

const DIRECTORY = fileURLToPath(new URL('migrations', import.meta.url))
// The advisory lock under which Prisma itself migrates.
const LOCK = 72707369
const LOCK_LIMIT = '120s'
const OLDEST_SERVER = 150000

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

export interface Migration {
  name: string
  sql: string
  /** SHA-256 of the file, in hex. */
  checksum: string
}

export interface AppliedMigration {
  migration_name: string
  checksum: string
  finished_at: Date | null
}

/** The migrations of a directory in the order of their names. */
export function readMigrations(directory = DIRECTORY): Migration[] {
  const entries = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return entries
    .map(({ name }) => ({ name, content: readFileSync(join(directory, name, 'migration.sql')) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, content }) => ({
      name,
      sql: content.toString('utf8'),
      checksum: createHash('sha256').update(content).digest('hex'),
    }))
}

/**
 * Those of `migrations` that a database with the rows `applied` still needs. Throws OperatorError when one failed halfway,
 * was changed after it was applied, or is not known here.
 */
export function pendingMigrations(migrations: readonly Migration[], applied: readonly AppliedMigration[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name)
    if (finished_at === null) {
      throw new OperatorError(`数据库升级 ${name} 曾经中途失败，请先用 prisma migrate resolve 处理后再启动。`)
    }
    if (!migration) throw new OperatorError(`数据库已由更新的版本升级过（${name}），请使用那个版本的程序。`)
    if (migration.checksum !== checksum) {
      throw new OperatorError(`数据库升级 ${name} 在执行之后被改动过，请恢复原文件；新的改动应另建升级。`)
    }
  }
  const done = new Set(applied.map((row) => row.migration_name))
  return migrations.filter((migration) => !done.has(migration.name))
}

/**
 * Brings the database of `url` up to date and returns the names of what was applied. Throws OperatorError when it cannot be
 * reached, is older than PostgreSQL 15, or stands otherwise than the files say.
 */
export async function migrate(url: string, directory = DIRECTORY): Promise<string[]> {
  const client = await connected(url)
  try {
    await client.query(`SET lock_timeout = '${LOCK_LIMIT}'`)
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query('RESET lock_timeout')
    await client.query(TABLE)
    const { rows } = await client.query<AppliedMigration>(
      'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    )
    const pending = pendingMigrations(readMigrations(directory), rows)
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    // The lock ends with the session.
    await client.end()
  }
}

/** Throws OperatorError when the database cannot be reached or is older than PostgreSQL 15. */
export async function requireDatabase(url: string): Promise<void> {
  const client = await connected(url)
  await client.end()
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000, application_name: 'migrate' })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    const { host } = new URL(url)
    throw new OperatorError(`连接不上数据库 ${host}（${reasonOf(error)}），请检查 DATABASE_URL 与数据库是否运行。`)
  }
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  )
  if ((rows[0]?.version ?? 0) >= OLDEST_SERVER) return client
  await client.end()
  throw new OperatorError('数据库版本过低，需要 PostgreSQL 15 以上。')
}

/** One file, one transaction, together with the row that says so: it is there whole or not at all. */
async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const started = new Date()
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, now(), 1)`,
      [randomUUID(), checksum, name, started],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    const message = error instanceof Error ? error.message : String(error)
    throw new OperatorError(`数据库升级 ${name} 没有成功，未作任何改动：${message}`)
  }
}
