/** Lists as lib reads them, against the database alone and against their own first page. */

import type pg from 'pg'
import type { Presence } from '@/lib/access/viewer'
import type { Sql } from '@/lib/db/sql'
import { DEFAULT_SIZE, encodeCursor } from '@/lib/table/list-query'
import { enteredClient, prepared, reading } from './inside'
import type { MeasuredList, Search } from './lists'
import { median, p95, timed } from './measure'
import { type Figure, ms } from './report'
import { presenceOf, type World } from './world'

/** Of all rows of a list so many lie before its deepest pages. */
const DEEP_SHARE = 0.95
const DEEP_PAGES = 20
const TURNS = 300

/** The page's statement through the door of lib, and the same text on a bare connection: for province, county and street. */
export async function listSql(world: World, list: MeasuredList): Promise<Figure[]> {
  const desks: { presence: Presence; statement: Sql; client: pg.Client }[] = []
  for (const username of ['province', 'county', 'street']) {
    const presence = await presenceOf(world, username)
    desks.push({ presence, statement: list.pageSql(presence, {}), client: await enteredClient(presence) })
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
      what: `${list.title} SQL：应用内（事务、角色、范围）`,
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

/** The address of the page that follows a row of the province's list in its default order. */
async function pageAfter({ owner }: World, presence: Presence, list: MeasuredList, row: number): Promise<Search> {
  const { rows } = await owner.query<{ region: number; id: number }>(
    `SELECT * FROM (${list.places(presence)}) AS place ORDER BY region, id OFFSET $1 LIMIT 1`,
    [row - 1],
  )
  const [last] = rows
  if (!last) return raise(`The list has no row ${row}.`)
  return { page: String(row / DEFAULT_SIZE + 1), after: encodeCursor([String(last.region), String(last.id)]) }
}

async function deepPages(world: World, presence: Presence, list: MeasuredList, row: number): Promise<Search[]> {
  const pages: Search[] = []
  for (let page = 0; page < DEEP_PAGES; page++)
    pages.push(await pageAfter(world, presence, list, row + page * DEFAULT_SIZE))
  return pages
}

/** The first page of the province, against the deepest pages and against what a clerk looks for. */
export async function pagesAndSearches(world: World, list: MeasuredList): Promise<Figure[]> {
  const presence = await presenceOf(world, 'province')
  const { total } = await list.load(presence, {})
  const deepRow = Math.floor((total * DEEP_SHARE) / DEFAULT_SIZE - DEEP_PAGES) * DEFAULT_SIZE
  const deep = await deepPages(world, presence, list, deepRow)
  const people = await list.people(world, presence, TURNS)
  const searching = Object.entries(list.searches).map(([what, searchFor]) => {
    const run = (turn: number) => list.load(presence, searchFor(people[turn % people.length] ?? raise('nobody'), turn))
    return [what, run] as const
  })
  const next = `第 ${deepRow.toLocaleString('en-US')} 行之后的下一页`
  const subjects: Record<string, (turn: number) => Promise<unknown>> = {
    first: () => list.load(presence, {}),
    [next]: (turn) => list.load(presence, deep[turn % deep.length] ?? raise('no page')),
    ...Object.fromEntries(searching),
  }
  const { first = [], ...others } = await timed(subjects, { turns: TURNS })
  return Object.entries(others).map(([what, found]) => ({
    what: `${list.title}：${what}`,
    measured: `p95 ${ms(p95(found))}（中位 ${ms(median(found))}）`,
    comparedWith: `全省第一页 p95 ${ms(p95(first))}（中位 ${ms(median(first))}）`,
    ratio: p95(found) / p95(first),
    wanted: { atMost: what === next ? 1.5 : 5 },
  }))
}
