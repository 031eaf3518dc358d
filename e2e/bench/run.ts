/**
 * How fast the product is, each figure against something measured beside it in the same run. Prints its table, writes it to
 * e2e/results/bench.md, and fails on nothing.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { closePool } from '@/lib/db/pool'
import { say, tell } from '../../prisma/operator'
import { ROOT } from '../../prisma/settings'
import { certifying } from './certifying'
import { completion } from './completion'
import { duplicates } from './duplicates'
import { exporting } from './exporting'
import { households } from './households'
import { importing } from './importing'
import { certificationList } from './lists'
import { monitoring } from './monitoring'
import { pages } from './pages'
import { listSql, pagesAndSearches } from './reading'
import { type Figure, reportOf } from './report'
import { enterWorld, type World } from './world'

/** Exports come first, while the server holds no more memory than at its start; what writes comes last. */
const PARTS: Readonly<Record<string, (world: World) => Promise<Figure[]>>> = {
  导出: exporting,
  名册语句: (world) => listSql(world, certificationList),
  翻页与查询: (world) => pagesAndSearches(world, certificationList),
  认证进度: completion,
  家庭档案: households,
  重复享受: duplicates,
  页面: pages,
  认证: certifying,
  导入: importing,
  监测平台: monitoring,
}

/** Figures of each part; one that cannot be measured is told, and the others go on. */
async function measured(world: World, parts: readonly string[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [name, part] of Object.entries(PARTS)) {
    if (parts.length > 0 && !parts.includes(name)) continue
    say(`正在测量：${name}…`)
    try {
      figures.push(...(await part(world)))
    } catch (error) {
      tell(error)
      say(`${name}没有测成，原因见上。`)
    }
  }
  return figures
}

const world = await enterWorld()
try {
  const report = reportOf(await measured(world, process.argv.slice(2)), world.persons)
  const directory = join(ROOT, 'e2e/results')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'bench.md'), report)
  say(`\n${report}`)
} finally {
  await world.owner.end()
  await closePool()
}
