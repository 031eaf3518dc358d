import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'

test('街道完成复核，显示下次复核日期，记入变更记录', async ({ signedIn }) => {
  const page = await signedIn('street2')
  await page.goto('/households/reviews')
  const first = page.getByRole('button', { name: /^完成复核/ }).first()
  const whose = ((await first.getAttribute('aria-label')) ?? '').replace('完成复核 ', '')
  const head = whose.split('（')[0] ?? ''
  const row = page
    .getByRole('row')
    .filter({ has: page.getByRole('link', { name: head, exact: true }) })
    .first()
  const file = (await row.getByRole('link', { name: head, exact: true }).getAttribute('href')) ?? ''
  await first.click()
  const dialog = page.getByRole('dialog', { name: `完成复核：${head}` })
  await dialog.getByRole('radio', { name: '收入不稳定' }).check()
  await expect(dialog.getByText('下次复核：2027-05-21')).toBeVisible()
  await dialog.getByRole('radio', { name: '家庭情况稳定' }).check()
  await expect(dialog.getByText('下次复核：2027-11-21')).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
  await dialog.getByLabel('情况说明').fill('入户核对收入无变化')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toContainText('2027-11-21')
  await expect(row.getByRole('button', { name: /^完成复核/ })).toHaveCount(0)

  await page.goto(file)
  const review = page.getByRole('listitem').filter({ hasText: '入户核对收入无变化' })
  await expect(review).toContainText('2027-11-21')
  await expect(review).toContainText('情况无变化，继续保障')
})

test('批量完成复核：一次两户，各有结果', async ({ signedIn }) => {
  const page = await signedIn('street2')
  await page.goto('/households/reviews')
  const boxes = page.getByRole('checkbox', { name: /（.+）/ })
  await boxes.nth(0).check()
  await boxes.nth(1).check()
  await expect(page.getByText('已选 2 户')).toBeVisible()
  await page.getByRole('button', { name: '批量完成复核' }).click()
  const dialog = page.getByRole('dialog').filter({ hasText: '请确认已逐户核实' })
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('dialog').getByRole('row')).toHaveCount(3)
})

test('复核发现情况有变化：说明后转到家庭档案办理变更', async ({ signedIn }) => {
  const page = await signedIn('street2')
  await page.goto('/households/reviews')
  const last = page.getByRole('button', { name: /^完成复核/ }).last()
  const head = ((await last.getAttribute('aria-label')) ?? '').replace('完成复核 ', '').split('（')[0] ?? ''
  await last.click()
  const dialog = page.getByRole('dialog', { name: `完成复核：${head}` })
  await dialog.getByRole('radio', { name: '情况有变化，需办理变更' }).check()
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert').first()).toBeVisible()
  await dialog.getByLabel('情况说明').fill('次子就业，收入增加')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(page).toHaveURL(/\/households\/\d+$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${head}家庭`)
  await expect(page.getByText('申请变更', { exact: true })).toBeVisible()
})
