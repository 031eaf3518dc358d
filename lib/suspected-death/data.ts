import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { certify } from '@/lib/certification/data'
import { sql } from '@/lib/db/sql'
import { lockHouseholds, lockSuspicions } from '@/lib/death/affected'
import { previewOf, type RegisteredDeath, registerDeathOf } from '@/lib/death/data'
import type { DeathPreview } from '@/lib/death/rules'
import { attachPhotos } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { SUSPICION_STATUSES, type SuspicionStatus } from '@/lib/household/codes'
import { formatDateTime, yearOf } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import type { PlanSuspectedInput, VerifyAliveInput, VerifyDeadInput } from './input'

/** A suspicion with the one it is about. */
interface Suspicion {
  id: number
  personId: number
  name: string
  region: RegionCode
  status: SuspicionStatus
  deciderId: number | null
  deciderName: string | null
  deciderPlace: string | null
  decidedAt: Date | null
  note: string | null
}

async function getSuspicion(ctx: Ctx, id: number): Promise<Suspicion> {
  const [row] = await ctx.sql<Suspicion>(sql`
    SELECT s.id, s.person_id AS "personId", p.name, s.region, s.status, s.decider_id AS "deciderId", s.decider_name AS "deciderName",
           place.name AS "deciderPlace", s.decided_at AS "decidedAt", s.decision_note AS note
    FROM suspected_death s JOIN person p ON p.id = s.person_id LEFT JOIN region place ON place.code = s.decider_region
    WHERE s.id = ${id} AND s.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return row ?? refuse({ code: 'NOT_FOUND' })
}

/** Somebody was there before: says who, when, and what they found. */
function refuseDecided({ status, deciderName, deciderPlace, decidedAt }: Suspicion): never {
  const who = `${deciderName ?? '其他人员'}（${deciderPlace ?? '—'}）`
  const when = decidedAt ? `于 ${formatDateTime(decidedAt)} ` : ''
  return refuse({
    code: 'NOT_POSSIBLE',
    message: `该对象已由 ${who}${when}${SUSPICION_STATUSES[status]}，无需重复操作。`,
  })
}

/** What 核实健在 has recorded. */
export interface VerifiedAlive {
  /** Suspicions that it has answered: all that were open for the person. */
  answered: number
  certificationId: number | null
}

/**
 * 核实健在: answers every open suspicion of the person, and where it is asked for certifies them for the year of the visit, in one
 * transaction. What the same clerk had said before in the same words is not said again.
 */
export async function verifyAlive(ctx: Ctx, input: z.output<typeof VerifyAliveInput>): Promise<VerifiedAlive> {
  const photos = await readPhotos(input.photos)
  const { personId } = await getSuspicion(ctx, input.suspicionId)
  await lockHouseholds(ctx, personId)
  const open = await lockSuspicions(ctx, personId)
  const suspicion = await getSuspicion(ctx, input.suspicionId)
  if (suspicion.status !== 'OPEN') return repeatedOrRefused(ctx, suspicion, input.reason)
  const { name, region } = suspicion
  await ctx.execute(sql`
    UPDATE suspected_death SET status = 'ALIVE', decided_at = ${ctx.now}, decider_id = ${ctx.viewer.id}, decider_name = ${ctx.viewer.name},
           decider_role = ${ctx.viewer.role}, decider_region = ${ctx.viewer.region.code}, decision_note = ${input.reason}
    WHERE id = ANY (${open}::bigint[]) AND status = 'OPEN' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  ctx.record({
    action: 'suspected-death.alive',
    subjectType: 'person',
    subjectId: personId,
    subjectLabel: maskName(name),
    region,
    detail: { suspicions: open, reason: input.reason, certified: input.certify },
  })
  const certificationId = input.certify ? await certifyToo(ctx, personId, input) : null
  await attachPhotos(ctx, { kind: 'suspected_death', id: suspicion.id }, photos)
  return { answered: open.length, certificationId }
}

/** A retry after a lost answer finds its own words. */
function repeatedOrRefused(ctx: Ctx, suspicion: Suspicion, reason: string): VerifiedAlive {
  const own = suspicion.status === 'ALIVE' && suspicion.deciderId === ctx.viewer.id && suspicion.note === reason
  if (!own) return refuseDecided(suspicion)
  ctx.unchanged()
  return { answered: 0, certificationId: null }
}

/** 一并办理生存认证, on the roster of the year of the visit. */
async function certifyToo(
  ctx: Ctx,
  personId: number,
  { requestId, reason, photos, ...visit }: Extract<z.output<typeof VerifyAliveInput>, { certify: true }>,
): Promise<number> {
  const { channel, visitDate } = visit
  const [row] = await ctx.sql<{ id: number }>(sql`
    SELECT id FROM roster WHERE person_id = ${personId} AND year = ${yearOf(visitDate)}
      AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  if (!row) return refuse({ code: 'LEFT_ROSTER' })
  const made = await certify(ctx, { rosterId: row.id, requestId, channel, visitDate, note: reason, photos })
  return made.certificationId
}

/** What the 死亡 dialog shows when it is opened from the list of 疑似死亡. */
export async function previewSuspected(
  ctx: Ctx,
  { suspicionId, diedOn }: z.output<typeof PlanSuspectedInput>,
): Promise<DeathPreview> {
  const { personId } = await getSuspicion(ctx, suspicionId)
  return previewOf(ctx, personId, diedOn)
}

/** 核实死亡: registers the death, which answers every open suspicion of the person. */
export async function verifyDead(
  ctx: Ctx,
  { suspicionId, ...registration }: z.output<typeof VerifyDeadInput>,
): Promise<RegisteredDeath> {
  const suspicion = await getSuspicion(ctx, suspicionId)
  // An answered one is the death registered before: registering says by whom, or finds its own.
  if (suspicion.status === 'ALIVE') return refuseDecided(suspicion)
  return registerDeathOf(ctx, suspicion, registration)
}
