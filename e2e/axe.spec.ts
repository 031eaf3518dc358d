import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, watch } from './fixtures'
import { streetCode, uncertified } from './people'

async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 3)
          .join(', ')}`,
    )
}

const PAGES: [who: string, address: string][] = [
  ['street', '/'],
  ['street', '/certification'],
  ['street', '/certification?name=没有这个人'],
  ['street', '/account'],
  ['county', '/certification'],
  ['county', '/certification/doubtful'],
  ['province', '/'],
  ['province', '/certification?sort=name'],
  ['surveyor', '/'],
  ['sysadmin', '/admin/staff'],
  ['secadmin', '/admin/staff'],
  ['auditor', '/admin/audit'],
]

for (const [who, address] of PAGES) {
  test(`${who} ${address} 无严重的无障碍问题`, async ({ signedIn }) => {
    const page = await signedIn(who)
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
  })
}

test('登录页、人员页和对话框无严重的无障碍问题', async ({ browser, signedIn, database }) => {
  const guest = await (await browser.newContext()).newPage()
  const problems: string[] = []
  watch(guest, problems)
  await guest.goto('/login')
  expect(await seriousFaults(guest)).toEqual([])
  await guest.context().close()

  const [person] = await uncertified(database, streetCode('太和镇'), 1, 30)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street')
  await page.goto(`/people/${person.personId}`)
  expect(await seriousFaults(page)).toEqual([])
  await page.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  for (const button of ['认证', '死亡']) {
    await page.getByRole('row', { name: person.name }).getByRole('button', { name: button, exact: true }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  }
  expect(problems).toEqual([])
})
