/** Finds a Chromium for the browser tests, or gets one. */

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'
import { type Log, OperatorError } from '../prisma/operator'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/snap/bin/chromium']
const ADVICE =
  '没有找到 Chromium：请运行 npx playwright install chromium，或安装系统的 chromium，或用 CHROMIUM 指定其路径。'

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function installed(): string | undefined {
  const directories = (process.env.PATH ?? '').split(delimiter).concat('/usr/bin', '/usr/local/bin')
  const onPath = NAMES.flatMap((name) => directories.map((directory) => join(directory, name)))
  return [chromium.executablePath(), ...onPath, ...ELSEWHERE].find(isExecutable)
}

function isRootOnDebian(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

/**
 * The path of a Chromium: CHROMIUM, Playwright's own, the system's, and as root on Debian the system package, installed now.
 * Throws OperatorError with what to install otherwise.
 */
export function findChromium(log: Log): string {
  const chosen = process.env.CHROMIUM
  if (chosen && !isExecutable(chosen)) throw new OperatorError(`CHROMIUM 指定的 ${chosen} 不存在或不能执行。`)
  const found = chosen || installed()
  if (found) return found
  if (isRootOnDebian()) {
    log('没有找到 Chromium，正在安装系统软件包…')
    aptGet(['update', '-q'])
    aptGet(['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
  }
  const now = installed()
  if (now) return now
  throw new OperatorError(ADVICE)
}

function aptGet(args: readonly string[]): void {
  spawnSync('apt-get', args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}
