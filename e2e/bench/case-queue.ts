/** 线索办理: tabs, whole pages, deep pages and a case's own page, each against one page of twenty that an index finds. */

import { isDeepStrictEqual } from 'node:util'
import type { Ctx } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { loadCalendar } from '@/lib/calendar/data'
import { findCaseFile } from '@/lib/case/file'
import type { CaseContext } from '@/lib/case/filters'
import { readCaseListing } from '@/lib/case/list'
import { caseTable } from '@/lib/case/table'
import { caseTabs } from '@/lib/case/tabs'
import type { RegionCode } from '@/lib/region'
import type { Position } from '@/lib/table/list-query'
import { loadPage } from '@/lib/table/load'
import { type Listing, rowsSql, toRow } from '@/lib/table/query'
import { reading } from './inside'
import { median, p95, timed } from './measure'
import { type Figure, ms } from './report'
import { movedTo, presenceOf, type World } from './world'

const SIZE = 20
const TURNS = 200
/** Of all cases so many lie before the deepest pages. */
const DEEP_SHARE = 0.95
const DEEP_PAGES = 20

/** Somebody at the list. */
export interface CaseDesk {
  title: string
  presence: Presence
  listing: Listing<CaseContext>
}

/** The county with the most cases, and its busiest street. */
export async function busiestPlaces({ owner }: World): Promise<{ county: RegionCode; street: RegionCode }> {
  const { rows } = await owner.query<{ county: RegionCode; street: RegionCode }>(
    `SELECT county, street FROM "case"
     WHERE street IS NOT NULL AND county = (SELECT county FROM case_total GROUP BY county ORDER BY sum(cases) DESC, county LIMIT 1)
     GROUP BY county, street ORDER BY count(*) DESC, street LIMIT 1`,
  )
  const [places] = rows
  if (!places) throw new Error('No street has a case.')
  return places
}

async function deskOf(title: string, presence: Presence): Promise<CaseDesk> {
  const { viewer, parameters, clock } = presence
  const calendar = await reading(presence, loadCalendar)
  const search = new URLSearchParams({ size: String(SIZE) })
  const { listing } = readCaseListing({ viewer, parameters, today: clock.today }, search, calendar)
  return { title, presence, listing }
}

function pageOf({ sql }: Ctx, listing: Listing<CaseContext>): Promise<object[]> {
  return sql(rowsSql(caseTable, listing, 0))
}

/** What a page and its tabs, its depth and a case cost. */
export async function caseQueue(world: World): Promise<Figure[]> {
  const { county, street } = await busiestPlaces(world)
  const province = await deskOf('全省', await presenceOf(world, 'province'))
  const largest = await deskOf('件数最多的区县', movedTo(await presenceOf(world, 'county'), county))
  const busiest = await deskOf('件数最多的街道', movedTo(await presenceOf(world, 'street'), street))
  const figures: Figure[] = []
  for (const desk of [province, largest, busiest]) figures.push(...(await tabs(world, desk, province)))
  return [...figures, await deepPages(province), await caseFiles(world, largest, county)]
}

/** All tabs with their counts, against the province's page, which an index has in order; and the page with all that it loads, against its rows. */
async function tabs(world: World, { title, presence, listing }: CaseDesk, indexed: CaseDesk): Promise<Figure[]> {
  const counting = () => reading(presence, (ctx) => caseTabs(ctx, listing))
  const times = await timed(
    {
      indexed: () => reading(indexed.presence, (ctx) => pageOf(ctx, indexed.listing)),
      page: () => reading(presence, (ctx) => pageOf(ctx, listing)),
      tabs: counting,
      whole: () =>
        reading(presence, async (ctx) => {
          await loadCalendar(ctx)
          await Promise.all([loadPage(ctx, caseTable, listing), caseTabs(ctx, listing)])
        }),
    },
    { turns: TURNS },
  )
  const counts = await counting()
  const against = (what: string, found: readonly number[], whose: string, page: readonly number[]): Figure => ({
    what: `${what}（${title}，${counts.ALL.toLocaleString('en-US')} 件）`,
    measured: `中位 ${ms(median(found))}，p95 ${ms(p95(found))}`,
    comparedWith: `${whose}一页 ${SIZE} 件 中位 ${ms(median(page))}，p95 ${ms(p95(page))}`,
    ratio: median(found) / median(page),
    wanted: { atMost: 5 },
  })
  const isWhole = presence.viewer.role !== 'PROVINCE_SUPERVISOR' || isDeepStrictEqual(counts, await counted(world))
  return [
    {
      ...against('线索各页签的件数', times.tabs, indexed.title, times.indexed),
      broken: isWhole ? undefined : '与逐件统计的结果不相等。',
    },
    against('线索整页：列表、条数和页签', times.whole, title, times.page),
  ]
}

/** What the tabs of the province say, counted from the cases themselves. */
async function counted({ owner }: World): Promise<Record<string, number>> {
  const { rows } = await owner.query<Record<string, number>>(
    `SELECT count(*) AS "ALL",
            count(*) FILTER (WHERE status = 'TO_DISPATCH') AS "TO_DISPATCH",
            count(*) FILTER (WHERE status = 'TO_ACCEPT') AS "TO_ACCEPT",
            count(*) FILTER (WHERE status = 'TO_ASSIGN') AS "TO_ASSIGN",
            count(*) FILTER (WHERE status = 'SURVEYING') AS "SURVEYING",
            count(*) FILTER (WHERE status = 'TO_REVIEW') AS "TO_REVIEW",
            count(*) FILTER (WHERE status = 'CLOSED') AS "CLOSED",
            0 AS "MINE",
            count(*) FILTER (WHERE due_on < today()) AS "OVERDUE",
            count(*) FILTER (WHERE returned) AS "RETURNED"
     FROM "case"`,
  )
  return { ...rows[0] }
}

/** Pages far down the province's list, each found from its neighbour, against the first. */
async function deepPages({ presence, listing }: CaseDesk): Promise<Figure> {
  const at = (position: Position) => ({ ...listing, query: { ...listing.query, position } })
  const load = (page: Listing<CaseContext>) => reading(presence, (ctx) => loadPage(ctx, caseTable, page))
  const { total } = await load(listing)
  const first = Math.floor((total * DEEP_SHARE) / SIZE) - DEEP_PAGES
  const pages: Listing<CaseContext>[] = []
  let place = at({ page: first })
  while (pages.length < DEEP_PAGES) {
    const records = await reading(presence, (ctx) => pageOf(ctx, place))
    const last = records.at(-1)
    if (!last) throw new Error('The list ends before its deepest pages.')
    place = at({ page: first + pages.length + 1, after: toRow(caseTable, last).cursor })
    pages.push(place)
  }
  const times = await timed(
    { first: () => load(listing), deep: (turn) => load(pages[turn % pages.length] ?? listing) },
    { turns: TURNS },
  )
  return {
    what: `线索办理：第 ${(first * SIZE).toLocaleString('en-US')} 行之后的下一页`,
    measured: `p95 ${ms(p95(times.deep))}（中位 ${ms(median(times.deep))}）`,
    comparedWith: `全省第一页 p95 ${ms(p95(times.first))}（中位 ${ms(median(times.first))}）`,
    ratio: p95(times.deep) / p95(times.first),
    wanted: { atMost: 1.5 },
  }
}

/** All that a case's page shows. */
async function caseFiles({ owner }: World, { presence, listing }: CaseDesk, county: RegionCode): Promise<Figure> {
  const drawn = 'SELECT id FROM "case" WHERE county = $1 ORDER BY hashint8(id) LIMIT $2'
  const { rows } = await owner.query<{ id: number }>(drawn, [county, TURNS])
  const idOf = (turn: number) => rows[turn % rows.length]?.id ?? 0
  const times = await timed(
    {
      page: () => reading(presence, (ctx) => pageOf(ctx, listing)),
      file: async (turn) => {
        const file = await reading(presence, (ctx) => findCaseFile(ctx, idOf(turn)))
        if (!file) throw new Error(`Case ${idOf(turn)} was not found.`)
      },
    },
    { turns: TURNS },
  )
  return {
    what: '线索详情：经过、调查、名册比对',
    measured: `p95 ${ms(p95(times.file))}（中位 ${ms(median(times.file))}）`,
    comparedWith: `区县的一页 ${SIZE} 件 p95 ${ms(p95(times.page))}（中位 ${ms(median(times.page))}）`,
    ratio: p95(times.file) / p95(times.page),
    wanted: { atMost: 5 },
  }
}
