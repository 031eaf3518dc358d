import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { getRosterRow, type RosterRow } from '@/lib/certification/data'
import { closedYear } from '@/lib/certification/rules'
import { sql } from '@/lib/db/sql'
import { attachPhotos } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { FieldError } from '@/lib/field-errors'
import type { PlainDate } from '@/lib/plain-date'
import { type Deed, refuse } from '@/lib/refusal'
import type { PlanDeathInput, RegisterDeathInput, RevokeDeathInput } from './input'
import { type AffectedHousehold, checkDeathDate, type DeathPlan, planDeath, type VouchedDay } from './rules'

/** What the 死亡 dialog shows before 确定. Throws FieldError for a date that cannot be meant. */
export async function previewDeath(
  ctx: Ctx,
  { rosterId, diedOn }: z.output<typeof PlanDeathInput>,
): Promise<DeathPlan> {
  const row = await getRosterRow(ctx, rosterId)
  return (await planFor(ctx, row, diedOn)).plan
}

async function planFor(
  ctx: Ctx,
  row: RosterRow,
  diedOn: PlainDate,
): Promise<{ plan: DeathPlan; birthDate: PlainDate }> {
  const [people, members, vouched] = await Promise.all([
    ctx.sql<{ birthDate: PlainDate }>(sql`SELECT birth_date AS "birthDate" FROM person WHERE id = ${row.personId}`),
    ctx.sql<MemberColumns>(sql`
      SELECT h.id AS "householdId", h.certificate_no AS "certificateNo", m.person_id AS "personId", m.relation, m.insured,
             p.birth_date AS "birthDate", EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS dead
      FROM membership own
      JOIN household h ON h.id = own.household_id AND h.status = 'ACTIVE'
      JOIN membership m ON m.household_id = h.id AND m.to_date IS NULL
      JOIN person p ON p.id = m.person_id
      WHERE own.person_id = ${row.personId} AND own.to_date IS NULL
      ORDER BY h.id, m.id`),
    ctx.sql<VouchedDay>(sql`
      SELECT id AS "certificationId", coalesce(visit_date, (certified_at AT TIME ZONE 'Asia/Shanghai')::date) AS on,
             operator_name AS "operatorName"
      FROM certification WHERE person_id = ${row.personId} AND revoked_at IS NULL ORDER BY year`),
  ])
  const birthDate = people[0]?.birthDate
  if (birthDate === undefined) return refuse({ code: 'NOT_FOUND' })
  const wrong = checkDeathDate({ birthDate, diedOn, today: ctx.today })
  if (wrong) throw new FieldError({ diedOn: wrong })
  const facts = { birthDate, diedOn, today: ctx.today, households: householdsOf(row.personId, members), vouched }
  return { plan: planDeath(facts, ctx.parameters), birthDate }
}

interface MemberColumns {
  householdId: number
  certificateNo: string
  personId: number
  relation: string
  insured: boolean
  birthDate: PlainDate
  dead: boolean
}

function householdsOf(personId: number, members: readonly MemberColumns[]): AffectedHousehold[] {
  const households = new Map<number, AffectedHousehold>()
  for (const member of members) {
    const household = households.get(member.householdId) ?? {
      householdId: member.householdId,
      certificateNo: member.certificateNo,
      isHead: false,
      insured: false,
      others: [],
    }
    households.set(member.householdId, household)
    if (member.personId === personId) {
      household.isHead = member.relation === 'HEAD'
      household.insured = member.insured
    } else if (!member.dead) {
      household.others.push({ personId: member.personId, birthDate: member.birthDate, insured: member.insured })
    }
  }
  return [...households.values()]
}

/**
 * 死亡登记: takes effect at once for certification; certifications dated after the death become 存疑, and then a note is
 * required. A repeated request id leaves one record.
 */
export async function registerDeath(
  ctx: Ctx,
  input: z.output<typeof RegisterDeathInput>,
): Promise<{ deathId: number; plan: DeathPlan }> {
  const row = await getRosterRow(ctx, input.rosterId)
  if (row.exitedOn !== null) refuse({ code: 'LEFT_ROSTER' })
  const repeated = await findRepeated(ctx, row.personId, input.requestId)
  if (repeated) {
    ctx.unchanged()
    return repeated
  }
  if (row.deathId !== null)
    refuse({ code: 'ALREADY_DEAD', by: row.registrar ?? (await registrarOf(ctx, row.personId)) })
  const closed = closedYear(row.year, ctx.today, ctx.parameters)
  if (closed) refuse(closed)
  const photos = await readPhotos(input.photos)
  const { plan } = await planFor(ctx, row, input.diedOn)
  if (plan.doubtful.length > 0 && input.note === '') {
    throw new FieldError({ note: '死亡日期早于已有认证，请在备注中说明情况。' })
  }
  await markDoubtful(ctx, plan, true)
  const [made] = await ctx.sql<{ id: number }>(sql`
    INSERT INTO death (person_id, region, died_on, source, note, plan, registered_at,
                       operator_id, operator_name, operator_role, operator_region, request_id)
    VALUES (${row.personId}, ${row.region}, ${input.diedOn}::date, ${input.source}, ${input.note}, ${JSON.stringify(plan)}::jsonb, ${ctx.now},
            ${ctx.viewer.id}, ${ctx.viewer.name}, ${ctx.viewer.role}, ${ctx.viewer.region.code}, ${input.requestId}::uuid)
    ON CONFLICT DO NOTHING
    RETURNING id`)
  if (!made) return refuse({ code: 'ALREADY_DEAD', by: await registrarOf(ctx, row.personId) })
  ctx.record({
    action: 'death.register',
    subjectType: 'person',
    subjectId: row.personId,
    subjectLabel: maskName(row.name),
    region: row.region,
    detail: { deathId: made.id, diedOn: input.diedOn, source: input.source, doubtful: plan.doubtful.length },
  })
  await attachPhotos(ctx, { kind: 'death', id: made.id }, photos)
  return { deathId: made.id, plan }
}

async function findRepeated(
  ctx: Ctx,
  personId: number,
  request: string,
): Promise<{ deathId: number; plan: DeathPlan } | null> {
  const [row] = await ctx.sql<{ deathId: number; plan: DeathPlan }>(sql`
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

/** 撤销死亡登记: the row returns to the list with the certification it had; both entries stay. */
export async function revokeDeath(
  ctx: Ctx,
  { rosterId, deathId, reason }: z.output<typeof RevokeDeathInput>,
): Promise<void> {
  const row = await getRosterRow(ctx, rosterId)
  const [death] = await ctx.sql<{ plan: DeathPlan }>(sql`
    SELECT plan FROM death WHERE id = ${deathId} AND person_id = ${row.personId} AND revoked_at IS NULL`)
  if (!death) return explainLostRevocation(ctx, row.personId, deathId)
  await markDoubtful(ctx, death.plan, false)
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
}

async function explainLostRevocation(ctx: Ctx, personId: number, deathId: number): Promise<never> {
  const [row] = await ctx.sql<Deed>(sql`
    SELECT d.revoked_by_name AS name, coalesce(r.name, '—') AS place, d.revoked_at AS at
    FROM death d LEFT JOIN region r ON r.code = d.revoked_by_region
    WHERE d.id = ${deathId} AND d.person_id = ${personId} AND d.revoked_at IS NOT NULL`)
  return refuse(row ? { code: 'ALREADY_REVOKED', by: row } : { code: 'NOT_FOUND' })
}
