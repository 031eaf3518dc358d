import { LONGEST_CELL } from './limits'

/** What is wrong with a file, in a sentence that tells the clerk what to do; `message` may be shown as it is. */
export class SpreadsheetError extends Error {
  override readonly name = 'SpreadsheetError'
}

/** A file that breaks its own format: cut off on its way, or made by a program that does not keep to it. */
export function damaged(): SpreadsheetError {
  return new SpreadsheetError('文件已损坏或不完整，无法读取。请在 WPS 或 Excel 中打开，另存为 .xlsx 后重新上传。')
}

export function tooLong(): SpreadsheetError {
  return new SpreadsheetError(`有单元格超过 ${LONGEST_CELL} 字，无法读取。请删减后重新上传。`)
}
