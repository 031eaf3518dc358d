import { empty, join, raw, Sql, sqltag } from '@prisma/client/runtime/client'

/** SQL with its values kept apart from its text: `sql\`select … where id = ${id}\``. Fragments nest; values never become text. */
export const sql = sqltag

/** Joins fragments, by `, ` unless told otherwise. */
export const joinSql = join

/** SQL text without values. Only for text that stands in this code base, never for anything that came in. */
export const rawSql = raw

export const emptySql = empty

export { Sql }

/** Several conditions that must all hold; none holds always. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : join(conditions, ' AND ')
}

/** The statement with its values written in as literals, for COPY, which takes no parameters. Relies on standard_conforming_strings. */
export function inlined(statement: Sql): string {
  return statement.strings.reduce((text, part, index) =>
    index === 0 ? part : text + literal(statement.values[index - 1]) + part,
  )
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new Error('Only finite numbers can be written as SQL.')
    return String(value)
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value === 'string') return quoted(value)
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'::bytea`
  if (value instanceof Date) return `${quoted(value.toISOString())}::timestamptz`
  if (Array.isArray(value)) return `ARRAY[${value.map(literal).join(', ')}]`
  throw new Error(`A value of type ${typeof value} cannot be written as SQL.`)
}

function quoted(text: string): string {
  if (text.includes('\0')) throw new Error('Text for PostgreSQL must not contain a zero byte.')
  const escaped = text.replaceAll("'", "''")
  return text.includes('\\') ? ` E'${escaped.replaceAll('\\', '\\\\')}'` : `'${escaped}'`
}
