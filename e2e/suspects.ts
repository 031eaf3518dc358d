import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { RegionCode } from '@/lib/region'
import { settlePeople } from './world'

/** Somebody whom other departments have listed as dead. */
export interface Suspect {
  rosterId: number
  personId: number
  suspicionIds: number[]
}

/** Settles one, listed so many days before 2026-11-21, once for each of them: by 殡葬 first and then by 公安. */
export async function settleSuspect(
  owner: pg.Client,
  community: RegionCode,
  name: string,
  listedDaysAgo: readonly number[] = [3],
): Promise<Suspect> {
  const [rosterId = 0] = await settlePeople(owner, 2026, community, [name])
  const { rows } = await owner.query('SELECT person_id::int AS id FROM roster WHERE id = $1', [rosterId])
  const personId: number = rows[0].id
  const suspicionIds: number[] = []
  for (const [index, days] of listedDaysAgo.entries()) {
    const made = await owner.query(
      `INSERT INTO suspected_death (person_id, region, source, died_on, record_key, reported_at)
       VALUES ($1, $2, $3, '2026-10-09', sha256(convert_to($4, 'UTF8')), timestamptz '2026-11-21 09:00+08' - $5 * interval '1 day') RETURNING id::int`,
      [personId, community, index === 0 ? 'FUNERAL' : 'POLICE', randomUUID(), days],
    )
    suspicionIds.push(made.rows[0].id)
  }
  return { rosterId, personId, suspicionIds }
}
