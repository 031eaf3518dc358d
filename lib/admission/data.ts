import 'server-only'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { refuse } from '@/lib/refusal'
import { isWithin, levelOf, type RegionCode } from '@/lib/region'
import { emptyContent, subjectOf } from './content'
import { type Filled, filledForm } from './fill'
import type { AdmissionForm, StartInput, WithdrawInput } from './input'
import type { Obstacle } from './obstacles'
import { insertAdmission } from './open'
import { type AdmissionRecord, recordStep, takeUp, takeUpAsSeen } from './records'
import { claimAll, lookUpMembers } from './registered'
import { streetOf, troublesOf } from './rules'
import { openNumbers, sealNumbers } from './sealed'

/** A form that has been kept. */
export interface Saved {
  version: number
  /** Whether it went to the county; an obstacle that blocks keeps it at the street. */
  requested: boolean
  obstacles: Obstacle[]
}

/** 发起纳入申请 by a street that knows the household without a case. A repeated request id leaves one. */
export async function startAdmission(
  ctx: Ctx,
  { aim, headName, requestId }: z.output<typeof StartInput>,
): Promise<{ admissionId: number }> {
  const content = emptyContent(headName)
  const members = content.members.map((member) => ({ ...member, insured: aim !== 'DIBIAN' }))
  const filled = { content: { ...content, members }, secrets: { idNumbers: {} } }
  const made = await insertAdmission(ctx, { caseId: null, aim, region: ctx.viewer.region.code, filled, requestId })
  if (made !== null) return { admissionId: made }
  ctx.unchanged()
  const [row] = await ctx.sql<{ id: number }>(sql`
    SELECT id FROM admission WHERE request_id = ${requestId}::uuid AND opener_id = ${ctx.viewer.id}`)
  return row ? { admissionId: row.id } : refuse({ code: 'STALE' })
}

/**
 * 保存: keeps the form, whole or half done; the same form twice is kept once. Throws FieldError for what cannot be kept as it is; refuses
 * STALE.
 */
export async function saveAdmission(ctx: Ctx, form: AdmissionForm): Promise<Saved> {
  const record = await takeUp(ctx, form.admissionId, 'save')
  const filled = await readForm(ctx, record, form)
  const { obstacles, ...onFile } = await lookUpMembers(ctx, filled)
  if (stands(record, form, filled)) {
    ctx.unchanged()
    return { version: record.version, requested: false, obstacles }
  }
  if (record.version !== form.version) refuse({ code: 'STALE' })
  await claimAll(ctx, record, onFile)
  await keep(ctx, record, form, filled, 'TO_FILL')
  recordStep(ctx, named(record, filled), 'admission.save')
  return { version: record.version + 1, requested: false, obstacles }
}

/**
 * 提交: puts the form before the county. What is missing is said at its field and nothing is kept. Where a member has a file in the way, the
 * form is kept and stays at the street; a number of another county's file is noted for 重复享受.
 */
export async function requestAdmission(ctx: Ctx, form: AdmissionForm): Promise<Saved> {
  const record = await takeUpAsSeen(ctx, form, 'request')
  const filled = await readForm(ctx, record, form)
  const { content, secrets } = filled
  const region = form.region ?? streetOf(record.region)
  const troubles = troublesOf({ aim: record.aim, region, content, idNumbers: secrets.idNumbers }, ctx.today)
  if (Object.keys(troubles).length > 0) throw new FieldError(troubles)
  const { obstacles, ...onFile } = await lookUpMembers(ctx, filled)
  await claimAll(ctx, record, onFile)
  const requested = !obstacles.some(({ blocks }) => blocks)
  await keep(ctx, record, form, filled, requested ? 'PENDING' : 'TO_FILL')
  recordStep(ctx, named(record, filled), requested ? 'admission.request' : 'admission.save')
  return { version: record.version + 1, requested, obstacles }
}

/** 撤回 by the street: the household is not to be admitted after all. */
export async function withdrawAdmission(ctx: Ctx, { reason, ...seen }: z.output<typeof WithdrawInput>): Promise<void> {
  const record = await takeUpAsSeen(ctx, seen, 'withdraw')
  const { viewer } = ctx
  await ctx.execute(sql`
    UPDATE admission SET status = 'WITHDRAWN', decided_at = ${ctx.now}, decider_id = ${viewer.id}, decider_name = ${viewer.name},
           decider_role = ${viewer.role}, decider_region = ${viewer.region.code}, decision_note = ${reason}
    WHERE id = ${record.id} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  recordStep(ctx, record, 'admission.withdraw', { reason })
}

async function readForm(ctx: Ctx, record: AdmissionRecord, form: AdmissionForm): Promise<Filled> {
  const filled = filledForm(form, openNumbers(record.sealed), ctx.today)
  const wrong = {
    ...(await troubleWithRegion(ctx, record, form.region)),
    ...(filled.ok ? {} : filled.error),
  }
  if (!filled.ok || Object.keys(wrong).length > 0) throw new FieldError(wrong)
  return filled.value
}

/** Whether the form says what is kept already: the answer to its first saving was lost, or nothing was typed. */
function stands(record: AdmissionRecord, { region }: AdmissionForm, { content, secrets }: Filled): boolean {
  const kept = [record.region, record.content, openNumbers(record.sealed)]
  return isDeepStrictEqual(kept, [region ?? streetOf(record.region), content, secrets])
}

/** A community of the admission's own street, or none yet. */
async function troubleWithRegion(
  ctx: Ctx,
  record: AdmissionRecord,
  region: RegionCode | null,
): Promise<Record<string, string>> {
  if (region === null) return {}
  const [known] = await ctx.sql<{ code: RegionCode }>(sql`SELECT code FROM region WHERE code = ${region}`)
  const fits = known !== undefined && levelOf(region) === 5 && isWithin(region, streetOf(record.region))
  return fits ? {} : { region: '所选社区不在本街道，请重新选择。' }
}

async function keep(
  ctx: Ctx,
  record: AdmissionRecord,
  { region }: AdmissionForm,
  { content, secrets }: Filled,
  status: 'TO_FILL' | 'PENDING',
): Promise<void> {
  const { viewer } = ctx
  const asked = status === 'PENDING'
  await ctx.execute(sql`
    UPDATE admission SET region = ${region ?? streetOf(record.region)}, status = ${status},
           subject_name = ${subjectOf(content) ?? record.subjectName},
           content = ${JSON.stringify(content)}::jsonb, content_sealed = ${sealNumbers(secrets)},
           sent_back_note = CASE WHEN ${asked} THEN NULL ELSE sent_back_note END,
           requested_at = CASE WHEN ${asked} THEN ${ctx.now}::timestamptz ELSE requested_at END,
           requester_id = CASE WHEN ${asked} THEN ${viewer.id}::bigint ELSE requester_id END,
           requester_name = CASE WHEN ${asked} THEN ${viewer.name}::text ELSE requester_name END,
           requester_role = CASE WHEN ${asked} THEN ${viewer.role}::text ELSE requester_role END,
           requester_region = CASE WHEN ${asked} THEN ${viewer.region.code}::bigint ELSE requester_region END
    WHERE id = ${record.id} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
}

function named(record: AdmissionRecord, { content }: Filled): AdmissionRecord {
  return { ...record, subjectName: subjectOf(content) ?? record.subjectName }
}
