import 'server-only'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'

let shared: Disk | undefined

/** The file store: a directory, FILES_DIR. Any other driver of flydrive (S3, OSS) takes its place in this one function. */
function disk(): Disk {
  if (!shared) {
    const location = resolve(process.env.FILES_DIR || '.data/files')
    mkdirSync(location, { recursive: true, mode: 0o700 })
    shared = new Disk(new FSDriver({ location, visibility: 'private' }))
  }
  return shared
}

/** Stores a file and answers its key: 128 random bits, spread over 256 folders. `ending` says what kind of file it is. */
export async function storeFile(bytes: Uint8Array, ending: 'jpg' | 'sealed' = 'jpg'): Promise<string> {
  const name = randomBytes(16).toString('hex')
  const key = `${name.slice(0, 2)}/${name.slice(2)}.${ending}`
  await disk().put(key, bytes)
  return key
}

/** The bytes of a stored file. Throws when it is not there: a row without its file is damage. */
export async function readStoredFile(key: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await disk().getBytes(key))
}

/** Removes files that no row speaks of. What cannot be removed stays as an orphan, which does no harm. */
export async function discardFiles(keys: readonly string[]): Promise<void> {
  await Promise.allSettled(keys.map((key) => disk().delete(key)))
}
