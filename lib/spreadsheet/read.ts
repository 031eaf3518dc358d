import 'server-only'
import { Archive } from './archive'
import { readCsv } from './csv'
import { SpreadsheetError } from './error'
import type { ExpectedColumn } from './header'
import { checkWorkbook, kindOf } from './kind'
import { readSheet } from './sheet'
import { type SpreadsheetTable, TableBuilder } from './table'
import { readWorkbook } from './workbook'

export interface ReadOptions<Key extends string> {
  readonly columns: readonly ExpectedColumn<Key>[]
}

/**
 * Reads a clerk's .xlsx or .csv, whichever it is by content: the first visible worksheet that has content, under the header found
 * among its first ten rows. Gives way to other requests every five milliseconds. Throws SpreadsheetError, with a sentence for the
 * clerk, for every file that cannot be read as such a table; `fileName` only appears in the sentences.
 */
export async function readTable<Key extends string>(
  file: Buffer,
  fileName: string,
  { columns }: ReadOptions<Key>,
): Promise<SpreadsheetTable<Key>> {
  const builder =
    kindOf(file, fileName) === 'zip' ? await fromXlsx(file, fileName, columns) : await fromCsv(file, columns)
  if (!builder) throw new SpreadsheetError(`“${fileName}”里没有内容。请填写后重新上传。`)
  return builder.finish()
}

async function fromXlsx<Key extends string>(
  file: Buffer,
  fileName: string,
  columns: readonly ExpectedColumn<Key>[],
): Promise<TableBuilder<Key> | null> {
  const archive = new Archive(file)
  checkWorkbook((path) => archive.has(path), fileName)
  const workbook = await readWorkbook(archive)
  for (const sheet of workbook.sheets) {
    const builder = new TableBuilder(columns, sheet.name)
    await readSheet(archive, workbook, sheet, builder)
    if (builder.hasContent) return builder
  }
  return null
}

async function fromCsv<Key extends string>(
  file: Buffer,
  columns: readonly ExpectedColumn<Key>[],
): Promise<TableBuilder<Key> | null> {
  const builder = new TableBuilder(columns, null)
  await readCsv(file, columns, builder)
  return builder.hasContent ? builder : null
}
