import type { Page } from '@playwright/test'
import { STEPS } from '@/lib/survey/rules'
import { seriousFaults } from './accessibility'
import { ask, dispatched, openCase, press, staff, underSurvey } from './cases'
import { expect, test } from './fixtures'
import { onPhone, openTask, surveyed } from './phone'

const PAGES: [who: string, address: string][] = [
  ['county', '/cases'],
  ['county', '/cases?name=没有这个人'],
  ['county', '/cases?view=MINE'],
  ['county', '/cases?light=OVERDUE'],
  ['county', '/cases?status=CLOSED&sort=reported'],
  ['county', '/cases/new'],
  ['county', '/admissions'],
  ['county', '/admissions?status=ALL'],
  ['county', '/messages'],
  ['county', '/messages?reading=UNREAD'],
  ['street', '/cases'],
  ['street', '/cases/new'],
  ['street', '/admissions'],
  ['street', '/messages'],
  ['province', '/cases'],
  ['surveyor', '/cases'],
  ['surveyor', '/messages'],
  ['sysadmin', '/admin/parameters'],
  ['sysadmin', '/admin/parameters?year=2027'],
]

for (const [who, address] of PAGES) {
  test(`${who} ${address} 无严重的无障碍问题`, async ({ signedIn }) => {
    const page = await signedIn(who)
    await page.goto(address)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await seriousFaults(page)).toEqual([])
  })
}

/** Looks at one dialog after the other as it opens, and once more with its sentences. */
async function lookAtDialogs(page: Page, buttons: readonly string[]): Promise<void> {
  expect(await seriousFaults(page)).toEqual([])
  for (const button of buttons) {
    const dialog = await press(page, button)
    expect([button, await seriousFaults(page)]).toEqual([button, []])
    await dialog.getByRole('button', { name: '取消' }).click()
    await expect(dialog).toBeHidden()
  }
}

test('线索页和各个办理对话框无严重的无障碍问题', async ({ signedIn, database }) => {
  test.setTimeout(240_000)
  const [fresh, sent, visited, found] = [
    await ask(database, { name: '仲孙待派' }),
    await ask(database, { name: '仲孙待指' }),
    await ask(database, { name: '仲孙在查' }),
    await ask(database, { name: '仲孙待审' }),
  ]
  await dispatched(database, sent)
  await underSurvey(database, visited)
  const task = await underSurvey(database, found)
  const partner = await staff(database, 'surveyor2')
  await surveyed(await signedIn('surveyor'), task, found.name, partner.name)

  const county = await signedIn('county')
  await openCase(county, fresh)
  await lookAtDialogs(county, ['分派', '移交', '处理'])
  await openCase(county, sent)
  await lookAtDialogs(county, ['改派', '指派'])
  await openCase(county, visited)
  await lookAtDialogs(county, ['更换调查员'])
  await openCase(county, found)
  await county.getByRole('button', { name: '查看照片（1 张）' }).click()
  await lookAtDialogs(county, ['审核通过', '退回补查'])
  const { rows } = await database.query<{ id: string; no: string; name: string }>(
    `SELECT id, no, subject_name AS name FROM "case" WHERE county = 420702000000 AND status = 'CLOSED' ORDER BY id DESC LIMIT 1`,
  )
  await openCase(county, { id: Number(rows[0]?.id), no: rows[0]?.no ?? '', name: rows[0]?.name ?? '' })
  await lookAtDialogs(county, ['重新打开'])

  const street = await signedIn('street')
  await openCase(street, sent)
  await lookAtDialogs(street, ['指派', '退回'])
})

test('批量分派对话框和结果无严重的无障碍问题', async ({ signedIn, database }) => {
  const cases = [await ask(database, { name: '仲孙成批甲' }), await ask(database, { name: '仲孙成批乙' })]
  const page = await signedIn('county')
  await page.goto(`/cases?status=TO_DISPATCH&name=${encodeURIComponent('仲孙成批')}`)
  for (const one of cases) await page.getByRole('checkbox', { name: `选择 ${one.name}（${one.no}）` }).check()
  await page.getByRole('button', { name: '分派', exact: true }).click()
  await expect(
    page.getByRole('dialog', { name: '批量分派：已选 2 件' }).getByRole('button', { name: '确定' }),
  ).toBeVisible()
  expect(await seriousFaults(page)).toEqual([])
})

test('手机上的任务列表和调查表六步无严重的无障碍问题，不须左右滚动', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const plea = await ask(database, { name: '仲孙六步' })
  await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await phone.goto('/surveys')
  expect(await seriousFaults(phone)).toEqual([])
  expect(await sidewards(phone)).toBe(false)
  await openTask(phone, plea)
  for (const { title } of STEPS) {
    await phone.getByRole('button', { name: new RegExp(title) }).click()
    await expect(phone.getByRole('heading', { level: 2, name: new RegExp(`^${title}`) })).toBeVisible()
    expect([title, await seriousFaults(phone)]).toEqual([title, []])
    expect([title, await sidewards(phone)]).toEqual([title, false])
  }
  await phone.getByRole('button', { name: '提交调查结果' }).click()
  await expect(phone.getByText('请选择见到的人。')).toBeVisible()
  for (const { title } of STEPS) {
    await phone.getByRole('button', { name: new RegExp(title) }).click()
    expect([title, await seriousFaults(phone)]).toEqual([title, []])
  }
  await phone.setViewportSize({ width: 360, height: 740 })
  expect(await sidewards(phone)).toBe(false)
  await phone.getByRole('button', { name: '不能调查，退回任务' }).click()
  expect(await seriousFaults(phone)).toEqual([])
})

/** Whether the page is wider than the telephone. */
function sidewards(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}

test('纳入申请的各种状态无严重的无障碍问题', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const { rows } = await database.query<{ id: string; status: string }>(
    `SELECT DISTINCT ON (status) id, status FROM admission WHERE region / 1000 = 420702100 ORDER BY status, id`,
  )
  expect(rows.length).toBeGreaterThan(0)
  for (const who of ['county', 'street']) {
    const page = await signedIn(who)
    for (const { id, status } of rows) {
      await page.goto(`/admissions/${id}`)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      expect([who, status, await seriousFaults(page)]).toEqual([who, status, []])
    }
  }
})
