/** The embedded PostgreSQL of a data directory, kept running as long as it is wanted. */

import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Cluster, openCluster } from './cluster'
import { holderOf, isAlive, type ProcessMark, type TakenLock, takeLock } from './lock.mjs'
import { type Log, OperatorError, reasonOf, tell } from './operator'
import { freePort, startPostmaster, stopPostmaster, urlOf } from './postmaster'
import { secretsOf } from './secrets'

const DATABASE = 'assistance'
const RESTART_PAUSES_MS = [0, 500, 1000, 2000, 5000]
const ORPHAN_LIMIT_MS = 20_000

export interface Embedded {
  /** Of the owner of the database. Stays the same as long as it runs, whatever becomes of single processes. */
  url: string
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Holds secrets, cluster and log; made when absent. */
  dataDir: string
  /** Of the database; a free one unless given. */
  port?: number
  log: Log
  /** Where the site that uses it can be reached, for whoever finds the data directory in use. */
  address?: string
  /** The process without which this one is not meant to go on. */
  launcher?: ProcessMark
}

interface InUse {
  address?: string
  launcher?: ProcessMark
  databasePort?: number
}

function lockFile(dataDir: string): string {
  return join(dataDir, 'running.json')
}

async function takeDataDir({ dataDir, address, launcher }: EmbeddedOptions): Promise<TakenLock<InUse>> {
  const deadline = Date.now() + ORPHAN_LIMIT_MS
  for (;;) {
    const lock = attempt(dataDir, { address, launcher })
    if (lock.taken) return lock
    // Whoever lost the process that started it is about to stop.
    const isOrphan = lock.holder.launcher !== undefined && !isAlive(lock.holder.launcher)
    if (!isOrphan || Date.now() > deadline) throw inUse(dataDir, lock.holder)
    await pause(200)
  }
}

function attempt(dataDir: string, details: InUse) {
  try {
    return takeLock<InUse>(lockFile(dataDir), details)
  } catch (error) {
    throw new OperatorError(`数据目录 ${dataDir} 不可写（${reasonOf(error)}），请用 DATA_DIR 指定可写的目录。`)
  }
}

function inUse(dataDir: string, holder: ProcessMark & InUse): OperatorError {
  return new OperatorError(
    holder.address
      ? `已在运行：${holder.address}（进程 ${holder.pid}）。要重新启动或重置数据，请先停止它。`
      : `数据目录 ${dataDir} 正被进程 ${holder.pid} 使用，请等它结束。`,
  )
}

/** The URL of the embedded database that another process keeps running in a data directory, or null. */
export function runningUrl(dataDir: string): string | null {
  const holder = holderOf<InUse>(lockFile(dataDir))
  if (!holder?.databasePort) return null
  return urlOf(secretsOf(dataDir, true).databasePassword, holder.databasePort, DATABASE)
}

/**
 * Starts the embedded database of a data directory, making it when it is new, and recovers it whenever its processes die.
 * Throws OperatorError when another process has the data directory, or when PostgreSQL does not start.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, log, address, launcher } = options
  const lock = await takeDataDir(options)
  try {
    const cluster = openCluster(dataDir, log)
    const port = options.port ?? (await freePort())
    const keeper = new Keeper(cluster, port, log)
    await keeper.start()
    await ensureDatabase(cluster, port)
    lock.update({ address, launcher, databasePort: port })
    return {
      url: urlOf(cluster.secrets.databasePassword, port, DATABASE),
      stop: async () => {
        await keeper.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(cluster.secrets.databasePassword, port, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await client.end()
  }
}

/** Starts PostgreSQL again when it ends without having been asked to, on the same port. */
class Keeper {
  private postmaster: ChildProcess | null = null
  private restart: Promise<void> = Promise.resolve()
  private wanted = true

  constructor(
    private readonly cluster: Cluster,
    private readonly port: number,
    private readonly log: Log,
  ) {}

  async start(): Promise<void> {
    const postmaster = await startPostmaster(this.cluster, this.port)
    this.postmaster = postmaster
    // A process that ends by an error of its own still asks the database to stop.
    const askToStop = () => postmaster.kill('SIGINT')
    process.once('exit', askToStop)
    postmaster.once('exit', () => {
      process.off('exit', askToStop)
      if (!this.wanted) return
      this.log('数据库意外退出，正在恢复…')
      this.restart = this.recover()
    })
  }

  private async recover(): Promise<void> {
    for (let attempt = 0; this.wanted; attempt++) {
      await pause(RESTART_PAUSES_MS[Math.min(attempt, RESTART_PAUSES_MS.length - 1)])
      try {
        await this.start()
        this.log('数据库已恢复。')
        return
      } catch (error) {
        tell(error)
      }
    }
  }

  async stop(): Promise<void> {
    this.wanted = false
    await this.restart
    if (this.postmaster) await stopPostmaster(this.postmaster)
  }
}
