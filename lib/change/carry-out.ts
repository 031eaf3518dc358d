import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { deathOfTask } from '@/lib/death/affected'
import { planDeathHousehold } from '@/lib/death/household-plan'
import type { DeathDecision } from '@/lib/death/input'
import type { CreatePatch, Patch } from '@/lib/household/patch'
import type { HouseholdState } from '@/lib/household/state'
import { refuse } from '@/lib/refusal'
import { writePatches } from './apply'
import { maskedLines, recordDecision, writeHistory } from './decision'
import { type RequestRecord, regionNames } from './records'
import { openSecrets, type Secrets } from './sealed'
import { patchesInWords, regionsIn } from './words'

// What an approval does, once it may.

/** What an approval carries out, and with which numbers behind the masks. */
export interface Work {
  patches: readonly Patch[]
  secrets: Secrets
  effectiveMonth: RequestRecord['effectiveMonth']
}

/** The person of another file whom a plan takes in. */
export function personWhoJoins(patch: Patch): number[] {
  const personId = patch.op === 'create' && patch.target === 'membership' ? patch.values.personId : null
  return typeof personId === 'number' ? [personId] : []
}

/** What the street asked for, as it was shown. */
export function requestedWork(request: RequestRecord, state: HouseholdState): Work {
  if (request.kind === 'DEATH') refuse({ code: 'NOT_POSSIBLE', message: '请选择办理方式后再提交。' })
  if (state.version !== request.baseVersion) refuse({ code: 'HOUSEHOLD_CHANGED' })
  const dead = state.known.find(({ diedOn }) => diedOn !== null)
  if (dead) refuse({ code: 'NOT_POSSIBLE', message: `${dead.name}已登记死亡，不能新增为成员。请退回该申请。` })
  const { plan, contentSealed, effectiveMonth } = request
  return { patches: plan.patches, secrets: openSecrets(contentSealed), effectiveMonth }
}

/** 减保停保 as the county decides it, on the household as it is now. */
export async function decidedDeath(
  ctx: Ctx,
  { kind, deathId }: RequestRecord,
  state: HouseholdState,
  decision: DeathDecision,
): Promise<Work> {
  if (kind !== 'DEATH' || deathId === null) return refuse({ code: 'STALE' })
  const death = await deathOfTask(ctx, deathId, state)
  const planned = planDeathHousehold(state, death, decision, ctx.parameters, ctx.today)
  if (!planned.ok) return refuse(planned.error)
  const guardianPhone = decision.way === 'MINORS' ? decision.guardianPhone : ''
  return {
    patches: planned.value,
    secrets: guardianPhone === '' ? {} : { guardianPhone },
    effectiveMonth: decision.effectiveMonth,
  }
}

/** Writes the work, moves the household, and appends history and audit. */
export async function carryOut(ctx: Ctx, request: RequestRecord, state: HouseholdState, work: Work): Promise<void> {
  const { id, kind, householdId, region, reason, deathId } = request
  const patches = await writePatches(ctx, work.patches, work.secrets)
  if (kind === 'MOVE') await move(ctx, state, patches)
  const { effectiveMonth } = work
  const entry = { region, effectiveMonth, reason, changeId: id, deathId }
  await writeHistory(ctx, { ...entry, householdId, kind, patches })
  for (const [file, ofFile] of openedFiles(patches))
    await writeHistory(ctx, { ...entry, householdId: file, kind: 'CREATED', patches: ofFile })
  const lines = patchesInWords(patches, await regionNames(ctx, regionsIn(patches)))
  recordDecision(ctx, request, 'change.approve', { effectiveMonth, changes: maskedLines(lines) })
}

/** 停旧建新: each new file by its id, with what was made for it. */
function openedFiles(patches: readonly Patch[]): [number, CreatePatch[]][] {
  const made = patches.filter((patch) => patch.op === 'create')
  return made.flatMap((file): [number, CreatePatch[]][] => {
    if (file.target !== 'household' || file.id === undefined) return []
    const members = made.filter(({ values: { householdId: home } }) => isRefTo(home, file.ref))
    return [[file.id, [file, ...members]]]
  })
}

function isRefTo(value: CreatePatch['values'][string] | undefined, ref: string): boolean {
  return typeof value === 'object' && value !== null && 'ref' in value && value.ref === ref
}

/** Comes after everything else: the household may leave the reach of whoever approves its move. */
async function move(ctx: Ctx, state: HouseholdState, patches: readonly Patch[]): Promise<void> {
  const afterOf = (field: string) => patches.find((patch) => patch.op === 'set' && patch.field === field)
  const [region, address] = [afterOf('region'), afterOf('address')]
  const target = region?.op === 'set' ? region.after : null
  const newAddress = address?.op === 'set' ? address.after : state.address
  const [row] = await ctx.sql<{ moved: boolean }>(sql`
    SELECT move_household(${state.id}, ${Number(target)}, ${String(newAddress)}) AS moved`)
  if (!row?.moved) refuse({ code: 'HOUSEHOLD_CHANGED' })
}
