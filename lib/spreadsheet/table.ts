import 'server-only'
import { columnName } from '@/lib/table/xlsx'
import { type Cell, cellOf } from './cell'
import { detached } from './detached'
import { SpreadsheetError, tooLong } from './error'
import {
  type ExpectedColumn,
  type Header,
  headerNotFound,
  isResultTitle,
  matchHeader,
  repeatedColumns,
  SAMPLE_SIGN,
} from './header'
import { HEAD_ROWS, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS } from './limits'

/** Takes the cells of a file as they come: those with content, from left to right, each row closed by `endRow`. */
export interface RowSink {
  /** `row` as numbered in the file, from 1; `column` from 0; `marks` of MARKS. */
  cell(row: number, column: number, text: string, marks: number): void
  endRow(row: number): void
  /** Cells from this row on are merged, to the right or downwards. */
  merge(firstRow: number): void
}

/** A row of data. */
export interface TableRow<Key extends string = string> {
  /** Its number in the file, from 1. */
  readonly number: number
  /** Every cell as text in the file's order; shorter than the header where the last cells are empty. */
  readonly texts: readonly string[]
  /** The cell under an expected column; an empty one where the file lacks the column. */
  cell(key: Key): Cell
}

/** What a clerk's file holds. */
export interface SpreadsheetTable<Key extends string = string> {
  /** The worksheet's name; null for CSV. */
  readonly sheet: string | null
  /** All titles as the file writes them, in its order, '' for a column without one. */
  readonly header: readonly string[]
  /** The expected columns that the file has. */
  readonly present: ReadonlySet<Key>
  /** At least one, in the file's order, empty rows left out. */
  readonly rows: readonly TableRow<Key>[]
  /** Numbers of the rows that were passed over as sample rows of a template. */
  readonly sampleRows: readonly number[]
}

interface FileRow {
  number: number
  texts: string[]
  /** By column; null when no cell of the row has any. */
  marks: Map<number, number> | null
}

class DataRow<Key extends string> implements TableRow<Key> {
  readonly number: number
  readonly texts: readonly string[]
  private readonly marks: ReadonlyMap<number, number> | null
  private readonly places: ReadonlyMap<Key, number>

  constructor({ number, texts, marks }: FileRow, places: ReadonlyMap<Key, number>) {
    this.number = number
    this.texts = texts
    this.marks = marks
    this.places = places
  }

  cell(key: Key): Cell {
    const place = this.places.get(key)
    return place === undefined ? cellOf('', 0) : cellOf(this.texts[place] ?? '', this.marks?.get(place) ?? 0)
  }
}

/** Finds the header among the first rows and keeps what stands under it. Everything here throws SpreadsheetError. */
export class TableBuilder<Key extends string> implements RowSink {
  private readonly columns: readonly ExpectedColumn<Key>[]
  private readonly sheet: string | null
  private readonly head: FileRow[] = []
  private readonly rows: DataRow<Key>[] = []
  private readonly sampleRows: number[] = []
  private header: Header<Key> | null = null
  private titles: string[] = []
  /** Columns of an earlier result, which are left out. */
  private dropped: ReadonlySet<number> = new Set()
  private merged = false
  private current: FileRow = emptyRow()
  /** One copy of the texts that come again and again: 是, 汉族, the names of places. */
  private readonly common = new Map<string, string>()

  constructor(columns: readonly ExpectedColumn<Key>[], sheet: string | null) {
    this.columns = columns
    this.sheet = sheet
  }

  cell(row: number, column: number, text: string, marks: number): void {
    if (column >= MOST_COLUMNS) {
      throw new SpreadsheetError(
        `第 ${row} 行在 ${columnName(column)} 列还有内容。表格最多 ${MOST_COLUMNS} 列，请删除多余的列后重新上传。`,
      )
    }
    if (text.length > LONGEST_CELL) throw tooLong()
    const { texts } = this.current
    while (texts.length < column) texts.push('')
    texts[column] = this.kept(text)
    if (marks > 0) {
      this.current.marks ??= new Map()
      this.current.marks.set(column, marks)
    }
  }

  endRow(row: number): void {
    const { texts, marks } = this.current
    if (texts.length === 0) return
    this.current = emptyRow()
    this.take({ number: row, texts: texts.slice(), marks })
  }

  merge(firstRow: number): void {
    const last = this.head.at(-1)
    if (last && firstRow <= last.number) this.merged = true
  }

  /** Whether any row had content. */
  get hasContent(): boolean {
    return this.head.length > 0
  }

  /** The table once the file is through. */
  finish(): SpreadsheetTable<Key> {
    if (!this.header) {
      const head = this.head.map(({ texts }) => texts)
      throw headerNotFound(head, this.columns, this.merged, this.sheet)
    }
    if (this.rows.length === 0) {
      throw new SpreadsheetError('表头下面没有要读取的行。请从表头下一行开始填写（示例行不读取），保存后重新上传。')
    }
    const width = this.rows.reduce((most, { texts }) => Math.max(most, texts.length), this.titles.length)
    return {
      sheet: this.sheet,
      header: Array.from({ length: width }, (_, place) => this.titles[place] ?? ''),
      present: new Set(this.header.places.keys()),
      rows: this.rows,
      sampleRows: this.sampleRows,
    }
  }

  private kept(text: string): string {
    const known = this.common.get(text)
    if (known !== undefined) return known
    const copy = detached(text)
    if (this.common.size < MOST_COMMON) this.common.set(copy, copy)
    return copy
  }

  private take(row: FileRow): void {
    if (this.header) {
      this.takeData(row, this.header)
    } else if (this.head.length < HEAD_ROWS) {
      this.head.push(row)
      if (matchHeader(row.texts, this.columns).missing.length === 0) this.takeHeader(row)
    }
  }

  private takeHeader({ texts }: FileRow): void {
    this.dropped = new Set(texts.flatMap((title, place) => (isResultTitle(title) ? [place] : [])))
    this.titles = texts.filter((_, place) => !this.dropped.has(place))
    this.header = matchHeader(this.titles, this.columns)
    if (this.header.repeated.length > 0) throw repeatedColumns(this.header)
  }

  private takeData(row: FileRow, { places }: Header<Key>): void {
    const { number, texts, marks } = this.dropped.size > 0 ? without(this.dropped, row) : row
    if (texts.every((text) => text === '') && !marks) return
    if (isSample(texts)) {
      this.sampleRows.push(number)
      return
    }
    if (this.rows.length === MOST_ROWS) {
      throw new SpreadsheetError(`表格超过 ${MOST_ROWS} 行，请拆成几个文件后分别上传。`)
    }
    this.rows.push(new DataRow({ number, texts, marks }, places))
  }
}

function without(dropped: ReadonlySet<number>, { number, texts, marks }: FileRow): FileRow {
  const kept = texts.map((_, place) => place).filter((place) => !dropped.has(place))
  const keptMarks = kept.flatMap((from, to): [number, number][] => {
    const mark = marks?.get(from)
    return mark === undefined ? [] : [[to, mark]]
  })
  const keptTexts = kept.map((place) => texts[place] ?? '')
  return { number, texts: keptTexts, marks: keptMarks.length > 0 ? new Map(keptMarks) : null }
}

const MOST_COMMON = 5_000

function emptyRow(): FileRow {
  return { number: 0, texts: [], marks: null }
}

function isSample(texts: readonly string[]): boolean {
  const first = texts.find((text) => text !== '') ?? ''
  return first.replace(':', '：').startsWith(SAMPLE_SIGN)
}
