import { ask, told } from './cases'
import { expect, test } from './fixtures'

test('新线索告知区县：徽标显示未读条数，打开线索即为已读，可全部标为已读', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const [first, second] = [await ask(database, { name: '夹谷来信' }), await ask(database, { name: '夹谷又来' })]
  const page = await signedIn('county')
  const message = await told(page, first, '新线索')
  await expect(message).toContainText('来自“我要救助”')
  await expect(message).toContainText('夹***')
  await expect(message).not.toContainText(first.name)
  await told(page, second, '新线索')
  await page.goto('/messages')
  const badge = page.getByRole('banner').getByRole('link', { name: /^消息/ })
  await expect(badge).toHaveAccessibleName(/^消息 \d+\+? 条未读$/)
  await page.goto(`/messages?text=${first.no}`)
  await message.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${first.name}（线索 ${first.no}）`)
  await page.goto(`/messages?text=${first.no}`)
  await expect(message).not.toContainText('未读')

  const own = await signedIn('county')
  await own.goto('/messages')
  await own.getByRole('link', { name: /^未读 \d+$/ }).click()
  await expect(own).toHaveURL(/reading=UNREAD/)
  await own.getByRole('button', { name: '全部标为已读' }).click()
  await expect(own.getByText(/^已将 \d+ 条消息标为已读。$/)).toBeVisible()
  await expect(own.getByText('没有未读消息')).toBeVisible()
  await expect(own.getByRole('banner').getByRole('link', { name: /^消息/ })).toHaveText('消息')
})

test('别的区县和街道收不到', async ({ signedIn, database }) => {
  const plea = await ask(database, { name: '夹谷家事' })
  await told(await signedIn('county'), plea, '新线索')
  for (const who of ['county2', 'street', 'street2', 'surveyor']) {
    const page = await signedIn(who)
    await page.goto(`/messages?text=${plea.no}`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('消息')
    await expect(page.getByRole('main')).not.toContainText('夹***')
  }
})
