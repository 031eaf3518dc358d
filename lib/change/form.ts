import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import type { RequestedKind } from '@/lib/household/codes'
import { getHouseholdState } from '@/lib/household/data'
import { possibleKinds } from '@/lib/household/kinds'
import { type HouseholdState, headOf } from '@/lib/household/state'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import { RefusedError } from '@/lib/refusal'
import { ancestorsOf, type RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import { type ChangeOnPage, findChange } from './data'
import type { ChangeContent } from './input'

// The page on which a change is asked for.

/** A household as its forms show it: telephones and numbers masked, as everywhere. */
export interface FormHousehold extends Omit<HouseholdState, 'former' | 'opened' | 'known'> {
  headName: string
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: string
}

export interface RegionUnder {
  parent: RegionCode
  children: RegionName[]
}

/** An earlier request that is corrected and sent again. */
export interface Resubmission {
  id: number
  content: ChangeContent
  reason: string
  /** What the county said when it sent it back; null when it was withdrawn. */
  note: string | null
}

/** What the form of one kind of change starts from. */
export interface ChangeForm {
  kind: RequestedKind
  household: FormHousehold
  /** The first days of the months from which it may take effect, the latest first. */
  months: PlainDate[]
  resubmits: Resubmission | null
  /** For 迁移: what lies under each region above the household's own. */
  regions: RegionUnder[]
}

const FARTHEST_BACK_MONTHS = 24
const FARTHEST_AHEAD_MONTHS = 2

/**
 * The form for a change of a household in reach; null when there is no such household, or no such change can be asked for as it stands.
 * `resubmits` is the id of an earlier request that is to be corrected; one that is not there to be corrected is left out.
 */
export async function findChangeForm(
  ctx: Ctx,
  householdId: number,
  kind: RequestedKind,
  resubmits: number | null,
): Promise<ChangeForm | null> {
  const state = await findState(ctx, householdId)
  if (!state) return null
  const members = state.members.map(({ diedOn }) => ({ dead: diedOn !== null }))
  if (!possibleKinds({ status: state.status, members }).includes(kind)) return null
  const [places, regions, earlier] = await Promise.all([
    ctx.sql<{ path: string }>(sql`SELECT path FROM region WHERE code = ${state.region}`),
    kind === 'MOVE' ? regionsAround(ctx, state.region) : [],
    resubmits === null ? null : findChange(ctx, resubmits),
  ])
  const { former: _former, opened: _opened, known: _known, ...household } = state
  return {
    kind,
    household: { ...household, headName: headOf(state)?.name ?? '', path: places[0]?.path ?? '' },
    months: monthsFor(state, ctx.today),
    resubmits: earlier && resubmission(earlier, householdId, kind),
    regions,
  }
}

function resubmission(earlier: ChangeOnPage, householdId: number, kind: RequestedKind): Resubmission | null {
  const { id, actions, content, reason, status, decision } = earlier
  if (!actions.includes('resubmit') || earlier.householdId !== householdId || content?.kind !== kind) return null
  return { id, content, reason, note: status === 'SENT_BACK' && decision ? decision.note : null }
}

async function findState(ctx: Ctx, householdId: number): Promise<HouseholdState | null> {
  try {
    return await getHouseholdState(ctx, householdId)
  } catch (error) {
    if (error instanceof RefusedError && error.refusal.code === 'NOT_FOUND') return null
    throw error
  }
}

/** From two months ahead back to the first month of benefit, two years at most: what the plan takes. */
function monthsFor({ startMonth }: HouseholdState, today: PlainDate): PlainDate[] {
  const latest = addMonths(firstOfMonth(today), FARTHEST_AHEAD_MONTHS)
  return Array.from({ length: FARTHEST_AHEAD_MONTHS + FARTHEST_BACK_MONTHS + 1 }, (_, back) =>
    addMonths(latest, -back),
  ).filter((month) => month >= firstOfMonth(startMonth))
}

async function regionsAround(ctx: Ctx, community: RegionCode): Promise<RegionUnder[]> {
  const above = ancestorsOf(community).slice(0, -1)
  const rows = await ctx.sql<RegionName & { parent: RegionCode }>(sql`
    SELECT parent, code, name FROM region WHERE parent = ANY (${above}::bigint[]) ORDER BY code`)
  return above.map((parent) => ({
    parent,
    children: rows.filter((row) => row.parent === parent).map(({ code, name }) => ({ code, name })),
  }))
}
