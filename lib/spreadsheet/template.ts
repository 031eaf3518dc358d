import 'server-only'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import { columnName } from '@/lib/table/xlsx'
import { REQUIRED_SIGN, SAMPLE_SIGN } from './header'
import { MOST_ROWS } from './limits'
import { MONEY_STYLE, STYLE, STYLES_XML } from './template-styles'
import { escaped } from './xml'

export interface TemplateColumn {
  readonly title: string
  /** In characters of a Latin text; a Chinese one takes two. */
  readonly width: number
  /** Marked with ＊. */
  readonly required?: boolean
  /** How to fill it in: shown when a cell is chosen, and on the sheet of notes. */
  readonly note?: string
  /** Offered as a list; anything else is refused while typing. */
  readonly options?: readonly string[]
  readonly sample?: string
  /** All but money are text, so that a spreadsheet leaves ID numbers, dates and months as they are typed. */
  readonly kind: 'text' | 'date' | 'month' | 'money'
}

export interface Template {
  /** Name of the sheet to fill in, at most 31 characters. */
  readonly sheet: string
  readonly columns: readonly TemplateColumn[]
  /** Lines above the table of columns on the sheet 填写说明. */
  readonly notes: readonly string[]
}

const NOTES_SHEET = '填写说明'
const OPTIONS_SHEET = '可选内容'
const LAST_ROW = MOST_ROWS + 1
/** What Excel allows in a prompt. */
const LONGEST_PROMPT = 255

/**
 * An .xlsx to fill in: the header stays in sight, row 2 is a sample that begins with 「示例：」 and is never read as data, lists hold
 * for 50,000 rows, a second sheet says how to fill in, and a hidden third one holds the lists. `readTable` takes titles with ＊.
 */
export async function writeTemplate(template: Template): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, xml] of parts(template)) zip.addBuffer(Buffer.from(HEAD + xml), path)
  zip.end()
  return buffer(zip.outputStream)
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const CONTENT = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function parts({ sheet, columns, notes }: Template): [path: string, xml: string][] {
  const lists = columns.flatMap(({ options }) => (options ? [options] : []))
  const sheets = [
    { name: sheet, xml: fillInSheet(columns, lists) },
    { name: NOTES_SHEET, xml: notesSheet(columns, notes) },
    ...(lists.length > 0 ? [{ name: OPTIONS_SHEET, xml: optionsSheet(lists) }] : []),
  ]
  return [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', workbook(sheets.map(({ name }) => name))],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map((_, at): [string, string, string] => [
          `rId${at + 1}`,
          'worksheet',
          `worksheets/sheet${at + 1}.xml`,
        ]),
        ['styles', 'styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', STYLES_XML],
    ...sheets.map(({ xml }, at): [string, string] => [`xl/worksheets/sheet${at + 1}.xml`, xml]),
  ]
}

function contentTypes(sheets: number): string {
  const overrides = Array.from(
    { length: sheets },
    (_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${CONTENT}.worksheet+xml"/>`,
  )
  return (
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${CONTENT}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${CONTENT}.styles+xml"/>${overrides.join('')}</Types>`
  )
}

function relations(list: readonly (readonly [id: string, type: string, target: string])[]): string {
  const written = list.map(
    ([id, type, target]) => `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}/relationships">${written.join('')}</Relationships>`
}

function workbook(names: readonly string[]): string {
  const sheets = names.map((name, at) => {
    const hidden = name === OPTIONS_SHEET ? ' state="hidden"' : ''
    return `<sheet name="${escaped(name)}" sheetId="${at + 1}"${hidden} r:id="rId${at + 1}"/>`
  })
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}"><sheets>${sheets.join('')}</sheets></workbook>`
}

function fillInSheet(columns: readonly TemplateColumn[], lists: readonly (readonly string[])[]): string {
  const widths = columns.map(({ width, kind }, at) => columnXml(at, width, kind === 'money' ? MONEY_STYLE : STYLE.text))
  const titles = columns.map(({ title, required }) => (required ? title + REQUIRED_SIGN : title))
  const samples = columns.map(({ sample = '' }, at) => (at === 0 ? SAMPLE_SIGN + sample : sample))
  const hasSample = columns.some(({ sample }) => sample !== undefined)
  const rows = [rowXml(1, titles, STYLE.header), ...(hasSample ? [rowXml(2, samples, STYLE.sample)] : [])]
  return (
    `<worksheet xmlns="${MAIN}"><sheetViews><sheetView tabSelected="1" workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths.join('')}</cols><sheetData>${rows.join('')}</sheetData>${validations(columns, lists)}</worksheet>`
  )
}

function validations(columns: readonly TemplateColumn[], lists: readonly (readonly string[])[]): string {
  const written = columns.flatMap(({ title, note, options }, at) => {
    if (!note && !options) return []
    const letter = columnName(at)
    const prompt = note
      ? ` showInputMessage="1" promptTitle="${escaped(title.slice(0, 32))}" prompt="${escaped(note.slice(0, LONGEST_PROMPT))}"`
      : ''
    const place = `allowBlank="1"${prompt} sqref="${letter}2:${letter}${LAST_ROW}"`
    if (!options) return [`<dataValidation ${place}/>`]
    const list = columnName(lists.indexOf(options))
    const source = `'${OPTIONS_SHEET}'!$${list}$1:$${list}$${options.length}`
    const refusal = 'showErrorMessage="1" errorTitle="不在可选内容之内" error="请从下拉列表中选择。"'
    return [`<dataValidation type="list" ${refusal} ${place}><formula1>${source}</formula1></dataValidation>`]
  })
  return written.length > 0 ? `<dataValidations count="${written.length}">${written.join('')}</dataValidations>` : ''
}

const NOTE_WIDTHS = [24, 10, 60, 50]

function notesSheet(columns: readonly TemplateColumn[], notes: readonly string[]): string {
  const table = columns.map(({ title, required, note = '', options = [] }) => [
    title,
    required ? '必填' : '选填',
    note,
    options.join('、'),
  ])
  const first = notes.length + 2
  const rows = [
    ...notes.map((note, at) => rowXml(at + 1, [note], STYLE.plain)),
    rowXml(first, ['列名', '是否必填', '填写方法', '可选内容'], STYLE.header),
    ...table.map((texts, at) => rowXml(first + 1 + at, texts, STYLE.note)),
  ]
  const widths = NOTE_WIDTHS.map((width, at) => columnXml(at, width, STYLE.plain))
  return `<worksheet xmlns="${MAIN}"><cols>${widths.join('')}</cols><sheetData>${rows.join('')}</sheetData></worksheet>`
}

function optionsSheet(lists: readonly (readonly string[])[]): string {
  const longest = Math.max(...lists.map((options) => options.length))
  const rows = Array.from({ length: longest }, (_, at) => {
    const texts = lists.map((options) => options[at] ?? '')
    return rowXml(at + 1, texts, STYLE.text)
  })
  return `<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`
}

function columnXml(at: number, width: number, style: number): string {
  return `<col min="${at + 1}" max="${at + 1}" width="${width}" style="${style}" customWidth="1"/>`
}

function rowXml(number: number, texts: readonly string[], style: number): string {
  const cells = texts.map((text, at) => {
    const place = `${columnName(at)}${number}`
    if (text === '') return `<c r="${place}" s="${style}"/>`
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
  })
  return `<row r="${number}">${cells.join('')}</row>`
}
