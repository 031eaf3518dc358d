/** 困难人员: people whom the registry knows, and others who stand in none. */

import type pg from 'pg'
import type { Category } from '@/lib/certification/codes'
import type { Seal } from '@/lib/db/seal'
import { maskIdCard, type Sex } from '@/lib/id-card'
import { plainDate } from '@/lib/plain-date'
import { ancestorAt, type RegionCode } from '@/lib/region'
import { type Day, dayOf, textOf } from './day'
import type { OutsiderNumbers } from './id-numbers'
import { fullName, surname } from './names'
import { mobileNumber } from './particulars'
import type { Random } from './random'

/** What is known of somebody's ID number. */
export interface SealedId {
  masked: string
  sealed: Buffer
  hash: Buffer
}

export interface Subject {
  name: string
  sex: Sex
  birth: Day
  id: SealedId | null
  phone: string | null
  /** Where the registry has them; null for those whom it does not know. */
  home: { region: RegionCode; address: string; isAlone: boolean } | null
}

/** Somebody whose household was taken in of late: what a case of theirs may have led to. */
export interface Newcomer {
  subject: Subject
  householdId: number
  category: Category
  startMonth: Day
}

const NO_PHONE_SHARE = 0.08

/** People who stand in no registry. */
export class Outsiders {
  constructor(
    private readonly seal: Seal,
    private readonly numbers: OutsiderNumbers,
    private readonly today: Day,
  ) {}

  /** Somebody of an age from `youngest` to `oldest`; with an ID number where `county` is given and nobody is in the way. */
  make(random: Random, [youngest, oldest]: readonly [number, number], county: RegionCode | null): Subject {
    const sex = random.chance(0.55) ? 'MALE' : 'FEMALE'
    const birth = this.today - random.int(youngest * 366, oldest * 365 + 300)
    const number = county === null ? null : this.numbers.issue(String(county / 1e6), birth, sex)
    const name = fullName(random, surname(random), sex, birth)
    const phone = random.chance(NO_PHONE_SHARE) ? null : mobileNumber(random)
    return { name, sex, birth, id: number === null ? null : sealedId(this.seal, number), phone, home: null }
  }
}

export function sealedId(seal: Seal, number: string): SealedId {
  return { masked: maskIdCard(number), sealed: seal.seal(number), hash: seal.fingerprint(number) }
}

interface RegisteredRow {
  name: string
  sex: Sex
  birth: string
  sealed: Buffer
  hash: Buffer
  masked: string
  region: string
  address: string
  phone: string | null
  memberCount: number
  householdId: string
  category: Category
  startMonth: string
}

/** Living people with a number, in the household where they stand. */
const REGISTERED = `
  SELECT p.name, p.sex, p.birth_date::text AS birth, p.id_sealed AS sealed, p.id_hash AS hash, p.id_masked AS masked, p.region, h.address, h.phone,
         h.member_count AS "memberCount", h.id AS "householdId", h.category, h.start_month::text AS "startMonth"
  FROM person p
  JOIN membership m ON m.person_id = p.id AND m.to_date IS NULL
  JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE' AND h.region = p.region
  WHERE p.id_sealed IS NOT NULL AND NOT EXISTS (SELECT FROM death d WHERE d.person_id = p.id)`
const LONG_KNOWN = `${REGISTERED} AND p.id % $1 = 0 AND p.birth_date < $2::date - 22 * 366 AND h.start_month < $2::date - 400 ORDER BY p.id`
const NEW = `${REGISTERED} AND h.member_count = 1 AND h.start_month BETWEEN $1::date - 330 AND $1::date ORDER BY md5(p.id::text)`

function day(text: string): Day {
  const date = plainDate(text)
  if (!date) throw new RangeError(`no such day: ${text}`)
  return dayOf(date)
}

function subjectOf({
  name,
  sex,
  birth,
  sealed,
  hash,
  masked,
  region,
  address,
  phone,
  memberCount,
}: RegisteredRow): Subject {
  const home = { region: Number(region), address, isAlone: memberCount === 1 }
  return { name, sex, birth: day(birth), id: { sealed, hash, masked }, phone, home }
}

function byCounty<T>(rows: readonly RegisteredRow[], make: (row: RegisteredRow) => T): Map<RegionCode, T[]> {
  const gathered = new Map<RegionCode, T[]>()
  for (const row of rows) {
    const county = ancestorAt(Number(row.region), 3)
    const known = gathered.get(county) ?? []
    gathered.set(county, known)
    known.push(make(row))
  }
  return gathered
}

/** Adults whom the registry has known for long, by county: every so manieth, so that about `wanted` come together. */
export async function registeredPeople(
  client: pg.Client,
  today: Day,
  wanted: number,
): Promise<Map<RegionCode, Subject[]>> {
  const { rows: highest } = await client.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM person')
  const step = Math.max(1, Math.floor(Number(highest[0]?.id ?? 0) / wanted))
  const { rows } = await client.query<RegisteredRow>(LONG_KNOWN, [step, textOf(today)])
  return byCounty(rows, subjectOf)
}

/** People who live alone and were taken in within the last eleven months, by county. */
export async function newcomers(client: pg.Client, today: Day): Promise<Map<RegionCode, Newcomer[]>> {
  const { rows } = await client.query<RegisteredRow>(NEW, [textOf(today)])
  return byCounty(rows, (row) => {
    const { householdId, category, startMonth } = row
    return { subject: subjectOf(row), householdId: Number(householdId), category, startMonth: day(startMonth) }
  })
}
