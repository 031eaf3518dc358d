import 'server-only'
import { columnName } from '@/lib/table/xlsx'
import { normalised } from './cell'
import { SpreadsheetError } from './error'

/** A column that the caller expects to find. */
export interface ExpectedColumn<Key extends string = string> {
  readonly key: Key
  readonly title: string
  /** Other titles under which it comes, such as 公民身份号码 for 身份证号. */
  readonly aliases?: readonly string[]
  /** Without it the file cannot be read at all. */
  readonly required: boolean
}

/** Stands behind the title of a column that must be filled in. */
export const REQUIRED_SIGN = '＊'
/** Begins the first cell of the row that shows how to fill in a template; such rows are never read as data. */
export const SAMPLE_SIGN = '示例：'
/** Columns that a result file adds. When the corrected file comes back they are left out. */
export const RESULT_TITLES = { verdict: '检查结果', reason: '错误原因' } as const

export interface Header<Key extends string> {
  /** Where each expected column stands, from 0; those that the file lacks are absent. */
  readonly places: ReadonlyMap<Key, number>
  readonly missing: readonly ExpectedColumn<Key>[]
  /** Expected columns that stand there more than once: the titles as written, and where. */
  readonly repeated: readonly { title: string; places: readonly number[] }[]
}

/** Titles are the same whatever their blanks, line breaks, width, ＊ and （必填）. */
function comparable(title: string): string {
  return normalised(title)
    .replace(/[\s*]/g, '')
    .replace(/\((?:必填|选填)\)/g, '')
    .toLowerCase()
}

/** Looks at a row of titles. A title of one's own goes before an alias of another column. */
export function matchHeader<Key extends string>(
  titles: readonly string[],
  columns: readonly ExpectedColumn<Key>[],
): Header<Key> {
  const wanted = new Map(
    columns.flatMap((column) => (column.aliases ?? []).map((alias) => [comparable(alias), column])),
  )
  for (const column of columns) wanted.set(comparable(column.title), column)
  const found = new Map<ExpectedColumn<Key>, number[]>()
  titles.forEach((title, place) => {
    const column = title === '' ? undefined : wanted.get(comparable(title))
    if (column) found.set(column, [...(found.get(column) ?? []), place])
  })
  return {
    places: new Map([...found].map(([{ key }, [place = 0]]) => [key, place])),
    missing: columns.filter((column) => column.required && !found.has(column)),
    repeated: [...found].flatMap(([{ title }, places]) => (places.length > 1 ? [{ title, places }] : [])),
  }
}

export function isResultTitle(title: string): boolean {
  return Object.values(RESULT_TITLES).some((own) => own === comparable(title))
}

/** 「“姓名”（B 列、F 列）」 for each column that stands in the header more than once. */
export function repeatedColumns({ repeated }: Header<string>): SpreadsheetError {
  const list = repeated.map(
    ({ title, places }) => `“${title}”（${places.map((at) => `${columnName(at)} 列`).join('、')}）`,
  )
  return new SpreadsheetError(`表头中有重复的列：${list.join('，')}。请只保留一列后重新上传。`)
}

/** Why no row of the head is the header: merged, without some columns, or not there at all. `sheet` is null for CSV. */
export function headerNotFound(
  head: readonly (readonly string[])[],
  columns: readonly ExpectedColumn[],
  merged: boolean,
  sheet: string | null,
): SpreadsheetError {
  const headers = head.map((titles) => matchHeader(titles, columns))
  const best = headers.reduce((a, b) => (b.places.size > a.places.size ? b : a))
  const where = sheet === null ? '文件' : `工作表“${sheet}”`
  const spread = headers.some((header, at) => {
    const next = headers[at + 1]
    return next?.missing.every(({ key }) => header.places.has(key)) && header.places.size > 0 && next.places.size > 0
  })
  if (spread || (merged && best.places.size > 0)) {
    const missing = `没有读到${titles(best.missing)}`
    return new SpreadsheetError(
      `${where}的表头有合并单元格或分成了几行，${missing}。请取消合并，让表头只占一行后重新上传。`,
    )
  }
  if (best.places.size > 0) {
    return new SpreadsheetError(`${where}的表头缺少${titles(best.missing)}。请对照模板补上后重新上传。`)
  }
  const required = columns.filter((column) => column.required)
  return new SpreadsheetError(`${where}前几行没有找到表头。请使用下载的模板，表头应有${titles(required)}。`)
}

function titles(columns: readonly ExpectedColumn[]): string {
  return columns.map(({ title }) => `“${title}”`).join('、')
}
