import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import type { RevealInput } from './input'
import { personInReach } from './reach'

/** 查看: answers the plain ID number; the reason goes into the audit trail, the number does not. */
export async function revealIdNumber(
  ctx: Ctx,
  { personId, reason }: z.output<typeof RevealInput>,
): Promise<{ idNumber: string }> {
  const [person] = await ctx.sql<{ name: string; region: RegionCode; idSealed: Buffer | null }>(sql`
    SELECT p.name, p.region, sealed_id_of(p.id) AS "idSealed" FROM person p WHERE p.id = ${personId} AND ${personInReach(ctx)}`)
  if (!person) return refuse({ code: 'NOT_FOUND' })
  if (!person.idSealed) return refuse({ code: 'NO_ID_NUMBER' })
  ctx.record({
    action: 'person.reveal',
    subjectType: 'person',
    subjectId: personId,
    subjectLabel: maskName(person.name),
    region: person.region,
    detail: { reason },
  })
  return { idNumber: seal().open(person.idSealed) }
}
