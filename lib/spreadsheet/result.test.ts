import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { tidy } from './cell'
import { readTable } from './read'
import { type ResultRow, writeResult } from './result'
import { printable } from './xml'

const header = ['姓名', '身份证号', '备注']
const columns = header.map((title) => ({ key: title, title, required: true }))

const written = (rows: Iterable<ResultRow> | AsyncIterable<ResultRow>) =>
  buffer(writeResult({ title: '导入结果', header, rows }))

describe('a result file', () => {
  it('has the rows in their order, which of them are wrong in front and why at the end, all of it text', async () => {
    const book = new ExcelJS.Workbook()
    const rows = [
      { texts: ['王某', '420702199001011237'], problems: [] },
      { texts: ['李某', '1', '=HYPERLINK("x")'], problems: ['身份证号应为18位。', '缺少对象类型。'] },
    ]
    await book.xlsx.load(new Uint8Array(await written(rows)).buffer)
    const [sheet] = book.worksheets
    expect(sheet?.getRow(1).values).toEqual([undefined, '检查结果', ...header, '错误原因'])
    expect(sheet?.getRow(2).values).toEqual([undefined, undefined, '王某', '420702199001011237'])
    expect(sheet?.getRow(3).values).toEqual([
      undefined,
      '有误',
      '李某',
      '1',
      '=HYPERLINK("x")',
      '身份证号应为18位。缺少对象类型。',
    ])
    expect(sheet?.getCell('D3').type).toBe(ExcelJS.ValueType.String)
    expect(sheet?.getCell('B1').numFmt).toBe('@')
    expect(sheet?.autoFilter).toBe('A1:E3')
  })

  it('is read back as the rows were, without its own columns', async () => {
    const text = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((some) => tidy(printable(some)))
      .filter((some) => some !== '' && !some.startsWith('示例'))
    const rows = fc.array(
      fc.record({ texts: fc.tuple(text, text, text), problems: fc.array(text, { maxLength: 2 }) }),
      {
        minLength: 1,
        maxLength: 20,
      },
    )
    await fc.assert(
      fc.asyncProperty(rows, async (some) => {
        const table = await readTable(await written(some), '导入结果.xlsx', { columns })
        expect(table.header).toEqual(header)
        expect(table.rows.map((row) => row.texts)).toEqual(some.map(({ texts }) => texts))
      }),
      { numRuns: 60 },
    )
  })

  it('keeps line breaks and what looks like an escape of Office', async () => {
    const texts = ['王\n某', '_x0041_', '<&>"']
    const table = await readTable(await written([{ texts, problems: [] }]), '导入结果.xlsx', { columns })
    expect(table.rows[0]?.texts).toEqual(texts)
  })

  it('fails when its rows fail', async () => {
    async function* failing() {
      yield { texts: ['王某'], problems: [] }
      throw new Error('connection lost')
    }
    await expect(written(failing())).rejects.toThrow('connection lost')
  })
})
