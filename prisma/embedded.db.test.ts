import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryDirectory } from '@/e2e/global-setup'
import { type Embedded, runningUrl, startEmbedded } from './embedded'
import { processesOf, recordedPostmaster } from './processes'
import { ROOT } from './settings'

const RECOVERY = { timeout: 30_000 }
let dataDir: string
let cluster: string
let database: Embedded | null

async function start(): Promise<Embedded> {
  database = await startEmbedded({ dataDir, log: () => {}, address: 'http://localhost:3000' })
  return database
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

beforeEach(() => {
  dataDir = temporaryDirectory()
  cluster = join(dataDir, 'pg')
})

afterEach(async () => {
  await database?.stop()
  database = null
  rmSync(dataDir, { recursive: true })
})

describe('the embedded database', () => {
  it('is there again with its data after a stop, and leaves no process', async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS n')
    await first.stop()
    expect(processesOf(cluster)).toEqual([])
    expect(runningUrl(dataDir)).toBeNull()
    const second = await start()
    expect(runningUrl(dataDir)).toBe(second.url)
    expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  })

  it('refuses a second start and says where the first one is', async () => {
    await start()
    await expect(startEmbedded({ dataDir, log: () => {} })).rejects.toThrow('已在运行：http://localhost:3000')
  })

  it('recovers at the same URL when its postmaster is killed', async () => {
    const { url } = await start()
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS n')
    process.kill(recordedPostmaster(cluster) ?? expect.fail(), 'SIGKILL')
    await expect.poll(() => query(url, 'SELECT n FROM kept').catch(() => []), RECOVERY).toEqual([{ n: 1 }])
  })

  it('is taken over from a process that was killed', async () => {
    const program = `
      import { startEmbedded } from '${join(ROOT, 'prisma/embedded.ts')}'
      startEmbedded({ dataDir: '${dataDir}', log: () => {} }).then(() => console.log('ready'))`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const orphan = recordedPostmaster(cluster)
    await query(runningUrl(dataDir) ?? expect.fail(), 'CREATE TABLE kept AS SELECT 1 AS n')
    child.kill('SIGKILL')
    await once(child, 'close')
    expect(processesOf(cluster)).toContain(orphan)
    const { url } = await start()
    expect(processesOf(cluster)).not.toContain(orphan)
    expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 1 }])
  })
})
