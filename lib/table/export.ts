import { Readable } from 'node:stream'
import { inlined, joinSql, rawSql, type Sql, sql } from '@/lib/db/sql'
import type { Column, Table } from './define'
import { cellSql, everyRowSql, type Listing } from './query'
import { columnName, ROWS_PER_SHEET, xlsxStream } from './xlsx'

export const EXPORT_FORMATS = ['xlsx', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface ListExport {
  /** `COPY … TO STDOUT`, to be run as the viewer: PostgreSQL writes the file's rows, nobody unescapes them. */
  readonly statement: string
  readonly contentType: string
  /** Makes the file of what COPY answers; destroying the file destroys the rows. */
  readonly pack: (rows: Readable) => Readable
}

/** The list as a file: the same filters, order and columns as on screen, every page of it. */
export function exportOf<Context, Extra extends object>(
  table: Table<Context, Extra>,
  listing: Listing<Context>,
  format: ExportFormat,
): ListExport {
  const { title, columns } = table
  if (format === 'csv') {
    const rows = everyRowSql(table, listing, () => joinSql(columns.map(csvCell)))
    return {
      statement: `COPY (${inlined(rows)}) TO STDOUT WITH (FORMAT csv, FORCE_QUOTE *, ENCODING 'UTF8')`,
      contentType: 'text/csv; charset=utf-8',
      pack: (lines) => withHead(csvHead(columns), lines),
    }
  }
  return {
    statement: `COPY (${inlined(xlsxRows(table, listing))}) TO STDOUT WITH (ENCODING 'UTF8')`,
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pack: (lines) => xlsxStream({ title, columns, rows: lines }),
  }
}

const BYTE_ORDER_MARK = '\uFEFF'

function csvHead(columns: readonly Column[]): string {
  return `${BYTE_ORDER_MARK}${columns.map(({ title }) => `"${title.replaceAll('"', '""')}"`).join(',')}\n`
}

function withHead(head: string, rows: Readable): Readable {
  async function* file() {
    yield Buffer.from(head)
    yield* rows
  }
  // A file that is given up before its first row has not begun to read the rows: nothing else would stop them.
  return Readable.from(file(), { objectMode: false }).once('close', () => rows.destroy())
}

/** What makes a spreadsheet take text for a formula; WPS and Excel in Chinese also take the full-width forms. */
const STARTS_OF_FORMULAS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']

function csvCell({ text, freeText }: Column): Sql {
  const cell = cellSql(text)
  if (!freeText) return cell
  return sql`CASE WHEN left(${cell}, 1) IN (${joinSql(STARTS_OF_FORMULAS)}) THEN '''' || ${cell} ELSE ${cell} END`
}

/** Each row as `<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>…</t></is></c>…</row>`; the subquery's order is the file's. */
function xlsxRows<Context, Extra extends object>(table: Table<Context, Extra>, listing: Listing<Context>): Sql {
  const { columns } = table
  const letters = columns.map((_, index) => rawSql(columnName(index)))
  const rows = everyRowSql(table, listing, (place) => {
    const cells = columns.map(({ text }, index) => sql`${cellSql(text)} AS ${letters[index]}`)
    return joinSql([...cells, sql`((${place} - 1) % ${ROWS_PER_SHEET} + 2)::text AS place`])
  })
  const row = (content: (cell: Sql) => Sql) => {
    const cells = columns.map((column, index) => xlsxCell(column, columnName(index), content))
    return sql`'<row r="' || place || '">' || ${concatenated(cells)} || '</row>'`
  }
  // Nearly no row needs escaping, and one look at a whole row costs less than escaping each cell.
  return sql`SELECT CASE WHEN ${joinSql(letters, ' || ')} ~ ${NEEDS_ESCAPING} THEN ${row(escapedXml)} ELSE ${row((cell) => cell)} END
    FROM (${rows}) AS t`
}

function xlsxCell({ freeText }: Column, letter: string, content: (cell: Sql) => Sql): Sql {
  const [start, open] = [`<c r="${letter}`, `" s="1" t="inlineStr"><is><t${freeText ? ' xml:space="preserve"' : ''}>`]
  return sql`(${start} || place || ${open} || (${content(rawSql(letter))} || '</t></is></c>'))`
}

/** Joined pair by pair: each step of a long chain would copy all that stands before it. */
function concatenated(parts: readonly Sql[]): Sql {
  const [only] = parts
  if (only && parts.length === 1) return only
  const half = parts.length >> 1
  return sql`(${concatenated(parts.slice(0, half))} || ${concatenated(parts.slice(half))})`
}

// XML's own characters, the codes of ST_Xstring, and what COPY would write with a backslash: so its text format is the very XML.
const NEEDS_ESCAPING = '[\\x01-\\x1f&<>\\\\_\\ufffe\\uffff]'
const ESCAPES = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\\', '&#92;'],
  ['\n', '&#10;'],
  ['\t', '&#9;'],
  ['\r', '&#13;'],
] as const
const NOT_ALLOWED_IN_XML = '[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]'

function escapedXml(text: Sql): Sql {
  const clean = sql`regexp_replace(${text}, ${NOT_ALLOWED_IN_XML}, '', 'g')`
  // Excel reads _x0041_ as A (ECMA-376 part 1, 22.9.2.19): an underscore that begins such a code is written as one itself.
  const literal = sql`regexp_replace(${clean}, '_(?=x[0-9A-Fa-f]{4}_)', '_x005F_', 'g')`
  return ESCAPES.reduce((escaped, [from, to]) => sql`replace(${escaped}, ${from}, ${to})`, literal)
}
