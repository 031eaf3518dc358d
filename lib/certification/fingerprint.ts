import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { seal } from '@/lib/db/sealing'
import { FieldError } from '@/lib/field-errors'
import { maskIdCard, parseIdCard } from '@/lib/id-card'
import type { FingerprintInput } from './input'

/** Exchanges an ID number for what an address may carry: its keyed hash in hexadecimal and its masked form. */
export async function fingerprintId(
  _ctx: Ctx,
  { idNumber }: z.output<typeof FingerprintInput>,
): Promise<{ hash: string; mask: string }> {
  const parsed = parseIdCard(idNumber)
  if (!parsed.ok) throw new FieldError({ idNumber: parsed.error.message })
  const { number } = parsed.value
  return { hash: seal().fingerprint(number).toString('hex'), mask: maskIdCard(number) }
}
