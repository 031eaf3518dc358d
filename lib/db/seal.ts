/**
 * How ID numbers and bank accounts are stored: SM4-CBC (GB/T 32907) then HMAC-SM3 (GB/T 32905, GB/T 15852.2) over all of
 * it, because Node's OpenSSL has no SM4-GCM; and beside it a keyed hash for equality search. One interface, so that a
 * certified module can take its place.
 *
 * Sealed bytes: key id (1) · IV (16) · ciphertext (16 × n) · MAC (32). An ID number takes 81 bytes.
 */

import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export interface Seal {
  /** Ciphertext of a text, a different one each time. */
  seal(plain: string): Buffer
  /** The text again. Throws SealError when the key is not at hand or a byte was changed. */
  open(sealed: Buffer): string
  /** 32 bytes, equal exactly for equal texts: what a unique index and an equality search work on. */
  fingerprint(plain: string): Buffer
}

export const SEAL_FAILURES = {
  KEY_FORM: 'DATA_KEY 与 DATA_KEY_PREVIOUS 中的每把密钥都应为 32 字节的 Base64 文本（44 个字符）。',
  UNKNOWN_KEY: '数据由另一把密钥加密，请核对 DATA_KEY 与 DATA_KEY_PREVIOUS。',
  TAMPERED: '加密数据已损坏或被改动，拒绝解密。',
} as const

export class SealError extends Error {
  constructor(readonly code: keyof typeof SEAL_FAILURES) {
    super(SEAL_FAILURES[code])
    this.name = 'SealError'
  }
}

interface Subkeys {
  id: number
  cipher: Buffer
  mac: Buffer
  fingerprint: Buffer
}

const ID_BYTES = 1
const IV_BYTES = 16
const BLOCK_BYTES = 16
const MAC_BYTES = 32
const SHORTEST = ID_BYTES + IV_BYTES + BLOCK_BYTES + MAC_BYTES

function hmac(key: Buffer, message: Buffer | string): Buffer {
  return createHmac('sm3', key).update(message).digest()
}

/** Each purpose has a key of its own, so that what one of them gives away says nothing about the others. */
function subkeysOf(dataKey: string): Subkeys {
  const key = Buffer.from(dataKey, 'base64')
  if (key.length !== 32 || key.toString('base64') !== dataKey) throw new SealError('KEY_FORM')
  return {
    id: hmac(key, 'seal/key-id').readUInt8(0),
    cipher: hmac(key, 'seal/sm4-cbc').subarray(0, 16),
    mac: hmac(key, 'seal/hmac-sm3'),
    fingerprint: hmac(key, 'seal/fingerprint'),
  }
}

function sealWith(key: Subkeys, plain: string): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('sm4-cbc', key.cipher, iv)
  const body = Buffer.concat([Buffer.of(key.id), iv, cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([body, hmac(key.mac, body)])
}

function openWith(keys: readonly Subkeys[], sealed: Buffer): string {
  if (sealed.length < SHORTEST) throw new SealError('TAMPERED')
  const body = sealed.subarray(0, -MAC_BYTES)
  const mac = sealed.subarray(-MAC_BYTES)
  const candidates = keys.filter((key) => key.id === body[0])
  if (candidates.length === 0) throw new SealError('UNKNOWN_KEY')
  const key = candidates.find((candidate) => timingSafeEqual(hmac(candidate.mac, body), mac))
  if (!key) throw new SealError('TAMPERED')
  const decipher = createDecipheriv('sm4-cbc', key.cipher, body.subarray(ID_BYTES, ID_BYTES + IV_BYTES))
  return decipher.update(body.subarray(ID_BYTES + IV_BYTES), undefined, 'utf8') + decipher.final('utf8')
}

/**
 * The seal of DATA_KEY: base64 of 32 bytes. `previousKeys` is DATA_KEY_PREVIOUS: the keys before it, newest first,
 * separated by commas; they still open, and no longer seal. Throws SealError KEY_FORM.
 *
 * Fingerprints stay under the oldest key given, or every search and the unique index would miss what was stored before
 * the change. The change is complete once all rows are sealed and fingerprinted anew by a seal without previous keys.
 */
export function sealFromKey(dataKey: string, previousKeys = ''): Seal {
  const current = subkeysOf(dataKey)
  const previous = previousKeys === '' ? [] : previousKeys.split(',').map((key) => subkeysOf(key.trim()))
  const oldest = previous.at(-1) ?? current
  const keys = [current, ...previous]
  return {
    seal: (plain) => sealWith(current, plain),
    open: (sealed) => openWith(keys, sealed),
    fingerprint: (plain) => hmac(oldest.fingerprint, plain),
  }
}
