import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { sql } from '@/lib/db/sql'
import type { AdmissionStatus } from './codes'

/** A 纳入申请 as far as the page of its case tells of it. */
export interface AdmissionOfCase {
  id: number
  status: AdmissionStatus
  aim: AdmissionOutcome
}

/** What a case has led to, the latest first; only what lies in reach. */
export function admissionsOfCase(ctx: Ctx, caseId: number): Promise<AdmissionOfCase[]> {
  return ctx.sql<AdmissionOfCase>(sql`
    SELECT id, status, aim FROM admission
    WHERE case_id = ${caseId} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high} ORDER BY id DESC`)
}
