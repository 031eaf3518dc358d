/** `npm start` from the point where packages are installed: settings, database, build, migrations, demo, and then serve. */

import { once } from 'node:events'
import { freshBuild } from './build'
import { DEMO_ACCOUNTS, ensureDemo } from './demo'
import { startEmbedded } from './embedded'
import { launcherOf } from './launcher'
import { isAlive } from './lock.mjs'
import { migrate, requireDatabase } from './migrate'
import { say, tell } from './operator'
import { secretsOf } from './secrets'
import { loadEnvFile, ROOT, readSettings, type Settings } from './settings'
import { addressOf, openSite, requireFreePort } from './site'

const LAUNCHER_CHECK_MS = 500
const LAUNCHER = launcherOf(process.env)

interface Connection {
  url: string
  authSecret: string
  dataKey: string
  demoPassword: string | null
  stop(): Promise<void>
}

/**
 * Runs the product until it is told to stop, and sets the exit code. `release` ends the translation of TypeScript, for which
 * a serving process has no more use.
 */
export async function start(release: () => Promise<void>): Promise<void> {
  const stop = stopSignal()
  try {
    await run(stop, release)
  } catch (error) {
    if (stop.aborted) return
    tell(error)
    process.exitCode = 1
  } finally {
    // Whatever timer or socket a package still holds is no reason to stay.
    process.exit()
  }
}

/** Aborted by Ctrl-C, by a request to end, or when the `npm start` above this process is gone. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (!controller.signal.aborted) say('正在停止…')
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (LAUNCHER) setInterval(() => isAlive(LAUNCHER) || stop(), LAUNCHER_CHECK_MS).unref()
  return controller.signal
}

async function run(stop: AbortSignal, release: () => Promise<void>): Promise<void> {
  loadEnvFile(ROOT)
  const settings = readSettings(process.env, ROOT)
  const connection = await connect(settings)
  try {
    const build = await unlessStopped(stop, prepare(settings, connection, stop))
    publish(settings, connection)
    await release()
    process.setSourceMapsEnabled(false)
    const site = await openSite(build, settings)
    announce(settings, connection)
    if (!stop.aborted) await once(stop, 'abort')
    await site.close()
  } finally {
    await connection.stop()
  }
  say('已停止。')
}

/** Everything before serving; returns the directory of the build. */
async function prepare(settings: Settings, connection: Connection, stop: AbortSignal): Promise<string> {
  // What can be wrong with the surroundings is told before the minutes of a build.
  await requireFreePort(settings)
  await requireDatabase(connection.url)
  const build = await freshBuild({ root: ROOT, log: say, signal: stop })
  const applied = await migrate(connection.url)
  if (applied.length > 0) say(`数据库结构已更新：${applied.join('、')}`)
  const { demoPassword } = connection
  if (demoPassword !== null) await ensureDemo({ ...connection, demoPassword, log: say })
  return build
}

/** The outcome of `work`, or an error at once when told to stop: what is left half done is done again by the next start. */
function unlessStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T> {
  const stopped = once(stop, 'abort').then(() => stop.throwIfAborted())
  return Promise.race([work, stopped.then(() => work)])
}

async function connect(settings: Settings): Promise<Connection> {
  const { database, dataDir } = settings
  if (!database.embedded) return { ...database, demoPassword: null, stop: async () => {} }
  const { url, stop } = await startEmbedded({ dataDir, log: say, address: addressOf(settings), launcher: LAUNCHER })
  const { authSecret, dataKey } = secretsOf(dataDir, true)
  return { url, stop, authSecret, dataKey, demoPassword: database.demoPassword }
}

/** Hands the settings to the application, which reads them from the environment of its process: this one. */
function publish({ filesDir }: Settings, { url, authSecret, dataKey, demoPassword }: Connection): void {
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: url,
    AUTH_SECRET: authSecret,
    NEXTAUTH_SECRET: authSecret,
    AUTH_TRUST_HOST: '1',
    DATA_KEY: dataKey,
    FILES_DIR: filesDir,
  })
  if (demoPassword === null) delete process.env.DEMO
  else process.env.DEMO = '1'
}

function announce(settings: Settings, { demoPassword }: Connection): void {
  say(`\n社会救助工作台已启动：${addressOf(settings)}`)
  if (demoPassword !== null) {
    say(`演示账号（密码均为 ${demoPassword}）：`)
    for (const [username, role] of Object.entries(DEMO_ACCOUNTS)) say(`  ${username.padEnd(10)} ${role}`)
  }
  say('按 Ctrl-C 停止。')
}
