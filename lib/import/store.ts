import 'server-only'
import { seal } from '@/lib/db/sealing'
import { readStoredFile, storeFile } from '@/lib/evidence/store'
import { Pause } from '@/lib/spreadsheet/pause'

// An uploaded file is full of ID numbers: it lies in the store sealed, piece by piece so that sealing one gives way to other requests.

const PIECE_BYTES = 128 * 1024
const LENGTH_BYTES = 4
const PIECE = /^(\d+)\/(\d+):(.*)$/

/** Seals and stores a file; answers its key. */
export async function storeSealed(file: Buffer): Promise<string> {
  const pause = new Pause()
  const pieces = Math.max(1, Math.ceil(file.length / PIECE_BYTES))
  const parts: Buffer[] = []
  for (let place = 0; place < pieces; place += 1) {
    const content = file.subarray(place * PIECE_BYTES, (place + 1) * PIECE_BYTES).toString('base64')
    const sealed = seal().seal(`${place}/${pieces}:${content}`)
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(sealed.length)
    parts.push(length, sealed)
    await pause.ifDue()
  }
  return storeFile(Buffer.concat(parts), 'sealed')
}

/** The file again. Throws when it is not there, SealError when it was changed, and Error when pieces are missing or moved. */
export async function readSealed(key: string): Promise<Buffer> {
  const stored = Buffer.from(await readStoredFile(key))
  const pause = new Pause()
  const parts: Buffer[] = []
  let pieces = 0
  for (let at = 0; at < stored.length; ) {
    const end = at + LENGTH_BYTES + stored.readUInt32BE(at)
    const [, place, of, content = ''] = PIECE.exec(seal().open(stored.subarray(at + LENGTH_BYTES, end))) ?? []
    if (Number(place) !== parts.length) throw new Error('The pieces of a stored file are out of order.')
    pieces = Number(of)
    parts.push(Buffer.from(content, 'base64'))
    at = end
    await pause.ifDue()
  }
  if (parts.length === 0 || parts.length !== pieces) throw new Error('A stored file is not whole.')
  return Buffer.concat(parts)
}
