import type { FreshDatabase } from '@/e2e/fresh-database'
import { PLACES } from '@/e2e/world'
import { CATEGORIES, type Category, codesOf } from '@/lib/certification/codes'
import type { ReviewClass } from '@/lib/household/codes'
import type { PlainDate } from '@/lib/plain-date'

/** Of 太和镇, of the next street, and of the next county. */
export const COMMUNITIES = [PLACES.taihe + 1, PLACES.otherStreet + 201, PLACES.otherCounty + 1001]
const PER_COMMUNITY = 12

export interface Household {
  id: number
  region: number
  category: Category
  status: string
  reviewClass: ReviewClass
  due: PlainDate | null
}

/** Households of every class, due before, on and after 2026-11-21, anew in place of all others; answers them as they stand. */
export async function settleHouseholds(owner: FreshDatabase['owner']): Promise<Household[]> {
  await owner.query('TRUNCATE household, household_total, household_gram CASCADE')
  await owner.query(
    `INSERT INTO household (region, certificate_no, category, registration, address, phone, start_month, status, stop_month, review_class,
                            reviewed_on, review_due)
     SELECT community, community || '-' || n, ($2::text[])[1 + n % 5], 'RURAL', '1组1号', '13800000000', '2024-03-01',
            CASE WHEN n % 6 = 0 THEN 'STOPPED' ELSE 'ACTIVE' END, CASE WHEN n % 6 = 0 THEN date '2026-11-01' END,
            CASE WHEN n % 2 = 0 THEN 'UNSTABLE' ELSE 'STABLE' END, CASE WHEN n % 4 > 0 THEN date '2026-05-20' END,
            (ARRAY[date '2026-11-20', '2026-11-21', '2026-12-21', '2026-12-22', NULL])[1 + n % 5]
     FROM unnest($1::bigint[]) AS community, generate_series(1, $3::int) AS n`,
    [COMMUNITIES, codesOf(CATEGORIES), PER_COMMUNITY],
  )
  const { rows } = await owner.query(
    `SELECT id, region, category, status, review_class AS "reviewClass", review_due::text AS due FROM household ORDER BY id`,
  )
  return rows.map((row) => ({ ...row, id: Number(row.id), region: Number(row.region) }))
}
