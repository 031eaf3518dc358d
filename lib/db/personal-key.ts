import 'server-only'
import { createHmac } from 'node:crypto'
import { SealError } from './seal'

/**
 * 32 bytes that belong to one person and one purpose: HMAC-SM3 under a key of its own, derived from DATA_KEY. Under the oldest key given,
 * like fingerprints, so that a change of keys takes nobody's key away while the old one is still at hand. Throws SealError when the key is
 * missing or malformed.
 */
export function personalKey(purpose: string, staffId: number): Buffer {
  const previous = process.env.DATA_KEY_PREVIOUS || ''
  const oldest = (previous === '' ? process.env.DATA_KEY : previous.split(',').at(-1))?.trim() ?? ''
  const key = Buffer.from(oldest, 'base64')
  if (key.length !== 32 || key.toString('base64') !== oldest) throw new SealError('KEY_FORM')
  return hmac(hmac(key, 'personal-key/hmac-sm3'), `${purpose}/${staffId}`)
}

function hmac(key: Buffer, message: string): Buffer {
  return createHmac('sm3', key).update(message).digest()
}
