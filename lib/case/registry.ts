import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { Category, Relation } from '@/lib/certification/codes'
import { type Sql, sql } from '@/lib/db/sql'
import type { HouseholdStatus } from '@/lib/person/codes'
import { personInReach } from '@/lib/person/reach'
import { ancestorAt, levelOf, type RegionCode, rangeOf } from '@/lib/region'
import type { CaseStatus, Outcome } from './codes'
import { caseInReach } from './file-records'
import { type Sought, soughtIn } from './sought'

// What the registry and the earlier cases know of the people of a case: for county and street, who decide by it.

/** Somebody of the case who stands in the registry, within reach. */
export interface KnownPerson {
  personId: number
  name: string
  /** As whom the case names them: 困难人员, or a member that a survey has found. */
  as: string
  /** Found by the name alone, for want of an ID number: to be checked. */
  byName: boolean
  dead: boolean
  /** The household in which they are now; null for who has left all of them. */
  household: {
    id: number
    certificateNo: string
    category: Category
    status: HouseholdStatus
    relation: Relation
    insured: boolean
    place: string
  } | null
}

/** An earlier case, or another open one, of the same people. */
export interface RelatedCase {
  id: number
  no: string
  subjectName: string
  /** Found by the name alone. */
  byName: boolean
  reportedAt: Date
  status: CaseStatus
  outcome: Outcome | null
}

export interface Registry {
  people: KnownPerson[]
  /** Registered beyond the viewer's reach, of which no more is told than the county. */
  elsewhere: { as: string; county: string }[]
  cases: RelatedCase[]
}

/** Whom to look for. */
export interface Wanted {
  /** The case that asks; it is not its own earlier one. */
  caseId: number | null
  sought: readonly Sought[]
  /** The name to go by where there is no ID number, and where. */
  name: { text: string; place: RegionCode } | null
}

/** What is known of the people of a case in hand; null for everybody who has nothing to decide about it. Two round trips. */
export async function findRegistry(ctx: Ctx, caseId: number): Promise<Registry | null> {
  if (ctx.viewer.role !== 'COUNTY_CASEWORKER' && ctx.viewer.role !== 'STREET_STAFF') return null
  const found = await soughtIn(ctx, caseId)
  return found && lookUpPeople(ctx, { caseId, ...found })
}

/** Looks people up in registry and cases, in one round trip. */
export async function lookUpPeople(ctx: Ctx, wanted: Wanted): Promise<Registry> {
  const hashes = wanted.sought.map(({ hash }) => hash)
  const as = new Map(wanted.sought.map((one) => [one.hash.toString('hex'), one.as]))
  const [people, elsewhere, cases] = await Promise.all([
    readPeople(ctx, hashes, wanted.name),
    ctx.sql<{ key: string; county: string }>(sql`
      SELECT encode(e.id_hash, 'hex') AS key, coalesce(r.name, '其他区县') AS county
      FROM registered_elsewhere(${hashes}::bytea[]) e LEFT JOIN region r ON r.code = e.county ORDER BY r.code`),
    readRelated(ctx, hashes, wanted),
  ])
  return {
    people: people.map(({ key, ...person }) => knownPerson(person, (key !== null && as.get(key)) || '困难人员')),
    elsewhere: elsewhere.map(({ key, county }) => ({ as: as.get(key) ?? '困难人员', county })),
    cases,
  }
}

interface PersonColumns {
  personId: number
  name: string
  byName: boolean
  dead: boolean
  householdId: number | null
  certificateNo: string
  category: Category
  status: HouseholdStatus
  relation: Relation
  insured: boolean
  place: string
}

function knownPerson(
  { personId, name, byName, dead, householdId, ...household }: PersonColumns,
  as: string,
): KnownPerson {
  return {
    personId,
    name,
    as,
    byName,
    dead,
    household: householdId === null ? null : { id: householdId, ...household },
  }
}

function readPeople(
  ctx: Ctx,
  hashes: readonly Buffer[],
  name: Wanted['name'],
): Promise<(PersonColumns & { key: string | null })[]> {
  const { low, high } = ctx.reach
  return ctx.sql(sql`
    SELECT p.id AS "personId", p.name, encode(p.id_hash, 'hex') AS key, NOT coalesce(p.id_hash = ANY (${hashes}::bytea[]), false) AS "byName",
           EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS dead,
           h.id AS "householdId", h.certificate_no AS "certificateNo", h.category, h.status, m.relation, m.insured, home.name AS place
    FROM person p
    LEFT JOIN (membership m JOIN household h ON h.id = m.household_id)
           ON m.person_id = p.id AND m.to_date IS NULL AND m.region BETWEEN ${low} AND ${high}
    LEFT JOIN region home ON home.code = h.region
    WHERE (p.id_hash = ANY (${hashes}::bytea[]) OR ${byName(name, sql`p.name`, sql`p.region`)}) AND ${personInReach(ctx)}
    ORDER BY "byName", p.id, h.id LIMIT ${MOST_HITS}`)
}

/** Cases of the same people, and of those who live with them according to the registry; the latest first. */
function readRelated(ctx: Ctx, hashes: readonly Buffer[], { caseId, name }: Wanted): Promise<RelatedCase[]> {
  const { low, high } = ctx.reach
  return ctx.sql<RelatedCase>(sql`
    WITH family AS (
      SELECT unnest(${hashes}::bytea[]) AS id_hash
      UNION
      SELECT other.id_hash FROM person p
      JOIN membership m ON m.person_id = p.id AND m.to_date IS NULL AND m.region BETWEEN ${low} AND ${high}
      JOIN membership near ON near.household_id = m.household_id AND near.to_date IS NULL
      JOIN person other ON other.id = near.person_id
      WHERE p.id_hash = ANY (${hashes}::bytea[]) AND other.id_hash IS NOT NULL)
    SELECT c.id, c.no, c.subject_name AS "subjectName", c.reported_at AS "reportedAt", c.status, c.outcome,
           NOT coalesce(c.subject_id_hash = ANY (ARRAY(SELECT id_hash FROM family)), false) AS "byName"
    FROM "case" c
    WHERE (c.subject_id_hash = ANY (ARRAY(SELECT id_hash FROM family)) OR ${byName(name, sql`c.subject_name`, sql`c.region`)})
      AND c.id IS DISTINCT FROM ${caseId}::bigint AND ${caseInReach(ctx)} AND case_in_hand(c.id)
    ORDER BY c.reported_at DESC, c.id DESC LIMIT ${MOST_HITS}`)
}

/** More than this is no help to anybody. */
const MOST_HITS = 20

/** The same name in the same street; beyond that too many have it. */
function byName(name: Wanted['name'], column: Sql, region: Sql): Sql {
  if (name === null || levelOf(name.place) < 4) return sql`false`
  const { low, high } = rangeOf(ancestorAt(name.place, 4))
  return sql`(${column} = ${name.text} AND ${region} BETWEEN ${low} AND ${high})`
}
