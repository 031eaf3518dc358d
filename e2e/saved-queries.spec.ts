import type { Page } from '@playwright/test'
import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'

const NAME = '多人低保户复核'

async function openQueries(page: Page) {
  await page.goto('/households')
  await page.getByRole('button', { name: '查询方案' }).click()
  const dialog = page.getByRole('dialog', { name: '查询方案' })
  await expect(dialog.getByRole('heading', { name: '我的方案' })).toBeVisible()
  return dialog
}

test('查询方案共享给同街道的人员，其他街道看不到', async ({ signedIn }) => {
  const own = await signedIn('street')
  await own.goto('/households?category=URBAN_DIBAO%2CRURAL_DIBAO&amountFrom=900&startTo=2025-12')
  await expect(own.getByRole('row').nth(1)).toBeVisible()
  const total = await own.getByRole('navigation', { name: '分页' }).getByText(/共|户/).first().textContent()
  await own.getByRole('button', { name: '查询方案' }).click()
  const dialog = own.getByRole('dialog', { name: '查询方案' })
  await expect(dialog.getByRole('region', { name: '保存当前条件' })).toContainText('保障金额')
  await dialog.getByRole('button', { name: '保存', exact: true }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/方案名称/)
  await dialog.getByLabel('方案名称').fill(NAME)
  await dialog.getByRole('checkbox', { name: '同辖区人员可用' }).check()
  expect(await seriousFaults(own)).toEqual([])
  await dialog.getByRole('button', { name: '保存', exact: true }).click()
  await expect(dialog.getByRole('status')).toHaveText(`已保存方案“${NAME}”。`)

  const colleague = await signedIn('street3')
  const shared = (await openQueries(colleague)).getByRole('region', { name: '同辖区人员的方案' })
  await shared.getByRole('link', { name: NAME }).click()
  await expect(colleague).toHaveURL(/amountFrom=900/)
  await expect(colleague.getByRole('navigation', { name: '分页' })).toContainText(total ?? '—')
  const again = await openQueries(colleague)
  await expect(again.getByRole('region', { name: '同辖区人员的方案' })).toContainText(NAME)
  await expect(again.getByRole('button', { name: `删除方案 ${NAME}` })).toHaveCount(0)

  const stranger = await openQueries(await signedIn('street2'))
  await expect(stranger.getByText(NAME)).toHaveCount(0)

  const mine = await openQueries(own)
  await mine.getByRole('button', { name: `删除方案 ${NAME}` }).click()
  await mine.getByRole('button', { name: '删除', exact: true }).click()
  await expect(mine.getByText(NAME)).toHaveCount(0)
})
