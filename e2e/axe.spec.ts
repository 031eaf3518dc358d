import { seriousFaults } from './accessibility'
import { expect, test, watch } from './fixtures'
import { untouchedFamily } from './households'
import { streetCode, uncertified } from './people'

const PAGES: [who: string, address: string][] = [
  ['street', '/'],
  ['street', '/certification'],
  ['street', '/certification?name=没有这个人'],
  ['street', '/account'],
  ['street', '/households'],
  ['street', '/households?head=没有这个人'],
  ['street', '/households?amountFrom=abc'],
  ['street', '/households/reviews'],
  ['street', '/households/duplicates'],
  ['street', '/changes'],
  ['street', '/deaths/suspected'],
  ['county', '/'],
  ['county', '/households'],
  ['county', '/households/reviews'],
  ['county', '/households/duplicates'],
  ['county', '/changes'],
  ['county', '/changes?status=ALL'],
  ['county', '/deaths/suspected?status=ALL'],
  ['county', '/imports'],
  ['county', '/certification'],
  ['county', '/certification/doubtful'],
  ['province', '/'],
  ['province', '/certification?sort=name'],
  ['province', '/households?sort=amount'],
  ['province', '/deaths/suspected'],
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

const FORMS: [slug: string, title: string][] = [
  ['add-member', '新增成员'],
  ['remove-member', '减少成员'],
  ['edit-member', '成员信息变更'],
  ['amount', '保障金额变更'],
  ['move', '迁移'],
  ['head', '户主变更'],
  ['stop', '停保'],
  ['info', '家庭信息变更'],
]

test('家庭档案、打印页、各种变更申请表和对话框无严重的无障碍问题', async ({ signedIn, database }) => {
  test.setTimeout(180_000)
  const family = await untouchedFamily(database, streetCode('太和镇'), 2)
  const street = await signedIn('street')
  for (const path of ['', '/print']) {
    await street.goto(`/households/${family.id}${path}`)
    await expect(street.getByRole('heading', { level: 1 })).toBeVisible()
    expect([path, await seriousFaults(street)]).toEqual([path, []])
  }
  for (const [slug, title] of FORMS) {
    await street.goto(`/households/${family.id}/change/${slug}`)
    await expect(street.getByRole('heading', { level: 1 })).toHaveText(`申请${title}：${family.head}家庭`)
    await street.getByRole('button', { name: '提交申请' }).click()
    await expect(street.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
    expect([slug, await seriousFaults(street)]).toEqual([slug, []])
  }
  await street.goto(`/households?head=${encodeURIComponent(family.head)}`)
  await street.getByRole('button', { name: `申请变更 ${family.head}` }).click()
  await expect(street.getByRole('dialog', { name: `申请变更：${family.head}` })).toBeVisible()
  expect(await seriousFaults(street)).toEqual([])
})

test('变更申请页无严重的无障碍问题', async ({ signedIn, database }) => {
  // A page for every kind and state, each looked at whole.
  test.slow()
  const { rows } = await database.query<{ id: string }>(
    `SELECT DISTINCT ON (kind, status) id FROM change_request WHERE region / 1000000 = 420702 ORDER BY kind, status, id`,
  )
  expect(rows.length).toBeGreaterThan(0)
  const county = await signedIn('county')
  for (const { id } of rows) {
    await county.goto(`/changes/${id}`)
    await expect(county.getByRole('heading', { level: 1 })).toBeVisible()
    expect([id, await seriousFaults(county)]).toEqual([id, []])
  }
})
