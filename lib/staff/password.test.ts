import { describe, expect, it } from 'vitest'
import { passwordProblem } from './account/rules'
import { generatedPassword, hashPassword, passwordFits } from './password'

describe('a stored password', () => {
  it('fits itself and nothing else', async () => {
    const stored = await hashPassword('kMvt7#29Qz')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(stored, 'kMvt7#29Qz')).toBe(true)
    expect(await passwordFits(stored, 'kMvt7#29QZ')).toBe(false)
    expect(await passwordFits(stored, '')).toBe(false)
  })

  it('is salted', async () => {
    expect(await hashPassword('kMvt7#29Qz')).not.toBe(await hashPassword('kMvt7#29Qz'))
  })

  it('never fits for an account that does not exist', async () => {
    expect(await passwordFits(null, 'kMvt7#29Qz')).toBe(false)
  })
})

describe('generatedPassword', () => {
  it('passes the rules, and comes out different each time', () => {
    const passwords = Array.from({ length: 200 }, generatedPassword)
    expect(new Set(passwords).size).toBe(200)
    for (const password of passwords) expect(passwordProblem(password, 'street')).toBeNull()
  })
})
