import 'server-only'
import { type Seal, sealFromKey } from './seal'

let shared: Seal | undefined

/** The seal of this installation, from DATA_KEY and DATA_KEY_PREVIOUS. Throws SealError when the key is missing or malformed. */
export function seal(): Seal {
  shared ??= sealFromKey(process.env.DATA_KEY ?? '', process.env.DATA_KEY_PREVIOUS ?? '')
  return shared
}
