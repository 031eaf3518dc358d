import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { openAdmission, withdrawAdmissionOf } from '@/lib/admission/open'
import { FieldError } from '@/lib/field-errors'
import { type Refusal, refusalMessage } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { err } from '@/lib/result'
import { ADMISSION_OUTCOMES, type AdmissionOutcome, type Outcome } from './codes'
import type {
  AcceptInput,
  ApproveInput,
  AssignInput,
  DeclineInput,
  DispatchInput,
  HandleInput,
  RecallInput,
  RedirectInput,
  ReopenInput,
  ResurveyInput,
  ReturnTaskInput,
  SendBackInput,
  TransferInput,
} from './input'
import { type Prepared, type StepDone, takeStep, takeSteps } from './move'
import { checkOtherCounty, checkStreet } from './places'
import { canStillGo, chooseTeam } from './team'

// The steps of a case. Each refuses CASE_MOVED_ON when somebody else was there before, with who, when and where the case stands now;
// NOT_FOUND out of reach; and throws FieldError for what does not fit the case.

/** What became of one case of a bulk. */
export type DispatchResult = { caseId: number; ok: true } | { caseId: number; ok: false; message: string }

/** 分派 of 1 to 100 cases to one street: a result for each, in the order they came in. */
export async function dispatchAll(ctx: Ctx, input: DispatchInput): Promise<{ results: DispatchResult[] }> {
  const { cases, street, surveyorId, partnerId, note } = input
  const outcomes = await takeSteps(ctx, 'DISPATCH', cases, async ([first]) => {
    await checkStreet(ctx, street, first.county)
    const named = surveyorId !== undefined || partnerId !== undefined
    return { street, note, ...(named && (await chooseTeam(ctx, street, { surveyorId, partnerId }))) }
  })
  if (![...outcomes.values()].some(({ ok }) => ok)) ctx.unchanged()
  const results = cases.map(({ caseId }): DispatchResult => {
    const outcome = outcomes.get(caseId) ?? err<Refusal>({ code: 'NOT_FOUND' })
    return outcome.ok ? { caseId, ok: true } : { caseId, ok: false, message: refusalMessage(outcome.error, ctx.now) }
  })
  return { results }
}

/** 改派 to another street of the county; whoever was on it is told. */
export function redirect(ctx: Ctx, { street, note, ...seen }: z.output<typeof RedirectInput>): Promise<StepDone> {
  return takeStep(ctx, 'REDIRECT', seen, async ([{ county, street: former }]) => {
    if (street === former) throw new FieldError({ street: '该线索已在该乡镇、街道，请选择其他乡镇、街道。' })
    await checkStreet(ctx, street, county)
    return { street, note }
  })
}

/** 移交: asks another county to take it. */
export function transfer(ctx: Ctx, { county, note, ...seen }: z.output<typeof TransferInput>): Promise<StepDone> {
  return takeStep(ctx, 'TRANSFER', seen, async ([{ county: own }]) => {
    await checkOtherCounty(ctx, county, own)
    return { transferTo: county, note }
  })
}

/** 接收: from now on it is this county's. */
export function accept(ctx: Ctx, { note, ...seen }: z.output<typeof AcceptInput>): Promise<StepDone> {
  return takeStep(ctx, 'ACCEPT', seen, () => ({ note }))
}

/** 拒收: back to the county that had asked. */
export function decline(ctx: Ctx, { reason, ...seen }: z.output<typeof DeclineInput>): Promise<StepDone> {
  return takeStep(ctx, 'DECLINE', seen, () => ({ note: reason }))
}

/** 撤回移交, while nobody has answered. */
export function recall(ctx: Ctx, { note, ...seen }: z.output<typeof RecallInput>): Promise<StepDone> {
  return takeStep(ctx, 'RECALL', seen, () => ({ note }))
}

/** 指派 by the street, or by the county right after 分派. */
export function assign(ctx: Ctx, input: z.output<typeof AssignInput>): Promise<StepDone> {
  return sendSurveyors(ctx, 'ASSIGN', input)
}

/** 更换调查员; the due date stays. */
export function reassign(ctx: Ctx, input: z.output<typeof AssignInput>): Promise<StepDone> {
  return sendSurveyors(ctx, 'REASSIGN', input)
}

function sendSurveyors(
  ctx: Ctx,
  action: 'ASSIGN' | 'REASSIGN',
  { surveyorId, partnerId, note, ...seen }: z.output<typeof AssignInput>,
): Promise<StepDone> {
  return takeStep(ctx, action, seen, async ([record]) => {
    const same = surveyorId === record.surveyorId && (partnerId ?? null) === record.partnerId
    if (same) throw new FieldError({ surveyorId: '所选人员就是现在的调查人员，请选择其他人员。' })
    return { note, ...(await chooseTeam(ctx, handlingStreet(record), { surveyorId, partnerId })) }
  })
}

/** A case that is handled by a street always has one: a CHECK of the table says so. */
function handlingStreet({ id, street }: { id: number; street: RegionCode | null }): RegionCode {
  if (street === null) throw new Error(`Case ${id} has no street.`)
  return street
}

/** 退回 to the county. */
export function sendBack(ctx: Ctx, { reason, ...seen }: z.output<typeof SendBackInput>): Promise<StepDone> {
  return takeStep(ctx, 'SEND_BACK', seen, () => ({ note: reason }))
}

/** 退回任务 to the street, by whoever is to survey. */
export function giveBackTask(ctx: Ctx, { reason, ...seen }: z.output<typeof ReturnTaskInput>): Promise<StepDone> {
  return takeStep(ctx, 'RETURN_TASK', seen, () => ({ note: reason }))
}

/** 退回补查: the same surveyors go again, or those that are named. */
export function resurvey(
  ctx: Ctx,
  { reason, surveyorId, partnerId, ...seen }: z.output<typeof ResurveyInput>,
): Promise<StepDone> {
  return takeStep(ctx, 'RESURVEY', seen, async ([record]): Promise<Prepared> => {
    const street = handlingStreet(record)
    if (surveyorId !== undefined || partnerId !== undefined) {
      return { note: reason, ...(await chooseTeam(ctx, street, { surveyorId, partnerId })) }
    }
    if (await canStillGo(ctx, street, [record.surveyorId, record.partnerId])) return { note: reason }
    throw new FieldError({ surveyorId: '原调查人员已停用或调离，请另选调查人员。' })
  })
}

/** A case that was closed, with the 纳入申请 that this has opened. */
export interface ClosedCase extends StepDone {
  admissionId: number | null
}

/** 通过 with an outcome; 纳入… opens an application at the handling street. */
export async function approve(
  ctx: Ctx,
  { outcome, note, ...seen }: z.output<typeof ApproveInput>,
): Promise<ClosedCase> {
  const done = await takeStep(ctx, 'APPROVE', seen, () => ({ outcome, note }))
  return admit(ctx, done, outcome, done.street)
}

/** 处理: closes what is known already, without a survey. 纳入… opens an application at the handling street, else at the one named. */
export async function handle(
  ctx: Ctx,
  { outcome, note, street: named, ...seen }: z.output<typeof HandleInput>,
): Promise<ClosedCase> {
  const done = await takeStep(ctx, 'HANDLE', seen, async ([{ county, street }]) => {
    if (isAdmission(outcome) && street === null) {
      if (named === undefined) throw new FieldError({ street: '请选择办理纳入申请的乡镇、街道。' })
      await checkStreet(ctx, named, county)
    }
    return { outcome, note }
  })
  return admit(ctx, done, outcome, done.street ?? named ?? null)
}

async function admit(ctx: Ctx, done: StepDone, outcome: Outcome, street: RegionCode | null): Promise<ClosedCase> {
  if (!isAdmission(outcome) || street === null) return { ...done, admissionId: null }
  return { ...done, admissionId: await openAdmission(ctx, { caseId: done.caseId, aim: outcome, street }) }
}

function isAdmission(outcome: Outcome): outcome is AdmissionOutcome {
  return (ADMISSION_OUTCOMES as readonly Outcome[]).includes(outcome)
}

/** 重新打开: back to 待分派; an application that is not decided yet is withdrawn. */
export async function reopen(ctx: Ctx, { reason, ...seen }: z.output<typeof ReopenInput>): Promise<StepDone> {
  const done = await takeStep(ctx, 'REOPEN', seen, () => ({ note: reason }))
  await withdrawAdmissionOf(ctx, seen.caseId, reason)
  return done
}
