import 'server-only'
import { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { parseIdCard } from '@/lib/id-card'
import type { CaseStatus } from './codes'
import { caseInReach } from './file-records'

/** Whose open cases are looked for before another one is entered. */
export const OpenCasesInput = z.strictObject({ idNumber: z.string().max(40) })

/** A case of the same person that is under way. */
export interface OpenCase {
  id: number
  no: string
  subjectName: string
  status: CaseStatus
  reportedAt: Date
}

/** The cases in reach that are under way for an ID number, the latest first. Throws FieldError for what is no ID number. */
export async function findOpenCases(ctx: Ctx, { idNumber }: z.output<typeof OpenCasesInput>): Promise<OpenCase[]> {
  const parsed = parseIdCard(idNumber, ctx.today)
  if (!parsed.ok) throw new FieldError({ idNumber: parsed.error.message })
  return ctx.sql<OpenCase>(sql`
    SELECT c.id, c.no, c.subject_name AS "subjectName", c.status, c.reported_at AS "reportedAt" FROM "case" c
    WHERE c.subject_id_hash = ${seal().fingerprint(parsed.value.number)} AND c.status <> 'CLOSED' AND ${caseInReach(ctx)}
    ORDER BY c.reported_at DESC, c.id DESC LIMIT 5`)
}
