/** `npm test`: types, lint, unit, database and browser, one after the other and each to its end; and then the sum. */

import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freshBuild, freshClient } from '../prisma/build'
import { removeData } from '../prisma/cluster'
import { OperatorError, say, tell } from '../prisma/operator'
import { gone, processesOf, send } from '../prisma/processes'
import { ROOT } from '../prisma/settings'
import { findChromium } from './browser'
import { endChildren, runNode } from './child'
import { type Counts, failedOne, passedOne, playwrightCounts, reportedCounts, sumOf, vitestCounts } from './counts'
import { startDemoSite } from './demo-site'
import { temporaryDirectory } from './global-setup'

const JOURNEY_PERSONS = 20_000
/** BENCH_PERSONS=100000 tries the bench itself; the figures that count are those of a whole province. */
const BENCH_PERSONS = Number(process.env.BENCH_PERSONS || 2_000_000)
const START_LIMIT_MS = 300_000
const BENCH_START_LIMIT_MS = 1_200_000
const BROKEN_OFF = 130
const NEXT_TYPES = '/// <reference types="next" />\n/// <reference types="next/image-types/global" />\n'

/** One run: a temporary directory for its data and reports, removed with everything in it. */
class Run {
  readonly directory = temporaryDirectory()
  readonly results = join(ROOT, 'e2e/results', String(process.pid))

  constructor(readonly stop: AbortSignal) {}

  async types(): Promise<Counts> {
    const code = await runNode(['node_modules/typescript/bin/tsc', '--noEmit'])
    return code === 0 ? passedOne() : failedOne('类型检查：见上面的输出')
  }

  async lint(): Promise<Counts> {
    const code = await runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'])
    return code === 0 ? passedOne() : failedOne('代码规范：见上面的输出')
  }

  async vitest(project: 'unit' | 'database'): Promise<Counts> {
    const report = join(this.directory, `${project}.json`)
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const environment = { TEST_DATA_DIR: join(this.directory, project), DATABASE_URL: '', NODE_ENV: 'test' }
    const code = await runNode(['node_modules/vitest/vitest.mjs', ...args], environment)
    return reportedCounts(project, report, code, vitestCounts)
  }

  async browser(args: readonly string[]): Promise<Counts> {
    const chromium = findChromium(say)
    await freshBuild({ root: ROOT, log: say, signal: this.stop })
    say('正在启动测试用的服务…')
    const site = await startDemoSite(join(this.directory, 'site'), JOURNEY_PERSONS, START_LIMIT_MS)
    try {
      const report = join(this.directory, 'browser.json')
      const command = ['node_modules/@playwright/test/cli.js', 'test', '-c', 'e2e/playwright.config.ts']
      const code = await runNode([...command, `--output=${this.results}`, ...args], {
        ...site.environment,
        CHROMIUM: chromium,
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      })
      return reportedCounts('浏览器测试', report, code, playwrightCounts)
    } finally {
      await site.stop()
    }
  }

  async bench(args: readonly string[]): Promise<number> {
    const chromium = findChromium(say)
    await freshBuild({ root: ROOT, log: say, signal: this.stop })
    say(`正在准备 ${BENCH_PERSONS.toLocaleString('en-US')} 人的数据…`)
    const site = await startDemoSite(join(this.directory, 'site'), BENCH_PERSONS, BENCH_START_LIMIT_MS)
    try {
      const code = await runNode(['--import', 'tsx', 'e2e/bench/main.ts', ...args], {
        ...site.environment,
        CHROMIUM: chromium,
      })
      return code ?? 1
    } finally {
      await site.stop()
    }
  }

  /** Ends and removes whatever this run has left, also when it was broken off. */
  async clear(): Promise<void> {
    await endChildren()
    for (const name of ['database', 'site']) {
      const cluster = join(this.directory, name, 'pg')
      if (!existsSync(cluster)) continue
      const alive = () => processesOf(cluster)
      for (const pid of alive()) send(pid, 'SIGQUIT')
      await gone(alive, 10_000)
      removeData(join(this.directory, name))
    }
    rmSync(this.directory, { recursive: true, force: true })
  }
}

/** A stage that cannot be run at all has failed once. */
async function counted(run: Run, title: string, stage: () => Promise<Counts>): Promise<Counts> {
  say(`\n── ${title} ──`)
  const started = Date.now()
  try {
    const counts = await stage()
    run.stop.throwIfAborted()
    return counts
  } catch (error) {
    run.stop.throwIfAborted()
    tell(error)
    const reason = error instanceof OperatorError ? error.message.split('\n')[0] : String(error)
    return failedOne(`${title}：${reason}`)
  } finally {
    say(`（${title}用时 ${Math.round((Date.now() - started) / 1000)} 秒）`)
  }
}

/** One seed for all property tests of a run: SEED=… repeats it. */
function fixSeed(): void {
  process.env.SEED ||= String(Math.floor(Math.random() * 2 ** 31))
  say(`SEED=${process.env.SEED}`)
}

type Part = 'all' | 'check' | 'browser'

function partOf(what: string | undefined): Part {
  return what === 'check' || what === 'browser' ? what : 'all'
}

async function tested(run: Run, part: Part, args: readonly string[]): Promise<number> {
  const all: Counts[] = []
  fixSeed()
  if (part !== 'browser') {
    all.push(await counted(run, '类型', () => run.types()))
    all.push(await counted(run, '规范', () => run.lint()))
    all.push(await counted(run, '单元测试', () => run.vitest('unit')))
  }
  if (part === 'all') all.push(await counted(run, '数据库测试', () => run.vitest('database')))
  if (part !== 'check') all.push(await counted(run, '浏览器测试', () => run.browser(args)))
  const { passed, failed, skipped, failures } = sumOf(all)
  if (failures.length > 0) say(`\n失败：\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`)
  if (failed > 0 && existsSync(run.results)) say(`截图与轨迹见 ${run.results}`)
  say(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed > 0 ? 1 : 0
}

/**
 * Runs `npm test` (no argument), its quick part (`check`: types, lint, unit), its browser part (`browser`, with
 * Playwright's arguments behind it) or the bench
 * (`bench`), and ends the process: 0 when nothing failed.
 */
export async function main([what, ...args]: readonly string[]): Promise<void> {
  const stop = breakOff()
  const run = new Run(stop)
  // Next writes it at its first build; types and lint come before.
  if (!existsSync(join(ROOT, 'next-env.d.ts'))) writeFileSync(join(ROOT, 'next-env.d.ts'), NEXT_TYPES)
  let code = 1
  try {
    await freshClient({ root: ROOT, log: say, signal: stop })
    code = what === 'bench' ? await run.bench(args) : await tested(run, partOf(what), args)
  } catch (error) {
    if (!stop.aborted) tell(error)
  } finally {
    await run.clear()
  }
  process.exit(stop.aborted ? BROKEN_OFF : code)
}

/** Aborted by Ctrl-C or a request to end, which the stage under way then ends with. */
function breakOff(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) say('\n正在停止并清理…')
      controller.abort()
      void endChildren()
    })
  }
  return controller.signal
}
