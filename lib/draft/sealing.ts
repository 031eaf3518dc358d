/** How a draft lies on a device: AES-256-GCM by the browser's own WebCrypto, under the key that the server hands to the one who wrote it. */

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  bytes: ArrayBuffer
}

const IV_BYTES = 12

/** Reads the key of `draftKeyOf`. It cannot be read out of the browser again. */
export function importKey(secret: string): Promise<CryptoKey> {
  const bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** `label` says what it is: sealed under one label it does not open under another. */
export async function sealBytes(key: CryptoKey, label: string, plain: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  return { iv, bytes: await crypto.subtle.encrypt(parametersOf(iv, label), key, plain) }
}

/** Rejects when the key is another one or a byte was changed. */
export function openBytes(key: CryptoKey, label: string, { iv, bytes }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt(parametersOf(iv, label), key, bytes)
}

export function sealText(key: CryptoKey, label: string, plain: string): Promise<Sealed> {
  return sealBytes(key, label, new TextEncoder().encode(plain))
}

export async function openText(key: CryptoKey, label: string, sealed: Sealed): Promise<string> {
  return new TextDecoder().decode(await openBytes(key, label, sealed))
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, label: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(label) }
}
