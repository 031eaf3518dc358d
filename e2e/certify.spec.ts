import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { tabTo } from './keyboard'
import { streetCode, uncertified } from './people'

const GUIDE = '请确认是否已经完成实地走访或视频连线进行认证？弄虚作假事后会被问责，确定通过生存认证？'
const TAIHE = streetCode('太和镇')

/** Narrows the list to one name, as a clerk does. */
async function find(page: Page, name: string): Promise<void> {
  await page.goto('/certification')
  await page.getByLabel('姓名', { exact: true }).fill(name)
  await page.getByRole('button', { name: '查询', exact: true }).click()
  await expect(page).toHaveURL(/name=/)
  await expect(page.getByRole('row', { name })).toBeVisible()
}

test('街道经办人员办理线下认证：名册原位变为已认证，数字随之变化', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 0)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street')
  await find(page, person.name)
  const row = page.getByRole('row', { name: person.name })
  await expect(row).toContainText('未认证')
  const certified = page
    .getByRole('region', { name: '认证进度' })
    .locator('dl > div', { hasText: '已认证' })
    .locator('dd')
  const before = Number(((await certified.textContent()) ?? '').replaceAll(',', ''))

  await row.getByRole('button', { name: '认证', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(GUIDE)
  await expect(dialog).toContainText(person.name)
  await dialog.getByRole('radio', { name: '视频连线' }).check()
  await dialog.getByLabel('备注').fill('视频中本人应答清楚')
  await dialog.getByRole('button', { name: '确定' }).click()

  await expect(dialog).toBeHidden()
  await expect(row).toContainText('已认证')
  await expect(row.getByRole('button', { name: '认证', exact: true })).toHaveCount(0)
  await expect(row.getByRole('button', { name: '死亡' })).toBeVisible()
  await expect(certified).toHaveText((before + 1).toLocaleString('zh-CN'))
  const { rows } = await database.query(
    'SELECT channel, note FROM certification WHERE roster_id = $1 AND revoked_at IS NULL',
    [person.rosterId],
  )
  expect(rows).toEqual([{ channel: 'VIDEO', note: '视频中本人应答清楚' }])
})

test('同一天可由本街道撤销认证，须填写原因', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 1)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street')
  await find(page, person.name)
  const row = page.getByRole('row', { name: person.name })
  await row.getByRole('button', { name: '认证', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await row.getByRole('button', { name: '撤销认证' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toContainText('请填写撤销原因。')
  await dialog.getByLabel('撤销原因').fill('走访的是同名邻居')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(row).toContainText('未认证')
})

test('只用键盘完成查询和认证', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 2)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street')
  await page.goto('/certification')
  await page.getByLabel('姓名', { exact: true }).focus()
  await page.keyboard.type(person.name)
  await page.keyboard.press('Enter')
  const row = page.getByRole('row', { name: person.name })
  await expect(row).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(2)
  const certify = row.getByRole('button', { name: '认证', exact: true })
  await tabTo(page, certify)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio', { name: '实地走访' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(row).toContainText('已认证')
})

test('两名经办人员同时办理同一对象：后到者被告知何人何时已认证', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 3)
  if (!person) throw new Error('nobody')
  const first = await signedIn('street')
  const second = await signedIn('street3')
  for (const page of [first, second]) {
    await find(page, person.name)
    await page.getByRole('row', { name: person.name }).getByRole('button', { name: '认证', exact: true }).click()
  }
  await first.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(first.getByRole('row', { name: person.name })).toContainText('已认证')
  await second.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(second.getByRole('dialog').getByRole('alert')).toHaveText(
    /该对象已由 .+（太和镇）于 \d{2}:\d{2} 认证，无需重复操作。/,
  )
  const { rows } = await database.query(
    'SELECT count(*)::int AS valid FROM certification WHERE roster_id = $1 AND revoked_at IS NULL',
    [person.rosterId],
  )
  expect(rows).toEqual([{ valid: 1 }])
})

test('双击确定只登记一次', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 4)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street')
  await find(page, person.name)
  await page.getByRole('row', { name: person.name }).getByRole('button', { name: '认证', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).dblclick()
  await expect(page.getByRole('row', { name: person.name })).toContainText('已认证')
  const { rows } = await database.query('SELECT count(*)::int AS written FROM certification WHERE roster_id = $1', [
    person.rosterId,
  ])
  expect(rows).toEqual([{ written: 1 }])
})
