/** 监测平台: its queue, its bulk dispatch and its door for machines, with as many cases as a province has had in some years. */

import { seal } from '@/lib/db/sealing'
import { say } from '../../prisma/operator'
import { CASE_TABLES } from '../../prisma/seed/case-tables'
import { seedCases } from '../../prisma/seed/cases'
import { caseQueue } from './case-queue'
import { dispatching } from './dispatching'
import { intake } from './intake'
import type { Figure } from './report'
import { presenceOf, type World } from './world'

/** Other cases than the demo has. */
const SEED = 2027
/** BENCH_CASES=20000 tries the bench itself. */
const CASES = Number(process.env.BENCH_CASES || 300_000)

export async function monitoring(world: World): Promise<Figure[]> {
  await fillUp(world)
  return [...(await caseQueue(world)), ...(await dispatching(world)), ...(await intake(world))]
}

/** Sees to it that there are so many cases. */
async function fillUp(world: World): Promise<void> {
  const { owner } = world
  const { rows } = await owner.query<{ cases: number }>('SELECT count(*) AS cases FROM "case"')
  const count = CASES - (rows[0]?.cases ?? 0)
  if (count <= 0) return
  say(`正在写入 ${count.toLocaleString('en-US')} 件线索…`)
  const { clock } = await presenceOf(world, 'province')
  await owner.query('BEGIN')
  try {
    await seedCases(owner, { seal: seal(), seed: SEED, today: clock.today, count })
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK')
    throw error
  }
  const tables = [...CASE_TABLES, 'case_total'].map((table) => owner.escapeIdentifier(table))
  await owner.query(`VACUUM (ANALYZE) ${tables.join(', ')}`)
}
