import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SEAL_FAILURES, type Seal, SealError, sealFromKey } from '@/lib/db/seal'

function keyOf(byte: number): string {
  return Buffer.alloc(32, byte).toString('base64')
}

const OLDEST_KEY = keyOf(1)
const OLD_KEY = keyOf(2)
const NEW_KEY = keyOf(3)
const seal = sealFromKey(NEW_KEY)
const text = fc.string({ unit: 'binary', maxLength: 60 })

function failureOf(act: () => unknown): SealError {
  try {
    act()
  } catch (error) {
    if (error instanceof SealError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

function failureOfOpening(by: Seal, sealed: Buffer): string {
  return failureOf(() => by.open(sealed)).code
}

/** Key ids are one byte, so among 256 keys some two share theirs. */
function twoKeysOfOneId(): [string, string] {
  const firstOf = new Map<number, string>()
  for (let byte = 0; byte < 256; byte++) {
    const key = keyOf(byte)
    const id = sealFromKey(key).seal('').readUInt8(0)
    const first = firstOf.get(id)
    if (first) return [first, key]
    firstOf.set(id, key)
  }
  throw new Error('256 keys with 256 ids')
}

describe('seal and open', () => {
  it('gives the text back', () => {
    fc.assert(fc.property(text, (plain) => seal.open(seal.seal(plain)) === plain))
  })

  it('seals differently each time, and never shows the text', () => {
    fc.assert(
      fc.property(text, (plain) => {
        const [first, second] = [seal.seal(plain), seal.seal(plain)]
        expect(first.equals(second)).toBe(false)
      }),
    )
    expect(seal.seal('420702199001011234').includes('420702')).toBe(false)
  })

  it('takes 81 bytes for an ID number', () => {
    expect(seal.seal('420702199001011234')).toHaveLength(81)
  })

  it('notices a change of any byte', () => {
    const sealed = seal.seal('420702199001011234')
    for (let place = 0; place < sealed.length; place++) {
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(place) ^ 0x01, place)
      expect(failureOfOpening(seal, changed)).toBe(place === 0 ? 'UNKNOWN_KEY' : 'TAMPERED')
    }
  })

  it('notices bytes cut off or added', () => {
    const sealed = seal.seal('420702199001011234')
    for (let length = 0; length < sealed.length; length++) {
      expect(failureOfOpening(seal, sealed.subarray(0, length))).toBe('TAMPERED')
    }
    expect(failureOfOpening(seal, Buffer.concat([sealed, Buffer.alloc(16)]))).toBe('TAMPERED')
  })
})

describe('fingerprint', () => {
  it('is equal exactly for equal texts', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(seal.fingerprint(a).equals(seal.fingerprint(b))).toBe(a === b)
        expect(seal.fingerprint(a).equals(seal.fingerprint(a))).toBe(true)
      }),
    )
  })

  it('needs the key', () => {
    expect(seal.fingerprint('1').equals(sealFromKey(OLD_KEY).fingerprint('1'))).toBe(false)
  })
})

describe('keys', () => {
  it('opens what older keys sealed, and seals with the new one', () => {
    const rotated = sealFromKey(NEW_KEY, `${OLD_KEY}, ${OLDEST_KEY}`)
    for (const key of [OLDEST_KEY, OLD_KEY, NEW_KEY]) expect(rotated.open(sealFromKey(key).seal('甲'))).toBe('甲')
    expect(sealFromKey(NEW_KEY).open(rotated.seal('甲'))).toBe('甲')
  })

  it('goes on finding what was stored before the change', () => {
    const rotated = sealFromKey(NEW_KEY, `${OLD_KEY},${OLDEST_KEY}`)
    expect(rotated.fingerprint('甲')).toEqual(sealFromKey(OLDEST_KEY).fingerprint('甲'))
  })

  it('says in Chinese that the key is another one', () => {
    const failure = failureOf(() => seal.open(sealFromKey(OLD_KEY).seal('甲')))
    expect(failure.code).toBe('UNKNOWN_KEY')
    expect(failure.message).toBe(SEAL_FAILURES.UNKNOWN_KEY)
  })

  it('refuses the wrong one of two keys that happen to share an id', () => {
    const [one, other] = twoKeysOfOneId()
    const sealed = sealFromKey(one).seal('甲')
    expect(failureOfOpening(sealFromKey(other), sealed)).toBe('TAMPERED')
    expect(sealFromKey(other, one).open(sealed)).toBe('甲')
  })

  it.each(['', 'secret', Buffer.alloc(31).toString('base64'), Buffer.alloc(33).toString('base64'), `${NEW_KEY}\n`])(
    'refuses %j as a key',
    (key) => {
      expect(failureOf(() => sealFromKey(key)).code).toBe('KEY_FORM')
    },
  )

  it('refuses an older key of the wrong form', () => {
    expect(failureOf(() => sealFromKey(NEW_KEY, `${OLD_KEY},secret`)).code).toBe('KEY_FORM')
    expect(failureOf(() => sealFromKey(NEW_KEY, `${OLD_KEY},`)).code).toBe('KEY_FORM')
  })
})
