/** One run of PostgreSQL on a cluster: start it and wait until it answers, and end what an earlier run left behind. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, fchownSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Cluster, environment, SUPERUSER } from './cluster'
import { OperatorError } from './operator'
import { ended, gone, processesOf, recordedPostmaster, send } from './processes'

// For a machine of two cores and a few GB; durability stays at PostgreSQL's defaults (fsync and synchronous_commit on).
const PARAMETERS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: 60,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  jit: 'off',
  random_page_cost: 1.1,
  effective_io_concurrency: 64,
  timezone: 'UTC',
  log_timezone: 'UTC',
  // A logged statement would carry people's data into a plain file.
  log_min_error_statement: 'panic',
}

const LARGEST_LOG_BYTES = 10_000_000
const RECOVERY_LIMIT_MS = 300_000
const STOP_LIMIT_MS = 30_000
const BACK_OFF_MS = [0, 100, 200, 400, 800, 1600, 3200]

export function urlOf(password: string, port: number, database: string): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.')
  return address.port
}

/**
 * Ends every process of the cluster and removes its stale postmaster.pid. After a `kill -9` the postmaster may live on
 * without us, or its children for a moment without it; a dead one may linger as a zombie, for which PostgreSQL itself would
 * refuse to start.
 */
export async function clearRemains({ dir }: Cluster): Promise<void> {
  const alive = () => processesOf(dir)
  const postmaster = recordedPostmaster(dir)
  if (postmaster !== null && alive().includes(postmaster)) {
    send(postmaster, 'SIGINT')
    await ended(postmaster, STOP_LIMIT_MS)
  }
  if (!(await gone(alive, 5000))) {
    for (const pid of alive()) send(pid, 'SIGQUIT')
    if (!(await gone(alive, 5000))) for (const pid of alive()) send(pid, 'SIGKILL')
    await gone(alive, 5000)
  }
  if (process.platform === 'linux') rmSync(join(dir, 'postmaster.pid'), { force: true })
}

function launch({ dir, binaries, runAs, logFile }: Cluster, port: number): ChildProcess {
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG_BYTES) renameSync(logFile, `${logFile}.1`)
  const output = openSync(logFile, 'a', 0o600)
  if (runAs) fchownSync(output, runAs.uid, runAs.gid)
  const parameters = Object.entries({ ...PARAMETERS, port }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached: Ctrl-C goes to the terminal's whole group, and the database must outlive the last request.
  const child = spawn(binaries.postgres, ['-D', dir, ...parameters], {
    ...runAs,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  return child
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === '28P01') {
      throw new OperatorError('内置数据库的密码与密钥文件不符，请恢复 secrets.json。')
    }
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** Waits until the database answers; false when its process ended before. Recovery after a crash takes its time. */
async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  const deadline = Date.now() + RECOVERY_LIMIT_MS
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if (await answers(url)) return true
    if (Date.now() > deadline) return false
    await pause(50)
  }
  return false
}

/**
 * Starts PostgreSQL on the cluster and returns once it answers. It may refuse for a moment while the kernel still holds what
 * a killed predecessor had, so several attempts are made. Throws OperatorError when none succeeds.
 */
export async function startPostmaster(cluster: Cluster, port: number): Promise<ChildProcess> {
  for (const wait of BACK_OFF_MS) {
    await pause(wait)
    await clearRemains(cluster)
    const child = launch(cluster, port)
    child.on('error', () => {})
    if (await isReady(child, urlOf(cluster.secrets.databasePassword, port, 'postgres'))) return child
    await stopPostmaster(child)
  }
  throw new OperatorError(`内置数据库没有能启动，原因见 ${cluster.logFile}。`)
}

/** Ends PostgreSQL: transactions under way are rolled back, everything committed is written. */
export async function stopPostmaster({ pid, exitCode, signalCode }: ChildProcess): Promise<void> {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  if (send(pid, 'SIGINT') && !(await ended(pid, STOP_LIMIT_MS))) {
    send(pid, 'SIGQUIT')
    if (!(await ended(pid, 5000))) send(pid, 'SIGKILL')
  }
}
