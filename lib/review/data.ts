import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import type { ReviewClass } from '@/lib/household/codes'
import type { PlainDate } from '@/lib/plain-date'
import { type Refusal, refusalMessage, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import type { CompleteReviewInput, CompleteReviewsInput } from './input'
import { planReview, type Reviewable, type Reviewed, type ReviewProblem } from './rules'

interface Household extends Reviewable {
  id: number
  region: RegionCode
  headName: string
  reviewClass: ReviewClass
}

interface Wanted {
  householdId: number
  requestId: string
}

/** What the clerk declares; without a class each household keeps its own. */
interface Declaration extends Omit<Reviewed, 'reviewClass'> {
  reviewClass?: ReviewClass
  note: string
}

/** A review about to be written. */
interface Planned extends Wanted {
  household: Household
  reviewed: Reviewed
  nextDue: PlainDate
}

/** What became of one household. `fresh` is false when the same request had been carried out before. */
type Outcome = Result<{ nextDue: PlainDate; fresh: boolean }, Refusal | ReviewProblem>

/** 完成复核: writes the review and sets the next date. Throws FieldError for a wrong day; out of reach is not found. */
export async function completeReview(ctx: Ctx, input: CompleteReviewInput): Promise<{ nextDue: PlainDate }> {
  const { householdId, requestId, ...declaration } = input
  const outcome = (await completeAll(ctx, [{ householdId, requestId }], declaration)).get(householdId)
  if (!outcome) return refuse({ code: 'NOT_FOUND' })
  if (!outcome.ok) return refuseReview(outcome.error)
  if (!outcome.value.fresh) ctx.unchanged()
  return { nextDue: outcome.value.nextDue }
}

function refuseReview(error: Refusal | ReviewProblem): never {
  if ('code' in error) return refuse(error)
  if (error.about === 'reviewedOn') throw new FieldError({ reviewedOn: error.message })
  return refuse({ code: 'NOT_POSSIBLE', message: error.message })
}

/** What the clerk reads about one household of a bulk. */
export interface ReviewResult {
  householdId: number
  done: boolean
  message: string
}

/** 批量完成复核, nothing changed: a result for each household, in the order they came in. Throws FieldError for a day in the future. */
export async function completeReviews(ctx: Ctx, input: CompleteReviewsInput): Promise<ReviewResult[]> {
  const { rows, reviewedOn, note } = input
  // A day that fits no household belongs to the field, not to a hundred results.
  if (reviewedOn > ctx.today) throw new FieldError({ reviewedOn: '复核日期不能晚于今天。' })
  const outcomes = await completeAll(ctx, rows, { outcome: 'UNCHANGED', reviewedOn, note })
  if (![...outcomes.values()].some((outcome) => outcome.ok && outcome.value.fresh)) ctx.unchanged()
  return rows.map(({ householdId }): ReviewResult => {
    const outcome = outcomes.get(householdId) ?? err<Refusal>({ code: 'NOT_FOUND' })
    if (outcome.ok) return { householdId, done: true, message: `已完成，下次复核 ${outcome.value.nextDue}` }
    const { error } = outcome
    return { householdId, done: false, message: 'code' in error ? refusalMessage(error, ctx.now) : error.message }
  })
}

async function completeAll(
  ctx: Ctx,
  wanted: readonly Wanted[],
  { reviewClass, note, ...declared }: Declaration,
): Promise<Map<number, Outcome>> {
  const households = await lockHouseholds(ctx, wanted)
  const before = await findEarlier(ctx, wanted)
  const outcomes = new Map<number, Outcome>()
  const planned: Planned[] = []
  for (const want of wanted) {
    const household = households.get(want.householdId)
    const earlier = before.get(want.requestId)
    if (!household) continue
    if (earlier?.householdId === household.id) {
      outcomes.set(household.id, ok({ nextDue: earlier.nextDue, fresh: false }))
      continue
    }
    const reviewed = { ...declared, reviewClass: reviewClass ?? household.reviewClass }
    const plan = planReview(household, reviewed, ctx.today, ctx.parameters)
    if (plan.ok) planned.push({ ...want, household, reviewed, nextDue: plan.value.nextDue })
    else outcomes.set(household.id, plan)
  }
  const made = await writeReviews(ctx, planned, note)
  for (const review of planned) {
    const fresh = made.has(review.householdId)
    if (fresh) recordReview(ctx, review)
    // The number of the request stands with another household.
    outcomes.set(review.householdId, fresh ? ok({ nextDue: review.nextDue, fresh }) : err({ code: 'STALE' }))
  }
  return outcomes
}

/** Those in reach, locked in the order of their numbers: a second review waits and then sees the first. */
async function lockHouseholds(ctx: Ctx, wanted: readonly Wanted[]): Promise<Map<number, Household>> {
  const rows = await ctx.sql<Household>(sql`
    SELECT id, region, head_name AS "headName", status, reviewed_on AS "reviewedOn", review_class AS "reviewClass" FROM household
    WHERE id = ANY (${wanted.map(({ householdId }) => householdId)}::bigint[]) AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY id FOR NO KEY UPDATE`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the same requests have done before. */
async function findEarlier(ctx: Ctx, wanted: readonly Wanted[]) {
  const rows = await ctx.sql<{ requestId: string; householdId: number; nextDue: PlainDate }>(sql`
    SELECT request_id AS "requestId", household_id AS "householdId", next_due AS "nextDue" FROM review
    WHERE request_id = ANY (${wanted.map(({ requestId }) => requestId)}::uuid[]) AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return new Map(rows.map((row) => [row.requestId, row]))
}

/** Writes reviews and sets what follows from them; answers whose were written. */
async function writeReviews(ctx: Ctx, planned: readonly Planned[], note: string): Promise<Set<number>> {
  const [first] = planned
  if (!first) return new Set()
  const { viewer, now, reach } = ctx
  const { reviewedOn, outcome } = first.reviewed
  const rows = await ctx.sql<{ id: number }>(sql`
    WITH planned AS (
      SELECT h.id, h.region, h.review_due AS due_on, p.review_class, p.next_due, p.request_id
      FROM unnest(${planned.map(({ householdId }) => householdId)}::bigint[], ${planned.map(({ reviewed }) => reviewed.reviewClass)}::text[],
                  ${planned.map(({ nextDue }) => nextDue)}::date[], ${planned.map(({ requestId }) => requestId)}::uuid[])
        AS p (id, review_class, next_due, request_id)
      JOIN household h ON h.id = p.id AND h.region BETWEEN ${reach.low} AND ${reach.high}),
    written AS (
      INSERT INTO review (household_id, region, reviewed_on, outcome, review_class, note, due_on, next_due, reviewed_at,
                          operator_id, operator_name, operator_role, operator_region, request_id)
      SELECT id, region, ${reviewedOn}::date, ${outcome}, review_class, ${note}, due_on, next_due, ${now},
             ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code}, request_id
      FROM planned ORDER BY id
      ON CONFLICT (request_id) DO NOTHING
      RETURNING household_id, review_class, next_due)
    UPDATE household SET review_class = w.review_class, reviewed_on = ${reviewedOn}::date, review_due = w.next_due
    FROM written w WHERE household.id = w.household_id AND household.region BETWEEN ${reach.low} AND ${reach.high}
    RETURNING household.id`)
  return new Set(rows.map(({ id }) => id))
}

function recordReview(ctx: Ctx, { household, reviewed, nextDue }: Planned): void {
  ctx.record({
    action: 'review.complete',
    subjectType: 'household',
    subjectId: household.id,
    subjectLabel: maskName(household.headName),
    region: household.region,
    detail: { ...reviewed, nextDue },
  })
}
