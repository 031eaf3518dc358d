import { seriousFaults } from './accessibility'
import { rowOf, standsAt } from './cases'
import { expect, test } from './fixtures'
import { photo } from './phone'
import { idNumber } from './roster-file'

test('登记线索：有误之处逐项说明，已填的内容不丢，改正后登记成功', async ({ signedIn, database }) => {
  test.setTimeout(90_000)
  const page = await signedIn('county')
  await page.goto('/cases')
  await page.getByRole('link', { name: '登记线索' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('登记线索')
  await page.getByLabel('姓名', { exact: true }).fill('宰父来访')
  await page.getByLabel('身份证号').fill('420702195003070024')
  await page.getByLabel('联系电话').fill('12345')
  await page.getByLabel('居住地址').fill('4组2号')
  await page.getByLabel('所属街道').selectOption('太和镇')
  await page.getByLabel('所属社区').selectOption('太和社区')
  await expect(page.getByText('身份证号校验码不正确，请核对。')).toBeVisible()
  await page.getByLabel('选择照片').setInputFiles({ name: '申请.jpg', mimeType: 'image/jpeg', buffer: await photo() })
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText('请选择困难类型。')).toBeVisible()
  await expect(page.getByText('请填写困难情况。')).toBeVisible()
  await expect(page.getByText('请填写正确的电话号码，如 13800000001 或 0711-3870000。')).toBeVisible()
  await expect(page.getByLabel('姓名', { exact: true })).toHaveValue('宰父来访')
  await expect(page.getByLabel('居住地址')).toHaveValue('4组2号')
  await expect(page.getByText('已选 1 张')).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])

  const number = idNumber('1950-03-07', String(100 + (Date.now() % 800)))
  await page.getByLabel('身份证号').fill(number)
  await page.getByLabel('联系电话').fill('13871230459')
  await page.getByLabel('困难类型').selectOption('因灾')
  await page.getByLabel('困难情况').fill('房屋被大风掀顶，暂住邻居家。')
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^宰父来访（线索 JZ20261121\d{7}）$/)
  await standsAt(page, '待分派')
  await expect(page.getByRole('button', { name: '查看照片（1 张）' })).toBeVisible()
  await expect(page.getByText('138****0459')).toBeVisible()
  await expect(page.getByRole('main')).not.toContainText(number)

  await page.getByRole('button', { name: '查看完整电话和身份证号' }).click()
  const asking = page.getByRole('dialog')
  await asking.getByLabel('查看原因').fill('核对身份')
  await asking.getByRole('button', { name: '确定' }).click()
  await expect(page.getByText(number)).toBeVisible()
  await page.getByRole('button', { name: '隐藏', exact: true }).click()
  await expect(page.getByText(number)).toHaveCount(0)

  const street = await signedIn('street')
  await street.goto('/cases/new')
  await street.getByLabel('身份证号').fill(number)
  await expect(street.getByText('该身份证号已有办理中的线索')).toHaveCount(0)
  await page.goto('/cases/new')
  await page.getByLabel('身份证号').fill(number)
  await expect(page.getByText('该身份证号已有办理中的线索，请先核对，避免重复登记：')).toBeVisible()
  const { rows } = await database.query(
    `SELECT source FROM "case" WHERE subject_name = '宰父来访' ORDER BY id DESC LIMIT 1`,
  )
  expect(rows).toEqual([{ source: 'VISIT' }])
})

test('街道登记线索，由区县分派；办理前街道只看到自己登记的记录', async ({ signedIn, database }) => {
  const street = await signedIn('street')
  await street.goto('/cases/new')
  await street.getByLabel('姓名', { exact: true }).fill('宰父走访')
  await street.getByLabel('困难类型').selectOption('因残')
  await street.getByLabel('困难情况').fill('下肢残疾，独居。')
  await street.getByRole('button', { name: '登记', exact: true }).click()
  await expect(street.getByRole('heading', { level: 1 })).toHaveText(/^宰父走访/)
  await expect(street.getByText('本线索由区县分派办理，仅显示本单位登记的记录。')).toBeVisible()
  const { rows } = await database.query<{ id: string; no: string }>(
    `SELECT id, no FROM "case" WHERE subject_name = '宰父走访' ORDER BY id DESC LIMIT 1`,
  )
  const made = { id: Number(rows[0]?.id), no: rows[0]?.no ?? '', name: '宰父走访' }
  const county = await signedIn('county')
  await county.goto(`/cases?status=TO_DISPATCH&name=${encodeURIComponent(made.name)}`)
  await expect(rowOf(county, made)).toContainText('走访发现')
})

test('导入预警名单：逐行生成线索，有误的行说明原因，重复导入不重复生成', async ({ signedIn }) => {
  test.setTimeout(120_000)
  const stamp = String(Date.now())
  const lines = [
    ['姓名', '身份证号', '街道', '社区', '居住地', '联系电话', '困难类型', '预警内容', '预警日期', '部门编号'],
    [
      '亓官预警',
      '',
      '太和镇',
      '太和社区',
      '1组1号',
      '13871230461',
      '因病',
      '本年度住院自付 56300 元',
      '2026-11-02',
      stamp,
    ],
    ['亓官名单', '', '东沟镇', '', '2组5号', '', '因残', `新办残疾证 ${stamp}`, '2026-11-03', ''],
    ['亓官有误', '', '无名镇', '', '', '', '因病', '住院', '2026-11-03', ''],
  ]
  const file = {
    name: '预警名单.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(lines.map((line) => line.join(',')).join('\r\n')),
  }
  const page = await signedIn('county')
  await page.goto('/cases')
  await page.getByRole('link', { name: '导入预警' }).click()

  async function check(): Promise<void> {
    await page.getByRole('radio', { name: /^预警名单/ }).check()
    await page.getByLabel('推送部门').fill(`区医保局${stamp}`)
    await page.getByLabel('文件', { exact: true }).setInputFiles(file)
    await page.getByRole('button', { name: '上传并预检' }).click()
    await expect(page.getByRole('heading', { name: '预检结果' })).toBeVisible({ timeout: 30_000 })
  }

  await check()
  const counts = page.getByRole('navigation', { name: '按结果查看' })
  await expect(counts.getByRole('link', { name: /生成线索/ })).toHaveText(/2\s*行/)
  await expect(counts.getByRole('link', { name: /有误/ })).toHaveText(/1\s*行/)
  await expect(page.getByRole('table').getByText(/无名镇/)).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: '执行导入' }).click()
  await expect(page.getByRole('heading', { name: '导入结果' })).toBeVisible({ timeout: 30_000 })
  await expect(page.getByText('已完成', { exact: true })).toBeVisible()

  await page.goto(`/cases?source=WARNING&status=TO_DISPATCH&name=${encodeURIComponent('亓官')}`)
  await expect(page.getByRole('row', { name: /亓官预警.*预警信息.*待分派/ }).first()).toBeVisible()
  await page
    .getByRole('row', { name: /亓官名单/ })
    .getByRole('link', { name: /^JZ/ })
    .first()
    .click()
  await expect(page.getByText(/^区医保局\d+（部门推送）$/)).toBeVisible()
  await page.goto('/imports')
  await check()
  await expect(page.getByText('没有需要导入的行。')).toBeVisible()
})
