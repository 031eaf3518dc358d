import ExcelJS from 'exceljs'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, it } from 'vitest'
import { readTable } from './read'
import { type TemplateColumn, writeTemplate } from './template'

const columns: readonly TemplateColumn[] = [
  { title: '户主姓名', width: 14, required: true, sample: '王某', kind: 'text' },
  {
    title: '身份证号',
    width: 24,
    required: true,
    sample: '420702199001011237',
    note: '18 位，末位可为 "X"',
    kind: 'text',
  },
  { title: '对象类型', width: 14, options: ['城市低保', '农村低保', '低边,边缘'], sample: '城市低保', kind: 'text' },
  { title: '起保月', width: 12, sample: '2026-11', kind: 'month' },
  { title: '保障金额', width: 12, sample: '520.00', kind: 'money' },
]
const template = { sheet: '家庭<名册>', columns, notes: ['一、请勿改动表头。', '二、示例行不会读取。'] }
const expected = columns.map(({ title }, at) => ({ key: `c${at}`, title, required: true }))

async function opened(): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(new Uint8Array(await writeTemplate(template)).buffer)
  return book
}

describe('a template', () => {
  it('has the header in sight, marked where required, and a sample row', async () => {
    const [sheet] = (await opened()).worksheets
    expect(sheet?.name).toBe('家庭<名册>')
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect(sheet?.getRow(1).values).toEqual([undefined, '户主姓名＊', '身份证号＊', '对象类型', '起保月', '保障金额'])
    expect(sheet?.getRow(2).values).toEqual([
      undefined,
      '示例：王某',
      '420702199001011237',
      '城市低保',
      '2026-11',
      '520.00',
    ])
    expect(sheet?.getCell('A2').font.italic).toBe(true)
  })

  it('keeps what is typed as text, down to the last row, but for money', async () => {
    const [sheet] = (await opened()).worksheets
    expect(columns.map((_, at) => sheet?.getColumn(at + 1).numFmt)).toEqual(['@', '@', '@', '@', '#,##0.00'])
  })

  it('offers its lists in 50,000 rows and shows how to fill in', async () => {
    const book = await opened()
    const sheet = book.worksheets[0]
    for (const place of ['C2', 'C50001']) {
      expect(sheet?.getCell(place).dataValidation).toMatchObject({ type: 'list', formulae: ["'可选内容'!$A$1:$A$3"] })
    }
    expect(sheet?.getCell('C50002').dataValidation).toBeUndefined()
    expect(book.getWorksheet('可选内容')?.state).toBe('hidden')
    expect(book.getWorksheet('可选内容')?.getColumn(1).values).toEqual([undefined, '城市低保', '农村低保', '低边,边缘'])
    const notes = book.getWorksheet('填写说明')
    expect(notes?.getCell('A1').text).toBe('一、请勿改动表头。')
    expect(notes?.getRow(6).values).toEqual([undefined, '身份证号', '必填', '18 位，末位可为 "X"'])
  })

  it('opens in another reader as well', async () => {
    const { sheets } = await readXlsx(await writeTemplate(template))
    expect(sheets.map(({ name }) => name)).toEqual(['家庭<名册>', '填写说明', '可选内容'])
    expect(sheets[0]?.rows[1]?.[1]).toBe('420702199001011237')
  })

  it('when filled in is read without its sample row', async () => {
    const book = await opened()
    book.worksheets[0]?.addRow(['李某', '420702199001011237', '农村低保', '2026-11', 520.5])
    const table = await readTable(Buffer.from(await book.xlsx.writeBuffer()), '名册.xlsx', { columns: expected })
    expect(table.sampleRows).toEqual([2])
    expect(table.rows.map(({ texts }) => texts)).toEqual([
      ['李某', '420702199001011237', '农村低保', '2026-11', '520.5'],
    ])
  })

  it('not filled in says so', async () => {
    const file = await writeTemplate(template)
    await expect(readTable(file, '名册.xlsx', { columns: expected })).rejects.toThrow('表头下面没有要读取的行')
  })
})
