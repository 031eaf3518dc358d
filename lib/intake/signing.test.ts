import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Algorithm, canonicalString, isSignedWith, readSignature, type Signable, signatureOf } from './signing'

// The vectors come from an implementation of SM3 and HMAC written for this purpose alone, after GB/T 32905 and RFC 2104.

const SECRET = 'demo-intake-secret-2026'
const POST: Signable = {
  algorithm: 'HMAC-SM3',
  method: 'POST',
  path: '/api/intake/cases',
  timestamp: '1795240800',
  nonce: 'kq3v7Zp0Wc5xT9aB',
  body: Buffer.from('{"address":"太和社区3组12号"}'),
}
const GET: Signable = {
  ...POST,
  method: 'GET',
  path: '/api/intake/cases/JZ202611210000123',
  timestamp: '2026-11-21T14:05:00+08:00',
  body: Buffer.alloc(0),
}

describe('the canonical text', () => {
  it('is five lines, the last one the digest of the body', () => {
    expect(canonicalString(POST)).toBe(
      'POST\n/api/intake/cases\n1795240800\nkq3v7Zp0Wc5xT9aB\nd06cbd95001d07767970a05063c118016ec6588d81ed2921964c0937d4844d7e',
    )
    expect(canonicalString({ ...POST, algorithm: 'HMAC-SHA256' })).toBe(
      'POST\n/api/intake/cases\n1795240800\nkq3v7Zp0Wc5xT9aB\n8230bb0bc199c1a9c8b519d37f9077712b1b04b5b8a8a315aec14b7a1e4311de',
    )
  })

  it.each<[Algorithm, Signable, string]>([
    ['HMAC-SM3', POST, '5f0bfd2225a2ca324cb3b67270aee6bbcf7c29b1a0be2093fd5b1ab41bdb3ba0'],
    ['HMAC-SM3', GET, '1ec1503705766334da087bfe8df48af51aebe3c57ae8f958b3b2fc8f230bf867'],
    ['HMAC-SHA256', POST, 'ea16aff36f3d8b788990b6695f7e0afe8edd4ff785c11818716beb433a14f5dc'],
    ['HMAC-SHA256', GET, 'f767c3abc5d3d9c6f48d0008f5d00d3780d575a6e3f0c4f3145fb92130845023'],
  ])('is signed by %s as others compute it: %j', (algorithm, signable, expected) => {
    expect(signatureOf(SECRET, { ...signable, algorithm }).toString('hex')).toBe(expected)
  })
})

describe('a signature', () => {
  it('is read from lower-case hex and from base64', () => {
    const bytes = signatureOf(SECRET, POST)
    expect(readSignature(bytes.toString('hex'))).toEqual(bytes)
    expect(readSignature('Xwv9IiWiyjJMs7ZycK7mu898KbGgviCT/VsatBvbO6A=')).toEqual(bytes)
  })

  it.each([
    '',
    signatureOf(SECRET, POST).toString('hex').toUpperCase(),
    signatureOf(SECRET, POST).toString('base64url'),
    signatureOf(SECRET, POST).toString('hex').slice(2),
    // The last digit holds bits that belong to no byte.
    'Xwv9IiWiyjJMs7ZycK7mu898KbGgviCT/VsatBvbO6B=',
  ])('is not read from %j', (text) => {
    expect(readSignature(text)).toBeNull()
  })

  it('covers every part of the request, and the secret', () => {
    const bytes = signatureOf(SECRET, POST)
    expect(isSignedWith(SECRET, POST, bytes)).toBe(true)
    expect(isSignedWith(`${SECRET}x`, POST, bytes)).toBe(false)
    expect(isSignedWith(null, POST, bytes)).toBe(false)
    const changes: Partial<Signable>[] = [
      { algorithm: 'HMAC-SHA256' },
      { method: 'PUT' },
      { path: '/api/intake/cases?x' },
      { timestamp: '1795240801' },
      { nonce: 'kq3v7Zp0Wc5xT9aC' },
      { body: Buffer.from('{}') },
    ]
    for (const change of changes) expect(isSignedWith(SECRET, { ...POST, ...change }, bytes)).toBe(false)
  })

  it('never fits another text, whatever the parts are', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '/', '1'), maxLength: 4 })
    const signable = fc.record({
      method: part,
      path: part,
      timestamp: part,
      nonce: part,
      body: fc.uint8Array({ maxLength: 2 }),
    })
    fc.assert(
      fc.property(signable, signable, (one, other) => {
        const algorithm = 'HMAC-SM3' as const
        const same = JSON.stringify(one) === JSON.stringify(other)
        expect(isSignedWith(SECRET, { ...other, algorithm }, signatureOf(SECRET, { ...one, algorithm }))).toBe(same)
      }),
    )
  })
})
