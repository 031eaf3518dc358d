import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import type { SuspicionStatus } from '@/lib/household/codes'
import type {
  CertificationRecord,
  CorrectionRecord,
  DeathRecord,
  MembershipRecord,
  Operator,
  PersonRecords,
  SuspicionRecord,
  Undoing,
} from './history'

// The records behind a person's history. Each statement stands alone, so that all of them share one round trip.

interface UndoableColumns {
  operatorName: string
  operatorRole: string
  operatorPlace: string | null
  revokedAt: Date | null
  revokedByName: string | null
  revokedByRole: string | null
  revokedByPlace: string | null
  revokeReason: string | null
}

/** All that was ever recorded about a person in reach; empty lists for anybody else. */
export async function readRecords(ctx: Ctx, personId: number): Promise<PersonRecords> {
  const [certifications, deaths, suspicions, corrections, memberships] = await Promise.all([
    readCertifications(ctx, personId),
    readDeaths(ctx, personId),
    readSuspicions(ctx, personId),
    readCorrections(ctx, personId),
    readMemberships(ctx, personId),
  ])
  return { certifications, deaths, suspicions, corrections, memberships }
}

async function readCertifications(ctx: Ctx, personId: number): Promise<CertificationRecord[]> {
  const rows = await ctx.sql<UndoableColumns & Omit<CertificationRecord, 'by' | 'undone'>>(sql`
    SELECT c.id, c.year, c.channel, c.visit_date AS "visitDate", c.note, c.doubtful, c.certified_at AS at,
           c.operator_name AS "operatorName", c.operator_role AS "operatorRole", place.name AS "operatorPlace",
           c.revoked_at AS "revokedAt", c.revoked_by_name AS "revokedByName", c.revoked_by_role AS "revokedByRole",
           undoer.name AS "revokedByPlace", c.revoke_reason AS "revokeReason",
           coalesce((SELECT json_agg(e.id ORDER BY e.id) FROM evidence e WHERE e.certification_id = c.id), '[]') AS evidence
    FROM certification c
    LEFT JOIN region place ON place.code = coalesce(c.operator_region, c.region)
    LEFT JOIN region undoer ON undoer.code = c.revoked_by_region
    WHERE c.person_id = ${personId}`)
  return rows.map(undoable)
}

async function readDeaths(ctx: Ctx, personId: number): Promise<DeathRecord[]> {
  const rows = await ctx.sql<UndoableColumns & Omit<DeathRecord, 'by' | 'undone'>>(sql`
    SELECT d.id, d.died_on AS "diedOn", d.source, d.note, d.registered_at AS at,
           d.operator_name AS "operatorName", d.operator_role AS "operatorRole", place.name AS "operatorPlace",
           d.revoked_at AS "revokedAt", d.revoked_by_name AS "revokedByName", d.revoked_by_role AS "revokedByRole",
           undoer.name AS "revokedByPlace", d.revoke_reason AS "revokeReason",
           coalesce((SELECT json_agg(e.id ORDER BY e.id) FROM evidence e WHERE e.death_id = d.id), '[]') AS evidence
    FROM death d
    LEFT JOIN region place ON place.code = coalesce(d.operator_region, d.region)
    LEFT JOIN region undoer ON undoer.code = d.revoked_by_region
    WHERE d.person_id = ${personId}`)
  return rows.map(undoable)
}

function undoable<Row extends UndoableColumns>({
  operatorName,
  operatorRole,
  operatorPlace,
  revokedAt,
  revokedByName,
  revokedByRole,
  revokedByPlace,
  revokeReason,
  ...record
}: Row): Omit<Row, keyof UndoableColumns> & { by: Operator; undone: Undoing | null } {
  const undoer: Operator = { name: revokedByName ?? '', role: revokedByRole ?? '', place: revokedByPlace }
  return {
    ...record,
    by: { name: operatorName, role: operatorRole, place: operatorPlace },
    undone: revokedAt && { at: revokedAt, by: undoer, reason: revokeReason ?? '' },
  }
}

interface SuspicionColumns extends Omit<SuspicionRecord, 'decided'> {
  status: SuspicionStatus
  decidedAt: Date | null
  deciderName: string | null
  deciderRole: string | null
  deciderPlace: string | null
  note: string | null
}

async function readSuspicions(ctx: Ctx, personId: number): Promise<SuspicionRecord[]> {
  const rows = await ctx.sql<SuspicionColumns>(sql`
    SELECT s.id, s.source, s.died_on AS "diedOn", s.reported_at AS at, s.status, s.decided_at AS "decidedAt",
           s.decider_name AS "deciderName", s.decider_role AS "deciderRole", place.name AS "deciderPlace", s.decision_note AS note,
           coalesce((SELECT json_agg(e.id ORDER BY e.id) FROM evidence e WHERE e.suspected_death_id = s.id), '[]') AS evidence
    FROM suspected_death s LEFT JOIN region place ON place.code = s.decider_region
    WHERE s.person_id = ${personId} AND s.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return rows.map(({ status, decidedAt, deciderName, deciderRole, deciderPlace, note, ...record }) => {
    if (status === 'OPEN' || decidedAt === null) return { ...record, decided: null }
    const by = { name: deciderName ?? '', role: deciderRole ?? '', place: deciderPlace }
    return { ...record, decided: { status, at: decidedAt, by, note: note ?? '' } }
  })
}

function readCorrections(ctx: Ctx, personId: number): Promise<CorrectionRecord[]> {
  return ctx.sql<CorrectionRecord>(sql`
    SELECT id, year, kind, reason, death_id AS "deathId", created_at AS at
    FROM roster_correction WHERE person_id = ${personId} ORDER BY id`)
}

function readMemberships(ctx: Ctx, personId: number): Promise<MembershipRecord[]> {
  return ctx.sql<MembershipRecord>(sql`
    SELECT m.id, h.certificate_no AS "certificateNo", m.relation, m.insured, place.name AS place,
           m.from_date AS "from", m.to_date AS "to", m.exit_reason AS "exitReason"
    FROM membership m
    JOIN household h ON h.id = m.household_id
    LEFT JOIN region place ON place.code = m.region
    WHERE m.person_id = ${personId} AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
}
