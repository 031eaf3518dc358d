import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Category, Relation } from '@/lib/certification/codes'
import { currentYear } from '@/lib/certification/rules'
import { sql } from '@/lib/db/sql'
import type { Sex } from '@/lib/id-card'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { HouseholdStatus, IdMissingReason } from './codes'
import { type CorrectionRecord, correctionInWords, type HistoryEntry, historyOf } from './history'
import { personInReach } from './reach'
import { readRecords } from './records'
import {
  headcount,
  type Looking,
  type MemberRecord,
  type MemberStanding,
  memberStanding,
  standingOf,
  type YearRecord,
  type YearStanding,
} from './rules'

/** Who someone is. */
export interface PersonFacts {
  id: number
  name: string
  sex: Sex
  birthDate: PlainDate
  ethnicity: string
  /** '420702********1234'; null without an ID number, and then there is a reason. */
  idMasked: string | null
  idMissingReason: IdMissingReason | null
  region: RegionCode
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: string
}

export interface HouseholdMember {
  personId: number
  name: string
  relation: Relation
  insured: boolean
  standing: MemberStanding
}

interface HouseholdRecord {
  id: number
  certificateNo: string
  category: Category
  status: HouseholdStatus
  monthlyAmountFen: number
  startMonth: PlainDate
  /** First month without benefit. */
  stopMonth: PlainDate | null
  address: string
  path: string
}

/** A household that the person belongs to now. */
export interface HouseholdCard extends HouseholdRecord {
  /** Living members, and those of them who are 保障. */
  headcount: { all: number; insured: number }
  members: HouseholdMember[]
}

/** A year with what became known after it was frozen. */
export interface YearOnPage extends YearStanding {
  corrections: { id: number; at: Date; words: string }[]
}

/** All that a person's page shows. */
export interface PersonOnPage {
  facts: PersonFacts
  /** The year that buttons and member tables are about. */
  year: number
  households: HouseholdCard[]
  /** The newest first. */
  years: YearOnPage[]
  history: HistoryEntry[]
}

/** A person with household, years and history, in one round trip; null when nobody in reach has this id. */
export async function findPerson(ctx: Ctx, id: number): Promise<PersonOnPage | null> {
  const year = currentYear(ctx.today)
  const [facts, years, households, members, records] = await Promise.all([
    readFacts(ctx, id),
    readYears(ctx, id),
    readHouseholds(ctx, id),
    readMembers(ctx, id, year),
    readRecords(ctx, id),
  ])
  if (!facts) return null
  const asking = { role: ctx.viewer.role, region: ctx.viewer.region.code }
  const looking: Looking = { asking, today: ctx.today, parameters: ctx.parameters }
  return {
    facts,
    year,
    households: households.map((household) => withMembers(household, members, year, looking)),
    years: years.map((record) => ({
      ...standingOf(record, looking),
      corrections: correctionsOf(record.year, records.corrections),
    })),
    history: historyOf(records),
  }
}

function withMembers(
  household: HouseholdRecord,
  all: readonly MemberRecord[],
  year: number,
  looking: Looking,
): HouseholdCard {
  const members = all.filter(({ householdId }) => householdId === household.id)
  return {
    ...household,
    headcount: headcount(members),
    members: members.map((member) => ({
      personId: member.personId,
      name: member.name,
      relation: member.relation,
      insured: member.insured,
      standing: memberStanding(member, household.path, year, looking),
    })),
  }
}

function correctionsOf(year: number, corrections: readonly CorrectionRecord[]): YearOnPage['corrections'] {
  return corrections
    .filter((correction) => correction.year === year)
    .map((correction) => ({ id: correction.id, at: correction.at, words: correctionInWords(correction) }))
}

async function readFacts(ctx: Ctx, id: number): Promise<PersonFacts | null> {
  const [row] = await ctx.sql<PersonFacts>(sql`
    SELECT p.id, p.name, p.sex, p.birth_date AS "birthDate", p.ethnicity, p.id_masked AS "idMasked",
           p.id_missing_reason AS "idMissingReason", p.region, coalesce(r.path, '') AS path
    FROM person p LEFT JOIN region r ON r.code = p.region WHERE p.id = ${id} AND ${personInReach(ctx)}`)
  return row ?? null
}

function readYears(ctx: Ctx, id: number): Promise<YearRecord[]> {
  return ctx.sql<YearRecord>(sql`
    SELECT y.id AS "rosterId", y.year, y.region, coalesce(r.path, '') AS path, y.category, y.relation, y.insured,
           y.exempt_until AS "exemptUntil", y.certification_id AS "certificationId", y.channel, y.certified_at AS "certifiedAt",
           c.operator_region AS "operatorRegion", y.death_id AS "deathId", y.exited_on AS "exitedOn",
           EXISTS (SELECT FROM suspected_death s WHERE s.person_id = ${id} AND s.status = 'OPEN') AS suspected
    FROM years_of_person(${id}) AS y
    LEFT JOIN region r ON r.code = y.region
    LEFT JOIN certification c ON c.id = y.certification_id
    ORDER BY y.year DESC`)
}

function readHouseholds(ctx: Ctx, id: number): Promise<HouseholdRecord[]> {
  return ctx.sql<HouseholdRecord>(sql`
    SELECT h.id, h.certificate_no AS "certificateNo", h.category, h.status, h.monthly_amount_fen AS "monthlyAmountFen",
           h.start_month AS "startMonth", h.stop_month AS "stopMonth", h.address, coalesce(r.path, '') AS path
    FROM membership own
    JOIN household h ON h.id = own.household_id
    LEFT JOIN region r ON r.code = h.region
    WHERE own.person_id = ${id} AND own.to_date IS NULL AND own.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY h.status, own.insured DESC, own.from_date, h.id`)
}

interface MemberColumns extends Omit<MemberRecord, 'row'> {
  rosterId: number | null
  rosterHousehold: number
  exemptUntil: PlainDate | null
  certificationId: number | null
  deathId: number | null
  exitedOn: PlainDate | null
}

async function readMembers(ctx: Ctx, id: number, year: number): Promise<MemberRecord[]> {
  const rows = await ctx.sql<MemberColumns>(sql`
    SELECT m.household_id AS "householdId", p.id AS "personId", p.name, m.relation, m.insured,
           EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS dead,
           coalesce(y.region, p.region) AS region, coalesce(place.path, '') AS path,
           y.id AS "rosterId", y.household_id AS "rosterHousehold", y.exempt_until AS "exemptUntil",
           y.certification_id AS "certificationId", y.death_id AS "deathId", y.exited_on AS "exitedOn"
    FROM membership own
    JOIN membership m ON m.household_id = own.household_id AND m.to_date IS NULL
    JOIN person p ON p.id = m.person_id
    LEFT JOIN roster y ON y.person_id = p.id AND y.year = ${year} AND y.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    LEFT JOIN region place ON place.code = coalesce(y.region, p.region)
    WHERE own.person_id = ${id} AND own.to_date IS NULL AND own.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY m.household_id, m.relation <> 'HEAD', m.id`)
  return rows.map(({ rosterId, rosterHousehold, exemptUntil, certificationId, deathId, exitedOn, ...member }) => ({
    ...member,
    row: rosterId === null ? null : { householdId: rosterHousehold, exemptUntil, certificationId, deathId, exitedOn },
  }))
}
