import { SpreadsheetError } from './error'
import { LARGEST_FILE_BYTES } from './limits'

/** What a file is by its content; its name only serves to speak of it. */
export type Kind = 'zip' | 'text'

const SAVE_AS = '请在 WPS 或 Excel 中打开，另存为 .xlsx 后重新上传。'
const USE_A_TABLE = '请上传 .xlsx 或 .csv 表格。'

/** First bytes of what people upload by mistake. */
const OTHERS: readonly (readonly [bytes: string, what: string])[] = [
  ['%PDF', `是 PDF 文件，不是表格。${USE_A_TABLE}`],
  ['\x89PNG', `是图片，不是表格。${USE_A_TABLE}`],
  ['\xff\xd8\xff', `是图片，不是表格。${USE_A_TABLE}`],
  ['GIF8', `是图片，不是表格。${USE_A_TABLE}`],
  ['BM', `是图片，不是表格。${USE_A_TABLE}`],
  ['II*\0', `是图片，不是表格。${USE_A_TABLE}`],
  ['MM\0*', `是图片，不是表格。${USE_A_TABLE}`],
  ['RIFF', `是图片，不是表格。${USE_A_TABLE}`],
  ['Rar!', '是压缩包，请解压后上传其中的表格。'],
  ['7z\xbc\xaf', '是压缩包，请解压后上传其中的表格。'],
  ['\x1f\x8b', '是压缩包，请解压后上传其中的表格。'],
  ['{\\rtf', `是文字文档，不是表格。${USE_A_TABLE}`],
]

const OLE = '\xd0\xcf\x11\xe0'
const ZIP = 'PK\x03\x04'
const EMPTY_ZIP = 'PK\x05\x06'
const HEAD_BYTES = 1024
/** The start of a web page or of the XML that Excel 2003 wrote: many systems give such files the ending .xls. */
const MARKUP = /^\s*<(?:!doctype|html|head|meta|style|table|\?xml|!--|frameset|div)/i

/** Throws SpreadsheetError for everything that is neither an .xlsx nor text, saying what it is and what to do. */
export function kindOf(file: Buffer, fileName: string): Kind {
  const told = (what: string) => new SpreadsheetError(`“${fileName}”${what}`)
  if (file.length === 0) throw told('是空文件。请检查后重新上传。')
  if (file.length > LARGEST_FILE_BYTES) {
    throw told(`超过 ${LARGEST_FILE_BYTES / 1024 / 1024} MB。请删除图片和多余的工作表，或拆成几个文件后重新上传。`)
  }
  const head = file.toString('latin1', 0, HEAD_BYTES)
  if (head.startsWith(ZIP)) return 'zip'
  if (head.startsWith(EMPTY_ZIP)) throw told('是空的压缩包，不是表格。请检查后重新上传。')
  if (head.startsWith(OLE)) throw told(ofOle(file, fileName))
  const other = OTHERS.find(([bytes]) => head.startsWith(bytes) && (bytes !== 'BM' || head.includes('\0')))
  if (other) throw told(other[1])
  if (MARKUP.test(head.replace(/^\xef\xbb\xbf/, ''))) throw told(`其实是网页格式，不是真正的表格。${SAVE_AS}`)
  return 'text'
}

/** The container of Office 97–2003, in which Office also keeps encrypted files of today. */
function ofOle(file: Buffer, fileName: string): string {
  if (file.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return '设有打开密码。请在 WPS 或 Excel 中去掉密码，保存后重新上传。'
  }
  if (/\.(?:docx?|wps)$/i.test(fileName)) return `是文字文档，不是表格。${USE_A_TABLE}`
  return `是旧版格式的表格（.xls 或 .et）。${SAVE_AS}`
}

/** Throws SpreadsheetError for an archive that is no .xlsx; `has` answers whether it has a part. */
export function checkWorkbook(has: (path: string) => boolean, fileName: string): void {
  const told = (what: string) => new SpreadsheetError(`“${fileName}”${what}`)
  if (has('xl/workbook.bin')) throw told(`是二进制格式的表格（.xlsb）。${SAVE_AS}`)
  if (has('word/document.xml')) throw told(`是文字文档，不是表格。${USE_A_TABLE}`)
  if (has('ppt/presentation.xml')) throw told(`是演示文稿，不是表格。${USE_A_TABLE}`)
  if (has('content.xml') && has('mimetype')) throw told(`是 OpenDocument 格式。${SAVE_AS}`)
  if (!has('[Content_Types].xml')) throw told('是压缩包，不是表格。请解压后上传其中的表格。')
}
