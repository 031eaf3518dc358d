import type pg from 'pg'

/** Somebody of this year's roster, as a journey speaks of them. */
export interface Somebody {
  rosterId: number
  personId: number
  name: string
  street: string
  community: string
}

const STREET_OF: Record<string, number> = { 太和镇: 420702100000, 东沟镇: 420702101000 }

/** The streets by name, as the demo's accounts work for them. */
export function streetCode(name: string): number {
  const code = STREET_OF[name]
  if (!code) throw new Error(`No journey speaks of ${name}.`)
  return code
}

/**
 * People of a street who are 未认证 this year and not 疑似死亡, each with a name that no one else in the street bears: a row is found by it. Journeys
 * that change somebody take different ones by `skip`.
 */
export async function uncertified(database: pg.Client, street: number, count: number, skip = 0): Promise<Somebody[]> {
  const { rows } = await database.query<Somebody>(
    `SELECT r.id::int AS "rosterId", r.person_id::int AS "personId", r.name, s.name AS street, c.name AS community
     FROM roster r JOIN region c ON c.code = r.region JOIN region s ON s.code = c.parent
     WHERE r.year = extract(year FROM today()) AND r.exited_on IS NULL AND r.certification_id IS NULL AND r.death_id IS NULL
       AND (r.exempt_until IS NULL OR r.exempt_until <= today()) AND s.code = $1
       AND NOT EXISTS (SELECT FROM suspected_death d WHERE d.person_id = r.person_id)
       AND NOT EXISTS (SELECT FROM roster o WHERE o.year = r.year AND o.name LIKE '%' || r.name || '%' AND o.id <> r.id
                       AND o.region / 1000 = r.region / 1000)
     ORDER BY r.id LIMIT $2 OFFSET $3`,
    [street, count, skip],
  )
  if (rows.length < count) throw new Error(`The demo has only ${rows.length} uncertified people left in ${street}.`)
  return rows
}
