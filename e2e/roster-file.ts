import ExcelJS from 'exceljs'
import { checkDigit } from '@/lib/id-card'

// The county's roster as its clerk fills it in: the template as it was downloaded, opened in a spreadsheet program and saved again.

/** What stands in a row, by the titles of the template. A number stands for what the program made of digits typed into it. */
export type RosterLine = Readonly<Record<string, string | number>>

/** A row of a file as it is read: texts by title, without the sign of required columns. */
export type ReadLine = Readonly<Record<string, string>>

/** An ID number of an invented person, with a valid check character. */
export function idNumber(birthDate: string, sequence: string): string {
  const digits = `420702${birthDate.replaceAll('-', '')}${sequence}`
  return `${digits}${checkDigit(digits)}`
}

async function opened(file: string): Promise<{ book: ExcelJS.Workbook; sheet: ExcelJS.Worksheet; titles: string[] }> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.worksheets[0]
  if (!sheet) throw new Error(`${file} has no sheet`)
  const titles = Array.from({ length: sheet.columnCount }, (_, place) => sheet.getRow(1).getCell(place + 1).text)
  return { book, sheet, titles: titles.map((title) => title.replace('＊', '').trim()) }
}

function placeOf(titles: readonly string[], title: string): number {
  const place = titles.indexOf(title)
  if (place < 0) throw new Error(`no column ${title} among ${titles.join('、')}`)
  return place + 1
}

async function saved(book: ExcelJS.Workbook): Promise<Buffer> {
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** The file with lines written below what it has. */
export async function filledIn(file: string, lines: readonly RosterLine[]): Promise<Buffer> {
  const { book, sheet, titles } = await opened(file)
  const below = sheet.actualRowCount
  lines.forEach((line, index) => {
    for (const [title, value] of Object.entries(line)) {
      sheet.getRow(below + index + 1).getCell(placeOf(titles, title)).value = value
    }
  })
  return saved(book)
}

/** The rows of the file under their titles. */
export async function linesOf(file: string): Promise<ReadLine[]> {
  const { sheet, titles } = await opened(file)
  return Array.from({ length: sheet.rowCount - 1 }, (_, index) =>
    Object.fromEntries(titles.map((title, place) => [title, sheet.getRow(index + 2).getCell(place + 1).text])),
  )
}

/** The file with cells corrected, by certificate number and title. */
export async function corrected(file: string, corrections: Readonly<Record<string, RosterLine>>): Promise<Buffer> {
  const { book, sheet, titles } = await opened(file)
  for (let number = 2; number <= sheet.rowCount; number += 1) {
    const row = sheet.getRow(number)
    const line = corrections[row.getCell(placeOf(titles, '证号')).text]
    for (const [title, value] of Object.entries(line ?? {})) row.getCell(placeOf(titles, title)).value = value
  }
  return saved(book)
}
