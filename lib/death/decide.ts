import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import type { Channel, DeathSource } from '@/lib/certification/codes'
import { regionNames } from '@/lib/change/records'
import { type ChangePreview, figuresInPreview, patchesInWords, regionsIn } from '@/lib/change/words'
import { sql } from '@/lib/db/sql'
import { getHouseholdState } from '@/lib/household/data'
import { type Patch, withPatches } from '@/lib/household/patch'
import { type HouseholdFigures, type HouseholdState, paidFiguresOf } from '@/lib/household/state'
import type { PlainDate } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import { deathOfTask } from './affected'
import { planDeathHousehold } from './household-plan'
import type { DeathDecision, PlanDecisionInput } from './input'
import { type DeathProposal, proposeForDeath } from './proposal'

/** A certification that was recorded for a day after the death. */
export interface DoubtfulCertification {
  id: number
  year: number
  channel: Channel
  /** Of the visit, or of the recording where there was none. */
  on: PlainDate
  at: Date
  operatorName: string
  operatorPlace: string | null
  note: string
}

/** What the county decides on: the household as it is now, and not as it was when the death was registered. */
export interface DeathTask {
  changeId: number
  proposal: DeathProposal
  dead: { personId: number; name: string; diedOn: PlainDate; source: DeathSource; note: string }
  doubtful: DoubtfulCertification[]
}

interface OpenTask {
  householdId: number
  deathId: number
}

/** The task of a death that is still to be decided; null for any other request, and when the dead person has left the household. */
export async function findDeathTask(ctx: Ctx, changeId: number): Promise<DeathTask | null> {
  const task = await findOpenTask(ctx, changeId)
  if (!task) return null
  const state = await getHouseholdState(ctx, task.householdId)
  const death = await deathOfTask(ctx, task.deathId, state)
  const proposal = proposeForDeath(state, death, ctx.parameters, ctx.today)
  if (!proposal) return null
  const [[registered], doubtful] = await Promise.all([
    ctx.sql<{ source: DeathSource; note: string }>(sql`SELECT source, note FROM death WHERE id = ${task.deathId}`),
    readDoubtful(ctx, death.personId),
  ])
  if (!registered) return null
  return { changeId, proposal, dead: { ...death, name: proposal.name, ...registered }, doubtful }
}

async function findOpenTask(ctx: Ctx, changeId: number): Promise<OpenTask | null> {
  const [row] = await ctx.sql<OpenTask>(sql`
    SELECT household_id AS "householdId", death_id AS "deathId" FROM change_request
    WHERE id = ${changeId} AND kind = 'DEATH' AND status = 'PENDING' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return row ?? null
}

function readDoubtful(ctx: Ctx, personId: number): Promise<DoubtfulCertification[]> {
  return ctx.sql<DoubtfulCertification>(sql`
    SELECT c.id, c.year, c.channel, coalesce(c.visit_date, (c.certified_at AT TIME ZONE 'Asia/Shanghai')::date) AS on, c.certified_at AS at,
           c.operator_name AS "operatorName", desk.name AS "operatorPlace", c.note
    FROM certification c LEFT JOIN region desk ON desk.code = c.operator_region
    WHERE c.person_id = ${personId} AND c.doubtful AND c.revoked_at IS NULL ORDER BY c.certified_at`)
}

/** What a decision would do to the household, before it is made. Refuses like the decision itself. */
export async function previewDecision(
  ctx: Ctx,
  { changeId, decision }: z.output<typeof PlanDecisionInput>,
): Promise<ChangePreview> {
  const task = (await findOpenTask(ctx, changeId)) ?? refuse({ code: 'NOT_FOUND' })
  const state = await getHouseholdState(ctx, task.householdId)
  const death = await deathOfTask(ctx, task.deathId, state)
  const planned = planDeathHousehold(state, death, decision, ctx.parameters, ctx.today)
  if (!planned.ok) return refuse(planned.error)
  const patches = planned.value
  return {
    changes: patchesInWords(patches, await regionNames(ctx, regionsIn(patches))),
    figures: figuresInPreview(paidFiguresOf(state), figuresAfter(withPatches(state, patches))),
    warnings: warningsOf(decision, patches),
  }
}

/** Of the family, in whichever file it goes on; of a stopped household nobody is paid for. */
function figuresAfter(state: HouseholdState): HouseholdFigures {
  const going = [state, ...state.opened].find(({ status }) => status === 'ACTIVE')
  return paidFiguresOf(going ?? state)
}

function warningsOf(decision: DeathDecision, patches: readonly Patch[]): string[] {
  const unknown = patches.some((patch) =>
    patch.op === 'set'
      ? patch.field === 'relation' && patch.after === 'OTHER'
      : patch.target === 'membership' && patch.values.relation === 'OTHER',
  )
  return [
    ...(decision.way === 'NEW_FILE' ? ['联系电话、开户行和银行账号不带入新档案，请批准后通知街道重新登记。'] : []),
    ...(decision.way === 'MINORS' ? ['户内仅剩未成年人，请同时通知街道儿童督导员，落实监护和儿童保障。'] : []),
    ...(unknown ? ['有成员与新户主的关系无法推定，记为“其他”，请批准后核对更正。'] : []),
  ]
}
