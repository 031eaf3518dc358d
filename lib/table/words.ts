import { joinSql, type Sql, sql } from '@/lib/db/sql'

/** A code as its words on screen; NULL for what the list does not know. */
export function wordsOf(code: Sql, list: Readonly<Record<string, string>>): Sql {
  const branches = Object.entries(list).map(([value, label]) => sql`WHEN ${value} THEN ${label}`)
  return sql`CASE ${code} ${joinSql(branches, ' ')} END`
}
