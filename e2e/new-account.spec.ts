import { expect, test, watch } from './fixtures'
import { streetCode, uncertified } from './people'

test('新账号：系统管理员新建，安全管理员授权，本人首次登录改密码，办理第一笔认证', async ({
  signedIn,
  browser,
  database,
}) => {
  const username = `clerk${Date.now() % 100000}`
  const sysadmin = await signedIn('sysadmin')
  await sysadmin.goto('/admin/staff')
  await sysadmin.getByRole('button', { name: '新建账号' }).click()
  const create = sysadmin.getByRole('dialog')
  await create.getByLabel('用户名').fill(username)
  await create.getByLabel('姓名').fill('新来的')
  await create.getByRole('button', { name: '确定' }).click()
  const password = (await sysadmin.getByTestId('one-time-password').textContent()) ?? ''
  expect(password.length).toBeGreaterThanOrEqual(10)

  const secadmin = await signedIn('secadmin')
  await secadmin.goto(`/admin/staff?username=${username}`)
  await secadmin.getByRole('row', { name: username }).getByRole('button', { name: '授权' }).click()
  const grant = secadmin.getByRole('dialog')
  await grant.getByLabel('角色').click()
  await secadmin.getByTitle('街道经办').click()
  for (const [level, name] of [
    ['所属城市', '鄂州市'],
    ['所属区县', '梁子湖区'],
    ['所属街道', '太和镇'],
  ] as const) {
    await grant.getByLabel(level).click()
    await secadmin.getByTitle(name, { exact: true }).last().click()
  }
  await grant.getByRole('button', { name: '确定' }).click()
  await expect(secadmin.getByRole('row', { name: username })).toContainText('街道经办')

  const problems: string[] = []
  const page = await (await browser.newContext()).newPage()
  watch(page, problems)
  await page.goto('/login')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL(/\/account/)
  await page.goto('/certification')
  await expect(page).toHaveURL(/\/account/)
  await page.getByLabel('原密码').fill(password)
  await page.getByLabel('新密码', { exact: true }).fill('Liangzihu-2026')
  await page.getByLabel(/再次输入|确认新密码/).fill('Liangzihu-2026')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText(/密码已修改/).first()).toBeVisible()

  const [person] = await uncertified(database, streetCode('太和镇'), 1, 40)
  if (!person) throw new Error('nobody')
  await page.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  const row = page.getByRole('row', { name: person.name })
  await row.getByRole('button', { name: '认证', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(row).toContainText('已认证')
  await page.context().close()
  expect(problems).toEqual([])

  const auditor = await signedIn('auditor')
  await auditor.goto('/admin/audit')
  await expect(auditor.getByRole('row', { name: /新建账号/ }).first()).toBeVisible()
})
