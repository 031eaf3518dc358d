/**
 * The demo's people and a province's fill: `npm run seed -- [--persons 20000] [--reset] [--today YYYY-MM-DD] [--seed N]`.
 * With DATABASE_URL into that database, accounts only when DEMO_PASSWORD is set; else into the embedded one.
 */

import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { sealFromKey } from '@/lib/db/seal'
import { type Parameters, readParameters } from '@/lib/parameters'
import { type PlainDate, plainDate, yearOf } from '@/lib/plain-date'
import { runningUrl, startEmbedded } from '../embedded'
import { migrate } from '../migrate'
import { type Log, OperatorError, say, tell } from '../operator'
import { secretsOf } from '../secrets'
import { seedIntakeClients } from '../seed-intake'
import { demoToday, loadEnvFile, ROOT, readSettings } from '../settings'
import { type Account, createAccounts } from './accounts'
import { writeAuditTrail } from './audit-trail'
import { bareTables } from './bare-tables'
import type { Closing } from './closing'
import { communitiesOf, PROVINCE, settle } from './communities'
import { bookClosing, bookWaiting } from './death-tasks'
import { seedDemoCases } from './demo-cases'
import { lookIntoDuplicates } from './duplicates'
import { fillDerived, fillDuplicates, loadPeople, loadRegions } from './load'
import { populate } from './population'
import { Random } from './random'
import { readRegions } from './regions'
import { RegisterBook } from './register-book'
import { Registrar } from './registrar'
import { bookRequests, type Office } from './requests'
import { keepQueries } from './saved-queries'
import { Paces, Season } from './season'
import { Staffing } from './staffing'
import { suspectDeaths } from './suspicions'
import { TABLES } from './tables'

export interface SeedOptions {
  /** Of the owner of a migrated database. */
  url: string
  /** Base64 of 32 bytes; the keys before it, newest first, where the database knows older ones. */
  dataKey: string
  previousDataKeys?: readonly string[]
  /** Of the demo's accounts; without it no account is made, and those that exist stay. */
  demoPassword?: string
  today: PlainDate
  /** Exactly this many natural persons. */
  persons: number
  log: Log
  /** Another seed makes other people. */
  seed?: number
  /** Replaces people who are there already. */
  reset?: boolean
  /** The directory of the file store; without it the demo's surveys have no photos. */
  filesDir?: string
}

const DEFAULT_SEED = 2026
const DEFAULT_PERSONS = 20_000
const MOST_PERSONS = 5_000_000
/** With more persons than this only the current year gets its roster, and no household its account, reviews and decisions: sealing accounts alone would take a seventh of the time. */
const MOST_WITH_DETAILS = 200_000

/** Emptied and filled again, in one statement because they refer to one another; the first ones by COPY. */
const PEOPLE_TABLES = [
  ...TABLES,
  'evidence',
  'completion',
  'roster_year',
  'household_total',
  'change_request',
  'household_history',
  'suspected_death',
  'duplicate',
  'duplicate_claim',
  'duplicate_finding',
  'import_run',
  'import_row',
  'case',
  'case_step',
  'case_assignment',
  'case_total',
  'survey',
  'admission',
  'notice',
  'message',
  'delivery',
  'intake_request',
]
const STAFF_TABLES = ['session', 'sign_in_failure', 'staff_setting', 'saved_query', 'staff', 'audit']

async function connected<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'seed' })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

async function hasPeople(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM person LIMIT 1')
  return rowCount !== 0
}

/** Whether a migrated database knows nobody yet. */
export function isEmpty(url: string): Promise<boolean> {
  return connected(url, async (client) => !(await hasPeople(client)))
}

async function parametersOf(client: pg.Client): Promise<Parameters> {
  const { rows } = await client.query<{ key: string; value: unknown }>('SELECT key, value FROM parameter')
  return readParameters(rows)
}

function stopwatch(log: Log): (what: string) => void {
  const start = performance.now()
  let before = start
  return (what) => {
    const now = performance.now()
    log(`${what}：${((now - before) / 1000).toFixed(1)} 秒（共 ${((now - start) / 1000).toFixed(1)} 秒）`)
    before = now
  }
}

/** Empties the tables; the accounts too, where the demo's own are about to be made. */
async function empty(client: pg.Client, withAccounts: boolean): Promise<void> {
  const tables = withAccounts ? [...PEOPLE_TABLES, ...STAFF_TABLES] : PEOPLE_TABLES
  if (withAccounts) await client.query('ALTER TABLE audit DISABLE TRIGGER USER')
  await client.query(`TRUNCATE ${tables.map((table) => client.escapeIdentifier(table)).join(', ')} RESTART IDENTITY`)
  if (withAccounts) await client.query('ALTER TABLE audit ENABLE TRIGGER USER')
}

async function fill(client: pg.Client, options: SeedOptions): Promise<void> {
  const { dataKey, previousDataKeys = [], demoPassword, today, persons, log, seed = DEFAULT_SEED, filesDir } = options
  const done = stopwatch(log)
  const regions = readRegions(PROVINCE)
  await loadRegions(client, regions)
  done(`行政区划 ${regions.length} 个`)

  // For sorting: the indexes are built at the end, each in one go.
  await client.query(`SET LOCAL maintenance_work_mem = '256MB'`)
  await client.query(`SET LOCAL work_mem = '128MB'`)
  const isReset = await hasPeople(client)
  await empty(client, isReset && demoPassword !== undefined)
  const accounts: Account[] = demoPassword === undefined ? [] : await createAccounts(client, demoPassword, seed)
  const bared = await bareTables(client, TABLES)

  const year = yearOf(today)
  const parameters = await parametersOf(client)
  const season = new Season(seed, today, persons <= MOST_WITH_DETAILS ? [year - 1, year] : [year], parameters)
  const records = { season, paces: new Paces(seed), staffing: new Staffing(seed, accounts) }
  const isDetailed = persons <= MOST_WITH_DETAILS
  const seal = sealFromKey(dataKey, previousDataKeys.join(','))
  const registrar = new Registrar({ seal, season, staffing: records.staffing, isDetailed })
  const communities = communitiesOf(regions)
  const people = populate(records, registrar, settle(communities, persons, seed), communities)
  await loadPeople(client, people, registrar)
  done(
    `人员 ${registrar.count('person')}，户 ${registrar.count('household')}，认证 ${registrar.count('certification')}`,
  )

  await fillDerived(client, season.years)
  done('进度汇总')
  await bared.restore()
  await fillDuplicates(client)
  done('索引与约束')
  await client.query("SELECT set_config('app.today', $1, true)", [today])
  const office = { client, book: new RegisterBook(), season, staffing: records.staffing, seal }
  await keepRecords(office, registrar.closings, isDetailed)
  done('变更、疑似死亡和重复享受')
  if (accounts.length === 0) return
  await seedIntakeClients(client, dataKey)
  if (isDetailed) await seedDemoCases(client, { seal, seed, today, regions, accounts, filesDir })
  await keepQueries(client, accounts, season)
  await writeAuditTrail(client, accounts, season)
  done('线索、消息和审计')
}

/** What became of households: the tasks that deaths opened at any size, the rest where the desk is detailed. */
async function keepRecords(office: Office, closings: readonly Closing[], isDetailed: boolean): Promise<void> {
  const { client, book, season } = office
  const random = new Random(season.seed, 'tasks')
  for (const closing of closings) bookClosing(book, random, closing, season.parameters)
  await bookWaiting(client, book, random, season.parameters)
  if (isDetailed) {
    await bookRequests(office)
    await suspectDeaths(office)
    await lookIntoDuplicates(office)
  }
  await book.write(client)
}

/**
 * Fills a migrated database with invented people: households, rosters, certifications, deaths; and with the demo's accounts
 * when a password for them is given. The same seed and day make the same people. All or nothing. Throws OperatorError when
 * people are there and `reset` was not asked for.
 */
export async function seedDemo(options: SeedOptions): Promise<void> {
  await connected(options.url, async (client) => {
    if (!options.reset && (await hasPeople(client))) {
      throw new OperatorError('数据库中已有人员数据；确要清空并重新生成，请加 --reset。')
    }
    await client.query('BEGIN')
    try {
      await fill(client, options)
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {})
      throw error
    }
    const start = performance.now()
    await client.query('ANALYZE')
    options.log(`统计信息：${((performance.now() - start) / 1000).toFixed(1)} 秒`)
  })
}

interface Target extends Pick<SeedOptions, 'url' | 'dataKey' | 'previousDataKeys' | 'demoPassword' | 'filesDir'> {
  close(): Promise<void>
}

/** The operator's database, or the embedded one, which is started for the while when it is not running. */
async function target(): Promise<Target> {
  loadEnvFile(ROOT)
  const { database, dataDir, filesDir } = readSettings(process.env, ROOT)
  if (!database.embedded) {
    const { url, dataKey, previousDataKeys } = database
    return {
      url,
      dataKey,
      previousDataKeys,
      demoPassword: process.env.DEMO_PASSWORD || undefined,
      filesDir,
      close: async () => {},
    }
  }
  const running = runningUrl(dataDir)
  const { url, stop } = running ? { url: running, stop: async () => {} } : await startEmbedded({ dataDir, log: say })
  const { dataKey } = secretsOf(dataDir, true)
  return { url, dataKey, demoPassword: database.demoPassword, filesDir, close: stop }
}

function personsOf(text: string | undefined): number {
  const persons = text === undefined ? DEFAULT_PERSONS : Number(text)
  if (!Number.isInteger(persons) || persons < 1 || persons > MOST_PERSONS) {
    throw new OperatorError(`--persons 应为 1 到 ${MOST_PERSONS} 之间的整数，当前是「${text}」。`)
  }
  return persons
}

function seedOf(text: string | undefined): number {
  const seed = text === undefined ? DEFAULT_SEED : Number(text)
  if (!Number.isSafeInteger(seed)) throw new OperatorError(`--seed 应为整数，当前是「${text}」。`)
  return seed
}

function todayOf(text: string | undefined): PlainDate {
  if (text === undefined) return demoToday()
  const date = plainDate(text)
  if (!date) throw new OperatorError(`--today 应为 2026-11-21 这样的日期，当前是「${text}」。`)
  return date
}

function commandLine() {
  try {
    return parseArgs({
      options: {
        persons: { type: 'string' },
        today: { type: 'string' },
        seed: { type: 'string' },
        reset: { type: 'boolean', default: false },
      },
    }).values
  } catch {
    throw new OperatorError('用法：npm run seed -- [--persons 20000] [--reset] [--today 2026-11-21] [--seed 2026]')
  }
}

async function run(): Promise<void> {
  const values = commandLine()
  const wanted = { persons: personsOf(values.persons), today: todayOf(values.today), seed: seedOf(values.seed) }
  const { close, ...database } = await target()
  try {
    await migrate(database.url)
    await seedDemo({ ...database, ...wanted, reset: values.reset, log: say })
  } finally {
    await close()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  run().catch((error) => {
    tell(error)
    process.exitCode = 1
  })
}
