import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { tell } from '@/lib/notice/outbox'
import { refuse } from '@/lib/refusal'
import { isWithin, levelOf, type RegionCode } from '@/lib/region'
import { SurveyContent } from '@/lib/survey/content'
import { openIdNumbers } from '@/lib/survey/sealed'
import { ADMISSION_STATUSES, type AdmissionStatus } from './codes'
import { subjectOf } from './content'
import type { Filled } from './fill'
import { type CaseTold, prefill, regionFor, type SurveyTold } from './prefill'
import { recordStep } from './records'
import { streetOf } from './rules'
import { sealNumbers } from './sealed'

/** What a case that is closed with 纳入低保/特困/低边 asks for. */
export interface Opening {
  caseId: number
  aim: AdmissionOutcome
  /** The street that is to complete it. */
  street: RegionCode
}

/**
 * Opens the 纳入申请 of a case in the transaction that closes it, prefilled from the case and its latest survey, and tells the street;
 * answers its id. Refuses NOT_FOUND for a case out of reach or a street that is none of the county's, NOT_POSSIBLE while an earlier one of
 * the case runs or has been approved.
 */
export async function openAdmission(ctx: Ctx, { caseId, aim, street }: Opening): Promise<number> {
  if (levelOf(street) !== 4 || !isWithin(street, ctx.viewer.region.code)) refuse({ code: 'NOT_FOUND' })
  const [told, survey, standing] = await Promise.all([
    readCase(ctx, caseId),
    readSurvey(ctx, caseId),
    findStanding(ctx, caseId),
  ])
  if (!told) return refuse({ code: 'NOT_FOUND' })
  if (standing) refuse({ code: 'NOT_POSSIBLE', message: alreadyOpen(standing) })
  const region = regionFor(told.place, street)
  const id = await insertAdmission(ctx, { caseId, aim, region, filled: prefill(told, survey, aim) })
  tell(ctx, [
    { kind: 'ADMISSION', caseId, to: { region: street, role: 'STREET_STAFF' }, note: '请完善家庭信息后提交审批。' },
  ])
  return id ?? refuse({ code: 'STALE' })
}

interface NewAdmission {
  caseId: number | null
  aim: AdmissionOutcome
  region: RegionCode
  filled: Filled
  /** One per intention; made up where the case is the key. */
  requestId?: string
}

/** Puts an admission on file and records it; null when its request id stands already. */
export async function insertAdmission(ctx: Ctx, fresh: NewAdmission): Promise<number | null> {
  const { caseId, aim, region, filled, requestId = null } = fresh
  const { viewer } = ctx
  const subjectName = subjectOf(filled.content) ?? ''
  const [made] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO admission (case_id, region, aim, subject_name, content, content_sealed, opened_at, opener_id, opener_name, opener_role,
                           opener_region, request_id)
    VALUES (${caseId}, ${region}, ${aim}, ${subjectName}, ${JSON.stringify(filled.content)}::jsonb, ${sealNumbers(filled.secrets)},
            ${ctx.now}, ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code}, coalesce(${requestId}::uuid, gen_random_uuid()))
    ON CONFLICT (request_id) DO NOTHING RETURNING id`)
  if (!made) return null
  recordStep(ctx, { id: made.id, caseId, aim, subjectName, region }, 'admission.open')
  return made.id
}

interface Standing {
  status: AdmissionStatus
  subjectName: string
}

async function findStanding(ctx: Ctx, caseId: number): Promise<Standing | null> {
  const [row] = await ctx.sql<Standing>(sql`
    SELECT status, subject_name AS "subjectName" FROM admission
    WHERE case_id = ${caseId} AND status IN ('TO_FILL', 'PENDING', 'APPROVED')
      AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return row ?? null
}

function alreadyOpen({ status, subjectName }: Standing): string {
  return status === 'APPROVED'
    ? `该线索的纳入申请已批准（${subjectName}家庭已建档），不能重复发起。请以“已享受救助”办结。`
    : `该线索已有纳入申请（${ADMISSION_STATUSES[status]}），不能重复发起。`
}

async function readCase(ctx: Ctx, caseId: number): Promise<CaseTold | null> {
  const [row] = await ctx.sql<Omit<CaseTold, 'idNumber'> & { sealed: Buffer | null }>(sql`
    SELECT c.subject_name AS "subjectName", c.address, c.place, c.difficulty, contact.phone, contact.subject_id_sealed AS sealed
    FROM "case" c CROSS JOIN LATERAL case_contact(c.id) AS contact
    WHERE c.id = ${caseId} AND c.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  if (!row) return null
  const { sealed, ...told } = row
  return { ...told, idNumber: sealed && seal().open(sealed) }
}

/** The latest survey that came in time. */
async function readSurvey(ctx: Ctx, caseId: number): Promise<SurveyTold | null> {
  const [row] = await ctx.sql<{ content: unknown; sealed: Buffer | null }>(sql`
    SELECT s.content, survey_sealed_of(s.id) AS sealed FROM survey s
    WHERE s.case_id = ${caseId} AND NOT s.late AND case_in_hand(s.case_id) ORDER BY s.id DESC LIMIT 1`)
  return row ? { content: SurveyContent.parse(row.content), idNumbers: openIdNumbers(row.sealed) } : null
}

/**
 * Withdraws what a case has led to and nobody has decided yet, in the transaction that reopens the case: the ground it stands on is
 * looked into anew. The street is told. An approved one stays. Answers how many there were, 0 or 1.
 */
export async function withdrawAdmissionOf(ctx: Ctx, caseId: number, reason: string): Promise<number> {
  const { viewer } = ctx
  const note = `线索重新打开：${reason}`
  const withdrawn = await ctx.sql<{ id: number; aim: AdmissionOutcome; region: RegionCode; subjectName: string }>(sql`
    UPDATE admission SET status = 'WITHDRAWN', decided_at = ${ctx.now}, decider_id = ${viewer.id}, decider_name = ${viewer.name},
           decider_role = ${viewer.role}, decider_region = ${viewer.region.code}, decision_note = ${note}
    WHERE case_id = ${caseId} AND status IN ('TO_FILL', 'PENDING') AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    RETURNING id, aim, region, subject_name AS "subjectName"`)
  for (const admission of withdrawn) {
    recordStep(ctx, { ...admission, caseId }, 'admission.withdraw', { reason: note })
    const street = streetOf(admission.region)
    tell(ctx, [
      {
        kind: 'ADMISSION',
        caseId,
        to: { region: street, role: 'STREET_STAFF' },
        note: `线索重新打开，纳入申请已撤回：${reason}`,
      },
    ])
  }
  return withdrawn.length
}
