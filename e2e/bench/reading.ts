/** The list and the completion as lib reads them, against the database alone. */

import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { type Ctx, inScope, scopeOf } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { completionOf } from '@/lib/certification/completion'
import { loadRows, readListing } from '@/lib/certification/list'
import { asOfDay } from '@/lib/certification/rules'
import { certificationTable } from '@/lib/certification/table'
import { streamingClient } from '@/lib/db/pool'
import { enteringScope } from '@/lib/db/scoped'
import type { Sql } from '@/lib/db/sql'
import { yearOf } from '@/lib/plain-date'
import { encodeCursor } from '@/lib/table/list-query'
import { rowsSql } from '@/lib/table/query'
import { median, p95, timed } from './measure'
import type { Figure } from './report'
import { shown } from './report'
import { presenceOf, type World } from './world'

const PAGE_ROWS = 50
const DEEP_ROW = 1_900_000

function reading<T>(presence: Presence, run: (ctx: Ctx) => Promise<T>): Promise<T> {
  return inScope(presence, '127.0.0.1', 'read', run)
}

function listingOf({ viewer, parameters, clock }: Presence, search: Record<string, string>) {
  return readListing({ viewer, parameters, today: clock.today }, new URLSearchParams(search))
}

function loading(presence: Presence, search: Record<string, string>) {
  return reading(presence, (ctx) => loadRows(ctx, listingOf(presence, search)))
}

/**
 * A connection of its own that has entered a viewer's scope once and for all: the application's role, the policies in force,
 * and no transaction to open and close around each statement.
 */
async function enteredClient(presence: Presence): Promise<pg.Client> {
  const client = await streamingClient()
  await client.query(`BEGIN READ ONLY; ${enteringScope(scopeOf(presence))}`)
  return client
}

function prepared(client: pg.Client, name: string, { text, values }: Sql): Promise<pg.QueryResult> {
  return client.query({ name, text, values: [...values] })
}

const ms = (value: number) => `${shown(value)} ms`

/** The page's statement through the door of lib, and the same text on a bare connection: for province, county and street. */
export async function listSql(world: World): Promise<Figure[]> {
  const desks: { presence: Presence; statement: Sql; client: pg.Client }[] = []
  for (const username of ['province', 'county', 'street']) {
    const presence = await presenceOf(world, username)
    const statement = rowsSql(certificationTable, listingOf(presence, {}).listing, 0)
    desks.push({ presence, statement, client: await enteredClient(presence) })
  }
  const at = (turn: number) => desks[turn % desks.length] ?? raise('no desk')
  const times = await timed(
    {
      inside: (turn) => {
        const { presence, statement } = at(turn)
        return reading(presence, (ctx) => ctx.sql(statement))
      },
      bare: (turn) => prepared(at(turn).client, 'page', at(turn).statement),
    },
    { turns: 900, warmUp: 60 },
  )
  for (const { client } of desks) await client.end()
  return [
    {
      what: '名册 SQL：应用内（事务、角色、范围）',
      measured: `中位 ${ms(median(times.inside))}，p95 ${ms(p95(times.inside))}`,
      comparedWith: `同一语句直接执行 中位 ${ms(median(times.bare))}，p95 ${ms(p95(times.bare))}`,
      ratio: median(times.inside) / median(times.bare),
      wanted: { atMost: 2 },
    },
  ]
}

function raise(message: string): never {
  throw new Error(message)
}

interface Somebody {
  name: string
  hash: string
}

/** People drawn from all over the roster, the same ones in every run. */
async function drawn({ owner }: World, year: number, count: number): Promise<Somebody[]> {
  const { rows } = await owner.query<Somebody>(
    `SELECT r.name, encode(p.id_hash, 'hex') AS hash FROM roster r JOIN person p ON p.id = r.person_id
     WHERE r.year = $1 AND r.exited_on IS NULL AND p.id_hash IS NOT NULL AND length(r.name) >= 2
     ORDER BY hashint8(r.id) LIMIT $2`,
    [year, count],
  )
  return rows
}

/** Where the page begins that follows a row of the list in its default order. */
async function cursorAt({ owner }: World, year: number, row: number): Promise<string> {
  const { rows } = await owner.query<{ region: number; id: number }>(
    'SELECT region, id FROM roster WHERE year = $1 AND exited_on IS NULL ORDER BY region, id OFFSET $2 LIMIT 1',
    [year, row - 1],
  )
  const [last] = rows
  return last ? encodeCursor([String(last.region), String(last.id)]) : raise(`The list has no row ${row}.`)
}

/** The first page of the province, against the deepest pages and against what a clerk looks for. */
export async function pagesAndSearches(world: World): Promise<Figure[]> {
  const presence = await presenceOf(world, 'province')
  const year = yearOf(presence.clock.today)
  const { total } = await loading(presence, {})
  const deepRow = Math.min(DEEP_ROW, Math.floor(total * 0.95))
  const turns = 300
  const people = await drawn(world, year, turns)
  const cursors: string[] = []
  for (let page = 0; page < 20; page++) cursors.push(await cursorAt(world, year, deepRow + page * PAGE_ROWS))
  const someone = (turn: number) => people[turn % people.length] ?? raise('nobody')
  const times = await timed(
    {
      first: () => loading(presence, {}),
      next: (turn) => loading(presence, { page: String(deepRow / PAGE_ROWS + 1), after: cursors[turn % 20] ?? '' }),
      name: (turn) =>
        loading(presence, {
          name: someone(turn)
            .name.slice(turn % 2 ? -2 : 0)
            .slice(0, 2),
        }),
      id: (turn) => loading(presence, { idHash: someone(turn).hash }),
    },
    { turns },
  )
  const first = p95(times.first)
  const against = (what: string, found: readonly number[], atMost: number): Figure => ({
    what,
    measured: `p95 ${ms(p95(found))}（中位 ${ms(median(found))}）`,
    comparedWith: `全省第一页 p95 ${ms(first)}（中位 ${ms(median(times.first))}）`,
    ratio: p95(found) / first,
    wanted: { atMost },
  })
  return [
    against(`第 ${deepRow.toLocaleString('en-US')} 行之后的下一页`, times.next, 1.5),
    against('姓名两字查询', times.name, 5),
    against('身份证号查询', times.id, 5),
  ]
}

/** Everything that the completion's tiles say, counted from the roster itself, city by city. */
const RAW_COMPLETION = `
  SELECT region / 100000000 * 100000000 AS part,
         count(*) FILTER (WHERE death_id IS NULL AND (channel IS NOT NULL OR (exempt_until > $2::date) IS NOT TRUE)) AS due,
         count(*) FILTER (WHERE death_id IS NULL AND channel IS NOT NULL) AS certified,
         count(*) FILTER (WHERE death_id IS NULL AND channel IS NULL AND exempt_until > $2::date) AS exempt,
         count(*) FILTER (WHERE death_id IS NULL AND channel IS NULL AND (exempt_until > $2::date) IS NOT TRUE) AS pending,
         count(*) FILTER (WHERE death_id IS NOT NULL) AS dead,
         count(*) FILTER (WHERE death_id IS NULL AND channel = 'SELF') AS self,
         count(*) FILTER (WHERE death_id IS NULL AND channel = 'RELATIVE') AS relative,
         count(*) FILTER (WHERE death_id IS NULL AND channel = 'MATCH') AS match,
         count(*) FILTER (WHERE death_id IS NULL AND channel = 'VISIT') AS visit,
         count(*) FILTER (WHERE death_id IS NULL AND channel = 'VIDEO') AS video
  FROM roster WHERE year = $1 AND exited_on IS NULL GROUP BY 1 ORDER BY 1`

/** The completion of the province and its cities, from what is kept and from the roster. */
export async function completion(world: World): Promise<Figure[]> {
  const presence = await presenceOf(world, 'province')
  const year = yearOf(presence.clock.today)
  const home = presence.viewer.region.code
  const kept = () => reading(presence, (ctx) => completionOf(ctx, year, home))
  const client = await enteredClient(presence)
  const raw = async () => {
    const asOf = asOfDay(year, presence.clock.today, presence.parameters)
    return (await client.query({ name: 'raw', text: RAW_COMPLETION, values: [year, asOf] })).rows
  }
  const times = await timed({ kept, raw }, { turns: 30, warmUp: 6 })
  const counted = (await raw()).map(({ part, self, relative, match, visit, video, ...counts }) => ({
    region: Number(part),
    ...numbersOf(counts),
    byChannel: numbersOf({ SELF: self, RELATIVE: relative, MATCH: match, VISIT: visit, VIDEO: video }),
  }))
  const { parts } = await kept()
  const told = parts.map(({ region, ...counts }) => ({ ...counts, region: region.code }))
  await client.end()
  return [
    {
      what: '全省认证进度',
      measured: `p95 ${ms(p95(times.kept))}`,
      comparedWith: `逐行 GROUP BY p95 ${ms(p95(times.raw))}`,
      ratio: p95(times.kept) / p95(times.raw),
      wanted: { atMost: 1 / 50 },
      broken: isDeepStrictEqual(told, counted) ? undefined : '与逐行统计的结果不相等。',
    },
  ]
}

function numbersOf<Key extends string>(counts: Record<Key, unknown>): Record<Key, number> {
  const numbers = Object.entries(counts).map(([key, value]) => [key, Number(value)])
  return Object.fromEntries(numbers) as Record<Key, number>
}
