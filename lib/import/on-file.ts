import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { maskAccount } from '@/lib/household/state'
import { personInReach } from '@/lib/person/reach'
import { ancestorAt, isWithin, type RegionCode } from '@/lib/region'
import type { Work } from './context'
import type { OnFile, StoredHousehold, StoredMember, StoredPerson } from './plan'
import type { FileHousehold } from './rules-gather'
import { inTurns } from './turns'

/**
 * What is on file of the households and people of a roster. A run locks the households first, in the order of their ids, so that
 * nothing that it decides on changes before it has written.
 */
export async function loadOnFile({ ctx, keyOf, phase }: Work, homes: readonly FileHousehold[]): Promise<OnFile> {
  const numbers = homes.flatMap(({ certificateNo }) => certificateNo ?? [])
  if (phase === 'RUN') await lockHouseholds(ctx, numbers)
  const households = await loadHouseholds(ctx, numbers)
  const unknown = await inTurns(homes, ({ certificateNo, members }) => {
    const own = new Set(households.get(certificateNo ?? '')?.members.map(({ idKey }) => idKey))
    const keys = members.flatMap(({ idNumber }) => (idNumber === null ? [] : keyOf(idNumber)))
    return keys.filter((key) => !own.has(key))
  })
  return { households, ...(await loadPeople(ctx, unknown.flat())) }
}

async function lockHouseholds({ sql: query, reach }: Ctx, numbers: string[]): Promise<void> {
  await query(sql`
    SELECT id FROM household WHERE certificate_no = ANY (${numbers}::text[]) AND region BETWEEN ${reach.low} AND ${reach.high}
    ORDER BY id FOR UPDATE`)
}

type HouseholdColumns = Omit<StoredHousehold, 'members' | 'bankAccount'> & { bankTail: string | null }

async function loadHouseholds({ sql: query, reach }: Ctx, numbers: string[]): Promise<Map<string, StoredHousehold>> {
  const rows = await query<HouseholdColumns>(sql`
    SELECT h.id, h.certificate_no AS "certificateNo", h.region, h.status, h.category, h.registration, h.address,
           h.registered_address AS "registeredAddress", h.support_mode AS "supportMode", h.start_month AS "startMonth",
           h.income_fen AS "incomeFen", h.bank_name AS "bankName", h.bank_tail AS "bankTail", encode(h.bank_hash, 'hex') AS "bankKey",
           contact.phone
    FROM household h CROSS JOIN LATERAL contact_of(h.id) AS contact
    WHERE h.certificate_no = ANY (${numbers}::text[]) AND h.region BETWEEN ${reach.low} AND ${reach.high}`)
  const members = await query<StoredMember & { householdId: number }>(sql`
    SELECT m.household_id AS "householdId", m.id AS "membershipId", m.relation, m.insured, m.base_fen AS "baseFen",
           m.supplement_fen AS "supplementFen", '[]'::json AS homes,
           p.region BETWEEN ${reach.low} AND ${reach.high} AS here, ${PERSON_COLUMNS}
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.household_id = ANY (${rows.map(({ id }) => id)}::bigint[]) AND m.to_date IS NULL
      AND m.region BETWEEN ${reach.low} AND ${reach.high}
    ORDER BY m.id`)
  const byHousehold = new Map<number, StoredMember[]>(rows.map(({ id }) => [id, []]))
  for (const { householdId, ...member } of members) byHousehold.get(householdId)?.push(member)
  return new Map(
    rows.map(({ bankTail, ...row }) => [
      row.certificateNo,
      { ...row, bankAccount: bankTail && maskAccount(bankTail), members: byHousehold.get(row.id) ?? [] },
    ]),
  )
}

const PERSON_COLUMNS = sql`
  p.id AS "personId", p.name, p.sex, p.birth_date AS "birthDate", p.ethnicity, p.id_masked AS "idMasked", encode(p.id_hash, 'hex') AS "idKey",
  p.id_missing_reason AS "idMissingReason", p.marital, p.education, p.health, p.disability_kind AS "disabilityKind",
  p.disability_grade AS "disabilityGrade", p.labour,
  (SELECT d.died_on FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS "diedOn"`

type People = Pick<OnFile, 'people' | 'elsewhere'>

const KEYS_A_STATEMENT = 2_000

/** People by the fingerprints of their numbers. */
async function loadPeople(ctx: Ctx, keys: readonly string[]): Promise<People> {
  const parts: People[] = []
  for (let at = 0; at < keys.length; at += KEYS_A_STATEMENT) {
    parts.push(await loadSome(ctx, keys.slice(at, at + KEYS_A_STATEMENT)))
  }
  return {
    people: new Map(parts.flatMap(({ people }) => [...people])),
    elsewhere: new Map(parts.flatMap(({ elsewhere }) => [...elsewhere])),
  }
}

/** Who stands in another county counts as registered there, whatever they left here. */
async function loadSome(ctx: Ctx, keys: readonly string[]): Promise<People> {
  const { reach } = ctx
  const hashes = keys.map((key) => Buffer.from(key, 'hex'))
  const found = await ctx.sql<StoredPerson & { idKey: string; region: RegionCode }>(sql`
    SELECT p.region, true AS here, ${PERSON_COLUMNS}, coalesce((
             SELECT json_agg(json_build_object('householdId', h.id, 'certificateNo', h.certificate_no, 'headName', h.head_name) ORDER BY h.id)
             FROM membership m JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
             WHERE m.person_id = p.id AND m.to_date IS NULL AND m.region BETWEEN ${reach.low} AND ${reach.high}), '[]') AS homes
    FROM person p WHERE p.id_hash = ANY (${hashes}::bytea[]) AND ${personInReach(ctx)}`)
  const home = ctx.viewer.region.code
  const here = found.filter(({ region }) => isWithin(region, home))
  const people = new Map(here.map((person) => [person.idKey, person]))
  const missing = hashes.filter((hash) => !people.has(hash.toString('hex')))
  const beyond = await ctx.sql<{ idKey: string; county: RegionCode }>(sql`
    SELECT encode(id_hash, 'hex') AS "idKey", county FROM registered_elsewhere(${missing}::bytea[])`)
  const moved = found.flatMap(({ idKey, region }) =>
    isWithin(region, home) ? [] : [{ idKey, county: ancestorAt(region, 3) }],
  )
  return { people, elsewhere: await withNames(ctx, [...beyond, ...moved]) }
}

async function withNames(
  ctx: Ctx,
  found: readonly { idKey: string; county: RegionCode }[],
): Promise<Map<string, string>> {
  if (found.length === 0) return new Map()
  const regions = await ctx.sql<{ code: RegionCode; name: string }>(sql`
    SELECT code, name FROM region WHERE code = ANY (${[...new Set(found.map(({ county }) => county))]}::bigint[])`)
  const names = new Map(regions.map(({ code, name }) => [code, name]))
  return new Map(found.map(({ idKey, county }) => [idKey, names.get(county) ?? '其他区县']))
}
