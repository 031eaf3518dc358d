import type pg from 'pg'

/** A household of the demo, as a journey speaks of it. */
export interface Family {
  id: number
  certificateNo: string
  head: string
  headId: number
  /** 太和社区 */
  community: string
}

const NAMED_ALONE = `NOT EXISTS (SELECT FROM roster o WHERE o.year = extract(year FROM today()) AND o.name LIKE '%' || h.head_name || '%'
  AND o.person_id <> h.head_person_id AND o.region / 1000000 = h.region / 1000000)`

/**
 * Households of a street that receive a benefit and that nobody has worked on: no request, no history, no review of today, and of their
 * members nobody dead, suspected dead, twice on file or certified in the last week. Whoever works on one leaves it out of the next
 * journey's choice. The head's name is borne by no one else in the county: a row is found by it. `members` is how many the household
 * has, at least; all but the head are then of age, so that any may succeed.
 */
export async function untouchedFamilies(
  database: pg.Client,
  street: number,
  count: number,
  members = 1,
): Promise<Family[]> {
  const { rows } = await database.query<Family>(
    `SELECT h.id::int, h.certificate_no AS "certificateNo", h.head_name AS head, h.head_person_id::int AS "headId", c.name AS community
     FROM household h JOIN region c ON c.code = h.region
     WHERE c.parent = $1 AND h.status = 'ACTIVE' AND h.category <> 'DIBIAN' AND h.member_count >= $3 AND h.insured_count = h.member_count
       AND h.start_month < today() - 400 AND ${NAMED_ALONE}
       AND NOT EXISTS (SELECT FROM change_request q WHERE q.household_id = h.id)
       AND NOT EXISTS (SELECT FROM household_history y WHERE y.household_id = h.id)
       AND NOT EXISTS (SELECT FROM review v WHERE v.household_id = h.id AND v.reviewed_on = today())
       AND NOT EXISTS (SELECT FROM membership m JOIN person p ON p.id = m.person_id
                       WHERE m.household_id = h.id AND m.to_date IS NULL
                         AND (EXISTS (SELECT FROM death d WHERE d.person_id = p.id)
                           OR EXISTS (SELECT FROM suspected_death s WHERE s.person_id = p.id)
                           OR EXISTS (SELECT FROM duplicate t WHERE t.person_id = p.id)
                           OR EXISTS (SELECT FROM certification f WHERE f.person_id = p.id AND f.certified_at > today() - 7)
                           OR ($3 > 1 AND m.relation <> 'HEAD' AND p.birth_date > today() - 365 * 19)))
     ORDER BY h.id LIMIT $2`,
    [street, count, members],
  )
  if (rows.length < count) throw new Error(`The demo has only ${rows.length} untouched households left in ${street}.`)
  return rows
}

/** The same, one of them. */
export async function untouchedFamily(database: pg.Client, street: number, members = 1): Promise<Family> {
  const [family] = await untouchedFamilies(database, street, 1, members)
  if (!family) throw new Error('no household')
  return family
}

/** Has another department's record say that somebody died on a day, as an import of its list would. */
export async function suspect(database: pg.Client, personId: number, daysAgo: number): Promise<void> {
  await database.query(
    `INSERT INTO suspected_death (person_id, region, source, died_on, record_key, reported_at)
     SELECT id, region, 'FUNERAL', today() - $2::int, sha256(convert_to('e2e ' || id, 'UTF8')), today() + time '08:00' FROM person WHERE id = $1`,
    [personId, daysAgo],
  )
}
