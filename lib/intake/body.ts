import { err, ok, type Result } from '@/lib/result'
import { IntakeError } from './errors'

/** Longer than any case that can be taken. */
export const LONGEST_BODY_BYTES = 64 * 1024

/** The bytes of a request's body. Throws IntakeError BODY_TOO_LARGE without reading on, whatever Content-Length says. */
export async function readBody(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length')) > LONGEST_BODY_BYTES) throw new IntakeError('BODY_TOO_LARGE')
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = request.body?.getReader()
  for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
    length += piece.value.byteLength
    if (length > LONGEST_BODY_BYTES) {
      await reader?.cancel()
      throw new IntakeError('BODY_TOO_LARGE')
    }
    chunks.push(piece.value)
  }
  return Buffer.concat(chunks)
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What a body says as JSON. */
export function parseBody(body: Uint8Array): Result<unknown, IntakeError> {
  try {
    return ok(JSON.parse(utf8.decode(body)))
  } catch {
    return err(new IntakeError('JSON_INVALID'))
  }
}
