/** The web server: Next in this very process, so that no other one is left when this one is killed. */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { OperatorError, reasonOf, tell } from './operator'
import type { Settings } from './settings'

const IN_FLIGHT_LIMIT_MS = 10_000
const READY_LIMIT_MS = 60_000
const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
]

export type SiteOptions = Pick<Settings, 'port' | 'host' | 'trustProxy'>

export interface Site {
  /** Lets requests under way finish, for ten seconds at most. */
  close(): Promise<void>
}

export function addressOf({ port, host }: Pick<Settings, 'port' | 'host'>): string {
  const name = host === undefined || ['0.0.0.0', '::'].includes(host) ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

async function listen(server: Server, { port, host }: SiteOptions): Promise<void> {
  server.listen({ port, host })
  try {
    await once(server, 'listening')
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'EADDRINUSE') {
      throw new OperatorError(`端口 ${port} 已被其他程序占用，请换一个端口，例如：PORT=${port + 1} npm start`)
    }
    throw new OperatorError(`无法监听端口 ${port}（${reason}），请用 PORT 另指定端口，或检查 HOST。`)
  }
}

/** Throws OperatorError when the port cannot be had, so that this is known before minutes of preparation. */
export async function requireFreePort(options: SiteOptions): Promise<void> {
  const probe = createServer()
  await listen(probe, options)
  probe.close()
  await once(probe, 'close')
}

/**
 * Next takes these headers for those of a reverse proxy and fills in what is missing. Without a proxy they are the visitor's
 * own words about who and where they are, and sign-in limits and origins hang on them.
 */
function dropForwarded(request: IncomingMessage): void {
  for (const name of FORWARDED) delete request.headers[name]
  request.headers['x-forwarded-for'] = request.socket.remoteAddress?.replace(/^::ffff:/, '')
}

/**
 * Serves the build in `directory` and returns once /login answers. Expects the application's settings in process.env.
 * Throws OperatorError when the port is taken or the page does not come.
 */
export async function openSite(directory: string, options: SiteOptions): Promise<Site> {
  // As `next start` has it: a request's mistake must not end everybody's server.
  process.on('uncaughtException', tell)
  process.on('unhandledRejection', tell)
  const { default: next } = await import('next')
  const app = next({ dev: false, dir: directory, hostname: 'localhost', port: options.port, quiet: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = createServer((request, response) => {
    if (!options.trustProxy) dropForwarded(request)
    void handle(request, response)
  })
  await listen(server, options)
  const site = { close: () => close(server, () => app.close()) }
  try {
    await requireLogin(options)
  } catch (error) {
    await site.close()
    throw error
  }
  return site
}

async function requireLogin({ port, host }: SiteOptions): Promise<void> {
  const name = host === undefined || host === '0.0.0.0' ? '127.0.0.1' : host
  const url = `${addressOf({ port, host: name })}/login`
  const deadline = Date.now() + READY_LIMIT_MS
  for (;;) {
    const status = await statusOf(url)
    if (status !== null && status < 500) return
    if (Date.now() > deadline)
      throw new OperatorError(`登录页没有应答（${status ?? '无连接'}），请查看上面的错误信息。`)
    await pause(500)
  }
}

async function statusOf(url: string): Promise<number | null> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(READY_LIMIT_MS) })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}

async function close(server: Server, closeApp: () => Promise<void>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A kept-alive connection becomes idle only when its last answer is out.
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const limit = setTimeout(() => server.closeAllConnections(), IN_FLIGHT_LIMIT_MS)
  await closed
  clearInterval(idle)
  clearTimeout(limit)
  await closeApp()
}
