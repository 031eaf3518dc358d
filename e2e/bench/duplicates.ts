/** 重复享受 as it is kept, against looking for it among all current memberships. */

import { readListing } from '@/lib/duplicate/list'
import { duplicateTable } from '@/lib/duplicate/table'
import { loadPage } from '@/lib/table/load'
import { enteredClient, reading } from './inside'
import { p95, timed } from './measure'
import { type Figure, ms } from './report'
import { presenceOf, type World } from './world'

/** Who stands in two households in payment or more, one row a membership, the first page of them and how many there are. */
const RAW = `
  WITH pair AS MATERIALIZED (
    SELECT own.id, own.region, own.person_id, own.household_id, own.insured, hh.category,
           jsonb_agg(jsonb_build_object('region', other.region, 'category', oh.category, 'insured', other.insured) ORDER BY other.id) AS others
    FROM membership own
    JOIN household hh ON hh.id = own.household_id AND hh.status = 'ACTIVE'
    JOIN membership other ON other.person_id = own.person_id AND other.id <> own.id AND other.to_date IS NULL
    JOIN household oh ON oh.id = other.household_id AND oh.status = 'ACTIVE'
    WHERE own.to_date IS NULL
    GROUP BY own.id, hh.category)
  SELECT pair.*, p.name, p.id_masked, (SELECT count(*) FROM pair) + (SELECT count(*) FROM duplicate_claim) AS total
  FROM pair JOIN person p ON p.id = pair.person_id ORDER BY pair.region, pair.id LIMIT 50`

/** The first page of the province with its count. */
export async function duplicates(world: World): Promise<Figure[]> {
  const presence = await presenceOf(world, 'province')
  const { viewer } = presence
  const { listing } = readListing({ viewer }, new URLSearchParams())
  const client = await enteredClient(presence)
  const kept = () => reading(presence, (ctx) => loadPage(ctx, duplicateTable, listing))
  const raw = async () => (await client.query<{ total: number }>({ name: 'raw', text: RAW })).rows
  const times = await timed({ kept, raw }, { turns: 20, warmUp: 6 })
  const { total } = await kept()
  const [found] = await raw()
  await client.end()
  return [
    {
      what: `重复享受第一页和条数（${total.toLocaleString('en-US')} 条）`,
      measured: `p95 ${ms(p95(times.kept))}`,
      comparedWith: `在保成员逐条自连接 p95 ${ms(p95(times.raw))}`,
      ratio: p95(times.kept) / p95(times.raw),
      wanted: { atMost: 1 / 10 },
      broken: total === Number(found?.total ?? 0) ? undefined : '与自连接的条数不相等。',
    },
  ]
}
