import type { Locator } from '@playwright/test'
import { seriousFaults } from './accessibility'
import { confirm } from './cases'
import { EXPECTED_404, expect, test } from './fixtures'

test.use({ allowedErrors: [EXPECTED_404] })

test('系统管理员修改入户调查时限并写明原因，再改回', async ({ signedIn }) => {
  const page = await signedIn('sysadmin')
  await page.goto('/admin/parameters')
  const row = page.getByRole('row', { name: /^入户调查时限/ })
  await expect(row).toContainText('10 个工作日')

  async function change(value: string, reason: string): Promise<void> {
    await page.getByRole('button', { name: '修改入户调查时限' }).click()
    const dialog = page.getByRole('dialog', { name: '修改参数：入户调查时限' })
    await dialog.getByLabel('新值').fill(value)
    await dialog.getByLabel('修改原因').fill(reason)
    await confirm(dialog)
  }

  await page.getByRole('button', { name: '修改入户调查时限' }).click()
  const dialog = page.getByRole('dialog', { name: '修改参数：入户调查时限' })
  await dialog.getByLabel('新值').fill('500')
  await dialog.getByLabel('修改原因').fill('按省厅通知延长')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert')).toContainText('120')
  await expect(dialog.getByLabel('修改原因')).toHaveValue('按省厅通知延长')
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByLabel('新值').fill('12')
  await confirm(dialog)
  await expect(row).toContainText('12 个工作日')
  await expect(row).toContainText('默认 10 个工作日')
  await expect(row).toContainText('按省厅通知延长')
  await change('10', '通知撤销')
  await expect(row).not.toContainText('默认')
  await expect(row).toContainText('10 个工作日')
})

test('提示2027年节假日尚未录入；录入元旦，删除须写原因', async ({ signedIn }) => {
  const page = await signedIn('sysadmin')
  await page.goto('/admin/parameters')
  await expect(page.getByText(/^2027\s*年节假日安排尚未录入/)).toBeVisible()
  await page.getByRole('navigation', { name: '年度' }).getByRole('link', { name: '2027年' }).click()
  await expect(page.getByText('2027年还没有录入节假日。')).toBeVisible()
  await page.getByRole('button', { name: '录入节假日' }).click()
  const dialog = page.getByRole('dialog', { name: '录入节假日' })
  await type(dialog.getByLabel('开始日期'), '2027-01-01')
  await type(dialog.getByLabel('结束日期'), '2026-12-31')
  await dialog.getByLabel('名称').fill('元旦')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert').first()).toBeVisible()
  await type(dialog.getByLabel('结束日期'), '2027-01-03')
  expect(await seriousFaults(page)).toEqual([])
  await confirm(dialog)
  const row = page.getByRole('table', { name: '2027年节假日' }).getByRole('row', { name: /元旦/ })
  await expect(row).toContainText('放假')
  await expect(row).toContainText('本系统录入')
  await expect(page.getByText(/^2027\s*年节假日安排尚未录入/)).toBeVisible()

  await row.getByRole('button', { name: /^删除/ }).click()
  const removal = page.getByRole('dialog', { name: /^删除：元旦/ })
  await removal.getByLabel('删除原因').fill('等待国务院通知')
  await confirm(removal)
  await expect(page.getByText('2027年还没有录入节假日。')).toBeVisible()
})

/** A day typed into its field; the calendar that comes with it goes again. */
async function type(field: Locator, day: string): Promise<void> {
  await field.fill(day)
  await field.press('Tab')
}

test('参数设置对其他人员为“未找到”', async ({ signedIn }) => {
  for (const who of ['county', 'street', 'surveyor', 'secadmin', 'auditor', 'province']) {
    const page = await signedIn(who)
    const answer = await page.goto('/admin/parameters')
    expect([who, answer?.status()]).toEqual([who, 404])
    await expect(page.getByRole('main')).toContainText('未找到该页面或记录')
  }
})
