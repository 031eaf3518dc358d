import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Relation } from '@/lib/certification/codes'
import { sql } from '@/lib/db/sql'
import type { Sex } from '@/lib/id-card'
import type { IdMissingReason } from '@/lib/person/codes'
import { type Looking, type MemberRecord, type MemberStanding, memberStanding } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import type { Act, DisabilityGrade, DisabilityKind, DuplicateKind, Health, Labour, SuspicionSource } from './codes'

// Who belongs to a household and who has left it, as its file shows them.

interface MemberFacts {
  personId: number
  name: string
  relation: Relation
  sex: Sex
  birthDate: PlainDate
  /** '420702********1234'; null without an ID number, and then there is a reason. */
  idMasked: string | null
  idMissingReason: IdMissingReason | null
  insured: boolean
  /** The member's share of the monthly amount in fen: the benefit itself, and 分类施保 on top of it. */
  baseFen: number
  supplementFen: number
  health: Health
  disabilityKind: DisabilityKind | null
  disabilityGrade: DisabilityGrade | null
  labour: Labour | null
  /** Of the six acts of 自理能力 those that are lost. */
  lostActs: Act[]
  /** A valid death. */
  dead: boolean
  /** 重复享受 that nobody has looked into yet. */
  duplicate: Exclude<DuplicateKind, 'CLAIM'> | null
}

export interface FileMember extends MemberFacts {
  /** 本年度认证状态 */
  standing: MemberStanding
  /** The oldest open 疑似死亡. */
  suspected: { source: SuspicionSource; reportedAt: Date } | null
}

/** Somebody who left. */
export interface FormerMember {
  membershipId: number
  personId: number
  name: string
  relation: Relation
  insured: boolean
  from: PlainDate
  /** First day on which they no longer belonged to it. */
  to: PlainDate
  exitReason: string | null
}

interface MemberColumns extends MemberFacts {
  /** Where the person's roster row stands. */
  region: number
  path: string
  rosterId: number | null
  rosterHousehold: number
  exemptUntil: PlainDate | null
  certificationId: number | null
  deathId: number | null
  exitedOn: PlainDate | null
  source: SuspicionSource | null
  reportedAt: Date | null
}

/** The members of a household as the database has them, head first; `standing` is for `withStanding` to say. */
export function readMembers(ctx: Ctx, householdId: number, year: number): Promise<MemberColumns[]> {
  const { low, high } = ctx.reach
  return ctx.sql<MemberColumns>(sql`
    SELECT p.id AS "personId", p.name, m.relation, p.sex, p.birth_date AS "birthDate", p.id_masked AS "idMasked",
           p.id_missing_reason AS "idMissingReason", m.insured, m.base_fen AS "baseFen", m.supplement_fen AS "supplementFen",
           p.health, p.disability_kind AS "disabilityKind", p.disability_grade AS "disabilityGrade", p.labour, p.lost_acts AS "lostActs",
           EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS dead,
           (SELECT t.kind FROM duplicate t WHERE t.membership_id = m.id AND t.region BETWEEN ${low} AND ${high}
              AND NOT EXISTS (SELECT FROM duplicate_finding f WHERE f.membership_id = m.id AND f.kind = t.kind)) AS duplicate,
           coalesce(y.region, p.region) AS region, coalesce(place.path, '') AS path,
           y.id AS "rosterId", y.household_id AS "rosterHousehold", y.exempt_until AS "exemptUntil",
           y.certification_id AS "certificationId", y.death_id AS "deathId", y.exited_on AS "exitedOn",
           suspicion.source, suspicion.reported_at AS "reportedAt"
    FROM membership m
    JOIN person p ON p.id = m.person_id
    LEFT JOIN roster y ON y.person_id = p.id AND y.year = ${year} AND y.region BETWEEN ${low} AND ${high}
    LEFT JOIN region place ON place.code = coalesce(y.region, p.region)
    LEFT JOIN LATERAL (
      SELECT s.source, s.reported_at FROM suspected_death s
      WHERE s.person_id = p.id AND s.status = 'OPEN' AND s.region BETWEEN ${low} AND ${high}
      ORDER BY s.reported_at, s.id LIMIT 1) AS suspicion ON true
    WHERE m.household_id = ${householdId} AND m.to_date IS NULL AND m.region BETWEEN ${low} AND ${high}
    ORDER BY m.relation <> 'HEAD', m.id`)
}

/** Adds what this year's roster says about a member of the household that stands at `householdPath`. */
export function withStanding(
  columns: MemberColumns,
  household: { id: number; path: string },
  year: number,
  looking: Looking,
): FileMember {
  const { region, path, rosterId, rosterHousehold, exemptUntil, certificationId, deathId, exitedOn, ...rest } = columns
  const { source, reportedAt, ...facts } = rest
  const record: MemberRecord = {
    ...facts,
    householdId: household.id,
    region,
    path,
    row: rosterId === null ? null : { householdId: rosterHousehold, exemptUntil, certificationId, deathId, exitedOn },
  }
  return {
    ...facts,
    standing: memberStanding(record, household.path, year, looking),
    suspected: source && reportedAt ? { source, reportedAt } : null,
  }
}

/** Who has left the household, the latest first. */
export function readFormerMembers(ctx: Ctx, householdId: number): Promise<FormerMember[]> {
  return ctx.sql<FormerMember>(sql`
    SELECT m.id AS "membershipId", p.id AS "personId", p.name, m.relation, m.insured, m.from_date AS "from", m.to_date AS "to",
           m.exit_reason AS "exitReason"
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.household_id = ${householdId} AND m.to_date IS NOT NULL AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY m.to_date DESC, m.id DESC`)
}
