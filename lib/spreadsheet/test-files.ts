import ExcelJS from 'exceljs'

// Files as other programs make them, for the tests of this folder.

/** An .xlsx by ExcelJS; `prepare` gets the sheet after the rows are in. */
export async function xlsx(
  rows: readonly (readonly ExcelJS.CellValue[])[],
  prepare: (sheet: ExcelJS.Worksheet, book: ExcelJS.Workbook) => void = () => undefined,
): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('名册')
  for (const row of rows) sheet.addRow([...row])
  prepare(sheet, book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** RFC 4180 with CRLF, every field in quotes that needs them for any separator. */
export function csv(rows: readonly (readonly string[])[], separator = ','): string {
  const field = (text: string) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return rows.map((row) => row.map(field).join(separator)).join('\r\n')
}

const codes = new Map<string, readonly number[]>()
const decoder = new TextDecoder('gb18030')
for (let first = 0x81; first <= 0xfe; first += 1) {
  for (let second = 0x40; second <= 0xfe; second += 1) {
    const character = decoder.decode(Uint8Array.of(first, second))
    if (character.length === 1 && character !== '\ufffd') codes.set(character, [first, second])
  }
}

/** Whether `gb18030` can write the text: ASCII and what takes two bytes. */
export function isGb18030(text: string): boolean {
  return [...text].every((character) => character < '\x80' || codes.has(character))
}

export function gb18030(text: string): Buffer {
  return Buffer.from([...text].flatMap((character) => codes.get(character) ?? [character.charCodeAt(0)]))
}
