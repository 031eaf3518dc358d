import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { draftKeyOf } from './keyring'
import { importKey, openText, sealText } from './sealing'

const [first, second] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]

beforeEach(() => {
  vi.stubEnv('DATA_KEY', first)
  vi.stubEnv('DATA_KEY_PREVIOUS', '')
})

afterEach(() => vi.unstubAllEnvs())

describe('the key to a person’s drafts', () => {
  it('is theirs alone, and the same whenever they come back', async () => {
    const { secret, owner } = draftKeyOf(7)
    expect(draftKeyOf(7)).toEqual({ secret, owner })
    expect(Buffer.from(secret, 'base64')).toHaveLength(32)
    expect(draftKeyOf(8).secret).not.toBe(secret)
    expect(draftKeyOf(8).owner).not.toBe(owner)
    const sealed = await sealText(await importKey(secret), 'x', '张三')
    await expect(openText(await importKey(draftKeyOf(8).secret), 'x', sealed)).rejects.toThrow()
  })

  it('does not show in the name under which the drafts lie', () => {
    const { secret, owner } = draftKeyOf(7)
    expect(Buffer.from(secret, 'base64').toString('hex')).not.toContain(owner.slice(0, 8))
  })

  it('outlives a change of keys while the old one is still at hand, and not its loss', () => {
    const before = draftKeyOf(7)
    vi.stubEnv('DATA_KEY', second)
    vi.stubEnv('DATA_KEY_PREVIOUS', first)
    expect(draftKeyOf(7)).toEqual(before)
    vi.stubEnv('DATA_KEY_PREVIOUS', '')
    expect(draftKeyOf(7)).not.toEqual(before)
  })

  it('is not made of nothing', () => {
    for (const key of ['', 'short', first.slice(0, -1)]) {
      vi.stubEnv('DATA_KEY', key)
      expect(() => draftKeyOf(7)).toThrow()
    }
  })
})
