import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { getHouseholdState } from '@/lib/household/data'
import { currentValue, type Patch, type SetPatch } from '@/lib/household/patch'
import { type HouseholdState, headOf } from '@/lib/household/state'
import { type Undone, undoPatches } from '@/lib/household/undo'
import type { PlainDate } from '@/lib/plain-date'
import { RefusedError } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { writePatches } from './apply'
import { maskedLines, writeHistory } from './decision'
import { regionNames } from './records'
import { secretsBefore } from './sealed'
import { lineInWords, patchesInWords, regionsIn } from './words'

/** What undoing restored, and what it left as it is, because it was changed since; in sentences. */
export interface Restored {
  restored: string[]
  kept: string[]
}

interface Done {
  householdId: number
  /** Where the household stood then. */
  region: RegionCode
  certificateNo: string | null
  effectiveMonth: PlainDate | null
  patches: Patch[]
}

/** What 撤销死亡登记 would do to the households that the death has changed. Nothing is written. */
export async function previewUndo(ctx: Ctx, { deathId }: { deathId: number }): Promise<Restored> {
  const told = []
  for (const done of await doneFor(ctx, deathId)) {
    const found = await undoing(ctx, done, false)
    told.push(found ? await inWords(ctx, found.undone) : outOfReach(done))
  }
  return together(told)
}

/**
 * 撤销死亡登记: takes back what was decided about the households of a death, withdraws what is still to be decided, and says what came of
 * it. Locks the households: call it before anything else of the undoing is written.
 */
export async function undoHistoryOf(
  ctx: Ctx,
  { deathId, reason }: { deathId: number; reason: string },
): Promise<Restored> {
  const told = []
  for (const done of await doneFor(ctx, deathId)) {
    const found = await undoing(ctx, done, true)
    told.push(found ? await inWords(ctx, found.undone) : outOfReach(done))
    if (found) await writeUndone(ctx, { deathId, reason, done, ...found })
  }
  const withdrawn = await withdrawTasks(ctx, deathId, reason)
  const open = withdrawn > 0 ? [`待办理的死亡减保停保任务${withdrawn}件已取消。`] : []
  const { restored, kept } = together(told)
  return { restored: [...restored, ...open], kept }
}

function together(told: readonly Restored[]): Restored {
  return { restored: told.flatMap(({ restored }) => restored), kept: told.flatMap(({ kept }) => kept) }
}

/** What was decided because of a death and has not been taken back yet. */
function doneFor(ctx: Ctx, deathId: number): Promise<Done[]> {
  const { low, high } = ctx.reach
  return ctx.sql<Done>(sql`
    SELECT y.household_id AS "householdId", y.region, h.certificate_no AS "certificateNo", y.effective_month AS "effectiveMonth", y.patches
    FROM household_history y LEFT JOIN household h ON h.id = y.household_id
    WHERE y.death_id = ${deathId} AND y.kind = 'DEATH' AND (y.region BETWEEN ${low} AND ${high} OR h.region BETWEEN ${low} AND ${high})
      AND NOT EXISTS (SELECT FROM household_history later
                      WHERE later.death_id = y.death_id AND later.household_id = y.household_id AND later.kind = 'DEATH_REVOKED' AND later.id > y.id)
    ORDER BY y.household_id, y.id`)
}

interface Found {
  state: HouseholdState
  undone: Undone
}

/** Null when the household has moved out of reach. */
async function undoing(ctx: Ctx, { householdId, patches }: Done, lock: boolean): Promise<Found | null> {
  const opened = patches.flatMap(({ op, target, id }) => (op === 'create' && target === 'household' && id ? [id] : []))
  try {
    const state = await getHouseholdState(ctx, householdId, { lock, opened })
    return { state, undone: undoPatches(state, patches) }
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code === 'NOT_FOUND') return null
    throw error
  }
}

function outOfReach({ certificateNo }: Done): Restored {
  const which = certificateNo === null ? '一户' : `证号${certificateNo}的户`
  return { restored: [], kept: [`${which}已迁出本辖区，原办理的减保停保未撤销，请联系迁入地办理。`] }
}

async function inWords(ctx: Ctx, { state, patches, kept }: Undone): Promise<Restored> {
  const names = await regionNames(ctx, regionsIn([...patches, ...kept]))
  return {
    restored: patchesInWords(patches, names).map(lineInWords),
    kept: kept.flatMap((patch) => (patch.op === 'set' ? keptField(state, patch, names) : [keptRecord(state, patch)])),
  }
}

function keptField(state: HouseholdState, patch: SetPatch, names: Awaited<ReturnType<typeof regionNames>>): string[] {
  const now = { ...patch, after: currentValue(state, patch) ?? null }
  return patchesInWords([now], names).map(
    ({ who, label, before, after }) =>
      `${who === null ? '' : `${who}：`}${label}在此期间另有变更，保留为“${after}”，未恢复为“${before}”，请核对。`,
  )
}

function keptRecord(state: HouseholdState, { target, id, who, values }: Extract<Patch, { op: 'create' }>): string {
  if (target === 'membership') return `${who ?? '成员'}在新档案中的信息在此期间另有变更，未带回原档案，请核对。`
  const file = `新档案（证号${String(values.certificateNo)}）`
  return state.opened.some((opened) => opened.id === id)
    ? `${file}在此期间另有变更，未带回原档案，请核对。`
    : `${file}已迁出本辖区，未停保，请联系迁入地办理。`
}

interface Writing extends Found {
  deathId: number
  reason: string
  done: Done
}

async function writeUndone(ctx: Ctx, { deathId, reason, done, state, undone }: Writing): Promise<void> {
  const patches = await writePatches(ctx, undone.patches, secretsBefore(done.patches))
  const entry = { region: state.region, kind: 'DEATH_REVOKED', effectiveMonth: done.effectiveMonth, reason } as const
  await writeHistory(ctx, { ...entry, householdId: state.id, patches, changeId: null, deathId })
  for (const file of state.opened) {
    const ofFile = patches.filter(({ target, id }) => id !== undefined && belongsTo(file, target, id))
    const { id: householdId, region } = file
    await writeHistory(ctx, { ...entry, householdId, region, patches: ofFile, changeId: null, deathId })
  }
  const lines = patchesInWords(patches, await regionNames(ctx, regionsIn(patches)))
  ctx.record({
    action: 'change.undo',
    subjectType: 'household',
    subjectId: state.id,
    subjectLabel: maskName(headOf(undone.state)?.name ?? ''),
    region: state.region,
    detail: { deathId, reason, changes: maskedLines(lines), kept: undone.kept.length },
  })
}

function belongsTo(file: HouseholdState, target: Patch['target'], id: number): boolean {
  if (target === 'household') return file.id === id
  return target === 'membership' && [...file.members, ...file.former].some(({ membershipId }) => membershipId === id)
}

async function withdrawTasks(ctx: Ctx, deathId: number, reason: string): Promise<number> {
  const { viewer } = ctx
  return ctx.execute(sql`
    UPDATE change_request SET status = 'WITHDRAWN', decided_at = ${ctx.now}, decider_id = ${viewer.id}, decider_name = ${viewer.name},
           decider_role = ${viewer.role}, decider_region = ${viewer.region.code}, decision_note = ${reason}
    WHERE death_id = ${deathId} AND status = 'PENDING' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
}
