import { PassThrough, pipeline, Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { ColumnShape } from './list-query'

/** Excel's 1,048,576 rows less the header; more rows go on on further sheets. */
export const ROWS_PER_SHEET = 1_048_575

export interface Workbook {
  /** Name of the sheet; further ones are numbered. */
  readonly title: string
  readonly columns: readonly Pick<ColumnShape, 'title' | 'width'>[]
  /** UTF-8, one `<row>` of SpreadsheetML a line, rows of each sheet numbered from 2. */
  readonly rows: Readable
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

/**
 * Packs ready-made rows as a workbook (ECMA-376) while they come: bold frozen header, filter, column widths, every cell text.
 * Holds no more than a few chunks. An error of `rows` destroys the answer; destroying the answer destroys `rows`.
 */
export function xlsxStream(workbook: Workbook, rowsPerSheet = ROWS_PER_SHEET): Readable {
  const zip = new ZipFile()
  const file = new PassThrough()
  pipeline(zip.outputStream, file, () => workbook.rows.destroy())
  packed(zip, workbook, rowsPerSheet).catch((error: Error) => file.destroy(error))
  return file
}

// Rows are repetitive: more effort than this costs time and hardly saves bytes.
const COMPRESSION = { compressionLevel: 2 }

async function packed(zip: ZipFile, { title, columns, rows }: Workbook, rowsPerSheet: number): Promise<void> {
  const add = (path: string, xml: string) => zip.addBuffer(Buffer.from(HEAD + xml), path)
  for (const [path, xml] of FIXED_PARTS) add(path, xml)
  const lines = new Lines(rows)
  const counts: number[] = []
  do {
    const sheet = Readable.from(sheetXml(columns, counts.length === 0, lines, rowsPerSheet), { objectMode: false })
    zip.addReadStream(sheet, `xl/worksheets/sheet${counts.length + 1}.xml`, COMPRESSION)
    await finished(sheet)
    counts.push(lines.taken)
  } while (await lines.hasMore())
  for (const [path, xml] of partsKnownAtTheEnd(title, columns.length, counts)) add(path, xml)
  zip.end()
}

/** A stream of lines, taken in portions. */
class Lines {
  private readonly chunks: AsyncIterator<Buffer>
  private waiting: Buffer | undefined
  /** How many lines the last portion had. */
  taken = 0

  constructor(rows: Readable) {
    this.chunks = rows[Symbol.asyncIterator]()
  }

  async hasMore(): Promise<boolean> {
    if (!this.waiting?.length) this.waiting = (await this.chunks.next()).value ?? undefined
    return this.waiting !== undefined
  }

  async *take(limit: number): AsyncGenerator<Buffer> {
    this.taken = 0
    while (this.taken < limit && (await this.hasMore()) && this.waiting) {
      const chunk: Buffer = this.waiting
      const end = this.endOfLines(chunk, limit)
      yield chunk.subarray(0, end)
      this.waiting = chunk.subarray(end)
    }
  }

  private endOfLines(chunk: Buffer, limit: number): number {
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) {
      this.taken += 1
      if (this.taken === limit) return at + 1
    }
    return chunk.length
  }
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

async function* sheetXml(columns: Workbook['columns'], first: boolean, lines: Lines, limit: number) {
  const widths = columns.map(({ width }, index) => {
    const characters = (width / 7 + 2).toFixed(1)
    return `<col min="${index + 1}" max="${index + 1}" width="${characters}" style="1" customWidth="1"/>`
  })
  const titles = columns.map(
    ({ title }, index) => `<c r="${columnName(index)}1" s="2" t="inlineStr"><is><t>${escaped(title)}</t></is></c>`,
  )
  yield Buffer.from(
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"${first ? ' tabSelected="1"' : ''}>` +
      '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
      `<cols>${widths.join('')}</cols><sheetData><row r="1">${titles.join('')}</row>\n`,
  )
  yield* lines.take(limit)
  yield Buffer.from(
    `</sheetData><autoFilter ref="A1:${columnName(columns.length - 1)}${lines.taken + 1}"/></worksheet>`,
  )
}

function partsKnownAtTheEnd(title: string, columns: number, counts: readonly number[]): [path: string, xml: string][] {
  const sheets = counts.map((count, index) => {
    const name = sheetName(title, index)
    const range = `'${name.replaceAll("'", "''")}'!$A$1:$${columnName(columns - 1)}$${count + 1}`
    return { number: index + 1, name: escaped(name), range: escaped(range) }
  })
  const entries = sheets.map(({ number, name }) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)
  const filters = sheets.map(
    ({ number, range }) =>
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${number - 1}" hidden="1">${range}</definedName>`,
  )
  const links = sheets.map(
    ({ number }) =>
      `<Relationship Id="rId${number}" Type="${RELATIONSHIPS}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  )
  const types = sheets.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  )
  return [
    [
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${entries.join('')}</sheets>` +
        `<definedNames>${filters.join('')}</definedNames></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships">${links.join('')}` +
        `<Relationship Id="styles" Type="${RELATIONSHIPS}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${types.join('')}</Types>`,
    ],
  ]
}

/** Style 1: text ('@', number format 49). Style 2: the same in bold. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>` +
  '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** `_rels/.rels` comes first: by it programs that look only at the beginning know an Office file. */
const FIXED_PARTS: readonly (readonly [path: string, xml: string])[] = [
  [
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">` +
      `<Relationship Id="rId1" Type="${RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  ['xl/styles.xml', STYLES],
]

/** At most 31 characters, without those that Excel forbids in a sheet's name. */
function sheetName(title: string, index: number): string {
  const suffix = index === 0 ? '' : `（${index + 1}）`
  return title.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31 - suffix.length) + suffix
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
