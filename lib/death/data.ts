import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { getRosterRow } from '@/lib/certification/data'
import { closedYear } from '@/lib/certification/rules'
import { previewUndo, type Restored, undoHistoryOf } from '@/lib/change/undo'
import { sql } from '@/lib/db/sql'
import { attachPhotos } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { FieldError } from '@/lib/field-errors'
import type { PlainDate } from '@/lib/plain-date'
import { type Deed, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { lockHouseholds, lockSuspicions, proposalsFor } from './affected'
import type { PlanDeathInput, PlanRevokeInput, RegisterDeathInput, Registration, RevokeDeathInput } from './input'
import { checkDeathDate, type DeathPlan, type DeathPreview, planDeath, type VouchedDay } from './rules'
import { openTasks } from './tasks'

/** Somebody in reach, as the roster or the list of 疑似死亡 has found them. */
export interface PersonAtHand {
  personId: number
  name: string
  region: RegionCode
}

/** What the 死亡 dialog shows before 确定. Throws FieldError for a date that cannot be meant. */
export async function previewDeath(
  ctx: Ctx,
  { rosterId, diedOn }: z.output<typeof PlanDeathInput>,
): Promise<DeathPreview> {
  const { personId } = await getRosterRow(ctx, rosterId)
  return previewOf(ctx, personId, diedOn)
}

/** The same for somebody in reach, on whatever list they stand. */
export async function previewOf(ctx: Ctx, personId: number, diedOn: PlainDate): Promise<DeathPreview> {
  const plan = await planFor(ctx, personId, diedOn)
  return { ...plan, households: await proposalsFor(ctx, personId, diedOn) }
}

async function planFor(ctx: Ctx, personId: number, diedOn: PlainDate): Promise<DeathPlan> {
  const [people, vouched] = await Promise.all([
    ctx.sql<{ birthDate: PlainDate }>(sql`SELECT birth_date AS "birthDate" FROM person WHERE id = ${personId}`),
    ctx.sql<VouchedDay>(sql`
      SELECT id AS "certificationId", coalesce(visit_date, (certified_at AT TIME ZONE 'Asia/Shanghai')::date) AS on,
             operator_name AS "operatorName"
      FROM certification WHERE person_id = ${personId} AND revoked_at IS NULL ORDER BY year`),
  ])
  const birthDate = people[0]?.birthDate
  if (birthDate === undefined) return refuse({ code: 'NOT_FOUND' })
  const wrong = checkDeathDate({ birthDate, diedOn, today: ctx.today })
  if (wrong) throw new FieldError({ diedOn: wrong })
  return planDeath({ diedOn, today: ctx.today, vouched }, ctx.parameters)
}

/**
 * 死亡登记: takes effect at once for certification, puts 减保停保 before the county, and answers 疑似死亡. Certifications dated after the
 * death become 存疑, and then a note is required. A repeated request id leaves one record.
 */
export async function registerDeath(
  ctx: Ctx,
  { rosterId, ...registration }: z.output<typeof RegisterDeathInput>,
): Promise<RegisteredDeath> {
  const row = await getRosterRow(ctx, rosterId)
  if (row.exitedOn !== null) refuse({ code: 'LEFT_ROSTER' })
  const repeated = await findRepeated(ctx, row.personId, registration.requestId)
  if (repeated) {
    ctx.unchanged()
    return repeated
  }
  if (row.deathId !== null)
    refuse({ code: 'ALREADY_DEAD', by: row.registrar ?? (await registrarOf(ctx, row.personId)) })
  const closed = closedYear(row.year, ctx.today, ctx.parameters)
  if (closed) refuse(closed)
  return register(ctx, row, registration)
}

/** What was recorded. */
export interface RegisteredDeath {
  deathId: number
  plan: DeathPlan
}

/** The same of somebody who was suspected dead: the roster need not have them any more. */
export async function registerDeathOf(
  ctx: Ctx,
  person: PersonAtHand,
  registration: Registration,
): Promise<RegisteredDeath> {
  const repeated = await findRepeated(ctx, person.personId, registration.requestId)
  if (!repeated) return register(ctx, person, registration)
  ctx.unchanged()
  return repeated
}

async function register(ctx: Ctx, person: PersonAtHand, registration: Registration): Promise<RegisteredDeath> {
  const { personId, region } = person
  const { requestId, diedOn, source, note } = registration
  const photos = await readPhotos(registration.photos)
  await lockHouseholds(ctx, personId)
  const suspicions = await lockSuspicions(ctx, personId)
  const plan = await planFor(ctx, personId, diedOn)
  if (plan.doubtful.length > 0 && note === '') {
    throw new FieldError({ note: '死亡日期早于已有认证，请在备注中说明情况。' })
  }
  await markDoubtful(ctx, plan, true)
  const [made] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO death (person_id, region, died_on, source, note, plan, registered_at,
                       operator_id, operator_name, operator_role, operator_region, request_id)
    VALUES (${personId}, ${region}, ${diedOn}::date, ${source}, ${note}, ${JSON.stringify(plan)}::jsonb, ${ctx.now},
            ${ctx.viewer.id}, ${ctx.viewer.name}, ${ctx.viewer.role}, ${ctx.viewer.region.code}, ${requestId}::uuid)
    ON CONFLICT DO NOTHING
    RETURNING id`)
  if (!made) return refuse({ code: 'ALREADY_DEAD', by: await registrarOf(ctx, personId) })
  const subject = { subjectType: 'person', subjectId: personId, subjectLabel: maskName(person.name), region } as const
  const detail = { deathId: made.id, diedOn, source, doubtful: plan.doubtful.length }
  ctx.record({ action: 'death.register', ...subject, detail })
  if (suspicions.length > 0) {
    ctx.record({ action: 'suspected-death.dead', ...subject, detail: { deathId: made.id, suspicions } })
  }
  const firstMonth = plan.firstMonthWithoutBenefit
  await openTasks(ctx, { id: made.id, personId, diedOn, source, firstMonth })
  await attachPhotos(ctx, { kind: 'death', id: made.id }, photos)
  return { deathId: made.id, plan }
}

async function findRepeated(ctx: Ctx, personId: number, request: string): Promise<RegisteredDeath | null> {
  const [row] = await ctx.sql<RegisteredDeath>(sql`
    SELECT id AS "deathId", plan FROM death
    WHERE request_id = ${request}::uuid AND person_id = ${personId} AND revoked_at IS NULL`)
  return row ?? null
}

async function registrarOf(ctx: Ctx, personId: number): Promise<Deed> {
  const [row] = await ctx.sql<Deed>(sql`
    SELECT d.operator_name AS name, coalesce(r.name, '—') AS place, d.registered_at AS at
    FROM death d LEFT JOIN region r ON r.code = coalesce(d.operator_region, d.region)
    WHERE d.person_id = ${personId} AND d.revoked_at IS NULL`)
  return row ?? refuse({ code: 'STALE' })
}

/**
 * Comes before the death itself is written or undone: the undoing of a certification locks its record and then the roster row, and
 * whoever locks them the other way round would meet it in a deadlock.
 */
function markDoubtful(ctx: Ctx, plan: DeathPlan, doubtful: boolean): Promise<number> {
  const ids = plan.doubtful.map(({ certificationId }) => certificationId)
  if (ids.length === 0) return Promise.resolve(0)
  return ctx.execute(sql`
    UPDATE certification SET doubtful = ${doubtful} WHERE id = ANY (${ids}::bigint[]) AND revoked_at IS NULL`)
}

/** What 撤销死亡登记 would restore and what not, before its 确定; nothing where no decision has been made yet. */
export async function previewRevocation(
  ctx: Ctx,
  { rosterId, deathId }: z.output<typeof PlanRevokeInput>,
): Promise<Restored> {
  const { personId } = await getRosterRow(ctx, rosterId)
  await getDeath(ctx, personId, deathId)
  return previewUndo(ctx, { deathId })
}

/**
 * 撤销死亡登记: the row returns to the list with the certification it had, the household to what it was, as far as nothing of it was
 * changed since; both entries stay. Answers what was restored and what not.
 */
export async function revokeDeath(
  ctx: Ctx,
  { rosterId, deathId, reason }: z.output<typeof RevokeDeathInput>,
): Promise<Restored> {
  const row = await getRosterRow(ctx, rosterId)
  await lockHouseholds(ctx, row.personId)
  const plan = await getDeath(ctx, row.personId, deathId)
  await markDoubtful(ctx, plan, false)
  const undone = await ctx.execute(sql`
    UPDATE death SET revoked_at = ${ctx.now}, revoked_by_id = ${ctx.viewer.id}, revoked_by_name = ${ctx.viewer.name},
           revoked_by_role = ${ctx.viewer.role}, revoked_by_region = ${ctx.viewer.region.code}, revoke_reason = ${reason}
    WHERE id = ${deathId} AND person_id = ${row.personId} AND revoked_at IS NULL`)
  if (undone === 0) return explainLostRevocation(ctx, row.personId, deathId)
  ctx.record({
    action: 'death.revoke',
    subjectType: 'person',
    subjectId: row.personId,
    subjectLabel: maskName(row.name),
    region: row.region,
    detail: { deathId, reason },
  })
  return undoHistoryOf(ctx, { deathId, reason })
}

async function getDeath(ctx: Ctx, personId: number, deathId: number): Promise<DeathPlan> {
  const [death] = await ctx.sql<{ plan: DeathPlan }>(sql`
    SELECT plan FROM death WHERE id = ${deathId} AND person_id = ${personId} AND revoked_at IS NULL`)
  return death ? death.plan : explainLostRevocation(ctx, personId, deathId)
}

async function explainLostRevocation(ctx: Ctx, personId: number, deathId: number): Promise<never> {
  const [row] = await ctx.sql<Deed>(sql`
    SELECT d.revoked_by_name AS name, coalesce(r.name, '—') AS place, d.revoked_at AS at
    FROM death d LEFT JOIN region r ON r.code = d.revoked_by_region
    WHERE d.id = ${deathId} AND d.person_id = ${personId} AND d.revoked_at IS NOT NULL`)
  return refuse(row ? { code: 'ALREADY_REVOKED', by: row } : { code: 'NOT_FOUND' })
}
