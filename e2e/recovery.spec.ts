import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Request } from '@playwright/test'
import pg from 'pg'
import { holderOf } from '../prisma/lock.mjs'
import { processesOf } from '../prisma/processes'
import { type DemoSite, startDemoSite } from './demo-site'
import { expect, mintSession, test } from './fixtures'
import { temporaryDirectory } from './global-setup'

const CERTIFICATIONS = 1000
const CLIENTS = 8
const START_LIMIT_MS = 240_000

/** A certification on its way: asked again with the same request until the site has acknowledged it. */
interface Wish {
  rosterId: number
  requestId: string
}

test('认证1000笔期间强行终止服务器和数据库：不丢失、不重复', async ({ browser }) => {
  test.setTimeout(600_000)
  const directory = temporaryDirectory()
  const dataDir = join(directory, 'site')
  let site = await startDemoSite(dataDir, 20_000, START_LIMIT_MS)
  try {
    const before = await ownerOf(site)
    const wishes = await settleNewcomers(before, CERTIFICATIONS)
    const cookie = await mintSession(before, 'street', site.environment.AUTH_SECRET)
    await before.end()

    // The form's own request is the pattern: what Next calls an action is not ours to guess.
    const context = await browser.newContext()
    await context.addCookies([{ ...cookie, url: site.environment.BASE_URL ?? '' }])
    const page = await context.newPage()
    await page.goto(`${site.environment.BASE_URL}/certification?status=PENDING`)
    const posted = page.waitForRequest((request) => isCertifying(request))
    await page.getByRole('button', { name: '认证', exact: true }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    const pattern = await posted
    await expect(page.getByRole('dialog')).toBeHidden()
    const [sample] = JSON.parse(pattern.postData() ?? '') as [Record<string, unknown>]
    const headers = {
      'next-action': pattern.headers()['next-action'] ?? '',
      accept: 'text/x-component',
      'content-type': 'text/plain;charset=UTF-8',
    }
    await context.close()

    const acknowledged = new Set<number>()
    let address = site.environment.BASE_URL ?? ''
    const ask = async ({ rosterId, requestId }: Wish): Promise<boolean> => {
      try {
        const answer = await fetch(`${address}/certification`, {
          method: 'POST',
          headers: { ...headers, origin: address, cookie: `${cookie.name}=${cookie.value}` },
          body: JSON.stringify([{ ...sample, rosterId, requestId }]),
          signal: AbortSignal.timeout(15_000),
        })
        return (await answer.text()).includes('"ok":true')
      } catch {
        // The site is down, or went down with the answer on its way: the clerk tries again.
        return false
      }
    }
    const waiting = [...wishes]
    const client = async () => {
      for (let wish = waiting.shift(); wish; wish = waiting.shift()) {
        if (await ask(wish)) acknowledged.add(wish.rosterId)
        else waiting.push(wish)
      }
    }
    const reached = (count: number) =>
      expect.poll(() => acknowledged.size, { timeout: 240_000, intervals: [50] }).toBeGreaterThan(count)
    const clients = Promise.all(Array.from({ length: CLIENTS }, client))

    await reached(wishes.length / 4)
    for (const pid of processesOf(join(dataDir, 'pg'))) process.kill(pid, 'SIGKILL')
    await reached(wishes.length / 2)
    const server = holderOf(join(dataDir, 'running.json'))
    if (!server) throw new Error('the server has left no mark')
    process.kill(server.pid, 'SIGKILL')
    await site.stop()
    site = await startDemoSite(dataDir, 20_000, START_LIMIT_MS)
    address = site.environment.BASE_URL ?? ''
    await clients

    const database = await ownerOf(site)
    const ids = wishes.map(({ rosterId }) => rosterId)
    const { rows } = await database.query(
      `SELECT count(*)::int AS written, count(DISTINCT roster_id)::int AS people,
              (SELECT count(*)::int FROM audit WHERE action = 'certification.certify' AND (detail ->> 'certificationId')::bigint = ANY (array_agg(c.id))) AS audited
       FROM certification c WHERE roster_id = ANY ($1::bigint[])`,
      [ids],
    )
    expect(rows).toEqual([{ written: wishes.length, people: wishes.length, audited: wishes.length }])
    const { rows: counted } = await database.query(
      `SELECT (SELECT sum(visit)::int FROM completion WHERE year = $1 AND level = 5) =
              (SELECT count(*)::int FROM roster WHERE year = $1 AND exited_on IS NULL AND death_id IS NULL AND channel = 'VISIT') AS equal`,
      [Number(site.environment.TODAY?.slice(0, 4))],
    )
    expect(counted).toEqual([{ equal: true }])
    await database.end()
  } finally {
    await site.stop()
    rmSync(directory, { recursive: true, force: true })
  }
})

/** The owner of a site's database, on the day of the journeys. */
async function ownerOf(site: DemoSite): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: site.environment.TEST_DATABASE_URL })
  await client.connect()
  await client.query(`SELECT set_config('app.today', $1, false)`, [site.environment.TODAY])
  return client
}

/** People of 太和镇 who were recognised years ago and nobody has certified yet: the roster takes them up by itself. */
async function settleNewcomers(database: pg.Client, count: number): Promise<Wish[]> {
  const { rows } = await database.query<{ id: string }>(
    `WITH home AS (
       INSERT INTO household (region, certificate_no, category, registration, address, monthly_amount_fen, start_month)
       SELECT 420702100001, 'recovery-' || n, 'RURAL_DIBAO', 'RURAL', '1组1号', 52000, '2019-03-01' FROM generate_series(1, $1) AS n
       RETURNING id),
     who AS (
       INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_missing_reason)
       SELECT 420702100001, '试验' || n, 'sy', 'FEMALE', '1951-05-06', '汉族', 'TO_CHECK' FROM generate_series(1, $1) AS n
       RETURNING id)
     INSERT INTO membership (household_id, person_id, region, relation, insured, from_date)
     SELECT home.id, who.id, 420702100001, 'HEAD', true, '2019-03-01'
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM home) AS home JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM who) AS who USING (n)
     RETURNING person_id AS id`,
    [count],
  )
  const roster = await database.query<{ id: string }>(
    'SELECT id FROM roster WHERE year = extract(year FROM today()) AND person_id = ANY ($1::bigint[])',
    [rows.map(({ id }) => id)],
  )
  return roster.rows.map(({ id }) => ({ rosterId: Number(id), requestId: randomUUID() }))
}

function isCertifying(request: Request): boolean {
  return request.method() === 'POST' && (request.postData() ?? '').includes('visitDate')
}
