import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { playwrightCounts, reportedCounts, vitestCounts } from './counts'

function vitestFile(statuses: readonly string[], status = 'passed', message = '') {
  const assertionResults = statuses.map((one, index) => ({
    fullName: `test ${index}`,
    status: one,
    failureMessages: one === 'failed' ? ['\u001b[31mexpected 1\u001b[39m\n  at somewhere'] : [],
  }))
  return { name: 'lib/a.test.ts', status, message, assertionResults }
}

describe('vitestCounts', () => {
  it('counts tests, and names those that failed with the first line of why', () => {
    const report = {
      testResults: [vitestFile(['passed', 'failed', 'pending', 'todo'], 'failed'), vitestFile(['passed'])],
    }
    expect(vitestCounts(report)).toEqual({
      passed: 2,
      failed: 1,
      skipped: 2,
      failures: ['lib/a.test.ts › test 1: expected 1'],
    })
  })

  it('counts a file that could not be loaded as a failure', () => {
    const report = { testResults: [vitestFile([], 'failed', 'Cannot find package')] }
    expect(vitestCounts(report)).toMatchObject({ failed: 1, failures: ['lib/a.test.ts: Cannot find package'] })
  })
})

describe('playwrightCounts', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: 'certify.spec.ts',
    tests: [{ status, results: [message ? { error: { message } } : {}] }],
  })

  it('counts tests of nested suites; one that passed only when repeated has failed', () => {
    const inner = { specs: [spec('b', 'unexpected', 'timeout\nmore'), spec('c', 'skipped')] }
    const report = { suites: [{ specs: [spec('a', 'expected'), spec('d', 'flaky')], suites: [inner] }], errors: [] }
    expect(playwrightCounts(report)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      failures: ['e2e/certify.spec.ts › d', 'e2e/certify.spec.ts › b: timeout'],
    })
  })

  it('counts what went wrong outside of tests', () => {
    expect(playwrightCounts({ suites: [], errors: [{ message: 'no tests found' }] }).failed).toBe(1)
  })
})

describe('reportedCounts', () => {
  let directory: string
  let file: string

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'counts-test-'))
    file = join(directory, 'report.json')
  })

  afterEach(() => rmSync(directory, { recursive: true }))

  it('counts a tool that ends badly without saying why', () => {
    expect(reportedCounts('unit', file, 1, vitestCounts)).toMatchObject({ passed: 0, failed: 1 })
    writeFileSync(file, JSON.stringify({ testResults: [vitestFile(['passed'])] }))
    expect(reportedCounts('unit', file, 1, vitestCounts)).toMatchObject({ passed: 1, failed: 1 })
    expect(reportedCounts('unit', file, 0, vitestCounts)).toMatchObject({ passed: 1, failed: 0 })
  })

  it('does not take nothing for success', () => {
    writeFileSync(file, JSON.stringify({ testResults: [] }))
    expect(reportedCounts('unit', file, 0, vitestCounts)).toMatchObject({ passed: 0, failed: 1 })
  })
})
