import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type AuditAction, maskName } from '@/lib/audit/entry'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { emptySql, sql } from '@/lib/db/sql'
import { today as dayAt } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { ADMISSION_STATUSES, type AdmissionStatus } from './codes'
import type { AdmissionContent } from './content'
import { type AdmissionAction, admissionActions } from './transitions'

/** An admission as the database has it. */
export interface AdmissionRecord {
  id: number
  caseId: number | null
  region: RegionCode
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: string
  aim: AdmissionOutcome
  status: AdmissionStatus
  subjectName: string
  content: AdmissionContent
  sealed: Buffer | null
  householdId: number | null
  openedAt: Date
  openerName: string
  openerPlace: string
  requestedAt: Date | null
  requesterId: number | null
  requesterName: string | null
  requesterPlace: string
  decidedAt: Date | null
  deciderName: string | null
  deciderPlace: string
  note: string | null
  sentBackNote: string | null
  version: number
}

/** An admission by its id, in reach; with `lock` nobody else changes it until the end of the transaction. */
export async function findRecord(ctx: Ctx, id: number, { lock = false } = {}): Promise<AdmissionRecord | null> {
  const [row] = await ctx.sql<AdmissionRecord>(sql`
    SELECT a.id, a.case_id AS "caseId", a.region, coalesce(place.path, '') AS path, a.aim, a.status, a.subject_name AS "subjectName",
           a.content, admission_sealed_of(a.id) AS sealed, a.household_id AS "householdId",
           a.opened_at AS "openedAt", a.opener_name AS "openerName", coalesce(opener.name, '—') AS "openerPlace",
           a.requested_at AS "requestedAt", a.requester_id AS "requesterId", a.requester_name AS "requesterName",
           coalesce(desk.name, '—') AS "requesterPlace", a.decided_at AS "decidedAt", a.decider_name AS "deciderName",
           coalesce(judge.name, '—') AS "deciderPlace", a.decision_note AS note, a.sent_back_note AS "sentBackNote", a.version
    FROM admission a
    LEFT JOIN region place ON place.code = a.region
    LEFT JOIN region opener ON opener.code = a.opener_region
    LEFT JOIN region desk ON desk.code = a.requester_region
    LEFT JOIN region judge ON judge.code = a.decider_region
    WHERE a.id = ${id} AND a.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high} ${lock ? sql`FOR UPDATE OF a` : emptySql}`)
  return row ?? null
}

/**
 * The admission that the viewer is about to take a step with, locked. Refuses what is out of reach like an unknown id, a step that its
 * state does not have (with who decided it), and one's own request.
 */
export async function takeUp(ctx: Ctx, admissionId: number, action: AdmissionAction): Promise<AdmissionRecord> {
  // What has been decided is no longer the street's to lock, but theirs to be told of.
  const record =
    (await findRecord(ctx, admissionId, { lock: true })) ??
    (await findRecord(ctx, admissionId)) ??
    refuse({ code: 'NOT_FOUND' })
  return admissionActions(record, ctx.viewer).includes(action) ? record : refuseStep(ctx, record, action)
}

/** The same for a step that rests on what the viewer saw: refuses STALE what somebody else has changed meanwhile. */
export async function takeUpAsSeen(
  ctx: Ctx,
  { admissionId, version }: { admissionId: number; version: number },
  action: AdmissionAction,
): Promise<AdmissionRecord> {
  const record = await takeUp(ctx, admissionId, action)
  return record.version === version ? record : refuse({ code: 'STALE' })
}

function refuseStep(ctx: Ctx, record: AdmissionRecord, action: AdmissionAction): never {
  const { status, requesterId, decidedAt, deciderName, deciderPlace } = record
  if (decidedAt !== null && deciderName !== null)
    refuse({ code: 'ALREADY_DECIDED', by: { name: deciderName, place: deciderPlace, at: decidedAt } })
  const isOwn = requesterId === ctx.viewer.id
  if (isOwn && admissionActions({ status, requesterId: null }, ctx.viewer).includes(action))
    refuse({ code: 'OWN_REQUEST' })
  return refuse({
    code: 'NOT_POSSIBLE',
    message: `该申请现为“${ADMISSION_STATUSES[status]}”，未办理。请刷新后再作决定。`,
  })
}

/** The audit row of a step; the case that it came from goes with it. */
export function recordStep(
  ctx: Ctx,
  { id, caseId, aim, subjectName, region }: Pick<AdmissionRecord, 'id' | 'caseId' | 'aim' | 'subjectName' | 'region'>,
  action: AuditAction,
  detail: Readonly<Record<string, unknown>> = {},
): void {
  ctx.record({
    action,
    subjectType: 'admission',
    subjectId: id,
    subjectLabel: maskName(subjectName),
    region,
    detail: { aim, ...(caseId === null ? {} : { caseId }), ...detail },
  })
}

/** The day on which an admission was opened. */
export function openedOn({ openedAt }: Pick<AdmissionRecord, 'openedAt'>) {
  return dayAt(openedAt)
}
