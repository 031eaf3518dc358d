import type { Page } from '@playwright/test'
import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'
import { corrected, filledIn, idNumber, linesOf, type RosterLine } from './roster-file'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
// A run waits for its turn and is then looked at again and again.
const BY_THEN = { timeout: 30_000 }

/** Somebody who heads a household of one, as the roster has them. */
function single(certificateNo: string, name: string, number: string | number, rest: RosterLine = {}): RosterLine {
  return {
    证号: certificateNo,
    对象类型: '农村低保',
    街道: '太和镇',
    社区: '太和社区',
    户籍性质: '农村',
    居住地: '3组12号',
    起保月: '2026-11',
    姓名: name,
    身份证号: number,
    民族: '汉族',
    与户主关系: '户主',
    是否保障: '是',
    '保障金额（本人，元/月）': '420.00',
    ...rest,
  }
}

async function downloaded(page: Page, link: string): Promise<string> {
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  return (await started).path()
}

/** Uploads a file and stays until its dry run is through. */
async function checked(page: Page, name: string, file: Buffer): Promise<void> {
  await page.goto('/imports')
  await page.getByLabel('文件', { exact: true }).setInputFiles({ name, mimeType: XLSX, buffer: file })
  await page.getByRole('button', { name: '上传并预检' }).click()
  await expect(page).toHaveURL(/\/imports\/\d+/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
  await expect(page.getByRole('heading', { name: '预检结果' })).toBeVisible(BY_THEN)
}

async function carryOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: '执行导入' }).click()
  await expect(page.getByRole('heading', { name: '导入结果' })).toBeVisible(BY_THEN)
  await expect(page.getByText('已完成', { exact: true })).toBeVisible()
}

/** Uploads a list of another department, as CSV, and has it carried out. */
async function importList(page: Page, kind: string, from: [label: string, source: string], lines: string[][]) {
  await page.goto('/imports')
  await page.getByRole('radio', { name: kind }).check()
  const source = page.getByLabel(from[0], { exact: true })
  if (from[0] === '名单来源') await source.selectOption(from[1])
  else await source.fill(from[1])
  const buffer = Buffer.from(lines.map((line) => line.join(',')).join('\r\n'))
  await page.getByLabel('文件', { exact: true }).setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: '上传并预检' }).click()
  await expect(page.getByRole('heading', { name: '预检结果' })).toBeVisible(BY_THEN)
}

/** What the rows came to, as the page counts them. */
async function counts(page: Page): Promise<string[]> {
  const links = await page.getByRole('navigation', { name: '按结果查看' }).getByRole('link').allTextContents()
  return links.map((words) => words.replace(/\s/g, ''))
}

test('区县导入名册：三行有误，下载改正后再导入，重复导入不变', async ({ signedIn, database }) => {
  test.setTimeout(180_000)
  const page = await signedIn('county')
  await page.goto('/imports')
  const template = await downloaded(page, '下载家庭和成员名册模板')
  const right = {
    lu: idNumber('1951-04-03', '981'),
    fan: idNumber('1949-09-12', '982'),
    xi: idNumber('1947-01-25', '983'),
  }
  const damaged = `${right.lu.slice(0, 17)}${right.lu.endsWith('5') ? '6' : '5'}`
  const roster = await filledIn(template, [
    single('E2E-0001', '令狐桂香', idNumber('1950-02-08', '984')),
    {
      证号: 'E2E-0001',
      姓名: '段干建国',
      身份证号: idNumber('1948-06-30', '985'),
      民族: '汉族',
      与户主关系: '配偶',
      是否保障: '否',
    },
    single('E2E-0002', '百里秀英', damaged),
    single('E2E-0003', '东郭大山', Number(right.fan)),
    single('E2E-0004', '南宫冬梅', right.xi, { 社区: '无名社区' }),
    single('E2E-0005', '西门长庚', idNumber('1952-12-01', '986')),
  ])

  await checked(page, '太和镇名册.xlsx', roster)
  expect(await counts(page)).toEqual(['新增3行', '有误3行'])
  await expect(page.getByText('执行后将新增 3 行。有误的 3 行不导入，可下载结果文件改正后重新上传。')).toBeVisible()
  const wrong = page.getByRole('table').getByRole('row')
  await expect(wrong).toHaveCount(4)
  await expect(wrong.filter({ hasText: '身份证号校验位不正确，请核对第18位。' })).toHaveCount(1)
  await expect(wrong.filter({ hasText: '身份证号被表格软件改成科学计数，末几位已丢失' })).toHaveCount(1)
  await expect(wrong.filter({ hasText: '“太和镇”下没有“无名社区”，请从模板下拉列表中选择。' })).toHaveCount(1)
  expect(await seriousFaults(page)).toEqual([])
  const errors = await downloaded(page, '下载结果文件（含错误原因）')
  const faulty = (await linesOf(errors)).filter((line) => line.错误原因)
  expect(faulty.map((line) => line.证号)).toEqual(['E2E-0002', 'E2E-0003', 'E2E-0004'])
  expect(faulty.map((line) => line.检查结果)).toEqual(['有误', '有误', '有误'])
  await page.getByRole('button', { name: '执行导入' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '请选择如何处理已有的记录。' })).toBeVisible()
  await page.getByRole('radio', { name: /跳过已有的/ }).check()
  await carryOut(page)
  await expect(page.getByText('导入已完成：新增 3 行，有误 3 行。')).toBeVisible()

  const better = await corrected(errors, {
    'E2E-0002': { 身份证号: right.lu },
    'E2E-0003': { 身份证号: right.fan },
    'E2E-0004': { 社区: '太和社区' },
    'E2E-0005': { 居住地: '5组7号' },
  })
  await checked(page, '太和镇名册（改正）.xlsx', better)
  expect(await counts(page)).toEqual(['新增3行', '更新1行', '无变化2行', '有误0行'])
  await page.getByRole('radio', { name: /更新已有的/ }).check()
  await carryOut(page)
  await expect(page.getByText('导入已完成：新增 3 行，更新 1 行，无变化 2 行。')).toBeVisible()

  await page.goto('/households?certificate=E2E-')
  await expect(page.getByRole('row')).toHaveCount(6)
  await expect(page.getByRole('row', { name: '东郭大山' })).toContainText('420.00')
  await page.getByRole('link', { name: '西门长庚', exact: true }).click()
  await expect(page.getByText('5组7号').first()).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '批量导入' }).first()).toBeVisible()

  const { rows: before } = await database.query(
    `SELECT id, version FROM household WHERE certificate_no LIKE 'E2E-%' ORDER BY id`,
  )
  await checked(page, '太和镇名册（改正）.xlsx', better)
  expect(await counts(page)).toEqual(['无变化6行', '有误0行'])
  await expect(page.getByText('没有需要导入的行。')).toBeVisible()
  await expect(page.getByText('同一文件已于')).toBeVisible()
  await expect(page.getByRole('button', { name: '执行导入' })).toHaveCount(0)
  await page.getByRole('button', { name: '取消导入' }).click()
  await expect(page.getByText('已取消', { exact: true }).first()).toBeVisible()
  const { rows: after } = await database.query(
    `SELECT id, version FROM household WHERE certificate_no LIKE 'E2E-%' ORDER BY id`,
  )
  expect(after).toEqual(before)
})

test('不是表格的文件当即说明，不留下导入记录', async ({ signedIn, database }) => {
  const page = await signedIn('county')
  const { rows: before } = await database.query('SELECT count(*)::int AS runs FROM import_run')
  await page.goto('/imports')
  const upload = page.getByRole('button', { name: '上传并预检' })
  await upload.click()
  await expect(page.getByRole('alert').filter({ hasText: '请选择要上传的文件。' })).toBeVisible()
  await page.getByLabel('文件', { exact: true }).setInputFiles({ name: '名册.xlsx', mimeType: XLSX, buffer: PNG })
  await upload.click()
  const sentence = page
    .getByRole('alert')
    .filter({ hasText: '“名册.xlsx”是图片，不是表格。请上传 .xlsx 或 .csv 表格。' })
  await expect(sentence).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  const { rows: after } = await database.query('SELECT count(*)::int AS runs FROM import_run')
  expect(after).toEqual(before)
})

test('列不对的表格预检后说明缺哪些列，什么都不写入', async ({ signedIn }) => {
  const page = await signedIn('county')
  await page.goto('/imports')
  await page.getByLabel('文件', { exact: true }).setInputFiles({
    name: '花名册.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('序号,姓名,电话\r\n1,令狐桂香,13800000000\r\n'),
  })
  await page.getByRole('button', { name: '上传并预检' }).click()
  await expect(page.getByText('未成功', { exact: true }).first()).toBeVisible(BY_THEN)
  await expect(page.getByRole('alert').filter({ hasText: '身份证号' })).toBeVisible()
  await expect(page.getByRole('link', { name: '重新上传' })).toBeVisible()
})

test('死亡名单列为疑似死亡，核实健在后同一记录不再列入；健在名单完成认证', async ({ signedIn }) => {
  test.setTimeout(180_000)
  const county = await signedIn('county')
  const head = idNumber('1943-03-08', '987')
  const wife = idNumber('1946-10-19', '988')
  await county.goto('/imports')
  const roster = await filledIn(await downloaded(county, '下载家庭和成员名册模板'), [
    single('E2E-0101', '公冶长春', head, { 起保月: '2024-03' }),
    { 证号: 'E2E-0101', 姓名: '澹台月娥', 身份证号: wife, 民族: '汉族', 与户主关系: '配偶', 是否保障: '否' },
  ])
  await checked(county, '新增户.xlsx', roster)
  await county.getByRole('radio', { name: /跳过已有的/ }).check()
  await carryOut(county)

  const deaths = [
    ['姓名', '身份证号', '死亡日期'],
    ['公冶长春', head, '2026-11-02'],
    ['不在册者', idNumber('1940-01-01', '989'), '2026-11-03'],
  ]
  await importList(county, '死亡名单', ['名单来源', '殡葬火化比对'], deaths)
  expect(await counts(county)).toEqual(['列为疑似死亡1行', '跳过1行', '有误0行'])
  await carryOut(county)

  const street = await signedIn('street')
  await street.goto(`/deaths/suspected?name=${encodeURIComponent('公冶长春')}`)
  const row = street.getByRole('row', { name: '公冶长春' })
  await expect(row).toContainText('2026-11-02')
  await row.getByRole('button', { name: '核实健在' }).click()
  const dialog = street.getByRole('dialog', { name: '核实健在：公冶长春' })
  await dialog.getByLabel('核实经过').fill('入户见到本人，系同名')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(row).toHaveCount(0)

  await importList(county, '死亡名单', ['名单来源', '殡葬火化比对'], deaths)
  expect(await counts(county)).not.toContain('列为疑似死亡1行')
  await expect(county.getByRole('button', { name: '执行导入' })).toHaveCount(0)

  await importList(
    county,
    '健在名单',
    ['比对来源', '医保就诊数据'],
    [
      ['姓名', '身份证号', '比对日期'],
      ['澹台月娥', wife, '2026-11-05'],
    ],
  )
  expect(await counts(county)).toEqual(['认证1行', '有误0行'])
  await carryOut(county)
  await street.goto(`/certification?name=${encodeURIComponent('澹台月娥')}`)
  await expect(street.getByRole('row', { name: '澹台月娥' })).toContainText('已认证')
  await street.getByRole('link', { name: '澹台月娥', exact: true }).click()
  await expect(street.getByText('医保就诊数据').first()).toBeVisible()
})
