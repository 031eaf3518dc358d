import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { getHouseholdState } from '@/lib/household/data'
import type { HouseholdState } from '@/lib/household/state'
import type { PlainDate } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import { type DeathProposal, type MemberDeath, proposeForDeath } from './proposal'

// Who and what a death touches, read for the plan and locked for its writing.

/** The households in payment that somebody belongs to, those in reach, by id. */
export async function householdsOf(ctx: Ctx, personId: number): Promise<number[]> {
  const { low, high } = ctx.reach
  const rows = await ctx.sql<{ id: number }>(sql`
    SELECT h.id FROM membership m JOIN household h ON h.id = m.household_id
    WHERE m.person_id = ${personId} AND m.to_date IS NULL AND m.region BETWEEN ${low} AND ${high} AND h.status = 'ACTIVE'
    ORDER BY h.id`)
  return rows.map(({ id }) => id)
}

/**
 * Locks every household, paid or not, that somebody belongs to or that a death of theirs has changed. Comes before anything else is
 * written: whoever decides about a household locks it first as well, so that the two wait for each other and never in a circle.
 */
export async function lockHouseholds(ctx: Ctx, personId: number): Promise<void> {
  const { low, high } = ctx.reach
  await ctx.execute(sql`
    SELECT id FROM household
    WHERE id IN (SELECT m.household_id FROM membership m WHERE m.person_id = ${personId}
                 UNION SELECT c.household_id FROM change_request c JOIN death d ON d.id = c.death_id WHERE d.person_id = ${personId})
      AND region BETWEEN ${low} AND ${high}
    ORDER BY id FOR UPDATE`)
}

/** The open suspicions of somebody, locked against another clerk's 核实; locked after the households and before the certifications. */
export async function lockSuspicions(ctx: Ctx, personId: number): Promise<number[]> {
  const { low, high } = ctx.reach
  const rows = await ctx.sql<{ id: number }>(sql`
    SELECT id FROM suspected_death WHERE person_id = ${personId} AND status = 'OPEN' AND region BETWEEN ${low} AND ${high}
    ORDER BY id FOR UPDATE`)
  return rows.map(({ id }) => id)
}

/** Counters beyond are never reached: a file is continued at most once between two undoings. */
const MOST_CONTINUATIONS = 99

/** What the plan of a household needs to know of a death, besides the household. */
export async function memberDeath(
  ctx: Ctx,
  { certificateNo }: Pick<HouseholdState, 'certificateNo'>,
  personId: number,
  diedOn: PlainDate,
): Promise<MemberDeath> {
  // By equality alone: under row-level security no index would serve LIKE.
  const numbers = Array.from({ length: MOST_CONTINUATIONS }, (_, index) => `${certificateNo}-${index + 1}`)
  const taken = await ctx.sql<{ certificateNo: string }>(sql`
    SELECT certificate_no AS "certificateNo" FROM household
    WHERE certificate_no = ANY (${numbers}::text[]) AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return { personId, diedOn, numbersTaken: taken.map((row) => row.certificateNo) }
}

/**
 * The registered death that opened a task, as `planDeathHousehold` takes it. Refuses with NOT_POSSIBLE when it has been undone, and with
 * NOT_FOUND what is not in reach.
 */
export async function deathOfTask(ctx: Ctx, deathId: number, state: HouseholdState): Promise<MemberDeath> {
  const [death] = await ctx.sql<{ personId: number; diedOn: PlainDate; undone: boolean }>(sql`
    SELECT person_id AS "personId", died_on AS "diedOn", revoked_at IS NOT NULL AS undone FROM death
    WHERE id = ${deathId} AND (region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high} OR EXISTS (
      SELECT FROM membership m WHERE m.person_id = death.person_id AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}))`)
  if (!death) return refuse({ code: 'NOT_FOUND' })
  if (death.undone) return refuse({ code: 'NOT_POSSIBLE', message: '该死亡登记已撤销，无需办理减保停保。' })
  return memberDeath(ctx, state, death.personId, death.diedOn)
}

/** The proposal for each household in payment that somebody belongs to. */
export async function proposalsFor(ctx: Ctx, personId: number, diedOn: PlainDate): Promise<DeathProposal[]> {
  const proposals: DeathProposal[] = []
  for (const id of await householdsOf(ctx, personId)) {
    const state = await getHouseholdState(ctx, id)
    const death = await memberDeath(ctx, state, personId, diedOn)
    const proposal = proposeForDeath(state, death, ctx.parameters, ctx.today)
    if (proposal) proposals.push(proposal)
  }
  return proposals
}
