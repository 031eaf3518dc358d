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

/** A roster row as far as it decides whether it takes a certification. */
interface Candidate extends Standing {
  id: number
  year: number
  personId: number
  region: RegionCode
  name: string
  exitedOn: PlainDate | null
}

/** Who has recorded what stands in a roster row. */
interface Deeds {
  certifier: Deed | null
  registrar: Deed | null
}

/** A roster row with what its certification and death say, as the decisions need it. */
export interface RosterRow extends Candidate, Deeds {
  /** 疑似死亡 that nobody has verified: certified through 核实健在 alone. */
  suspected: boolean
  channel: Channel | null
  certifiedAt: Date | null
  certificationRequest: string | null
  operatorRegion: RegionCode | null
}

interface RosterRowColumns extends Omit<RosterRow, keyof Deeds> {
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
           d.operator_name AS "registrarName", d.registered_at AS "registeredAt", home.name AS "registrarPlace",
           EXISTS (SELECT FROM suspected_death s WHERE s.person_id = r.person_id AND s.status = 'OPEN') AS suspected
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
function refusalToCertify(row: Candidate & Partial<Deeds & Pick<RosterRow, 'suspected'>>, ctx: Ctx): Refusal | null {
  if (row.exitedOn !== null) return { code: 'LEFT_ROSTER' }
  const closed = closedYear(row.year, ctx.today, ctx.parameters)
  if (closed) return closed
  const status = statusOf(row, asOfDay(row.year, ctx.today, ctx.parameters))
  if (status === 'DEAD') return { code: 'ALREADY_DEAD', by: row.registrar ?? unknownDeed(ctx) }
  if (status === 'CERTIFIED') return { code: 'ALREADY_CERTIFIED', by: row.certifier ?? unknownDeed(ctx) }
  return row.suspected ? { code: 'SUSPECTED_DEATH' } : null
}

function unknownDeed({ today }: Ctx): Deed {
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
  const candidates = await findCandidates(ctx, idsOf(wanted))
  const eligible = wanted.filter(({ rosterId }) => {
    const row = candidates.get(rosterId)
    return row !== undefined && isEligible(ctx, row, declaration)
  })
  const made = await insertCertifications(ctx, eligible, declaration)
  const outcomes = new Map<number, CertifyOutcome>()
  for (const { rosterId } of eligible) {
    const row = candidates.get(rosterId)
    const certificationId = made.get(rosterId)
    if (!row || certificationId === undefined) continue
    recordCertification(ctx, row, certificationId, declaration)
    outcomes.set(rosterId, ok({ rosterId, certificationId, fresh: true }))
  }
  // Among these may be some that somebody else certified between our look and our insert.
  const missed = wanted.filter(({ rosterId }) => !made.has(rosterId))
  if (missed.length === 0) return outcomes
  const rows = await findRosterRows(ctx, idsOf(missed))
  for (const want of missed) outcomes.set(want.rosterId, outcomeOfMissed(ctx, rows.get(want.rosterId), want))
  return outcomes
}

function idsOf(wanted: readonly Wanted[]): number[] {
  return wanted.map(({ rosterId }) => rosterId)
}

/**
 * Roster rows by id, those in reach, without who recorded what: that is looked up only where it must be said. For a single id the
 * statement is another one, because PostgreSQL keeps its plan, and makes one anew for every array.
 */
async function findCandidates(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Candidate>> {
  const among = ids.length === 1 ? sql`r.id = ${ids[0]}` : sql`r.id = ANY (${[...ids]}::bigint[])`
  const rows = await ctx.sql<Candidate>(sql`
    SELECT r.id, r.year, r.person_id AS "personId", r.region, r.name, r.exited_on AS "exitedOn", r.exempt_until AS "exemptUntil",
           r.death_id AS "deathId", r.certification_id AS "certificationId"
    FROM roster r WHERE ${among} AND r.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Whether a row takes a certification with this declaration. Throws FieldError when only the visit date is wrong. */
function isEligible(ctx: Ctx, row: Candidate, { visitDate }: Declaration): boolean {
  if (refusalToCertify(row, ctx)) return false
  const checked = checkVisitDate(visitDate, row.year, ctx.today)
  if (!checked.ok) throw new FieldError({ visitDate: checked.error })
  return true
}

/** What became of a row for which nothing was inserted. */
function outcomeOfMissed(ctx: Ctx, row: RosterRow | undefined, { rosterId, requestId }: Wanted): CertifyOutcome {
  if (!row) return err({ code: 'NOT_FOUND' })
  if (row.certificationId !== null && row.certificationRequest === requestId) {
    return ok({ rosterId, certificationId: row.certificationId, fresh: false })
  }
  return err(refusalToCertify(row, ctx) ?? { code: 'STALE' })
}

function recordCertification(ctx: Ctx, row: Candidate, certificationId: number, declaration: Declaration): void {
  const { channel, visitDate } = declaration
  ctx.record({
    action: 'certification.certify',
    subjectType: 'person',
    subjectId: row.personId,
    subjectLabel: maskName(row.name),
    region: row.region,
    detail: { year: row.year, channel, visitDate, certificationId },
  })
}

async function insertCertifications(
  ctx: Ctx,
  wanted: readonly Wanted[],
  declaration: Declaration,
): Promise<Map<number, number>> {
  if (wanted.length === 0) return new Map()
  const { channel, visitDate, note } = declaration
  // The trigger certification_guard fills in year, person and region from the roster row, and leaves out what may not be certified.
  const rows = await ctx.sql<{ id: number; rosterId: number }>(sql`
    INSERT INTO certification (roster_id, year, person_id, region, channel, visit_date, note, certified_at,
                               operator_id, operator_name, operator_role, operator_region, request_id)
    SELECT wanted.roster_id, 0, 0, 0, ${channel}, ${visitDate}::date, ${note}, ${ctx.now},
           ${ctx.viewer.id}, ${ctx.viewer.name}, ${ctx.viewer.role}, ${ctx.viewer.region.code}, wanted.request_id
    FROM unnest(${idsOf(wanted)}::bigint[], ${wanted.map((want) => want.requestId)}::uuid[])
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
