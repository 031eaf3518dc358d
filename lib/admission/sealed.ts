import 'server-only'
import { z } from 'zod'
import { seal } from '@/lib/db/sealing'
import type { AdmissionSecrets } from './content'

const Sealed = z.object({
  phone: z.string().optional(),
  bankAccount: z.string().optional(),
  guardianPhone: z.string().optional(),
  idNumbers: z.record(z.string(), z.string()),
})

/** Numbers as they stand beside an admission. */
export function sealNumbers(secrets: AdmissionSecrets): Buffer {
  return seal().seal(JSON.stringify(secrets))
}

/** The numbers again. Throws SealError when they cannot be opened. */
export function openNumbers(sealed: Buffer | null): AdmissionSecrets {
  return sealed === null ? { idNumbers: {} } : Sealed.parse(JSON.parse(seal().open(sealed)))
}
