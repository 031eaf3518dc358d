/** What a stage of the test run came to, and the reports of Vitest and Playwright read as such. */

import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** One line for each failure. */
  failures: string[]
}

export function passedOne(): Counts {
  return { passed: 1, failed: 0, skipped: 0, failures: [] }
}

export function failedOne(failure: string): Counts {
  return { passed: 0, failed: 1, skipped: 0, failures: [failure] }
}

export function sumOf(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

type VitestFile = z.infer<typeof VitestReport>['testResults'][number]

const PlaywrightTest = z.object({
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  results: z.array(z.object({ error: z.object({ message: z.string().optional() }).optional() })),
})
const PlaywrightSpec = z.object({ title: z.string(), file: z.string(), tests: z.array(PlaywrightTest) })

interface PlaywrightSuite {
  specs: z.infer<typeof PlaywrightSpec>[]
  suites?: PlaywrightSuite[] | undefined
}

const PlaywrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({ specs: z.array(PlaywrightSpec), suites: z.array(PlaywrightSuite).optional() }),
)
const PlaywrightReport = z.object({
  suites: z.array(PlaywrightSuite),
  errors: z.array(z.object({ message: z.string().optional() })),
})

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')

function firstLine(text: string | undefined): string {
  const line = text?.replace(ESCAPES, '').trim().split('\n')[0] ?? ''
  return line === '' ? '' : `: ${line}`
}

function countsOfFile({ name, status, message, assertionResults }: VitestFile): Counts {
  const of = (wanted: string) => assertionResults.filter((result) => result.status === wanted)
  const failures = of('failed').map((result) => `${name} › ${result.fullName}${firstLine(result.failureMessages?.[0])}`)
  // A file that could not even be loaded has no tests to fail.
  if (status === 'failed' && failures.length === 0) failures.push(`${name}${firstLine(message)}`)
  const passed = of('passed').length
  const skipped = Math.max(0, assertionResults.length - passed - of('failed').length)
  return { passed, failed: failures.length, skipped, failures }
}

/** Counts of Vitest's JSON report. */
export function vitestCounts(report: unknown): Counts {
  return sumOf(VitestReport.parse(report).testResults.map(countsOfFile))
}

function specsOf(suite: PlaywrightSuite): z.infer<typeof PlaywrightSpec>[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)]
}

/** Counts of Playwright's JSON report. A test that passed only when repeated has failed. */
export function playwrightCounts(report: unknown): Counts {
  const { suites, errors } = PlaywrightReport.parse(report)
  const tests = suites
    .flatMap(specsOf)
    .flatMap(({ title, file, tests }) => tests.map((test) => ({ title, file, test })))
  const withStatus = (...wanted: string[]) => tests.filter(({ test }) => wanted.includes(test.status))
  const failures = withStatus('unexpected', 'flaky').map(
    ({ title, file, test }) => `e2e/${file} › ${title}${firstLine(test.results[0]?.error?.message)}`,
  )
  failures.push(...errors.map(({ message }) => `Playwright${firstLine(message)}`))
  const skipped = withStatus('skipped').length
  return { passed: withStatus('expected').length, failed: failures.length, skipped, failures }
}

/**
 * Counts of the report a tool wrote to `file` before it ended with `code`. A tool that failed without a report, or without
 * a failure in it, counts as one failure, and so does one that ran nothing.
 */
export function reportedCounts(
  name: string,
  file: string,
  code: number | null,
  read: (report: unknown) => Counts,
): Counts {
  if (!existsSync(file)) return failedOne(`${name}：没有得到结果（退出码 ${code ?? '无'}）`)
  const counts = read(JSON.parse(readFileSync(file, 'utf8')))
  if (counts.failed > 0) return counts
  if (code !== 0) return sumOf([counts, failedOne(`${name}：退出码 ${code ?? '无'}，原因见上面的输出`)])
  return counts.passed + counts.skipped > 0 ? counts : failedOne(`${name}：没有任何测试`)
}
