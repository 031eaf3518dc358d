import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { writePatches } from '@/lib/change/apply'
import { maskedLines, writeHistory } from '@/lib/change/decision'
import { regionNames } from '@/lib/change/records'
import type { Secrets } from '@/lib/change/sealed'
import { patchesInWords, regionsIn } from '@/lib/change/words'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import type { Patch } from '@/lib/household/patch'
import { tell } from '@/lib/notice/outbox'
import { refuse } from '@/lib/refusal'
import type { AdmissionSecrets } from './content'
import type { ApproveInput, DeclineInput, SendBackInput } from './input'
import type { Obstacle } from './obstacles'
import { planAdmission, refOfPerson } from './plan'
import { type AdmissionRecord, openedOn, recordStep, takeUpAsSeen } from './records'
import { claimAll, lookUpMembers } from './registered'
import { streetOf, troublesOf, troubleWithStart } from './rules'
import { openNumbers } from './sealed'

/** The household that an approval has opened; or why it has not, nothing of it written. */
export type Approval = { householdId: number } | { obstacles: Obstacle[] }

/**
 * 批准: opens the household's file with its members, all of it or nothing. Refuses OWN_REQUEST, ALREADY_DECIDED with who and when, and
 * STALE when it is no longer the one that the county saw. Members whose files have meanwhile come into the way are answered by name.
 */
export async function approveAdmission(ctx: Ctx, input: z.output<typeof ApproveInput>): Promise<Approval> {
  const { note, certificateNo, startMonth } = input
  const record = await takeUpAsSeen(ctx, input, 'approve')
  const secrets = openNumbers(record.sealed)
  const { aim, region, content } = record
  if (Object.keys(troublesOf({ aim, region, content, idNumbers: secrets.idNumbers }, ctx.today)).length > 0)
    refuse({ code: 'NOT_POSSIBLE', message: '申请内容不完整，不能批准。请退回街道完善。' })
  await checkDecision(ctx, record, input)
  const { known, obstacles, ...onFile } = await lookUpMembers(ctx, { content, secrets })
  const inTheWay = obstacles.filter(({ blocks }) => blocks)
  if (inTheWay.length > 0) {
    await claimAll(ctx, record, onFile)
    if (onFile.elsewhere.length === 0) ctx.unchanged()
    return { obstacles: inTheWay }
  }
  const admitted = { region, certificateNo, startMonth }
  const plan = planAdmission(content, admitted, { known, parameters: ctx.parameters, today: ctx.today })
  const patches = await writePatches(ctx, plan, householdSecrets(secrets), personSecrets(secrets))
  const householdId = openedFile(patches)
  const reason = record.caseId === null ? '纳入申请' : '纳入申请（线索办结）'
  await writeHistory(ctx, {
    ...{ householdId, region, kind: 'CREATED', effectiveMonth: startMonth, reason, patches },
    ...{ changeId: null, deathId: null },
  })
  await decide(ctx, record, { status: 'APPROVED', note, householdId })
  const lines = maskedLines(patchesInWords(patches, await regionNames(ctx, regionsIn(patches))))
  recordStep(ctx, record, 'admission.approve', {
    certificateNo,
    effectiveMonth: startMonth,
    householdId,
    changes: lines,
  })
  return { householdId }
}

async function checkDecision(
  ctx: Ctx,
  record: AdmissionRecord,
  { certificateNo, startMonth }: z.output<typeof ApproveInput>,
): Promise<void> {
  const [taken] = await ctx.sql<{ headName: string }>(sql`
    SELECT head_name AS "headName" FROM household
    WHERE certificate_no = ${certificateNo} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  const wrongStart = troubleWithStart(startMonth, openedOn(record), ctx.today)
  const fields = {
    ...(taken ? { certificateNo: `证号已用于${taken.headName}家庭，请核对。` } : {}),
    ...(wrongStart ? { startMonth: wrongStart } : {}),
  }
  if (Object.keys(fields).length > 0) throw new FieldError(fields)
}

function householdSecrets({ phone, bankAccount, guardianPhone }: AdmissionSecrets): Secrets {
  return {
    ...(phone && { phone }),
    ...(bankAccount && { bankAccount }),
    ...(guardianPhone && { guardianPhone }),
  }
}

function personSecrets({ idNumbers }: AdmissionSecrets): Map<string, Secrets> {
  return new Map(Object.entries(idNumbers).map(([key, idNumber]) => [refOfPerson(key), { idNumber }]))
}

function openedFile(patches: readonly Patch[]): number {
  const file = patches.find(({ op, target }) => op === 'create' && target === 'household')
  if (file?.id === undefined) throw new Error('An approval has opened no household.')
  return file.id
}

/** 退回 to the street, which corrects and asks again. */
export async function sendBackAdmission(ctx: Ctx, { reason, ...seen }: z.output<typeof SendBackInput>): Promise<void> {
  const record = await takeUpAsSeen(ctx, seen, 'sendBack')
  await ctx.execute(sql`
    UPDATE admission SET status = 'TO_FILL', sent_back_note = ${reason}
    WHERE id = ${record.id} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  recordStep(ctx, record, 'admission.send-back', { reason })
  tellStreet(ctx, record, `区县退回：${reason}`)
}

/** 不予纳入 */
export async function declineAdmission(ctx: Ctx, { reason, ...seen }: z.output<typeof DeclineInput>): Promise<void> {
  const record = await takeUpAsSeen(ctx, seen, 'decline')
  await decide(ctx, record, { status: 'DECLINED', note: reason, householdId: null })
  recordStep(ctx, record, 'admission.decline', { reason })
}

async function decide(
  ctx: Ctx,
  { id }: AdmissionRecord,
  { status, note, householdId }: { status: 'APPROVED' | 'DECLINED'; note: string; householdId: number | null },
): Promise<void> {
  const { viewer } = ctx
  await ctx.execute(sql`
    UPDATE admission SET status = ${status}, household_id = ${householdId}, decided_at = ${ctx.now}, decider_id = ${viewer.id},
           decider_name = ${viewer.name}, decider_role = ${viewer.role}, decider_region = ${viewer.region.code}, decision_note = ${note}
    WHERE id = ${id} AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
}

/** Messages belong to a case: what a street has started by itself, it finds in its list. */
function tellStreet(ctx: Ctx, { caseId, region }: AdmissionRecord, note: string): void {
  if (caseId === null) return
  tell(ctx, [{ kind: 'ADMISSION', caseId, to: { region: streetOf(region), role: 'STREET_STAFF' }, note }])
}
