import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isInstalled, requireNode } from './install.mjs'

const react = { version: '19.3.1', integrity: 'sha512-a' }
const other = { version: '18.4.0', integrity: 'sha512-b', optional: true }
let directory: string

function write(file: string, packages: Record<string, unknown>): void {
  writeFileSync(join(directory, file), JSON.stringify({ packages }))
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'install-test-'))
  mkdirSync(join(directory, 'node_modules'))
  write('package-lock.json', { '': { name: 'project' }, 'node_modules/react': react, 'node_modules/other': other })
})

afterEach(() => rmSync(directory, { recursive: true }))

describe('isInstalled', () => {
  it('holds when everything locked is there, but for optional packages of other platforms', () => {
    write('node_modules/.package-lock.json', { 'node_modules/react': react })
    expect(isInstalled(directory)).toBe(true)
  })

  it.each([
    ['another version', { 'node_modules/react': { ...react, version: '19.3.0' } }],
    ['another content', { 'node_modules/react': { ...react, integrity: 'sha512-c' } }],
    ['a missing package', {}],
    [
      'an optional package of another version',
      { 'node_modules/react': react, 'node_modules/other': { ...other, version: '18.3.0' } },
    ],
  ])('does not hold with %s', (_, packages) => {
    write('node_modules/.package-lock.json', packages)
    expect(isInstalled(directory)).toBe(false)
  })

  it('does not hold after an installation that was broken off', () => {
    expect(isInstalled(directory)).toBe(false)
  })
})

describe('requireNode', () => {
  afterEach(() => vi.restoreAllMocks())

  function outcomeOf(version: string): string {
    const said = vi.spyOn(console, 'error').mockReturnValue()
    vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('exit')
    })
    try {
      requireNode(version)
      return 'accepted'
    } catch {
      return String(said.mock.calls[0]?.[0])
    }
  }

  it.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0', '25.1.0'])('accepts %s', (version) => {
    expect(outcomeOf(version)).toBe('accepted')
  })

  it.each(['18.20.4', '20.18.3', '21.7.3', '22.11.0'])('refuses %s in one sentence', (version) => {
    expect(outcomeOf(version)).toContain(`当前是 ${version}`)
  })
})
