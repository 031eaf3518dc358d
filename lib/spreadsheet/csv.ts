import 'server-only'
import { isUtf8 } from 'node:buffer'
import { marksOfText, tidy } from './cell'
import { SpreadsheetError } from './error'
import { type ExpectedColumn, matchHeader } from './header'
import { HEAD_ROWS, LONGEST_CELL } from './limits'
import { Pause } from './pause'
import type { RowSink } from './table'

const SEPARATORS = [',', '\t', ';'] as const
const PIECE_BYTES = 64 * 1024

/**
 * Sends the records of a CSV file that have content to `sink`, numbered as a spreadsheet shows them (a record with line breaks
 * in quotes is one row). UTF-8 with or without byte order mark, GB18030, or the UTF-16 of Excel's 「Unicode 文本」; separated by
 * comma, tab or semicolon, whichever shows more of `columns`. Throws SpreadsheetError.
 */
export async function readCsv(file: Buffer, columns: readonly ExpectedColumn[], sink: RowSink): Promise<void> {
  const encoding = encodingOf(file)
  const scanner = new CsvScanner(separatorOf(file, encoding, columns), sink)
  const pause = new Pause()
  for (const text of texts(file, encoding)) {
    scanner.write(text)
    await pause.ifDue()
  }
  scanner.end()
}

function encodingOf(file: Buffer): string {
  if (file[0] === 0xff && file[1] === 0xfe) return 'utf-16le'
  if (file[0] === 0xfe && file[1] === 0xff) return 'utf-16be'
  if (file.includes(0)) throw notText()
  return isUtf8(file) ? 'utf-8' : 'gb18030'
}

function notText(): SpreadsheetError {
  return new SpreadsheetError('无法识别文件中的文字。请在 WPS 或 Excel 中打开，另存为 .xlsx 后重新上传。')
}

function* texts(file: Buffer, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < file.length; at += PIECE_BYTES) {
      yield decoder.decode(file.subarray(at, at + PIECE_BYTES), { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    throw error instanceof TypeError ? notText() : error
  }
}

function separatorOf(file: Buffer, encoding: string, columns: readonly ExpectedColumn[]): string {
  const [head = ''] = texts(file, encoding)
  const scores = SEPARATORS.map((separator) => ({ separator, score: titlesFound(head, separator, columns) }))
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).separator
}

/** The most expected columns that one of the first records shows when cut by `separator`. */
function titlesFound(head: string, separator: string, columns: readonly ExpectedColumn[]): number {
  let most = 0
  let rows = 0
  let titles: string[] = []
  const scanner = new CsvScanner(separator, {
    cell(_, column, text) {
      if (column < LONGEST_CELL) titles[column] = text
    },
    endRow() {
      if (titles.length === 0) return
      rows += 1
      most = Math.max(
        most,
        matchHeader(
          Array.from(titles, (title) => title ?? ''),
          columns,
        ).places.size,
      )
      titles = []
    },
    merge() {},
  })
  for (const line of head.split(/(?<=\n)/)) {
    if (rows === HEAD_ROWS) break
    scanner.write(line)
  }
  return most
}

/** Records of RFC 4180, from pieces that may end anywhere. */
class CsvScanner {
  private readonly separator: number
  private readonly sink: RowSink
  private row = 1
  private column = 0
  private field = ''
  private inQuotes = false
  /** The last character closed quotes: another quote after it stands for itself. */
  private closed = false
  /** The field began with a quote. */
  private quoted = false
  private afterReturn = false

  constructor(separator: string, sink: RowSink) {
    this.separator = separator.charCodeAt(0)
    this.sink = sink
  }

  write(piece: string): void {
    let from = 0
    for (let at = 0; at < piece.length; at += 1) {
      const character = piece.charCodeAt(at)
      if (this.inQuotes) {
        if (character !== QUOTE) continue
        this.add(piece.slice(from, at))
        this.inQuotes = false
        this.closed = true
        from = at + 1
      } else if (character === QUOTE) {
        if (!this.opensQuotes(from === at)) continue
        from = at + 1
      } else if (character === this.separator || character === RETURN || character === LINE_FEED) {
        this.add(piece.slice(from, at))
        this.delimit(character)
        from = at + 1
      } else {
        this.closed = false
        this.afterReturn = false
      }
    }
    this.add(piece.slice(from))
  }

  /** The end of the file. Throws SpreadsheetError when quotes are still open. */
  end(): void {
    if (this.inQuotes) throw this.unclosed()
    this.endField()
    this.sink.endRow(this.row)
  }

  private opensQuotes(atStart: boolean): boolean {
    const opens = this.closed || (atStart && this.field === '' && !this.quoted)
    if (this.closed) this.field += '"'
    this.closed = false
    this.afterReturn = false
    if (opens) {
      this.inQuotes = true
      this.quoted = true
    }
    return opens
  }

  private delimit(character: number): void {
    const secondOfPair = character === LINE_FEED && this.afterReturn
    this.afterReturn = character === RETURN
    if (secondOfPair) return
    this.endField()
    if (character === this.separator) return
    this.sink.endRow(this.row)
    this.row += 1
    this.column = 0
  }

  private add(part: string): void {
    if (part === '') return
    this.field += part
    if (this.field.length > LONGEST_CELL * 2) throw this.unclosed()
  }

  private endField(): void {
    const text = tidy(unwrapped(this.field))
    if (text !== '') this.sink.cell(this.row, this.column, text, marksOfText(text))
    this.column += 1
    this.field = ''
    this.quoted = false
    this.closed = false
  }

  private unclosed(): SpreadsheetError {
    return new SpreadsheetError(
      `第 ${this.row} 行有引号没有成对，后面的内容无法分开。请在 WPS 或 Excel 中改正后重新上传。`,
    )
  }
}

const QUOTE = 0x22
const RETURN = 0x0d
const LINE_FEED = 0x0a

/** Systems write ="4207…" so that a spreadsheet leaves the digits alone. */
function unwrapped(field: string): string {
  return /^="[^"]*"$/.test(field) ? field.slice(2, -1) : field
}
