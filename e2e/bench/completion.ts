/** The completion as it is kept, against counting it from the roster. */

import { isDeepStrictEqual } from 'node:util'
import { completionOf } from '@/lib/certification/completion'
import { asOfDay } from '@/lib/certification/rules'
import { yearOf } from '@/lib/plain-date'
import { enteredClient, reading } from './inside'
import { p95, timed } from './measure'
import { type Figure, ms } from './report'
import { presenceOf, type World } from './world'

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
