import { buffer, text } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { to as copyTo } from 'pg-copy-streams'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { emptySql, sql } from '@/lib/db/sql'
import { defineTable } from './define'
import { type ExportFormat, exportOf } from './export'
import { type Listing, rowsSql, toRow } from './query'

const table = defineTable({
  name: 'sample',
  path: '/sample',
  title: '试验',
  from: sql`sample`,
  region: null,
  base: () => sql`true`,
  joins: () => emptySql,
  columns: [
    { key: 'typed', title: '姓名', width: 80, text: sql`r.typed`, freeText: true },
    { key: 'official', title: '社区', width: 80, text: sql`r.official` },
  ],
  filters: [],
  sorts: { id: { terms: [], first: 'asc' } },
  defaultSort: 'id',
  extra: { fields: {}, schema: z.object({}) },
})

const listing: Listing<unknown> = {
  query: { values: {}, sort: 'id', direction: 'asc', size: 100, position: { page: 1 } },
  home: 420000000000,
  context: null,
}

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await database.owner.query('CREATE TABLE sample (id bigint PRIMARY KEY, typed text, official text)')
})

afterAll(() => database.drop())

/** Stores the texts, and answers what the list shows and the file in a format. */
async function listed(texts: readonly (string | null)[]) {
  await database.owner.query('TRUNCATE sample')
  await database.owner.query(
    'INSERT INTO sample SELECT ordinality, t, t FROM unnest($1::text[]) WITH ORDINALITY AS u (t)',
    [texts],
  )
  const page = rowsSql(table, listing, texts.length)
  const { rows } = await database.owner.query(page.text, [...page.values])
  const file = (format: ExportFormat) => {
    const { statement, pack } = exportOf(table, listing, format)
    return pack(database.owner.query(copyTo(statement)))
  }
  return { screen: rows.map((row) => toRow(table, row).cells), file }
}

const awkward = fc.constantFrom(
  '=1+1',
  '+86',
  '-1',
  '@SUM(A1)',
  '＝1+1',
  '_x0041_',
  '_x0041_x0042_',
  'a\\nb\\',
  '\\.',
  '王 "建" 国\r\n次行',
  '\t前后 ',
  '<b>&amp;</b>',
  '👨‍👩‍👧𠮷',
  '"',
  ',',
  '',
)
const anything = fc.oneof(
  awkward,
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => !value.includes('\0')),
  fc.constant(null),
)
const texts = fc.array(anything, { minLength: 1, maxLength: 20 })

/** Of what a person can see: XML has no other control characters, and the export leaves them out. */
function visible(value: string): string {
  return Array.from(value)
    .filter(
      (character) =>
        /[\t\n\r]/.test(character) || !/[\p{Cc}\uFFFE\uFFFF]/u.test(character) || /[\u007F-\u009F]/.test(character),
    )
    .join('')
}

/** ECMA-376 part 1, 22.9.2.19, which exceljs does not apply to inline strings. */
function decodedXstring(value: string): string {
  return value.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

function parsedCsv(csv: string): string[][] {
  const cells = Array.from(csv.matchAll(/"((?:[^"]|"")*)"(,|\n)/g), ([, cell = '', end]) => ({
    cell: cell.replaceAll('""', '"'),
    end,
  }))
  return cells.reduce<string[][]>(
    (rows, { cell, end }) => {
      rows.at(-1)?.push(cell)
      if (end === '\n') rows.push([])
      return rows
    },
    [[]],
  )
}

describe('a list as a file', () => {
  it('as a spreadsheet shows what the screen shows, all of it text', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (values) => {
        const { screen, file } = await listed(values)
        const workbook = new ExcelJS.Workbook()
        await workbook.xlsx.load(new Uint8Array(await buffer(file('xlsx'))).buffer)
        const [sheet] = workbook.worksheets
        const read = screen.map((_, index) =>
          ['A', 'B'].map((column) => decodedXstring(sheet?.getCell(`${column}${index + 2}`).text ?? '')),
        )
        expect(sheet?.rowCount).toBe(values.length + 1)
        expect(read).toEqual(screen.map(({ typed, official }) => [visible(typed ?? ''), visible(official ?? '')]))
        for (const row of [2, values.length + 1]) expect(sheet?.getCell(`A${row}`).numFmt).toBe('@')
      }),
      { numRuns: 60 },
    )
  })

  it('as CSV shows the same, with what looks like a formula made inert where people typed it', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (values) => {
        const { screen, file } = await listed(values)
        const csv = await text(file('csv'))
        const [head, ...rows] = parsedCsv(csv.replace(/^\uFEFF/, ''))
        expect(head).toEqual(['姓名', '社区'])
        const inert = (value: string) => (/^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value)
        expect(rows.slice(0, -1)).toEqual(screen.map(({ typed = '', official }) => [inert(typed), official]))
      }),
      { numRuns: 60 },
    )
  })

  it('as CSV begins with the mark by which Excel knows UTF-8', async () => {
    const { file } = await listed(['王建国'])
    expect((await buffer(file('csv'))).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  })
})
