import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { findPersons, getHouseholdState } from '@/lib/household/data'
import { withPatches } from '@/lib/household/patch'
import { type HouseholdState, paidFiguresOf } from '@/lib/household/state'
import { refuse } from '@/lib/refusal'
import { identify, type RegisteredElsewhere, warnAboutKnown } from './identity'
import type { ChangeInput } from './input'
import type { ChangePlan, ChangeTrouble, Identified } from './plan'
import { readOpenChanges, regionNames, type StoredPlan } from './records'
import { planChange } from './rules'
import { openSecrets, withSecrets } from './sealed'
import { figuresInPreview, type RegionNames, regionsIn } from './words'

/** A request that can be sent: what was asked for, and what it would do. */
export interface Prepared {
  change: ChangeInput
  state: HouseholdState
  plan: Required<StoredPlan>
  names: RegionNames
}

/**
 * Works out what a request would do to the household that the clerk saw. Throws FieldError and refuses, HOUSEHOLD_CHANGED among it. An
 * ID number that stands beyond reach comes to its county's name.
 */
export async function prepare(ctx: Ctx, typed: ChangeInput): Promise<Prepared | RegisteredElsewhere> {
  const seen = await getHouseholdState(ctx, typed.householdId)
  if (seen.version !== typed.version) refuse({ code: 'HOUSEHOLD_CHANGED' })
  const change = typed.resubmits === undefined ? typed : await withEarlierSecrets(ctx, typed, typed.resubmits)
  const named = 'idNumber' in change && change.idNumber !== ''
  const found = named ? await identify(ctx, seen, change) : null
  if (found && 'registeredElsewhere' in found) return found
  const identified = found?.identified ?? null
  const state = await withKnown(ctx, seen, identified)
  const read = found ? { ...change, idNumber: found.card.number } : change
  const planned = planChange(state, { ...read, identified }, ctx.parameters, ctx.today)
  if (!planned.ok) return stopFor(planned.error)
  return prepared(ctx, { change: read, state, plan: planned.value })
}

/** A sealed number that was left empty is taken from the clerk's own request that this one repeats. */
async function withEarlierSecrets(ctx: Ctx, typed: ChangeInput, resubmits: number): Promise<ChangeInput> {
  const [earlier] = await ctx.sql<{ sealed: Buffer | null }>(sql`
    SELECT content_sealed AS sealed FROM change_request
    WHERE id = ${resubmits} AND household_id = ${typed.householdId} AND kind = ${typed.kind} AND requester_id = ${ctx.viewer.id}
      AND status IN ('SENT_BACK', 'WITHDRAWN') AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return earlier ? withSecrets(typed, openSecrets(earlier.sealed)) : refuse({ code: 'NOT_FOUND' })
}

async function withKnown(ctx: Ctx, state: HouseholdState, identified: Identified | null): Promise<HouseholdState> {
  const id = identified?.personId
  if (id === null || id === undefined || state.members.some(({ personId }) => personId === id)) return state
  return { ...state, known: await findPersons(ctx, [id]) }
}

function stopFor(trouble: ChangeTrouble): never {
  if ('fields' in trouble) throw new FieldError(trouble.fields)
  return refuse(trouble.refusal)
}

async function prepared(
  ctx: Ctx,
  { change, state, plan }: { change: ChangeInput; state: HouseholdState; plan: ChangePlan },
): Promise<Prepared> {
  const joining = change.kind === 'ADD_MEMBER' ? state.known[0]?.personId : undefined
  const [names, waiting, aboutKnown] = await Promise.all([
    regionNames(ctx, regionsIn(plan.patches)),
    readOpenChanges(ctx, state.id),
    joining === undefined ? [] : warnAboutKnown(ctx, joining),
  ])
  if (change.kind === 'MOVE' && !names.has(change.region))
    throw new FieldError({ region: '所选地区不存在，请重新选择。' })
  const open =
    waiting.length > 0 ? [`本户另有${waiting.length}件变更待审批，其中任何一件先批准，其余都要重新提交。`] : []
  const figures = figuresInPreview(paidFiguresOf(state), paidFiguresOf(withPatches(state, plan.patches)))
  const warnings = [...aboutKnown, ...plan.warnings, ...open]
  return { change, state, plan: { patches: plan.patches, warnings, figures }, names }
}
