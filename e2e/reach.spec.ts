import { EXPECTED_404, expect, test } from './fixtures'
import { streetCode, uncertified } from './people'

test.use({ allowedErrors: [EXPECTED_404] })

const TAIHE = streetCode('太和镇')

test('区县和街道只看到本辖区', async ({ signedIn }) => {
  const county = await signedIn('county')
  await county.goto('/certification?size=100')
  for (const row of await county
    .getByRole('row')
    .all()
    .then((rows) => rows.slice(1)))
    await expect(row).toContainText('梁子湖区')
  const street = await signedIn('street')
  await street.goto('/certification?size=100')
  for (const row of await street
    .getByRole('row')
    .all()
    .then((rows) => rows.slice(1)))
    await expect(row).toContainText('太和镇')
  await expect(street.getByLabel('所属街道')).toBeDisabled()
})

test('辖区以外的地区、人员和导出一律为“未找到”，与不存在的编号相同', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 20)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street2')
  const unknown = await page.goto('/people/999999999')
  const words = await page.getByRole('main').textContent()
  expect(unknown?.status()).toBe(404)
  const foreign = await page.goto(`/people/${person.personId}`)
  expect(foreign?.status()).toBe(404)
  expect(await page.getByRole('main').textContent()).toBe(words)
  for (const address of [
    `/certification?region=${TAIHE}`,
    `/certification/export?format=csv&region=${TAIHE}`,
    '/people/1%20OR%201=1',
    '/people/abc',
    '/certification/doubtful',
    '/admin/staff',
    '/admin/audit',
  ]) {
    const answer = await page.request.get(address, { maxRedirects: 0 })
    expect([address, answer.status()]).toEqual([address, 404])
  }
})

test('三员看不到任何对象；调查人员看不到名册', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 20)
  for (const who of ['sysadmin', 'secadmin', 'auditor', 'surveyor']) {
    const page = await signedIn(who)
    for (const address of ['/certification', '/certification/export?format=csv', `/people/${person?.personId}`]) {
      const answer = await page.request.get(address, { maxRedirects: 0 })
      expect([who, address, answer.status()]).toEqual([who, address, 404])
    }
    await page.goto('/')
    await expect(page.getByRole('link', { name: '生存认证' })).toHaveCount(0)
  }
})

test('未登录者只见登录页', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  for (const address of ['/', '/certification', '/people/1', '/admin/staff', '/certification/export?format=csv']) {
    await page.goto(address)
    await expect(page).toHaveURL(/\/login/)
  }
  await page.context().close()
})
