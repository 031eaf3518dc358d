import 'server-only'
import { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { reasonInput, recordId } from '@/lib/input'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { caseInReach } from './file-records'

/** 查看 the telephones of a case, and for county and street the ID number, in full. */
export const RevealCaseContactInput = z.strictObject({ caseId: recordId, reason: reasonInput('查看原因') })

/** In full; null where nothing is on file, and for surveyors the ID number. */
export interface CaseContact {
  phone: string | null
  askerPhone: string | null
  idNumber: string | null
}

interface ContactColumns {
  subjectName: string
  region: RegionCode
  phone: string | null
  askerPhone: string | null
  idSealed: Buffer | null
}

/**
 * Answers telephones and ID number of a case in hand; the reason goes into the audit trail, the numbers do not. Out of reach, and no
 * longer in hand, is NOT_FOUND.
 */
export async function revealCaseContact(
  ctx: Ctx,
  { caseId, reason }: z.output<typeof RevealCaseContactInput>,
): Promise<CaseContact> {
  const [row] = await ctx.sql<ContactColumns>(sql`
    SELECT c.subject_name AS "subjectName", c.region, k.phone, k.asker_phone AS "askerPhone", k.subject_id_sealed AS "idSealed"
    FROM "case" c CROSS JOIN LATERAL case_contact(c.id) AS k
    WHERE c.id = ${caseId} AND ${caseInReach(ctx)}`)
  if (!row) return refuse({ code: 'NOT_FOUND' })
  const { subjectName, region, phone, askerPhone, idSealed } = row
  ctx.record({
    action: 'case.reveal',
    subjectType: 'case',
    subjectId: caseId,
    subjectLabel: maskName(subjectName),
    region,
    detail: { reason },
  })
  return { phone, askerPhone, idNumber: idSealed && seal().open(idSealed) }
}
