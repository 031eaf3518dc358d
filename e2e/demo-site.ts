/** The product as `npm start` runs it, on a data directory and ports of its own. */

import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { runningUrl } from '../prisma/embedded'
import { OperatorError } from '../prisma/operator'
import { freePort } from '../prisma/postmaster'
import { secretsOf } from '../prisma/secrets'
import { DEMO_PASSWORD } from '../prisma/settings'
import { type Environment, endChild, startNode } from './child'

// The journeys know this day; the demo is made for it.
const TODAY = '2026-11-21'
const SHOWN_LOG_LINES = 40

export interface DemoSite {
  /** What tests need to reach the site and its database, as environment variables. */
  environment: Environment
  stop(): Promise<void>
}

function endOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-SHOWN_LOG_LINES).join('\n') : ''
}

async function isAnswering(address: string): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/login`, { redirect: 'manual', signal: AbortSignal.timeout(10_000) })
    return answer.status < 500
  } catch {
    return false
  }
}

/**
 * Starts the site on a data directory, which is made when absent, and returns once it answers. `limitMs` includes the build
 * and the seeding of `persons`. Throws OperatorError with the end of its log when it does not come up.
 */
export async function startDemoSite(dataDir: string, persons: number, limitMs: number): Promise<DemoSite> {
  const port = await freePort()
  const address = `http://localhost:${port}`
  const logFile = join(`${dataDir}.log`)
  const output = openSync(logFile, 'a')
  // Empty, not absent: an operator's .env must have no say here.
  const own = { DATABASE_URL: '', DATA_DIR: dataDir, FILES_DIR: '', PORT: String(port), HOST: '', TODAY, DEMO_PASSWORD }
  const environment = { ...own, TRUST_PROXY: '0', DEMO_PERSONS: String(persons), npm_lifecycle_event: '' }
  const child = startNode(['prisma/start.mjs'], environment, ['ignore', output, output])
  closeSync(output)
  const deadline = Date.now() + limitMs
  while (!(await isAnswering(address))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      await endChild(child)
      throw new OperatorError(`测试用的服务没有启动：\n${endOf(logFile)}`)
    }
    await pause(300)
  }
  const url = runningUrl(dataDir) ?? ''
  const { authSecret, dataKey } = secretsOf(dataDir, true)
  return {
    environment: {
      BASE_URL: address,
      TEST_DATABASE_URL: url,
      DATABASE_URL: url,
      AUTH_SECRET: authSecret,
      DATA_KEY: dataKey,
      DATA_DIR: dataDir,
      DEMO_PASSWORD,
      TODAY,
    },
    stop: () => endChild(child),
  }
}
