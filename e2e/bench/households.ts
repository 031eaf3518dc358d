/** 家庭档案: its list as the certification list is measured, and the figures of the whole of it. */

import { isDeepStrictEqual } from 'node:util'
import type { RegionCode } from '@/lib/region'
import { enteredClient, reading } from './inside'
import { householdList } from './lists'
import { median, p95, timed } from './measure'
import { listSql, pagesAndSearches } from './reading'
import { type Figure, ms } from './report'
import { presenceOf, type World } from './world'

export async function households(world: World): Promise<Figure[]> {
  return [
    ...(await listSql(world, householdList)),
    ...(await pagesAndSearches(world, householdList)),
    await provinceFigures(world),
    await countyFigures(world),
  ]
}

/** The figures of the whole list, counted from the households themselves. */
const RAW_FIGURES = `
  SELECT count(*) AS total,
         coalesce(sum(insured_count) FILTER (WHERE status = 'ACTIVE'), 0) AS insured,
         coalesce(sum(monthly_amount_fen) FILTER (WHERE status = 'ACTIVE'), 0) AS amount
  FROM household`

/** 户数, 保障人口 and 保障金额 of the province, from what is kept and from the households. */
async function provinceFigures(world: World): Promise<Figure> {
  const presence = await presenceOf(world, 'province')
  const client = await enteredClient(presence)
  const kept = () => reading(presence, (ctx) => ctx.sql(householdList.figuresSql(presence, {})))
  const raw = async () => (await client.query({ name: 'raw', text: RAW_FIGURES })).rows
  const times = await timed({ kept, raw }, { turns: 30, warmUp: 6 })
  const isSame = isDeepStrictEqual(numbersOf(await kept()), numbersOf(await raw()))
  await client.end()
  return {
    what: '家庭档案：全省户数、保障人口与保障金额合计',
    measured: `p95 ${ms(p95(times.kept))}`,
    comparedWith: `逐户合计 p95 ${ms(p95(times.raw))}`,
    ratio: p95(times.kept) / p95(times.raw),
    wanted: { atMost: 1 / 50 },
    broken: isSame ? undefined : '与逐户合计的结果不相等。',
  }
}

/** Sums come as text or as numbers, by their type. */
function numbersOf(rows: readonly object[]): unknown {
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, Number(value)])))
}

async function largestCounty({ owner }: World): Promise<RegionCode> {
  const { rows } = await owner.query<{ region: RegionCode }>(
    'SELECT region FROM household_total WHERE level = 3 GROUP BY region ORDER BY sum(households) DESC, region LIMIT 1',
  )
  const [county] = rows
  if (!county) throw new Error('No county has a household.')
  return county.region
}

/** The list of the largest county with one more filter, for which nothing is kept: rows and figures come from the households. */
async function countyFigures(world: World): Promise<Figure> {
  const presence = await presenceOf(world, 'province')
  const region = String(await largestCounty(world))
  const load = (search: Record<string, string>) => householdList.load(presence, search)
  const county = { region, amountFrom: '600', startFrom: '2015-01' }
  const { total } = await load(county)
  const times = await timed({ first: () => load({}), county: () => load(county) }, { turns: 100 })
  return {
    what: `家庭档案：最大区县加金额和起保月条件（${total.toLocaleString('en-US')} 户，含合计）`,
    measured: `p95 ${ms(p95(times.county))}（中位 ${ms(median(times.county))}）`,
    comparedWith: `全省第一页 p95 ${ms(p95(times.first))}`,
    ratio: p95(times.county) / p95(times.first),
    wanted: { atMost: 5 },
  }
}
