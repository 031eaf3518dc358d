import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { attachPhotos } from '@/lib/evidence/data'
import { type Photo, readPhotos } from '@/lib/evidence/photo'
import type { ChangeKind, ChangeStatus } from '@/lib/household/codes'
import { getHouseholdState } from '@/lib/household/data'
import { applyPatches } from '@/lib/household/patch'
import { headOf } from '@/lib/household/state'
import type { PlainDate } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import type { Light } from '@/lib/waiting/rules'
import { type Prepared, prepare } from './ask'
import { carryOut, decidedDeath, personWhoJoins, requestedWork } from './carry-out'
import { decide, recordDecision } from './decision'
import type { RegisteredElsewhere } from './identity'
import type { ApproveInput, ChangeContent, ChangeInput, SendBackInput, WithdrawInput } from './input'
import { conflictInWords, decisionOf, findRequest, getRequest, type RequestRecord, regionNames } from './records'
import { ageOf, type ChangeAction, changeActions } from './rules'
import { contentOf, sealSecrets, secretsOf } from './sealed'
import { type ChangePreview, type FiguresInPreview, figuresInPreview, patchesInWords, regionsIn } from './words'

export type { RegisteredElsewhere } from './identity'

/**
 * What a request would change, as the clerk sees it before sending. Declare it with action(), not lookup(): an ID number that stands
 * elsewhere is kept as a claim.
 */
export async function previewChange(ctx: Ctx, input: ChangeInput): Promise<ChangePreview | RegisteredElsewhere> {
  const prepared = await prepare(ctx, input)
  if ('registeredElsewhere' in prepared) return prepared
  ctx.unchanged()
  const { plan, names } = prepared
  return { changes: patchesInWords(plan.patches, names), figures: plan.figures, warnings: plan.warnings }
}

/**
 * Puts a change before the county. A repeated request id leaves one request. Refuses with HOUSEHOLD_CHANGED when the household is no
 * longer the one that the clerk saw.
 */
export async function requestChange(ctx: Ctx, input: ChangeInput): Promise<{ changeId: number } | RegisteredElsewhere> {
  const repeated = await findRepeated(ctx, input.requestId)
  if (repeated) {
    ctx.unchanged()
    return repeated
  }
  const photos = await readPhotos(input.photos)
  const prepared = await prepare(ctx, input)
  return 'registeredElsewhere' in prepared ? prepared : store(ctx, prepared, photos)
}

async function findRepeated(ctx: Ctx, requestId: string): Promise<{ changeId: number } | null> {
  const [row] = await ctx.sql<{ changeId: number }>(sql`
    SELECT id AS "changeId" FROM change_request WHERE request_id = ${requestId}::uuid AND requester_id = ${ctx.viewer.id}`)
  return row ?? null
}

async function store(
  ctx: Ctx,
  { change, state, plan }: Prepared,
  photos: readonly Photo[],
): Promise<{ changeId: number }> {
  const { viewer } = ctx
  const [made] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO change_request (household_id, region, kind, content, content_sealed, effective_month, reason, base_version, plan,
                                requested_at, requester_id, requester_name, requester_role, requester_region, request_id)
    VALUES (${state.id}, ${state.region}, ${change.kind}, ${JSON.stringify(contentOf(change))}::jsonb, ${sealSecrets(secretsOf(change))},
            ${change.effectiveMonth}::date, ${change.reason}, ${state.version}, ${JSON.stringify(plan)}::jsonb,
            ${ctx.now}, ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code}, ${change.requestId}::uuid)
    ON CONFLICT (request_id) DO NOTHING RETURNING id`)
  if (!made) {
    ctx.unchanged()
    return (await findRepeated(ctx, change.requestId)) ?? refuse({ code: 'STALE' })
  }
  ctx.record({
    action: 'change.request',
    subjectType: 'household',
    subjectId: state.id,
    subjectLabel: maskName(headOf(state)?.name ?? ''),
    region: state.region,
    detail: { changeId: made.id, kind: change.kind, effectiveMonth: change.effectiveMonth, reason: change.reason },
  })
  await attachPhotos(ctx, { kind: 'change', id: made.id }, photos)
  return { changeId: made.id }
}

/** All that the page of one request shows. */
export interface ChangeOnPage {
  id: number
  kind: ChangeKind
  status: ChangeStatus
  householdId: number
  /** The household's version now: what the approver has seen goes back with the approval. */
  version: number
  certificateNo: string
  headName: string
  path: string
  effectiveMonth: PlainDate
  reason: string
  requestedAt: Date
  requester: { name: string; place: string }
  /** Days that it has waited, and 正常/临期/超期; null once decided. */
  waiting: { days: number; light: Light } | null
  /** Before and after: of what was carried out, or else as it was planned. */
  preview: ChangePreview
  /** What has become of the household since it was asked for, in sentences; not empty means that it can no longer be approved. */
  conflict: string[]
  decision: { at: Date; name: string; place: string; note: string } | null
  /** Ids of the photos. */
  evidence: number[]
  /** What the form held, for a new request in its place; null for the task that a death opened. */
  content: ChangeContent | null
  deathId: number | null
  actions: ChangeAction[]
}

/** One request with its preview, its conflict and the viewer's buttons; null when there is none in reach. */
export async function findChange(ctx: Ctx, id: number): Promise<ChangeOnPage | null> {
  const row = await findRequest(ctx, id)
  if (!row) return null
  const patches = row.applied ?? row.plan.patches
  const outdated = isOutdated(row)
  const [names, conflict] = await Promise.all([
    regionNames(ctx, regionsIn(patches)),
    outdated && row.kind !== 'DEATH' ? conflictInWords(ctx, row) : [],
  ])
  const standing = { ...row, outdated, pointless: row.kind === 'DEATH' && !row.deadIsMember }
  return {
    ...summaryOf(row),
    waiting: row.status === 'PENDING' ? ageOf(row.requestedAt, ctx.today, ctx.parameters) : null,
    preview: { changes: patchesInWords(patches, names), figures: figuresFor(row), warnings: row.plan.warnings },
    conflict,
    actions: changeActions(standing, ctx.viewer),
  }
}

function summaryOf(row: RequestRecord): Omit<ChangeOnPage, 'waiting' | 'preview' | 'conflict' | 'actions'> {
  const { id, kind, status, householdId, version, certificateNo, headName, path, effectiveMonth, reason } = row
  const { requestedAt, requesterName, requesterPlace, decidedAt, evidence, content, deathId } = row
  const decided = { name: row.deciderName ?? '', place: row.deciderPlace, note: row.note ?? '' }
  return {
    ...{ id, kind, status, householdId, version, certificateNo, headName, path, effectiveMonth, reason },
    ...{ requestedAt, evidence, deathId },
    requester: { name: requesterName, place: requesterPlace },
    decision: decidedAt && { at: decidedAt, ...decided },
    content: content.kind === 'DEATH' ? null : content,
  }
}

function isOutdated({ status, version, baseVersion }: RequestRecord): boolean {
  return status === 'PENDING' && version !== baseVersion
}

function figuresFor(row: RequestRecord): FiguresInPreview | null {
  const { content, plan, status } = row
  if (content.kind !== 'DEATH') return plan.figures ?? null
  const { proposal } = content
  const [first] = proposal?.ways ?? []
  return status !== 'PENDING' || isOutdated(row) || !proposal || !first
    ? null
    : figuresInPreview(proposal.before, first.after)
}

/**
 * 批准: carries the change out at once, all of it or nothing. Refuses OWN_REQUEST, ALREADY_DECIDED with who and when, and
 * HOUSEHOLD_CHANGED when the household is no longer the one that was asked about or that the county saw: nothing is overwritten.
 */
export async function approveChange(ctx: Ctx, input: z.output<typeof ApproveInput>): Promise<void> {
  const request = await getRequest(ctx, input.changeId)
  if (request.requesterId === ctx.viewer.id) refuse({ code: 'OWN_REQUEST' })
  if (request.status !== 'PENDING') refuse({ code: 'ALREADY_DECIDED', by: decisionOf(request) })
  const joining = request.plan.patches.flatMap(personWhoJoins)
  const state = await getHouseholdState(ctx, request.householdId, { lock: true, known: joining })
  await decide(ctx, request, 'APPROVED', input.note)
  if (state.version !== input.version) refuse({ code: 'HOUSEHOLD_CHANGED' })
  const work = input.decision ? await decidedDeath(ctx, request, state, input.decision) : requestedWork(request, state)
  if (!applyPatches(state, work.patches).ok) refuse({ code: 'HOUSEHOLD_CHANGED' })
  await carryOut(ctx, request, state, work)
}

/** 退回: the county answers with a reason; the street corrects and asks anew. */
export async function sendBackChange(ctx: Ctx, { changeId, reason }: z.output<typeof SendBackInput>): Promise<void> {
  const request = await getRequest(ctx, changeId)
  if (request.status !== 'PENDING') refuse({ code: 'ALREADY_DECIDED', by: decisionOf(request) })
  if (request.requesterId === ctx.viewer.id) refuse({ code: 'OWN_REQUEST' })
  if (request.kind === 'DEATH' && request.deadIsMember)
    refuse({ code: 'NOT_POSSIBLE', message: '死亡减保停保由区县办理，不能退回。死亡登记有误的，请撤销死亡登记。' })
  await decide(ctx, request, 'SENT_BACK', reason)
  recordDecision(ctx, request, 'change.send-back', { reason })
}

/** 撤回 by whoever has asked. */
export async function withdrawChange(ctx: Ctx, { changeId, reason }: z.output<typeof WithdrawInput>): Promise<void> {
  const request = await getRequest(ctx, changeId)
  // Somebody else's request is not theirs to know about as far as this goes.
  if (request.requesterId !== ctx.viewer.id || request.kind === 'DEATH') refuse({ code: 'NOT_FOUND' })
  if (request.status !== 'PENDING') refuse({ code: 'ALREADY_DECIDED', by: decisionOf(request) })
  await decide(ctx, request, 'WITHDRAWN', reason)
  recordDecision(ctx, request, 'change.withdraw', { reason })
}
