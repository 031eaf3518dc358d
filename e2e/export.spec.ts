import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import ExcelJS from 'exceljs'
import { expect, test } from './fixtures'

async function download(page: Page, button: string): Promise<string> {
  const started = page.waitForEvent('download')
  await page.getByRole('button', { name: button }).click()
  return (await started).path()
}

const COLUMNS = [
  '所属区县',
  '乡镇街道',
  '社区村组',
  '姓名',
  '身份证号',
  '对象类型',
  '与户主关系',
  '是否保障',
  '认证时间',
  '认证状态',
]

test('督导筛选一个区县的未认证名单，下载的表格恰为这些行', async ({ signedIn, database }) => {
  const page = await signedIn('province')
  await page.goto('/certification?region=420702000000&status=PENDING&size=100')
  await expect(page.getByRole('row').nth(1)).toContainText('梁子湖区')
  const { rows } = await database.query<{ name: string; masked: string }>(
    `SELECT name, coalesce(id_masked, '无证件') AS masked FROM roster
     WHERE year = extract(year FROM today()) AND exited_on IS NULL AND region BETWEEN 420702000000 AND 420702999999
       AND roster_status(death_id, certification_id, exempt_until, today()) = 'PENDING' ORDER BY region, id`,
  )
  expect(rows.length).toBeGreaterThan(100)
  const expected = rows.map(({ name, masked }) => `${name} ${masked}`)

  const { rows: before } = await database.query<{ id: string }>('SELECT coalesce(max(id), 0) AS id FROM audit')
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(await download(page, '导出Excel'))
  const sheet = workbook.worksheets[0]
  if (!sheet) throw new Error('the file has no sheet')
  const texts = (line: number) => COLUMNS.map((_, index) => String(sheet.getRow(line).getCell(index + 1).value ?? ''))
  expect(texts(1)).toEqual(COLUMNS)
  expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
  const listed = Array.from({ length: sheet.rowCount - 1 }, (_, index) => texts(index + 2))
  expect(listed.map((line) => `${line[3]} ${line[4]}`)).toEqual(expected)

  const csv = await readFile(await download(page, '导出CSV'), 'utf8')
  const lines = csv
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .replace(/^\uFEFF/, '')
        .slice(1, -1)
        .split('","'),
    )
  expect(lines[0]).toEqual(COLUMNS)
  expect(lines.slice(1)).toEqual(listed)
  expect(csv).not.toMatch(/\d{17}[\dX]/)

  // The end is recorded when the last byte has left the server, a moment after it has arrived here.
  const recorded = async () => {
    const { rows: audit } = await database.query<{ action: string; rows: string | null }>(
      `SELECT action, detail ->> 'rows' AS rows FROM audit
       WHERE id > $1 AND action LIKE 'certification.export%' ORDER BY action`,
      [before[0]?.id],
    )
    return audit.map(({ action, rows: count }) => `${action} ${count ?? ''}`.trim())
  }
  await expect
    .poll(recorded)
    .toEqual([
      'certification.export',
      'certification.export',
      `certification.export-end ${expected.length}`,
      `certification.export-end ${expected.length}`,
    ])
})

test('屏幕上的文字与导出的文字相同', async ({ signedIn }) => {
  const page = await signedIn('street')
  await page.goto('/certification?size=100')
  const shown = await page
    .getByRole('row')
    .evaluateAll(
      (rows, count) =>
        rows
          .slice(1)
          .map((row) =>
            [...row.querySelectorAll('td, th')].map((cell) => cell.textContent?.trim() ?? '').slice(-count - 1, -1),
          ),
      COLUMNS.length,
    )
  const csv = await readFile(await download(page, '导出CSV'), 'utf8')
  const lines = csv
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.slice(1, -1).split('","'))
  expect(shown.length).toBeGreaterThan(50)
  expect(lines.slice(0, shown.length)).toEqual(shown)
})
