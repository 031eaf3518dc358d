/** Audited certifications, through lib and over HTTP, against an UPDATE of one row that nothing hangs on. */

import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type ActionDefinition, perform } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { certify } from '@/lib/certification/data'
import { CertifyInput } from '@/lib/certification/input'
import { pool } from '@/lib/db/pool'
import { yearOf } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { type CapturedAction, captureCertification, startBrowser } from './browser'
import { type Load, rated } from './measure'
import { type Figure, shown } from './report'
import { Traffic } from './traffic'
import { cookieOf, presenceOf, type World } from './world'

const LOAD: Load = { clients: 16, turns: 5, secondsPerTurn: 3 }
/** More than any machine certifies while it is measured. */
const PEOPLE = 200_000
const STREETS = 200
const UPDATED_ROWS = 50_000

interface Waiting {
  rosterId: number
  street: RegionCode
}

/** Uncertified people from all over the province, in an order that has nothing to do with place. */
async function waiting({ owner }: World, year: number): Promise<Waiting[]> {
  const { rows } = await owner.query<Waiting>(
    `SELECT id AS "rosterId", region / 1000 * 1000 AS street FROM roster
     WHERE year = $1 AND exited_on IS NULL AND certification_id IS NULL AND death_id IS NULL AND region % 1000000 <> 0
     ORDER BY hashint8(id) LIMIT $2`,
    [year, PEOPLE],
  )
  return rows
}

/** Hands out one after the other, whoever asks. */
function handing<T>(things: readonly T[]): () => T {
  let next = 0
  return () => {
    const thing = things[next++]
    if (thing === undefined) throw new Error('Nobody is left to be certified.')
    return thing
  }
}

const DECLARATION = { channel: 'VISIT', visitDate: '2026-11-20', note: '' }

type Certify = ActionDefinition<Parameters<typeof certify>[1], { certificationId: number }>

/** Certifies the next person as a clerk of the person's street. */
function throughLib(clerk: Presence, people: readonly Waiting[]): () => Promise<void> {
  const definition: Certify = { permission: 'certification.certify', input: CertifyInput, run: certify }
  const next = handing(people)
  return async () => {
    const { rosterId, street } = next()
    const at = { ...clerk, viewer: { ...clerk.viewer, region: { ...clerk.viewer.region, code: street } } }
    const raw = { rosterId, requestId: randomUUID(), ...DECLARATION, photos: [] }
    const answer = await perform(definition, 'write', at, '127.0.0.1', raw)
    if (!answer.ok) throw new Error(`Not certified: ${JSON.stringify(answer)}`)
  }
}

type Cookies = ReadonlyMap<RegionCode, string>

/** The same through the action that the browser calls, each street's clerk with a session of their own. */
function overHttp(
  { url, headers, input }: CapturedAction,
  cookies: Cookies,
  people: readonly Waiting[],
  traffic: Traffic,
) {
  const next = handing(people)
  return async () => {
    const { rosterId, street } = next()
    const body = JSON.stringify([{ ...input, rosterId, requestId: randomUUID() }])
    let answer = ''
    const look = (piece: Buffer) => {
      answer += piece.toString()
    }
    const own = { 'accept-encoding': 'identity', cookie: cookies.get(street) ?? '' }
    await traffic.send({ url, method: 'POST', headers: { ...headers, ...own }, body }, look)
    if (!answer.includes('"ok":true')) throw new Error(`Not certified: ${answer.slice(0, 500)}`)
  }
}

/** A clerk with a session for each of some streets from all over the province. Answers their cookies. */
async function streetClerks(world: World): Promise<Cookies> {
  const { rows } = await world.owner.query<{ username: string; region: RegionCode }>(
    `INSERT INTO staff (username, name, password_hash, must_change_password, role, region)
     SELECT 'bench' || row_number() OVER (ORDER BY code), '测速', 'x', false, 'STREET_STAFF', code
     FROM (SELECT code FROM region WHERE level = 4 ORDER BY hashint8(code) LIMIT $1) AS street
     RETURNING username, region`,
    [STREETS],
  )
  const cookies = new Map<RegionCode, string>()
  for (const { username, region } of rows) cookies.set(region, await cookieOf(world, username))
  return cookies
}

/** A copy of the roster with nothing but its key, and a pool like the application's that updates rows of it. */
async function bareUpdate({ owner }: World, year: number) {
  await owner.query(
    `CREATE SCHEMA bench;
     CREATE TABLE bench.roster AS SELECT id, year, person_id, region, name, certified_at, version FROM public.roster
     WHERE year = ${year};
     ALTER TABLE bench.roster ADD PRIMARY KEY (id);
     ANALYZE bench.roster`,
  )
  const drawn = 'SELECT id FROM bench.roster ORDER BY hashint8(id) LIMIT $1'
  const { rows } = await owner.query<{ id: number }>(drawn, [UPDATED_ROWS])
  const { connectionString, max } = pool().options
  const options: pg.PoolConfig & { pipeline: boolean } = { connectionString, max, pipeline: true }
  const own = new pg.Pool(options)
  const text = 'UPDATE bench.roster SET certified_at = now(), version = version + 1 WHERE id = $1'
  let turn = 0
  return {
    update: () => own.query({ name: 'bare', text, values: [rows[turn++ % rows.length]?.id] }),
    end: async () => {
      await own.end()
      await owner.query('DROP SCHEMA bench CASCADE')
    },
  }
}

/** How many certifications sixteen clerks get done at a time. */
export async function certifying(world: World): Promise<Figure[]> {
  const clerk = await presenceOf(world, 'street')
  const year = yearOf(clerk.clock.today)
  const action = await captured(world)
  const cookies = await streetClerks(world)
  const people = await waiting(world, year)
  const traffic = new Traffic(LOAD.clients)
  const { update, end } = await bareUpdate(world, year)
  try {
    const rates = await rated(
      {
        update,
        lib: throughLib(
          clerk,
          people.filter(({ street }) => !cookies.has(street)),
        ),
        http: overHttp(
          action,
          cookies,
          people.filter(({ street }) => cookies.has(street)),
          traffic,
        ),
      },
      LOAD,
    )
    const against = (way: string, rate: number, reason?: string): Figure => ({
      what: `认证（含审计，${way}）`,
      measured: `${shown(rate)} 次/秒（${LOAD.clients} 个并发）`,
      comparedWith: `一行的 UPDATE ${shown(rates.update)} 次/秒`,
      ratio: rate / rates.update,
      wanted: { atLeast: 0.35 },
      reason,
    })
    return [against('应用内', rates.lib), against('经 HTTP', rates.http)]
  } finally {
    traffic.close()
    await end()
  }
}

async function captured(world: World): Promise<CapturedAction> {
  const browser = await startBrowser(world)
  try {
    return await captureCertification(browser, world, 'street')
  } finally {
    await browser.close()
  }
}
