/** Where an embedded cluster lies, whom it runs as, and how a new one is made. */

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Binaries, binariesFor, canEnter, type RunAs } from './binaries'
import { type Log, OperatorError } from './operator'
import { type Secrets, secretsOf } from './secrets'

export const SUPERUSER = 'postgres'

export interface Cluster {
  /** PostgreSQL's own data directory. */
  dir: string
  binaries: Binaries
  runAs: RunAs | null
  logFile: string
  secrets: Secrets
}

// `nobody`: PostgreSQL refuses to run as root.
const NOBODY = 65534
const OUTSIDE = '/var/lib/social-assistance-console'
const RECORD = 'cluster-place'

/** Nothing of ours: PostgreSQL would take PG* variables for its own, and hand the rest to whoever reads its memory. */
export function environment(): NodeJS.ProcessEnv {
  return { NODE_ENV: process.env.NODE_ENV, PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

/**
 * The directory that holds the cluster: the data directory itself, unless root's PostgreSQL, running as nobody, cannot
 * reach it (a checkout under /root). Then it is one under /var/lib, named in `cluster-place` of the data directory, and itself
 * naming that data directory: a copy of the data directory gets a cluster of its own, a moved one keeps its cluster.
 */
function placeOf(dataDir: string): string {
  const home = realpathSync(dataDir)
  const recorded = recordedPlace(home)
  if (recorded) return recorded
  if (!isRoot() || existsSync(join(home, 'pg/PG_VERSION')) || isOpened(home)) return home
  const outside = join(OUTSIDE, createHash('sha256').update(home).digest('hex').slice(0, 16))
  mkdirSync(outside, { recursive: true })
  // Whatever the umask: to be passed through, not to be listed.
  for (const directory of [OUTSIDE, outside]) chmodSync(directory, 0o711)
  if (!canEnter(outside, { uid: NOBODY, gid: NOBODY })) {
    throw new OperatorError(`数据库进程无法进入 ${home}，请用 DATA_DIR 指定其他用户可以进入的目录。`)
  }
  record(home, outside)
  return outside
}

/** Whether nobody can reach the directory, after letting them pass through it (not list it) where only that was missing. */
function isOpened(home: string): boolean {
  const nobody = { uid: NOBODY, gid: NOBODY }
  if (canEnter(home, nobody)) return true
  const { mode } = statSync(home)
  chmodSync(home, mode | 0o011)
  if (canEnter(home, nobody)) return true
  chmodSync(home, mode)
  return false
}

function record(home: string, place: string): void {
  writeFileSync(join(home, RECORD), place)
  writeFileSync(join(place, 'data-directory'), home, { mode: 0o600 })
}

function textOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null
}

function recordedPlace(home: string): string | null {
  const place = textOf(join(home, RECORD))
  if (place === null || !existsSync(place)) return null
  const owner = textOf(join(place, 'data-directory'))
  const isCopy = owner !== null && owner !== home && textOf(join(owner, RECORD)) === place
  if (isCopy) {
    rmSync(join(home, RECORD))
    return null
  }
  if (owner !== home) record(home, place)
  return place
}

/** Root runs a cluster as the user that made it, so that this user can go on with it later. */
function runAsFor(dir: string): RunAs | null {
  if (!isRoot()) return null
  const owner = statSync(dir, { throwIfNoEntry: false })
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: NOBODY, gid: NOBODY }
}

/**
 * The cluster of a data directory, made when it is not there. Throws OperatorError when it belongs to somebody else or was
 * made by another major version of PostgreSQL.
 */
export function openCluster(dataDir: string, log: Log): Cluster {
  mkdirSync(dataDir, { recursive: true })
  const place = placeOf(dataDir)
  const dir = join(place, 'pg')
  const isMade = existsSync(dir)
  if (isMade) requireOwner(dir)
  const runAs = runAsFor(dir)
  const cluster: Cluster = {
    dir,
    runAs,
    binaries: binariesFor(runAs, place),
    logFile: join(place, 'postgresql.log'),
    secrets: secretsOf(dataDir, isMade),
  }
  if (!isMade) {
    log('正在建立内置数据库…')
    make(cluster)
  }
  requireVersion(cluster)
  return cluster
}

function requireOwner(dir: string): void {
  if (isRoot() || statSync(dir).uid === process.getuid?.()) return
  throw new OperatorError(`数据库目录 ${dir} 属于另一个用户，请用那个用户启动，或用 DATA_DIR 另指定目录。`)
}

function requireVersion({ dir, binaries }: Cluster): void {
  const major = Number.parseInt(readFileSync(join(dir, 'PG_VERSION'), 'utf8'), 10)
  if (major !== binaries.major) {
    throw new OperatorError(
      `数据库目录 ${dir} 由 PostgreSQL ${major} 建立，当前程序是 ${binaries.major}，不能直接打开。`,
    )
  }
}

/** Removes a data directory with its cluster, wherever that lies. Nothing may run on it any more. */
export function removeData(dataDir: string): void {
  if (!existsSync(dataDir)) return
  const place = recordedPlace(realpathSync(dataDir))
  if (place) rmSync(place, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

/** Made under another name and renamed, so that a cluster is whole or absent whatever interrupts its making. */
function make({ dir, binaries, runAs, secrets }: Cluster): void {
  const draft = `${dir}.making`
  const passwordFile = `${dir}.password`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, secrets.databasePassword, { mode: 0o600 })
  if (runAs) {
    chownSync(draft, runAs.uid, runAs.gid)
    chownSync(passwordFile, runAs.uid, runAs.gid)
  }
  const options = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8']
  const result = spawnSync(
    binaries.initdb,
    ['-D', draft, '-U', SUPERUSER, `--pwfile=${passwordFile}`, '--no-instructions', ...options],
    { ...runAs, cwd: '/', env: environment(), encoding: 'utf8' },
  )
  rmSync(passwordFile)
  if (result.status !== 0) {
    throw new OperatorError(`建立内置数据库没有成功：${result.error?.message ?? result.stderr.trim()}`)
  }
  renameSync(draft, dir)
}
