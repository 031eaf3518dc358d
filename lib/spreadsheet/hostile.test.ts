import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { Archive } from './archive'
import { SpreadsheetError } from './error'
import type { ExpectedColumn } from './header'
import { LARGEST_FILE_BYTES, MOST_PARTS, MOST_ROWS } from './limits'
import { readTable } from './read'
import { csv, xlsx } from './test-files'

const columns: readonly ExpectedColumn[] = [
  { key: 'name', title: '姓名', required: true },
  { key: 'idNumber', title: '身份证号', required: true },
]
const HEADER = ['姓名', '身份证号']

/** Places in the directory of a ZIP archive. */
const DIRECTORY_BYTES = 46
const UNPACKED_SIZE_AT = 24
const COUNT_AT = 10

/** The sentence with which a file is refused; anything but a SpreadsheetError fails the test. */
async function refusal(file: Buffer | string, name = '名册.xlsx'): Promise<string> {
  try {
    await readTable(Buffer.from(file), name, { columns })
  } catch (error) {
    if (error instanceof SpreadsheetError) return error.message
    throw error
  }
  return expect.fail('the file was read')
}

const bytes = (text: string) => Buffer.from(text, 'latin1')

async function zipOf(parts: Readonly<Record<string, string | Buffer>>, compress = true): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), path, { compress })
  zip.end()
  return buffer(zip.outputStream)
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** A workbook of one sheet, from the XML within `<worksheet>`. */
function workbookOf(sheet: string | Buffer): Promise<Buffer> {
  const relation = (type: string, target: string) =>
    `<Relationships><Relationship Id="r1" Type="${RELATIONSHIPS}/${type}" Target="${target}"/></Relationships>`
  return zipOf({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<x:workbook xmlns:rel="${RELATIONSHIPS}"><x:sheets><x:sheet name="名册" rel:id="r1"/></x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': relation('worksheet', '/xl/sheet.xml'),
    'xl/sheet.xml': sheet,
  })
}

describe('what is no table', () => {
  it.each([
    ['空.xlsx', '', '“空.xlsx”是空文件。'],
    [
      '册.xls',
      '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
      '“册.xls”是旧版格式的表格（.xls 或 .et）。请在 WPS 或 Excel 中打开，另存为 .xlsx 后重新上传。',
    ],
    ['册.doc', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '“册.doc”是文字文档，不是表格。'],
    ['册.xlsx', `\xd0\xcf\x11\xe0....E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0`, '去掉密码'],
    ['册.xls', '<html><table><tr><td>x</td></tr></table></html>', '其实是网页格式'],
    ['册.xls', '\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', '其实是网页格式'],
    ['册.pdf', '%PDF-1.7\n', '是 PDF 文件'],
    ['册.csv', '\x89PNG\r\n\x1a\n', '是图片'],
    ['册.csv', '\xff\xd8\xff\xe0', '是图片'],
    ['册.rar', 'Rar!\x1a\x07', '是压缩包'],
    ['册.csv', 'name\0\0\0', '无法识别文件中的文字'],
    ['册.csv', '\xff\xff\xff', '无法识别文件中的文字'],
    ['册.csv', '\r\n,,,\r\n', '“册.csv”里没有内容。'],
  ])('%s %j is refused', async (name, content, sentence) => {
    expect(await refusal(bytes(content), name)).toContain(sentence)
  })

  it.each([
    [{ 'a.txt': 'x' }, '是压缩包'],
    [{ '[Content_Types].xml': '', 'word/document.xml': '' }, '是文字文档'],
    [{ '[Content_Types].xml': '', 'xl/workbook.bin': '' }, '（.xlsb）'],
    [{ mimetype: '', 'content.xml': '' }, 'OpenDocument'],
    [{ '[Content_Types].xml': '' }, '文件已损坏'],
  ])('an archive of %j is refused', async (parts: Record<string, string>, sentence) => {
    expect(await refusal(await zipOf(parts))).toContain(sentence)
  })

  it('a file above 30 MB is refused unread', async () => {
    expect(await refusal(Buffer.alloc(LARGEST_FILE_BYTES + 1, 'a'))).toContain('超过 30 MB')
  })
})

describe('headers', () => {
  it('without a column name what is missing', async () => {
    expect(
      await refusal(
        csv([
          ['姓名', '备注'],
          ['王某', ''],
        ]),
      ),
    ).toBe('文件的表头缺少“身份证号”。请对照模板补上后重新上传。')
    expect(
      await refusal(
        await xlsx([
          ['甲', '乙'],
          ['1', '2'],
        ]),
      ),
    ).toBe('工作表“名册”前几行没有找到表头。请使用下载的模板，表头应有“姓名”、“身份证号”。')
  })

  it('merged or in two rows are named so', async () => {
    const merged = await xlsx(
      [
        ['姓名', '证件'],
        ['', '身份证号'],
        ['王某', '无'],
      ],
      (sheet) => sheet.mergeCells('A1:A2'),
    )
    expect(await refusal(merged)).toContain('表头有合并单元格或分成了几行')
    const across = await xlsx(
      [
        ['姓名', '', '证件'],
        ['王某', '', '无'],
      ],
      (sheet) => sheet.mergeCells('A1:B1'),
    )
    expect(await refusal(across)).toBe(
      '工作表“名册”的表头有合并单元格或分成了几行，没有读到“身份证号”。请取消合并，让表头只占一行后重新上传。',
    )
  })

  it('with a column twice say where', async () => {
    expect(await refusal(csv([['姓名', '身份证号', '', '姓 名']]))).toBe(
      '表头中有重复的列：“姓名”（A 列、D 列）。请只保留一列后重新上传。',
    )
  })

  it('alone are no table', async () => {
    expect(await refusal(csv([HEADER, [], ['示例：王某', '无']]))).toContain('表头下面没有要读取的行')
  })
})

describe('limits', () => {
  it('hold for rows, columns and the length of a cell', async () => {
    const rows = (count: number) => csv([HEADER, ...Array.from({ length: count }, () => ['王某', '无'])])
    await expect(readTable(Buffer.from(rows(MOST_ROWS)), '册.csv', { columns })).resolves.toBeDefined()
    expect(await refusal(rows(MOST_ROWS + 1))).toBe('表格超过 50000 行，请拆成几个文件后分别上传。')
    expect(await refusal(csv([[...HEADER, ...Array.from({ length: 99 }, (_, at) => `列${at}`)]]))).toContain(
      '最多 100 列',
    )
    expect(await refusal(csv([HEADER, ['王'.repeat(32_768), '无']]))).toContain('超过 32767 字')
    expect(await refusal(await xlsx([HEADER, ['王'.repeat(32_768), '无']]))).toContain('超过 32767 字')
  })

  it('an open quote does not swallow the rest of the file', async () => {
    expect(await refusal(csv([HEADER, ['王某', '无']]).concat('\r\n"李某,无\r\n陈某,无'))).toBe(
      '第 3 行有引号没有成对，后面的内容无法分开。请在 WPS 或 Excel 中改正后重新上传。',
    )
    expect(await refusal(`${HEADER.join(',')}\n"${'长'.repeat(100_000)}`)).toContain('第 2 行有引号没有成对')
  })

  it('a zip bomb is noticed while it unpacks, whatever sizes it declares', async () => {
    const bomb = await workbookOf(`<row>${'<c/>'.repeat(200)}</row>`.repeat(40_000))
    expect(bomb.length).toBeLessThan(150_000)
    expect(await refusal(bomb)).toContain('解压后异常庞大')
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(10, lying.lastIndexOf('xl/sheet.xml') - DIRECTORY_BYTES + UNPACKED_SIZE_AT)
    expect(await refusal(lying)).toContain('解压后异常庞大')
  })

  it('what is unpacked is counted over all parts', async () => {
    const file = await zipOf({ first: 'a'.repeat(600), second: 'b'.repeat(600) })
    const unpack = async (path: string, archive: Archive) => {
      for await (const piece of archive.pieces(path)) expect(piece.length).toBe(600)
    }
    const archive = new Archive(file, 1_000)
    await unpack('first', archive)
    await expect(unpack('second', archive)).rejects.toThrow('超过 300 MB')
    await expect(unpack('second', new Archive(file, 1_000))).resolves.toBeUndefined()
  })

  it('a part that changed on its way is refused', async () => {
    const file = await zipOf({ part: 'unchanged' }, false)
    file.write('X', file.indexOf('unchanged'))
    await expect(buffer(new Archive(file).pieces('part'))).rejects.toThrow('文件已损坏')
  })

  it('thousands of parts are refused', async () => {
    const file = await workbookOf('<worksheet/>')
    file.writeUInt16LE(MOST_PARTS + 1, file.lastIndexOf('PK\x05\x06') + COUNT_AT)
    expect(await refusal(file)).toContain('内部结构异常')
  })
})

describe('XML of other programs and of nobody', () => {
  const rows = (cells: string) => `<s:worksheet><s:sheetData>${cells}</s:sheetData></s:worksheet>`
  const text = (of: string) => `<s:c t='inlineStr'><s:is><s:t>${of}</s:t></s:is></s:c>`
  const header = `<s:row>${HEADER.map(text).join('')}</s:row>`

  it('is read with prefixes, single quotes, CDATA, entities and without places', async () => {
    const row = `<s:row r='7' ht=">">${text('王&#x4e00;&amp;<![CDATA[<某>]]><!-- - -->')}<s:c t="str"><s:v>_x0041__x005F_x0042_</s:v></s:c></s:row>`
    const table = await readTable(await workbookOf(rows(header + row)), '册.xlsx', { columns })
    expect(table.rows.map(({ number, texts }) => [number, ...texts])).toEqual([[7, '王一&<某>', 'A_x0042_']])
  })

  it.each([
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'],
    ['a tag without end', `<worksheet a="${'x'.repeat(2_000_000)}`],
    ['a row that no sheet has', rows('<s:row r="-1">')],
    ['a column that no sheet has', rows('<s:row><s:c r="ZZZZ1"><s:v>1</s:v></s:c></s:row>')],
  ])('is refused with %s', async (_, sheet) => {
    expect(await refusal(await workbookOf(sheet))).toContain('文件已损坏')
  })
})

describe('random bytes', () => {
  const answered = async (file: Buffer) => {
    try {
      await readTable(file, '名册.xlsx', { columns })
    } catch (error) {
      expect(error).toBeInstanceOf(SpreadsheetError)
    }
  }
  const starts = ['', 'PK\x03\x04', '\xd0\xcf\x11\xe0', '\xff\xfe', '\xef\xbb\xbf', '"', '姓名,身份证号\n'].map(
    (text) => Buffer.from(text, 'latin1'),
  )

  it('are refused in a sentence', async () => {
    const files = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }))
    await fc.assert(
      fc.asyncProperty(files, ([start, rest]) => answered(Buffer.concat([start, rest]))),
      { numRuns: 500 },
    )
  })

  it('within a workbook are refused in a sentence, or read past', async () => {
    const whole = await xlsx([HEADER, ['王某', '420702199001011237'], ['李某', 1]])
    const change = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(change, fc.nat(whole.length), async (changes, cut) => {
        const file = Buffer.from(whole)
        for (const [at, byte] of changes) file[at] = byte
        await answered(file)
        await answered(whole.subarray(0, cut))
      }),
      { numRuns: 150 },
    )
  })

  it('as XML of a sheet are refused in a sentence, or read past', async () => {
    const bits = fc.constantFrom(
      '<row',
      ' r="2"',
      '>',
      '<c t="s">',
      '<c',
      '<v>',
      '1e999',
      '</v>',
      '</c>',
      '</row>',
      '<is><t>',
      '&#1114112;',
      '&lt',
      '"',
      "'",
      '<!--',
      '<![CDATA[',
      '<f>',
      '<mergeCell ref="A1:B2"/>',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(bits, { maxLength: 40 }), async (parts) => answered(await workbookOf(parts.join('')))),
      { numRuns: 200 },
    )
  })
})
