import 'server-only'
import type { z } from 'zod'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { attachPhotos } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { FieldError } from '@/lib/field-errors'
import { today as dayAt, type PlainDate } from '@/lib/plain-date'
import { type Deed, type Refusal, refusalMessage, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import type { Channel } from './codes'
import type { CertifyInput, CertifyManyInput, Declaration, RevokeInput } from './input'
import { asOfDay, checkVisitDate, closedYear, mayRevoke, type Standing, statusOf } from './rules'

/** A roster row with what its certification and death say, as the decisions need it. */
export interface RosterRow extends Standing {
  id: number
  year: number
  personId: number
  region: RegionCode
  name: string
  exitedOn: PlainDate | null
  channel: Channel | null
  certifiedAt: Date | null
  certificationRequest: string | null
  certifier: Deed | null
  operatorRegion: RegionCode | null
  registrar: Deed | null
}

interface RosterRowColumns extends Omit<RosterRow, 'certifier' | 'registrar'> {
  certifierName: string | null
  certifierPlace: string | null
  registrarName: string | null
  registrarPlace: string | null
  registeredAt: Date | null
}

/** Roster rows by id, those in reach; whoever did something is named with their place. */
export async function findRosterRows(ctx: Ctx, ids: readonly number[]): Promise<Map<number, RosterRow>> {
  const rows = await ctx.sql<RosterRowColumns>(sql`
    SELECT r.id, r.year, r.person_id AS "personId", r.region, r.name, r.exited_on AS "exitedOn", r.exempt_until AS "exemptUntil",
           r.death_id AS "deathId", r.certification_id AS "certificationId", r.channel, r.certified_at AS "certifiedAt",
           c.request_id AS "certificationRequest", c.operator_region AS "operatorRegion", c.operator_name AS "certifierName",
           place.name AS "certifierPlace",
           d.operator_name AS "registrarName", d.registered_at AS "registeredAt", home.name AS "registrarPlace"
    FROM roster r
    LEFT JOIN certification c ON c.id = r.certification_id
    LEFT JOIN region place ON place.code = coalesce(c.operator_region, c.region)
    LEFT JOIN death d ON d.id = r.death_id
    LEFT JOIN region home ON home.code = coalesce(d.operator_region, d.region)
    WHERE r.id = ANY (${[...ids]}::bigint[]) AND r.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return new Map(rows.map((row) => [row.id, withDeeds(row)]))
}

function withDeeds({
  certifierName,
  certifierPlace,
  registrarName,
  registrarPlace,
  registeredAt,
  ...row
}: RosterRowColumns): RosterRow {
  return {
    ...row,
    certifier: deed(certifierName, certifierPlace, row.certifiedAt),
    registrar: deed(registrarName, registrarPlace, registeredAt),
  }
}

function deed(name: string | null, place: string | null, at: Date | null): Deed | null {
  return name === null || at === null ? null : { name, place: place ?? '—', at }
}

/** One row of the list by id, or the refusal that an unknown id gets. */
export async function getRosterRow(ctx: Ctx, id: number): Promise<RosterRow> {
  return (await findRosterRows(ctx, [id])).get(id) ?? refuse({ code: 'NOT_FOUND' })
}

/** Why a row takes no certification today; null when it does. */
export function refusalToCertify(row: RosterRow, ctx: Pick<Ctx, 'today' | 'parameters'>): Refusal | null {
  if (row.exitedOn !== null) return { code: 'LEFT_ROSTER' }
  const closed = closedYear(row.year, ctx.today, ctx.parameters)
  if (closed) return closed
  const status = statusOf(row, asOfDay(row.year, ctx.today, ctx.parameters))
  if (status === 'DEAD') return { code: 'ALREADY_DEAD', by: row.registrar ?? unknownDeed(ctx) }
  if (status === 'CERTIFIED') return { code: 'ALREADY_CERTIFIED', by: row.certifier ?? unknownDeed(ctx) }
  return null
}

function unknownDeed({ today }: Pick<Ctx, 'today'>): Deed {
  return { name: '其他人员', place: '—', at: new Date(`${today}T00:00:00+08:00`) }
}

interface Wanted {
  rosterId: number
  requestId: string
}

/** What became of one row of a bulk. `fresh` is false when the same request had been carried out before. */
export type CertifyOutcome = Result<{ rosterId: number; certificationId: number; fresh: boolean }, Refusal>

/**
 * Certifies rows with one declaration. Each row is decided for itself; a repeated request id, a double click and a second clerk
 * leave one certification. Throws FieldError when the visit date fits none of the rows' years.
 */
async function certifyRows(
  ctx: Ctx,
  wanted: readonly Wanted[],
  declaration: Declaration,
): Promise<Map<number, CertifyOutcome>> {
  const ids = wanted.map(({ rosterId }) => rosterId)
  const rows = await findRosterRows(ctx, ids)
  const outcomes = new Map<number, CertifyOutcome>()
  const eligible: Wanted[] = []
  for (const want of wanted) {
    const row = rows.get(want.rosterId)
    const outcome = row ? decide(ctx, row, want, declaration) : err<Refusal>({ code: 'NOT_FOUND' })
    if (outcome) outcomes.set(want.rosterId, outcome)
    else eligible.push(want)
  }
  if (eligible.length === 0) return outcomes

  const made = await insertCertifications(ctx, eligible, declaration)
  const lost = eligible.filter(({ rosterId }) => !made.has(rosterId))
  const now =
    lost.length > 0
      ? await findRosterRows(
          ctx,
          lost.map(({ rosterId }) => rosterId),
        )
      : rows
  for (const want of eligible) {
    const certificationId = made.get(want.rosterId)
    const row = rows.get(want.rosterId)
    if (certificationId !== undefined && row) {
      outcomes.set(want.rosterId, ok({ rosterId: want.rosterId, certificationId, fresh: true }))
      ctx.record({
        action: 'certification.certify',
        subjectType: 'person',
        subjectId: row.personId,
        subjectLabel: maskName(row.name),
        region: row.region,
        detail: { year: row.year, channel: declaration.channel, visitDate: declaration.visitDate, certificationId },
      })
    } else {
      // Somebody was quicker between our look and our insert: look again, and say who.
      const current = now.get(want.rosterId)
      outcomes.set(want.rosterId, (current && decide(ctx, current, want, declaration)) ?? err({ code: 'STALE' }))
    }
  }
  return outcomes
}

/** The outcome of a row that is not to be inserted; null when it is. */
function decide(
  ctx: Ctx,
  row: RosterRow,
  { requestId, rosterId }: Wanted,
  { visitDate }: Declaration,
): CertifyOutcome | null {
  if (row.certificationId !== null && row.certificationRequest === requestId) {
    return ok({ rosterId, certificationId: row.certificationId, fresh: false })
  }
  const refusal = refusalToCertify(row, ctx)
  if (refusal) return err(refusal)
  const checked = checkVisitDate(visitDate, row.year, ctx.today)
  if (!checked.ok) throw new FieldError({ visitDate: checked.error })
  return null
}

async function insertCertifications(
  ctx: Ctx,
  wanted: readonly Wanted[],
  declaration: Declaration,
): Promise<Map<number, number>> {
  const { channel, visitDate, note } = declaration
  // The trigger certification_guard fills in year, person and region from the roster row, and leaves out what may not be certified.
  const rows = await ctx.sql<{ id: number; rosterId: number }>(sql`
    INSERT INTO certification (roster_id, year, person_id, region, channel, visit_date, note, certified_at,
                               operator_id, operator_name, operator_role, operator_region, request_id)
    SELECT wanted.roster_id, 0, 0, 0, ${channel}, ${visitDate}::date, ${note}, ${ctx.now},
           ${ctx.viewer.id}, ${ctx.viewer.name}, ${ctx.viewer.role}, ${ctx.viewer.region.code}, wanted.request_id
    FROM unnest(${wanted.map(({ rosterId }) => rosterId)}::bigint[], ${wanted.map((want) => want.requestId)}::uuid[])
      AS wanted (roster_id, request_id)
    ORDER BY wanted.roster_id
    ON CONFLICT DO NOTHING
    RETURNING id, roster_id AS "rosterId"`)
  return new Map(rows.map(({ id, rosterId }) => [rosterId, id]))
}

/** 认证: writes one certification with its photos, or refuses and says who was there before. */
export async function certify(ctx: Ctx, input: z.output<typeof CertifyInput>): Promise<{ certificationId: number }> {
  const { rosterId, requestId, photos: files, ...declaration } = input
  const photos = await readPhotos(files)
  const outcome = (await certifyRows(ctx, [{ rosterId, requestId }], declaration)).get(rosterId)
  if (!outcome) return refuse({ code: 'NOT_FOUND' })
  if (!outcome.ok) return refuse(outcome.error)
  const { certificationId, fresh } = outcome.value
  if (fresh) await attachPhotos(ctx, { kind: 'certification', id: certificationId }, photos)
  else ctx.unchanged()
  return { certificationId }
}

/** What the clerk reads about one row of a bulk. */
export interface BulkResult {
  rosterId: number
  done: boolean
  message: string
}

/** 批量认证: up to 100 rows with one declaration; a result for each, in the order they came in. */
export async function certifyMany(ctx: Ctx, input: z.output<typeof CertifyManyInput>): Promise<BulkResult[]> {
  const { rows, ...declaration } = input
  const outcomes = await certifyRows(ctx, rows, declaration)
  const results = rows.map(({ rosterId }): BulkResult => {
    const outcome = outcomes.get(rosterId) ?? err<Refusal>({ code: 'NOT_FOUND' })
    return outcome.ok
      ? { rosterId, done: true, message: '生存认证记录保存成功！' }
      : { rosterId, done: false, message: refusalMessage(outcome.error, ctx.now) }
  })
  if (![...outcomes.values()].some((outcome) => outcome.ok && outcome.value.fresh)) ctx.unchanged()
  return results
}

/** 撤销认证: marks the valid certification that the clerk saw as undone; the row goes back to what it was. */
export async function revokeCertification(
  ctx: Ctx,
  { rosterId, certificationId, reason }: z.output<typeof RevokeInput>,
): Promise<void> {
  const row = await getRosterRow(ctx, rosterId)
  if (row.exitedOn !== null) refuse({ code: 'LEFT_ROSTER' })
  const closed = closedYear(row.year, ctx.today, ctx.parameters)
  if (closed) refuse(closed)
  if (row.certificationId !== certificationId) return explainLostRevocation(ctx, rosterId, certificationId)
  if (row.deathId !== null) refuse({ code: 'ALREADY_DEAD', by: row.registrar ?? unknownDeed(ctx) })
  const recorded = {
    channel: row.channel ?? 'VISIT',
    certifiedOn: dayAt(row.certifiedAt ?? ctx.now),
    operatorRegion: row.operatorRegion,
  }
  const asking = { role: ctx.viewer.role, region: ctx.viewer.region.code }
  if (!mayRevoke(recorded, asking, ctx.today, ctx.parameters)) refuse({ code: 'NOT_YOURS_TO_REVOKE' })
  const changed = await ctx.execute(sql`
    UPDATE certification SET revoked_at = ${ctx.now}, revoked_by_id = ${ctx.viewer.id}, revoked_by_name = ${ctx.viewer.name},
           revoked_by_role = ${ctx.viewer.role}, revoked_by_region = ${ctx.viewer.region.code}, revoke_reason = ${reason}
    WHERE id = ${certificationId} AND roster_id = ${rosterId} AND revoked_at IS NULL`)
  if (changed === 0) return explainLostRevocation(ctx, rosterId, certificationId)
  ctx.record({
    action: 'certification.revoke',
    subjectType: 'person',
    subjectId: row.personId,
    subjectLabel: maskName(row.name),
    region: row.region,
    detail: { year: row.year, certificationId, reason },
  })
}

/** Somebody undid it before, or another certification stands now: says which. */
async function explainLostRevocation(ctx: Ctx, rosterId: number, certificationId: number): Promise<never> {
  const [row] = await ctx.sql<{ name: string; place: string | null; at: Date }>(sql`
    SELECT c.revoked_by_name AS name, r.name AS place, c.revoked_at AS at
    FROM certification c LEFT JOIN region r ON r.code = c.revoked_by_region
    WHERE c.id = ${certificationId} AND c.roster_id = ${rosterId} AND c.revoked_at IS NOT NULL`)
  if (!row) return refuse({ code: 'STALE' })
  return refuse({
    code: 'ALREADY_REVOKED',
    by: { name: row.name, place: row.place ?? '—', at: row.at },
  })
}
