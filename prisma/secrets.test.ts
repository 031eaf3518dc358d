import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretsOf } from './secrets'
import { readSettings } from './settings'

let dataDir: string

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'secrets-test-')), 'new')
})

afterEach(() => rmSync(join(dataDir, '..'), { recursive: true }))

describe('secretsOf', () => {
  it('makes secrets once, for the owner’s eyes only', () => {
    const secrets = secretsOf(dataDir, false)
    expect(secretsOf(dataDir, true)).toEqual(secrets)
    expect(readdirSync(dataDir)).toEqual(['secrets.json'])
    chmodSync(join(dataDir, 'secrets.json'), 0o644)
    secretsOf(dataDir, true)
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('makes others each time, strong enough for an operator’s own database', () => {
    const { authSecret, dataKey } = secretsOf(dataDir, false)
    rmSync(dataDir, { recursive: true })
    expect(secretsOf(dataDir, false).dataKey).not.toBe(dataKey)
    const environment = { DATABASE_URL: 'postgresql://db/x', AUTH_SECRET: authSecret, DATA_KEY: dataKey }
    expect(readSettings(environment, '/').database.embedded).toBe(false)
  })

  it('says so when they are gone although there is a database, or broken', () => {
    expect(() => secretsOf(dataDir, true)).toThrow('找不到密钥文件')
    secretsOf(dataDir, false)
    writeFileSync(join(dataDir, 'secrets.json'), '{"authSecret":')
    expect(() => secretsOf(dataDir, true)).toThrow('已损坏')
  })
})
