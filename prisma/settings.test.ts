import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTrivial, readSettings } from './settings'

const ROOT = '/project'
const EXTERNAL = {
  DATABASE_URL: 'postgresql://owner:secret@db.example:5432/assistance',
  AUTH_SECRET: 'q7Vt0Zb3LxN9sKd2RfYh6JmPwC4aEuGi',
  DATA_KEY: 'Yk3q0m0rX7b8N2s5VQh1T9w4Zc6EJf3uRtKpLdAeGxE=',
}

describe('readSettings', () => {
  it('of an empty environment is the embedded demo on port 3000, empty values counting as absent', () => {
    const expected = {
      port: 3000,
      host: undefined,
      dataDir: '/project/.data',
      filesDir: '/project/.data/files',
      trustProxy: false,
      database: { embedded: true, demoPassword: 'Jiuzhu@2026' },
    }
    expect(readSettings({}, ROOT)).toEqual(expected)
    expect(readSettings({ DATABASE_URL: ' ', PORT: '', DATA_DIR: '', DEMO_PASSWORD: '' }, ROOT)).toEqual(expected)
  })

  it('keeps photos in the data directory unless told otherwise', () => {
    expect(readSettings({ DATA_DIR: '/srv/data' }, ROOT).filesDir).toBe('/srv/data/files')
    expect(readSettings({ DATA_DIR: '/srv/data', FILES_DIR: '/srv/photos' }, ROOT).filesDir).toBe('/srv/photos')
  })

  it('takes a database of the operator’s own with its secrets', () => {
    expect(readSettings(EXTERNAL, ROOT).database).toEqual({
      embedded: false,
      url: EXTERNAL.DATABASE_URL,
      authSecret: EXTERNAL.AUTH_SECRET,
      dataKey: EXTERNAL.DATA_KEY,
      previousDataKeys: [],
    })
  })

  it.each([
    [{ PORT: '0' }, 'PORT'],
    [{ PORT: '65536' }, 'PORT'],
    [{ PORT: '3000x' }, 'PORT'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
    [{ DEMO_PASSWORD: '1234567' }, 'DEMO_PASSWORD'],
    [{ ...EXTERNAL, DATABASE_URL: 'mysql://db/assistance' }, 'DATABASE_URL'],
    [{ ...EXTERNAL, DATABASE_URL: 'db.example' }, 'DATABASE_URL'],
    [{ ...EXTERNAL, DATABASE_URL: 'postgresql://db.example' }, 'DATABASE_URL'],
    [{ ...EXTERNAL, AUTH_SECRET: undefined }, '必须设置 AUTH_SECRET'],
    [{ ...EXTERNAL, AUTH_SECRET: EXTERNAL.AUTH_SECRET.slice(1) }, 'AUTH_SECRET 过弱'],
    [{ ...EXTERNAL, AUTH_SECRET: 'changeme'.repeat(5) }, 'AUTH_SECRET 过弱'],
    [{ ...EXTERNAL, DATA_KEY: undefined }, '必须设置 DATA_KEY'],
    [{ ...EXTERNAL, DATA_KEY: EXTERNAL.DATA_KEY.slice(4) }, 'DATA_KEY 应为'],
    [{ ...EXTERNAL, DATA_KEY: 'not base64 at all, but forty-four characters' }, 'DATA_KEY 应为'],
    [{ ...EXTERNAL, DATA_KEY: Buffer.alloc(32, 'ab').toString('base64') }, 'DATA_KEY 过弱'],
    [{ ...EXTERNAL, DATA_KEY_PREVIOUS: `${EXTERNAL.DATA_KEY}, short` }, 'DATA_KEY_PREVIOUS 应为'],
  ])('refuses %o in one sentence', (environment, sentence) => {
    expect(() => readSettings(environment, ROOT)).toThrow(sentence)
  })
})

describe('isTrivial', () => {
  it('holds for any text that is a shorter one repeated', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.integer({ min: 2, max: 6 }), (text, times) =>
        isTrivial(text.repeat(times)),
      ),
    )
  })

  it('does not hold for random hex of 32 characters or more', () => {
    const varied = fc
      .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 64 })
      .filter(
        (text) =>
          new Set(text).size >= 8 && new Set([text.slice(0, 8), text.slice(8, 16), text.slice(16, 24)]).size === 3,
      )
    fc.assert(fc.property(varied, (text) => `${text}${text}`.indexOf(text, 1) < text.length || !isTrivial(text)))
  })
})
