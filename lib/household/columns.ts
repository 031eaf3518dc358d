import { type Sql, sql } from '@/lib/db/sql'

/** What the lists of households have in common. All of it speaks of a row `r` with a `region`. */

/**
 * A join that names where `r` stands: `place.county`, `.street`, `.community` and `.path`. OFFSET 0 keeps it a look-up by row: a
 * hash join would have the rows of an export sorted anew.
 */
export const placeJoin: Sql = sql`LEFT JOIN LATERAL (
  SELECT county.name AS county, street.name AS street, community.name AS community,
         coalesce(community.path, street.path, county.path) AS path
  FROM region county
  LEFT JOIN region street ON street.code = r.region / 1000 * 1000 AND street.level = 4
  LEFT JOIN region community ON community.code = r.region AND community.level = 5
  WHERE county.code = r.region / 1000000 * 1000000 OFFSET 0) AS place ON true`

/** Of `placeJoin`: 太和社区; for a household placed at a street, the street. */
export const placeName: Sql = sql`coalesce(place.community, place.street, place.county, '')`

/** Integer fen as staff read it: 1,234.00 */
export function yuanText(fen: Sql): Sql {
  return sql`to_char(${fen} / 100.0, 'FM999,999,999,990.00')`
}

/** The month of a date: 2026-11 */
export function monthText(day: Sql): Sql {
  return sql`to_char(${day}, 'YYYY-MM')`
}

/** 2026-11-21 */
export function dayText(day: Sql): Sql {
  return sql`to_char(${day}, 'YYYY-MM-DD')`
}
