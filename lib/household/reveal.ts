import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import type { RevealContactInput } from './input'

/** In full; null where nothing is on file. */
export interface Contact {
  phone: string | null
  bankAccount: string | null
  guardianPhone: string | null
}

interface ContactColumns {
  headName: string
  region: RegionCode
  phone: string | null
  bankSealed: Buffer | null
  guardianPhone: string | null
}

/** Answers telephones and account; the reason goes into the audit trail, the numbers do not. Out of reach is NOT_FOUND. */
export async function revealContact(
  ctx: Ctx,
  { householdId, reason }: z.output<typeof RevealContactInput>,
): Promise<Contact> {
  const [row] = await ctx.sql<ContactColumns>(sql`
    SELECT h.head_name AS "headName", h.region, c.phone, c.bank_sealed AS "bankSealed", c.guardian_phone AS "guardianPhone"
    FROM household h CROSS JOIN LATERAL contact_of(h.id) AS c
    WHERE h.id = ${householdId} AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  if (!row) return refuse({ code: 'NOT_FOUND' })
  const { headName, region, phone, bankSealed, guardianPhone } = row
  ctx.record({
    action: 'household.reveal',
    subjectType: 'household',
    subjectId: householdId,
    subjectLabel: maskName(headName),
    region,
    detail: { reason },
  })
  return { phone, bankAccount: bankSealed && seal().open(bankSealed), guardianPhone }
}
