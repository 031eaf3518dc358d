import 'server-only'
import type { Archive } from './archive'
import { MARKS, marksOfNumber, marksOfText, textOfNumber, tidy } from './cell'
import { damaged, tooLong } from './error'
import { LONGEST_CELL } from './limits'
import { dayOfSerial } from './number-format'
import type { RowSink } from './table'
import { LONGEST_WRITTEN, RichText, scan, type Workbook, type Worksheet } from './workbook'
import { attribute, withoutOfficeEscapes, type XmlListener } from './xml'

/** Sends the rows of a worksheet that have content to `sink`, numbered as in the file. Throws SpreadsheetError. */
export async function readSheet(archive: Archive, workbook: Workbook, sheet: Worksheet, sink: RowSink): Promise<void> {
  await scan(archive, sheet.path, new SheetListener(workbook, sink))
}

/** Rows of the largest sheet that any program makes. */
const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384
const LETTER_A = 65

class SheetListener implements XmlListener {
  private readonly workbook: Workbook
  private readonly sink: RowSink
  private readonly rich = new RichText()
  private row = 0
  private column = -1
  private inCell = false
  private inValue = false
  private inRichText = false
  private type = ''
  private style = 0
  private value = ''
  private formula = false
  private calculated = false

  constructor(workbook: Workbook, sink: RowSink) {
    this.workbook = workbook
    this.sink = sink
  }

  open(name: string, attributes: string): void {
    if (name === 'c') this.beginCell(attributes)
    else if (name === 'v' || name === 'is') this.beginValue(name)
    else if (name === 'f') this.formula = true
    else if (name === 'row') this.beginRow(attributes)
    else if (name === 'mergeCell') this.merge(attribute(attributes, 'ref') ?? '')
    else if (this.inRichText) this.rich.open(name)
  }

  close(name: string): void {
    if (name === 'c') this.endCell()
    else if (name === 'v') this.inValue = false
    else if (name === 'is') this.inRichText = false
    else if (name === 'row') this.sink.endRow(this.row)
    else if (this.inRichText) this.rich.close(name)
  }

  text(piece: string): void {
    if (this.inRichText) this.rich.add(piece)
    if (!this.inValue) return
    this.value += piece
    if (this.value.length > LONGEST_WRITTEN) throw tooLong()
  }

  private beginRow(attributes: string): void {
    this.row = numberOf(attribute(attributes, 'r'), this.row + 1, LAST_ROW)
    this.column = -1
  }

  private beginValue(name: 'v' | 'is'): void {
    this.inValue = this.inCell && name === 'v'
    this.inRichText = this.inCell && name === 'is'
    this.calculated = true
  }

  private beginCell(attributes: string): void {
    this.column = columnOf(attribute(attributes, 'r'), this.column + 1)
    this.type = attribute(attributes, 't') ?? 'n'
    this.style = Number(attribute(attributes, 's') ?? 0)
    this.inCell = true
    this.value = ''
    this.rich.begin()
    this.formula = false
    this.calculated = false
  }

  private endCell(): void {
    this.inCell = false
    if (!this.calculated && !this.formula) return
    const [text, marks] = this.read()
    // A formula copied down a whole column answers nothing in the rows that are not filled in yet.
    const formula = this.formula && (text !== '' || !this.calculated) ? MARKS.formula : 0
    if (text !== '' || formula > 0) this.sink.cell(this.row, this.column, text, marks | formula)
  }

  private read(): [text: string, marks: number] {
    switch (this.type) {
      case 's':
        return marked(this.workbook.texts[this.value === '' ? -1 : Number(this.value)] ?? '')
      case 'inlineStr':
        return marked(this.rich.whole())
      case 'str':
        return marked(whole(this.value))
      case 'b':
        return [this.value.trim() === '1' || this.value.trim() === 'true' ? '是' : '否', 0]
      case 'e':
        return [this.value.trim(), MARKS.error]
      case 'd':
        return [this.value.trim().slice(0, 10), 0]
      default:
        return this.readNumber()
    }
  }

  private readNumber(): [text: string, marks: number] {
    const written = this.value.trim()
    const value = Number(written)
    if (written === '' || !Number.isFinite(value)) return marked(whole(written))
    const format = this.workbook.formats[this.style] ?? null
    const day = format === 'date' ? dayOfSerial(value, this.workbook.from1904) : null
    if (day !== null) return [day, 0]
    const text = textOfNumber(value)
    const padded = typeof format === 'number' && /^\d+$/.test(text) ? text.padStart(format, '0') : text
    return [padded, marksOfNumber(value)]
  }

  private merge(range: string): void {
    const row = /\d+/.exec(range)
    if (row) this.sink.merge(Number(row[0]))
  }
}

function marked(text: string): [text: string, marks: number] {
  return [text, marksOfText(text)]
}

function whole(value: string): string {
  const text = tidy(withoutOfficeEscapes(value))
  if (text.length > LONGEST_CELL) throw tooLong()
  return text
}

function numberOf(text: string | undefined, next: number, last: number): number {
  const number = text === undefined ? next : Number(text)
  if (!Number.isInteger(number) || number < 1 || number > last) throw damaged()
  return number
}

/** The column of 'AB12' from 0; `next` when the cell does not say where it stands. */
function columnOf(place: string | undefined, next: number): number {
  if (place === undefined) return next
  let column = 0
  for (let at = 0; at < place.length; at += 1) {
    const letter = place.charCodeAt(at) & ~0x20
    if (letter < LETTER_A || letter >= LETTER_A + 26) break
    column = column * 26 + letter - LETTER_A + 1
  }
  if (column < 1 || column > LAST_COLUMN) throw damaged()
  return column - 1
}
