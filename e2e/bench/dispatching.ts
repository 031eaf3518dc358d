/** 分派 of a hundred cases at once, against a single one: as the action carries it out, each time with cases that nobody has touched. */

import { perform } from '@/lib/access/perform'
import type { Presence } from '@/lib/access/viewer'
import { dispatchAll } from '@/lib/case/data'
import { DispatchInput } from '@/lib/case/input'
import type { RegionCode } from '@/lib/region'
import { busiestPlaces } from './case-queue'
import { median, timed } from './measure'
import { type Figure, ms } from './report'
import { movedTo, presenceOf, type World } from './world'

const BULK = 100
const TURNS = 40
const WARM_UP = 8

/** Enters cases in a county and answers their ids. */
async function freshCases({ owner }: World, county: RegionCode, count: number): Promise<number[]> {
  const { rows } = await owner.query<{ id: number }>(
    `WITH place AS (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS places
                    FROM region WHERE level = 5 AND code BETWEEN $1::bigint AND $1::bigint + 999999)
     SELECT case_id AS id FROM register_cases(
       (SELECT jsonb_agg(jsonb_build_object('place', code, 'source', 'VISIT', 'difficulty', 'ILLNESS', 'subject_name', '周某某',
          'address', '3组12号', 'description', '老人卧床，子女在外。', 'asker_kind', 'STAFF', 'limit_days', 2, 'due_on', today() + 3))
        FROM generate_series(1, $2::int) AS n JOIN place ON place = n % places), '测速', now())`,
    [county, count],
  )
  return rows.map(({ id }) => id)
}

async function surveyorsAt({ owner }: World, street: RegionCode): Promise<{ surveyorId: number; partnerId?: number }> {
  const { rows } = await owner.query<{ id: number }>(
    `SELECT id FROM staff WHERE role = 'SURVEYOR' AND disabled_at IS NULL AND region BETWEEN $1::bigint AND $1::bigint + 999
     ORDER BY id LIMIT 2`,
    [street],
  )
  const [lead, partner] = rows
  if (!lead) throw new Error('The street has nobody to send.')
  return { surveyorId: lead.id, partnerId: partner?.id }
}

/** Dispatches a number of cases; all of them must go. */
async function dispatch(clerk: Presence, ids: readonly number[], to: object): Promise<void> {
  const definition = { permission: 'case.dispatch', input: DispatchInput, run: dispatchAll } as const
  const cases = ids.map((caseId) => ({ caseId, version: 0 }))
  const answer = await perform(definition, 'write', clerk, '127.0.0.1', { cases, ...to, note: '' })
  if (!answer.ok || !answer.value.results.every(({ ok }) => ok))
    throw new Error(`Not dispatched: ${JSON.stringify(answer)}`)
}

/** To the street alone, and with surveyors named at once. */
export async function dispatching(world: World): Promise<Figure[]> {
  const { county, street } = await busiestPlaces(world)
  const clerk = movedTo(await presenceOf(world, 'county'), county)
  const to = { street }
  return [
    await bulk(world, clerk, { how: '交街道', to }),
    await bulk(world, clerk, { how: '同时指派', to: { ...to, ...(await surveyorsAt(world, street)) } }),
  ]
}

async function bulk(world: World, clerk: Presence, { how, to }: { how: string; to: object }): Promise<Figure> {
  const ids = await freshCases(world, clerk.viewer.region.code, (WARM_UP + TURNS) * (BULK + 1))
  const times = await timed(
    {
      one: () => dispatch(clerk, ids.splice(-1), to),
      hundred: () => dispatch(clerk, ids.splice(-BULK), to),
    },
    { turns: TURNS, warmUp: WARM_UP },
  )
  return {
    what: `一次分派 ${BULK} 件（${how}）`,
    measured: `中位 ${ms(median(times.hundred))}`,
    comparedWith: `分派 1 件 中位 ${ms(median(times.one))}`,
    ratio: median(times.hundred) / median(times.one),
    wanted: { atMost: 10 },
  }
}
