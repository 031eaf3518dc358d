import type pg from 'pg'
import type { Category, Relation } from '@/lib/certification/codes'
import { sealFromKey } from '@/lib/db/seal'
import { checkDigit, maskIdCard } from '@/lib/id-card'
import type { RegionCode } from '@/lib/region'

/** Somebody of a family in the small world. */
export interface Relative {
  name: string
  relation: Relation
  /** 'YYYY-MM-DD' */
  born?: string
  insured?: boolean
  baseFen?: number
  idNumber?: string
}

export interface Family {
  householdId: number
  /** Ids of persons by name. */
  people: Record<string, number>
}

/** A valid number of a man born on 1950-06-01, the `nth` of that day. */
export function idNumberOf(nth: number): string {
  const first = `42070219500601${String(nth * 2 + 1).padStart(3, '0')}`
  return first + checkDigit(first)
}

let families = 0

/** Settles a household with its members; 农村低保 in payment since 2019 unless told otherwise. */
export async function settleFamily(
  owner: pg.Client,
  region: RegionCode,
  relatives: readonly Relative[],
  category: Category = 'RURAL_DIBAO',
): Promise<Family> {
  families += 1
  const { rows } = await owner.query<{ id: number }>(
    `INSERT INTO household (region, certificate_no, category, registration, address, start_month, phone)
     VALUES ($1, $2, $3, 'RURAL', '1组1号', '2019-03-01', '13800000001') RETURNING id::int`,
    [region, `F${process.pid}-${families}`, category],
  )
  const householdId = rows[0]?.id ?? 0
  const people: Family['people'] = {}
  for (const relative of relatives) people[relative.name] = await settleRelative(owner, region, householdId, relative)
  return { householdId, people }
}

async function settleRelative(
  owner: pg.Client,
  region: RegionCode,
  householdId: number,
  { name, relation, born = '1950-06-01', insured = true, baseFen = 0, idNumber }: Relative,
): Promise<number> {
  const seal = sealFromKey(process.env.DATA_KEY ?? '')
  const number = idNumber ? [seal.seal(idNumber), seal.fingerprint(idNumber), maskIdCard(idNumber)] : [null, null, null]
  const { rows } = await owner.query<{ id: number }>(
    `WITH who AS (
       INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked, id_missing_reason)
       VALUES ($1, $2, 'x', 'MALE', $3, '汉族', $4, $5, $6, CASE WHEN $6::text IS NULL THEN 'TO_CHECK' END) RETURNING id)
     INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, base_fen)
     SELECT $7, who.id, $1, $8, $9, '2019-03-01', $10 FROM who RETURNING person_id::int AS id`,
    [region, name, born, ...number, householdId, relation, insured, baseFen],
  )
  return rows[0]?.id ?? 0
}
