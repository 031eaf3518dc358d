import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'

test('区县记录重复享受的核查结论，只作记录，不变更任何一户', async ({ signedIn, database }) => {
  const county = await signedIn('county')
  await county.goto('/households/duplicates?kind=EXCLUSIVE&state=OPEN')
  const open = county.getByRole('button', { name: /^核查结论/ })
  const whose = ((await open.first().getAttribute('aria-label')) ?? '').replace('核查结论 ', '')
  const name = whose.split('（')[0] ?? ''
  const { rows: versions } = await database.query('SELECT sum(version)::int AS sum FROM household')
  await open.first().click()
  const dialog = county.getByRole('dialog', { name: `核查结论：${whose}` })
  await expect(dialog).toContainText('不会变更任何一户的成员和金额')
  expect(await seriousFaults(county)).toEqual([])
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert')).toHaveText(/请填写/)
  await dialog.getByLabel('核查结论').fill('分户未及时办理，已通知街道减少成员')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(county.getByRole('button', { name: `核查结论 ${whose}` })).toHaveCount(0)

  await county.goto(`/households/duplicates?kind=EXCLUSIVE&state=DONE&name=${encodeURIComponent(name)}`)
  const done = county.getByRole('row').filter({ hasText: '分户未及时办理，已通知街道减少成员' })
  await expect(done.first()).toContainText('已核查')
  await expect(done.getByRole('button')).toHaveCount(0)
  expect((await database.query('SELECT sum(version)::int AS sum FROM household')).rows).toEqual(versions)
})

test('街道看得到本辖区的重复享受名单，没有核查结论的按钮', async ({ signedIn }) => {
  const street = await signedIn('street')
  await street.goto('/households/duplicates')
  await expect(street.getByRole('row').nth(1)).toContainText('太和镇')
  await expect(street.getByRole('button', { name: /^核查结论/ })).toHaveCount(0)
})
