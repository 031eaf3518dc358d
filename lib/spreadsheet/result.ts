import 'server-only'
import { Readable } from 'node:stream'
import { columnName, xlsxStream } from '@/lib/table/xlsx'
import { RESULT_TITLES } from './header'
import { Pause } from './pause'
import { escaped, printable } from './xml'

export interface ResultRow {
  /** As they were read, in the file's order. */
  readonly texts: readonly string[]
  /** Sentences for the clerk; none for a row without fault. */
  readonly problems: readonly string[]
}

export interface Result {
  /** Name of the worksheet. */
  readonly title: string
  /** The titles of the file, in its order. */
  readonly header: readonly string[]
  readonly rows: Iterable<ResultRow> | AsyncIterable<ResultRow>
}

const WRONG = '有误'
const VERDICT_WIDTH = 70
const REASON_WIDTH = 400
/** Pixels of the widest and the narrowest original column, and of one Chinese character. */
const WIDEST = 180
const NARROWEST = 70
const CHARACTER = 15
const ROWS_A_CHUNK = 50

/**
 * The clerk's rows in their order as an .xlsx, made while it is sent: 检查结果 in front, to filter the wrong rows by, and 错误原因
 * at the end. All cells are text, so that ID numbers keep their digits and nothing is taken for a formula. The clerk corrects
 * this very file and uploads it again: `readTable` leaves the two columns out.
 */
export function writeResult({ title, header, rows }: Result): Readable {
  const original = header.map((name) => ({
    title: printable(name),
    width: Math.min(WIDEST, Math.max(NARROWEST, name.length * CHARACTER)),
  }))
  const columns = [
    { title: RESULT_TITLES.verdict, width: VERDICT_WIDTH },
    ...original,
    { title: RESULT_TITLES.reason, width: REASON_WIDTH },
  ]
  return xlsxStream({ title, columns, rows: Readable.from(lines(rows, header.length), { objectMode: false }) })
}

async function* lines(rows: Result['rows'], width: number): AsyncGenerator<Buffer> {
  const pause = new Pause()
  let number = 1
  let chunk: string[] = []
  for await (const row of rows) {
    number += 1
    chunk.push(line(row, number, width))
    if (chunk.length < ROWS_A_CHUNK) continue
    yield Buffer.from(chunk.join(''))
    chunk = []
    await pause.ifDue()
  }
  yield Buffer.from(chunk.join(''))
}

function line({ texts, problems }: ResultRow, number: number, width: number): string {
  const original = Array.from({ length: width }, (_, place) => texts[place] ?? '')
  const cells = [problems.length > 0 ? WRONG : '', ...original, problems.join('')]
  const written = cells.map((text, place) => cell(text, `${columnName(place)}${number}`))
  return `<row r="${number}">${written.join('')}</row>\n`
}

// Rows are told apart by line feeds on their way into the file: those within a cell are written as references.
function cell(text: string, place: string): string {
  const content = escaped(text).replaceAll('\n', '&#10;')
  if (content === '') return `<c r="${place}" s="1"/>`
  return `<c r="${place}" s="1" t="inlineStr"><is><t xml:space="preserve">${content}</t></is></c>`
}
