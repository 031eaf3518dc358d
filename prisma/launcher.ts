/**
 * The `npm start` above this process. npm starts scripts through a shell that passes no signal on: who ends npm (`kill`, a
 * supervisor) would leave the server behind, so the server looks after npm itself.
 */

import { readFileSync } from 'node:fs'
import { markOf, type ProcessMark } from './lock.mjs'

const SCRIPT = 'prisma/start.mjs'

function isShellOfScript(pid: number): boolean {
  const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  return /(^|\/)\w*sh$/.test(command) && args.some((arg) => arg.includes(SCRIPT))
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** The process of npm, or undefined when it was not npm that started this one. Outside Linux, the parent. */
export function launcherOf(environment: NodeJS.ProcessEnv, parent = process.ppid): ProcessMark | undefined {
  if (environment.npm_lifecycle_event !== 'start') return undefined
  const npm = process.platform === 'linux' && isShellOfScript(parent) ? parentOf(parent) : parent
  return markOf(npm) ?? undefined
}
