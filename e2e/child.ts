/** The child processes of a test run: each leads a group of its own, so that it can be ended with all that it started. */

import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { ROOT } from '../prisma/settings'

const GRACE_MS = 15_000

export type Environment = Record<string, string>

const running = new Set<ChildProcess>()

/** Starts a program of the project with Node. Its output goes where ours goes unless `stdio` says otherwise. */
export function startNode(
  args: readonly string[],
  environment: Environment = {},
  stdio: StdioOptions = 'inherit',
): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio,
    detached: true,
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/** Runs it to its end and returns its exit code, null when a signal ended it. */
export async function runNode(args: readonly string[], environment: Environment = {}): Promise<number | null> {
  const child = startNode(args, environment)
  const [code]: unknown[] = await once(child, 'close')
  return typeof code === 'number' ? code : null
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!isGone) throw error
  }
}

/** Asks a child and its group to end, and ends them when they do not. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (!running.has(child)) return
  const closed = once(child, 'close')
  signalGroup(child, 'SIGTERM')
  const limit = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS)
  await closed
  clearTimeout(limit)
}

/** Ends whatever of this run is still running. */
export async function endChildren(): Promise<void> {
  await Promise.all([...running].map(endChild))
}
