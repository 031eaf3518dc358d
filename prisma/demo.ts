/** The demo of an embedded installation: its people and accounts, made when the database is empty. */

import pg from 'pg'
import { type Log, OperatorError } from './operator'
import { demoToday, type Environment, ROOT, readSettings } from './settings'

const DEMO_PERSONS = 20_000

/** 用户名 and what it stands for, as printed at start. */
export const DEMO_ACCOUNTS = {
  province: '省级督导（湖北省）',
  city: '市级督导（鄂州市）',
  county: '区县经办（梁子湖区）',
  street: '街道经办（太和镇）',
  surveyor: '调查人员（太和社区）',
  sysadmin: '系统管理员',
  secadmin: '安全管理员',
  auditor: '审计管理员',
} as const

export interface DemoOptions {
  url: string
  /** Base64 of 32 bytes. */
  dataKey: string
  demoPassword: string
  log: Log
}

/** DEMO_PERSONS where the environment says so (the bench), else 20,000. Throws OperatorError for anything but a positive number. */
export function demoPersons(environment: Environment = process.env): number {
  const persons = Number(environment.DEMO_PERSONS || DEMO_PERSONS)
  if (Number.isInteger(persons) && persons > 0) return persons
  throw new OperatorError(`DEMO_PERSONS 应为正整数，当前是「${environment.DEMO_PERSONS}」。`)
}

/** Removes everything from the database of `url`, which then is as new. Roles belong to the server and stay. */
export async function emptyDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'`,
    )
    await client.query('BEGIN')
    for (const { name } of rows) await client.query(`DROP SCHEMA ${client.escapeIdentifier(name)} CASCADE`)
    await client.query('CREATE SCHEMA public')
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

/** Seeds the demo into an empty, migrated database; leaves any other alone. Seeding is one transaction: there whole or not at all. */
export async function ensureDemo({ url, dataKey, demoPassword, log }: DemoOptions): Promise<void> {
  const { isEmpty, seedDemo } = await import('./seed/main')
  if (!(await isEmpty(url))) return
  log('正在写入演示数据…')
  const { filesDir } = readSettings(process.env, ROOT)
  await seedDemo({ url, dataKey, demoPassword, today: demoToday(), persons: demoPersons(), filesDir, log })
}
