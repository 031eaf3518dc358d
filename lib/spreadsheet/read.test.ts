import type ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidy } from './cell'
import type { ExpectedColumn } from './header'
import { readTable } from './read'
import type { SpreadsheetTable } from './table'
import { csv, gb18030, isGb18030, xlsx } from './test-files'
import { printable } from './xml'

const columns = [
  { key: 'name', title: '姓名', required: true },
  { key: 'idNumber', title: '身份证号', aliases: ['公民身份号码', '身份证号码'], required: true },
  { key: 'amount', title: '保障金额', required: false },
] as const satisfies readonly ExpectedColumn[]
type Key = (typeof columns)[number]['key']

const read = (file: Buffer | string, name = '名册.xlsx'): Promise<SpreadsheetTable<Key>> =>
  readTable<Key>(Buffer.from(file), name, { columns })

/** The texts of a table, under its numbers. */
function written(table: SpreadsheetTable): [number: number, ...texts: string[]][] {
  return table.rows.map(({ number, texts }) => [number, ...texts])
}

async function cellsOf(values: readonly ExcelJS.CellValue[], prepare?: (sheet: ExcelJS.Worksheet) => void) {
  const titles = ['姓名', '身份证号', ...values.map((_, at) => `第${at + 1}项`)]
  const keys = values.map((_, at) => ({ key: `c${at}`, title: `第${at + 1}项`, required: true }))
  const file = await xlsx([titles, ['王某', '无', ...values]], prepare)
  const [row] = (await readTable(file, '名册.xlsx', { columns: keys })).rows
  return keys.map(({ key }) => row?.cell(key))
}

describe('a table', () => {
  const rows = [
    ['序号', '姓名', '公民身份号码', '备注'],
    ['1', '王某', '420702199001011237', '=1+1'],
    [],
    ['2', '李某', '', ' 两 字 '],
  ]
  const expected = {
    header: ['序号', '姓名', '公民身份号码', '备注'],
    rows: [
      [2, '1', '王某', '420702199001011237', '=1+1'],
      [4, '2', '李某', '', '两 字'],
    ],
  }

  it.each([
    ['UTF-8', (text: string) => Buffer.from(text)],
    ['UTF-8 with byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['GB18030', gb18030],
    ['UTF-16, as Excel saves 「Unicode 文本」', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('is read from CSV in %s, by any separator', async (_, encoded) => {
    for (const separator of [',', '\t', ';']) {
      const table = await read(encoded(csv(rows, separator)), '名册.csv')
      expect(table.header).toEqual(expected.header)
      expect(written(table)).toEqual(expected.rows)
      expect(table.rows[0]?.cell('idNumber').text).toBe('420702199001011237')
      expect(table.rows[0]?.cell('amount')).toEqual({ text: '', formula: false, error: false, lostPrecision: false })
      expect([...table.present]).toEqual(['name', 'idNumber'])
    }
  })

  it('is read from .xlsx whatever its name, from the first visible sheet with content', async () => {
    const file = await xlsx([], (_, book) => {
      const hidden = book.addWorksheet('字典', { state: 'hidden' })
      hidden.addRow(['姓名', '身份证号'])
      hidden.addRow(['不读', '不读'])
      const sheet = book.addWorksheet('五月')
      for (const row of rows) sheet.addRow(row)
    })
    const table = await read(file, '名册.csv')
    expect(table.sheet).toBe('五月')
    expect(table.header).toEqual(expected.header)
    expect(written(table)).toEqual(expected.rows)
  })

  it('finds its header under titles, with ＊, blanks and line breaks in it', async () => {
    const file = await xlsx([
      ['梁子湖区农村低保名册'],
      ['填报单位：太和镇'],
      ['姓 名＊', '身份证\n号码（必填）', '保障金额'],
      ['王某', '无', 520],
    ])
    const table = await read(file)
    expect(written(table)).toEqual([[4, '王某', '无', '520']])
    expect(table.rows[0]?.cell('amount').text).toBe('520')
  })

  it('finds its header in the tenth row with content, not in the eleventh', async () => {
    const under = (titles: number) =>
      csv([...Array.from({ length: titles }, () => ['说明']), [], ['姓名', '身份证号'], ['王某', '无']])
    expect(written(await read(under(9)))).toEqual([[12, '王某', '无']])
    await expect(read(under(10))).rejects.toThrow('没有找到表头')
  })

  it('passes over sample rows, and leaves out the columns of an earlier result', async () => {
    const file = csv([
      ['检查结果', '姓名', '身份证号', '错误原因', '备注'],
      ['', '示例：王某', '420702199001011237', '', ''],
      ['有误', '李某', '4.20702E+17', '身份证号应为18位。', '城'],
    ])
    const table = await read(file)
    expect(table.sampleRows).toEqual([2])
    expect(table.header).toEqual(['姓名', '身份证号', '备注'])
    expect(written(table)).toEqual([[3, '李某', '4.20702E+17', '城']])
    expect(table.rows[0]?.cell('idNumber').lostPrecision).toBe(true)
  })

  it('keeps cells to the right of the last title', async () => {
    const table = await read(
      csv([
        ['姓名', '身份证号'],
        ['王某', '无', '', '旁注'],
      ]),
    )
    expect(table.header).toEqual(['姓名', '身份证号', '', ''])
    expect(written(table)).toEqual([[2, '王某', '无', '', '旁注']])
  })
})

describe('random tables', () => {
  const text = fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '王建国',
        '420702199001011237',
        '是',
        '',
        '=SUM(A1)',
        'a"b',
        'x,y;z\tw',
        '第一行\n第二行',
        '００７',
      ),
    )
    .map((some) => tidy(printable(some)))
    .filter((some) => !/^示例|_x[\da-f]{4}_|^="[^"]*"$/i.test(some))
  const tables = fc
    .integer({ min: 2, max: 8 })
    .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
    .filter((rows) => rows.some((row) => row.some((cell) => cell !== '')))
  const withHeader = (rows: readonly (readonly string[])[]) => {
    const extra = Array.from({ length: (rows[0]?.length ?? 2) - 2 }, (_, at) => `附加${at}`)
    return [['身份证号', '姓名', ...extra], ...rows]
  }
  /** What has to come back: rows with content, under their numbers, without the empty cells at their ends. */
  const expected = (rows: readonly (readonly string[])[]) =>
    rows.flatMap((row, at) => {
      const last = row.findLastIndex((cell) => cell !== '')
      return last < 0 ? [] : [[at + 2, ...row.slice(0, last + 1)]]
    })

  it('come back from .xlsx as they were', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (rows) => {
        expect(written(await read(await xlsx(withHeader(rows))))).toEqual(expected(rows))
      }),
      { numRuns: 60 },
    )
  })

  it('come back from CSV in UTF-8 and in GB18030', async () => {
    await fc.assert(
      fc.asyncProperty(tables, fc.constantFrom(',', '\t', ';'), async (rows, separator) => {
        const file = csv(withHeader(rows), separator)
        expect(written(await read(file))).toEqual(expected(rows))
        if (isGb18030(file)) expect(written(await read(gb18030(file)))).toEqual(expected(rows))
      }),
    )
  })
})

describe('the cells of .xlsx', () => {
  it('are days where the format says so, in both systems', async () => {
    const formats = [
      'yyyy-mm-dd',
      'yyyy"年"m"月"d"日"',
      'm/d/yy h:mm',
      '[$-804]yyyy\\-mm;@',
      '0.00',
      '[h]:mm',
      '000000',
    ]
    const format = (sheet: ExcelJS.Worksheet) => {
      for (const [at, numFmt] of formats.entries()) sheet.getCell(2, 3 + at).numFmt = numFmt
    }
    const in1900 = await cellsOf([46347, 1, 60, 61, 46347, 46347, 123], format)
    expect(in1900.map((cell) => cell?.text)).toEqual([
      '2026-11-21',
      '1900-01-01',
      '1900-02-29',
      '1900-03-01',
      '46347',
      '46347',
      '000123',
    ])
    const in1904 = await cellsOf([44885, 0, 44885.75, 0.5], (sheet) => {
      format(sheet)
      sheet.workbook.properties.date1904 = true
    })
    expect(in1904.map((cell) => cell?.text)).toEqual(['2026-11-21', '1904-01-01', '2026-11-21', '1904-01-01'])
  })

  it('are numbers without artefacts, and truth in Chinese', async () => {
    const cells = await cellsOf([0.1 + 0.2, 1234.5, -3, 1e-7, true, false])
    expect(cells.map((cell) => cell?.text)).toEqual(['0.3', '1234.5', '-3', '0.0000001', '是', '否'])
  })

  it('make no row when they are only formatted, or formulas that answer nothing', async () => {
    const nothing = { formula: 'IF(A9="","",A9)', result: '' }
    const file = await xlsx(
      [['姓名', '身份证号'], [nothing, nothing], ['王某', nothing], [{ formula: 'A9' }]],
      (sheet) => {
        sheet.getCell('A9').numFmt = '@'
      },
    )
    const table = await read(file)
    expect(written(table)).toEqual([
      [3, '王某'],
      [4, ''],
    ])
    expect(table.rows[1]?.cell('name').formula).toBe(true)
  })

  it('tell what a spreadsheet did to them', async () => {
    const cells = await cellsOf([
      Number('420702199001011237'),
      '4.20702E+17',
      { formula: 'A1', result: '某' },
      { formula: 'A1' },
      { formula: 'A1', result: { error: '#N/A' } },
      { error: '#REF!' },
      { richText: [{ text: '王', font: { bold: true } }, { text: '某' }] },
    ])
    const plain = { formula: false, error: false, lostPrecision: false }
    expect(cells).toEqual([
      { ...plain, text: '420702199001011260', lostPrecision: true },
      { ...plain, text: '4.20702E+17', lostPrecision: true },
      { ...plain, text: '某', formula: true },
      { ...plain, text: '', formula: true },
      { ...plain, text: '#N/A', formula: true, error: true },
      { ...plain, text: '#REF!', error: true },
      { ...plain, text: '王某' },
    ])
  })
})
