/** The processes of a PostgreSQL cluster, found by where they stand rather than by remembered ids, which are used again. */

import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isAlive, markOf } from './lock.mjs'

/** The first line of postmaster.pid, or null without one. */
export function recordedPostmaster(clusterDir: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8'), 10)
    return pid > 0 ? pid : null
  } catch {
    return null
  }
}

/**
 * Ids of the living processes whose working directory is the cluster: the postmaster and all it forked. Outside Linux only
 * the recorded postmaster can be looked at.
 */
export function processesOf(clusterDir: string): number[] {
  if (process.platform !== 'linux') {
    const pid = recordedPostmaster(clusterDir)
    return pid !== null && markOf(pid) ? [pid] : []
  }
  const home = realpathSync(clusterDir)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingDirectoryOf(pid) === home && markOf(pid))
}

function workingDirectoryOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

/** Sends a signal; false when the process is already gone. */
export function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw error
  }
}

/** Waits until none of the processes lives, at most `limitMs`; says whether that came true. */
export async function gone(find: () => number[], limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs
  while (find().length > 0) {
    if (Date.now() > deadline) return false
    await pause(50)
  }
  return true
}

/** Waits until a process has ended, at most `limitMs`; says whether that came true. */
export function ended(pid: number, limitMs: number): Promise<boolean> {
  const mark = markOf(pid)
  return gone(() => (mark && isAlive(mark) ? [pid] : []), limitMs)
}
