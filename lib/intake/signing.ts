/**
 * How a machine signs a request: HMAC over one canonical text, with SM3 (GB/T 32905, GB/T 15852.2) or SHA-256. The key is the
 * secret's text as UTF-8. Used by the server, by the signing client of tests, and described in the OpenAPI document.
 */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** The names of the algorithms in X-Signature-Algorithm, and of their hashes in OpenSSL. */
export const ALGORITHMS = { 'HMAC-SM3': 'sm3', 'HMAC-SHA256': 'sha256' } as const
export type Algorithm = keyof typeof ALGORITHMS

/** What a signature covers. */
export interface Signable {
  readonly algorithm: Algorithm
  /** In capitals: 'POST'. */
  readonly method: string
  /** Path with query as in the request line, e.g. '/api/intake/cases'. */
  readonly path: string
  /** X-Timestamp and X-Nonce, letter for letter. */
  readonly timestamp: string
  readonly nonce: string
  /** The bytes of the body; none for a request without one. */
  readonly body: Uint8Array
}

/** The text that is signed: five lines, parted by LF, without one at the end. */
export function canonicalString({ algorithm, method, path, timestamp, nonce, body }: Signable): string {
  const digest = createHash(ALGORITHMS[algorithm]).update(body).digest('hex')
  return [method, path, timestamp, nonce, digest].join('\n')
}

/** The 32 bytes that belong into X-Signature, in lower-case hex or in base64. */
export function signatureOf(secret: string, signable: Signable): Buffer {
  return createHmac(ALGORITHMS[signable.algorithm], secret).update(canonicalString(signable)).digest()
}

/** The bytes of an X-Signature; null for anything but 32 bytes in lower-case hex or in base64. */
export function readSignature(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex')
  const bytes = /^[A-Za-z0-9+/]{43}=$/.test(text) ? Buffer.from(text, 'base64') : null
  return bytes?.toString('base64') === text ? bytes : null
}

/** Of 32 random bytes that were never kept: nobody signs with it. */
const NOBODYS_SECRET = 'OPXyG8Hrj2LknT0vC5aWq9dZsE4uM1fBxKgYhR7tJcI'

/**
 * Whether a signature is that of a secret, compared in constant time. Null stands for a machine that is not known, and takes as
 * long.
 */
export function isSignedWith(secret: string | null, signable: Signable, signature: Uint8Array): boolean {
  const expected = signatureOf(secret ?? NOBODYS_SECRET, signable)
  return timingSafeEqual(expected, signature) && secret !== null
}
