import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { birthOf, holderOf, isAlive, markOf, takeLock, waitForLock } from './lock.mjs'

let directory: string
let file: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-test-'))
  file = join(directory, 'below', 'lock')
})

afterEach(() => rmSync(directory, { recursive: true }))

const itOnLinux = it.runIf(process.platform === 'linux')

describe('a lock', () => {
  it('is taken once, tells who has it and what for, and can be taken again when released', () => {
    const first = takeLock(file, { address: 'http://localhost:3000' })
    expect(first.taken).toBe(true)
    expect(takeLock(file)).toMatchObject({
      taken: false,
      holder: { pid: process.pid, address: 'http://localhost:3000' },
    })
    if (first.taken) first.update({ address: 'http://localhost:3001' })
    expect(holderOf(file)).toMatchObject({ pid: process.pid, address: 'http://localhost:3001' })
    if (first.taken) first.release()
    expect(holderOf(file)).toBeNull()
    expect(takeLock(file).taken).toBe(true)
    expect(readdirSync(join(directory, 'below'))).toEqual(['lock'])
  })

  it('of a process that has ended is no obstacle', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] })
    const mark = markOf(child.pid ?? 0) ?? expect.fail()
    expect(takeLock(file).taken).toBe(true)
    writeFileSync(file, JSON.stringify(mark))
    expect(takeLock(file)).toMatchObject({ taken: false, holder: mark })
    child.stdin.end()
    await once(child, 'close')
    expect(isAlive(mark)).toBe(false)
    expect(takeLock(file).taken).toBe(true)
  })

  itOnLinux('of an earlier process with the same id is no obstacle', () => {
    takeLock(file)
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: 'another-boot/1' }))
    expect(holderOf(file)).toBeNull()
    expect(takeLock(file).taken).toBe(true)
  })

  it('that is just being written counts as taken', () => {
    takeLock(file)
    writeFileSync(file, '')
    expect(takeLock(file).taken).toBe(false)
  })

  it('can be waited for', async () => {
    const first = takeLock(file)
    const waiting: number[] = []
    const second = waitForLock(file, ({ pid }) => waiting.push(pid))
    await expect.poll(() => waiting).toEqual([process.pid])
    if (first.taken) first.release()
    expect((await second).taken).toBe(true)
  })

  it('stops waiting when told to', async () => {
    takeLock(file)
    await expect(waitForLock(file, () => {}, AbortSignal.abort())).rejects.toThrow()
  })
})

describe('birthOf', () => {
  it('is the same for a process each time, and null for none', () => {
    expect(birthOf(process.pid)).toBe(birthOf(process.pid))
    expect(birthOf(2 ** 22 + 1)).toBeNull()
  })
})
