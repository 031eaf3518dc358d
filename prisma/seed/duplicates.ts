/** 重复享受: claims on people of another county, and what the county has found out so far. */

import type pg from 'pg'
import type { Seal } from '@/lib/db/seal'
import type { DuplicateKind } from '@/lib/household/codes'
import { ancestorAt, type RegionCode } from '@/lib/region'
import { DEMO_PLACES } from './communities'
import { type Day, textOf } from './day'
import { instantText, workingDay, workingHours } from './moment'
import { Random } from './random'
import type { Season } from './season'
import type { Staffing } from './staffing'

interface Claim {
  county: RegionCode
  /** Where the person stands. */
  registered: RegionCode
  age: Day
}

const CLAIMS: readonly Claim[] = [
  { county: DEMO_PLACES.county, registered: DEMO_PLACES.otherCounty, age: 4 },
  { county: DEMO_PLACES.county, registered: DEMO_PLACES.otherCounty, age: 26 },
  { county: DEMO_PLACES.otherCounty, registered: DEMO_PLACES.county, age: 9 },
]
const FINDINGS: Record<Exclude<DuplicateKind, 'CLAIM'>, readonly string[]> = {
  TWICE: ['与对方核实后确认两户均在发放，已通知街道办理减少成员。'],
  EXCLUSIVE: ['已与对方核实，该成员实际在本户生活，对方户将办理减少成员。', '两户类别互斥，已通知街道办理减少成员。'],
  REGISTERED: ['经核实无重复发放，待街道核实实际居住地后减少一处登记。'],
}
const CLAIM_FINDING = '已与华容区联系，该人员确在当地享受低保，本区不再受理。'
const FOUND_SHARE = 0.35

/** Somebody alive and on file there, with an ID number. */
const PERSON = `
  SELECT p.id::int AS id, p.name, p.id_masked AS masked FROM person p
  WHERE p.region BETWEEN $1 AND $1 + 999999 AND p.id_masked IS NOT NULL AND p.birth_date < $2::date
    AND NOT EXISTS (SELECT FROM death d WHERE d.person_id = p.id) AND NOT EXISTS (SELECT FROM duplicate d WHERE d.person_id = p.id)
    AND EXISTS (SELECT FROM membership m JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
                WHERE m.person_id = p.id AND m.to_date IS NULL)
  ORDER BY md5(p.id::text || $3) LIMIT 1 OFFSET $4`

const HOUSEHOLD = `
  SELECT id::int AS id, region::text AS region FROM household
  WHERE region BETWEEN $1 AND $1 + 999999 AND status = 'ACTIVE' AND member_count < 4
  ORDER BY md5(id::text || $2) LIMIT 1 OFFSET $3`

interface Desk {
  client: pg.Client
  season: Season
  staffing: Staffing
  seal: Seal
}

async function claim(random: Random, desk: Desk, { county, registered, age }: Claim, at: number): Promise<void> {
  const { client, season, staffing } = desk
  const chance = String(season.seed)
  const grown = textOf(season.today - 20 * 366)
  const { rows: people } = await client.query<{ id: number; name: string; masked: string }>(PERSON, [
    registered,
    grown,
    chance,
    at,
  ])
  const { rows: households } = await client.query<{ id: number; region: string }>(HOUSEHOLD, [county, chance, at])
  const [person] = people
  const [household] = households
  if (!person || !household) return
  const region = Number(household.region)
  const by = staffing.clerkOf(random, ancestorAt(region, 4), 'STREET_STAFF')
  const moment = instantText(workingHours(random, workingDay(season.today - age)))
  await client.query(
    `INSERT INTO duplicate_claim (person_id, region, household_id, claimed_name, id_masked, registered_county, source, claimed_at,
       actor_id, actor_name, actor_role, actor_region)
     VALUES ($1, $2, $3, $4, $5, $6, 'REQUEST', $7, $8, $9, $10, $11)`,
    [
      person.id,
      region,
      household.id,
      person.name,
      person.masked,
      registered,
      moment,
      by.id,
      by.name,
      by.role,
      by.region,
    ],
  )
}

async function find(random: Random, desk: Desk): Promise<void> {
  const { client, season, staffing } = desk
  const county = DEMO_PLACES.county
  const { rows } = await client.query<{
    membershipId: string | null
    claimId: string | null
    kind: DuplicateKind
    region: string
  }>(
    `SELECT membership_id AS "membershipId", NULL AS "claimId", kind, region FROM duplicate WHERE region BETWEEN $1 AND $1 + 999999
     UNION ALL
     SELECT NULL, id, 'CLAIM', region FROM duplicate_claim WHERE region BETWEEN $1 AND $1 + 999999 AND claimed_at < $2::timestamptz
     ORDER BY 1, 2`,
    [county, `${textOf(season.today - 20)} 00:00:00+08`],
  )
  for (const { membershipId, claimId, kind, region } of rows) {
    if (kind !== 'CLAIM' && !random.chance(FOUND_SHARE)) continue
    const by = staffing.clerkOf(random, county, 'COUNTY_CASEWORKER')
    const at = instantText(workingHours(random, workingDay(season.today - random.int(2, 15))))
    const reason = kind === 'CLAIM' ? CLAIM_FINDING : random.pick(FINDINGS[kind])
    await client.query(
      `INSERT INTO duplicate_finding (membership_id, claim_id, kind, region, reason, found_at, actor_id, actor_name, actor_role, actor_region)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [membershipId, claimId, kind, region, reason, at, by.id, by.name, by.role, by.region],
    )
  }
}

/** Claims and findings of the demo's county and its neighbour. */
export async function lookIntoDuplicates(desk: Desk): Promise<void> {
  const random = new Random(desk.season.seed, 'duplicates')
  for (const [at, one] of CLAIMS.entries()) await claim(random, desk, one, at)
  await find(random, desk)
}
