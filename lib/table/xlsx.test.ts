import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { columnName, xlsxStream } from './xlsx'

const columns = [
  { title: '所属区县', width: 84 },
  { title: '姓名 <"&">', width: 140 },
]

function row(number: number, ...texts: string[]): string {
  const cells = texts.map(
    (text, index) => `<c r="${columnName(index)}${number}" s="1" t="inlineStr"><is><t>${text}</t></is></c>`,
  )
  return `<row r="${number}">${cells.join('')}</row>\n`
}

/** In chunks that fall in the middle of rows and of characters. */
function inPieces(text: string): Readable {
  const bytes = Buffer.from(text)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  )
  return Readable.from(pieces, { objectMode: false })
}

async function opened(stream: Readable): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  const bytes = await buffer(stream)
  await workbook.xlsx.load(new Uint8Array(bytes).buffer)
  return workbook
}

describe('xlsxStream', () => {
  it('packs rows under a bold frozen header, all of them text, with filter and widths', async () => {
    const rows = inPieces(row(2, '梁子湖区', '王建国') + row(3, '梁子湖区', '420702********1234'))
    const [sheet] = (await opened(xlsxStream({ title: '生存认证', columns, rows }))).worksheets
    expect(sheet?.name).toBe('生存认证')
    expect(sheet?.getRow(1).values).toEqual([undefined, '所属区县', '姓名 <"&">'])
    expect(sheet?.getRow(3).values).toEqual([undefined, '梁子湖区', '420702********1234'])
    expect(sheet?.getCell('A1').font.bold).toBe(true)
    expect(sheet?.getCell('B3').numFmt).toBe('@')
    expect(sheet?.views).toMatchObject([{ state: 'frozen', ySplit: 1 }])
    expect(sheet?.autoFilter).toBe('A1:B3')
    expect(sheet?.getColumn(2).width).toBe(22)
  })

  it('an empty list is a header alone', async () => {
    const [sheet] = (await opened(xlsxStream({ title: '生存认证', columns, rows: Readable.from([]) }))).worksheets
    expect(sheet?.rowCount).toBe(1)
  })

  it('goes on on further sheets, each with its header, and none is left empty', async () => {
    const rows = () => inPieces([2, 3, 4, 2, 3, 4].map((number, index) => row(number, `第${index + 1}行`, '')).join(''))
    const workbook = await opened(xlsxStream({ title: '生存认证', columns, rows: rows() }, 3))
    expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount])).toEqual([
      ['生存认证', 4],
      ['生存认证（2）', 4],
    ])
    expect(workbook.worksheets[1]?.getCell('A1').text).toBe('所属区县')
    expect(workbook.worksheets[1]?.getCell('A4').text).toBe('第6行')
  })

  it('names the sheet so that Excel takes it', async () => {
    const title = `[死亡]登记/撤销:${'长'.repeat(40)}`
    const [sheet] = (await opened(xlsxStream({ title, columns, rows: Readable.from([]) }))).worksheets
    expect(sheet?.name).toBe(` 死亡 登记 撤销 ${'长'.repeat(21)}`)
  })

  it('fails when its rows fail: half a list never looks like a whole one', async () => {
    async function* failing() {
      yield Buffer.from(row(2, '梁子湖区', ''))
      throw new Error('connection lost')
    }
    await expect(buffer(xlsxStream({ title: '生存认证', columns, rows: Readable.from(failing()) }))).rejects.toThrow(
      'connection lost',
    )
  })

  it('lets go of its rows when nobody reads on', async () => {
    async function* endless() {
      for (;;) yield Buffer.from(row(2, '梁子湖区', ''))
    }
    const rows = Readable.from(endless())
    const file = xlsxStream({ title: '生存认证', columns, rows })
    file.once('data', () => file.destroy())
    await finished(file).catch(() => undefined)
    await finished(rows).catch(() => undefined)
    expect(rows.destroyed).toBe(true)
  })
})

it('columns are named as in a spreadsheet', () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})
