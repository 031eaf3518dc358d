import type { Page } from '@playwright/test'
import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'
import { type Family, untouchedFamily } from './households'
import { tabTo } from './keyboard'
import { streetCode } from './people'

const DONGGOU = streetCode('东沟镇')
const CHANGED_MEANWHILE = '该户信息在此期间已有变更，未办理。请刷新后核对变更内容，再作决定。'

/** Opens the form for one kind of change from the list, as a clerk does. */
async function askFor(page: Page, { head }: Family, kind: string): Promise<void> {
  await page.goto('/households')
  await page.getByLabel('户主姓名').fill(head)
  await page.getByRole('button', { name: '查询', exact: true }).click()
  await expect(page).toHaveURL(/head=/)
  await page.getByRole('row', { name: head }).getByRole('button', { name: '申请变更' }).click()
  await page
    .getByRole('dialog', { name: `申请变更：${head}` })
    .getByRole('link', { name: kind, exact: true })
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`申请${kind}：${head}家庭`)
}

/** Sends what the form holds; answers the address of the request. */
async function send(page: Page, kind: string): Promise<string> {
  await page.getByRole('button', { name: '提交申请' }).click()
  const dialog = page.getByRole('dialog', { name: new RegExp(`^提交${kind}申请`) })
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(page).toHaveURL(/\/changes\/\d+$/)
  return new URL(page.url()).pathname
}

async function requestStop(page: Page, family: Family, reason: string): Promise<string> {
  await askFor(page, family, '停保')
  await page.getByLabel('停保原因').selectOption('收入超标')
  await page.getByLabel('申请原因').fill(reason)
  return send(page, '停保')
}

async function requestNewAddress(page: Page, family: Family, address: string): Promise<string> {
  await askFor(page, family, '家庭信息变更')
  await page.getByLabel('居住地址').fill(address)
  await page.getByLabel('申请原因').fill('搬到儿子家居住')
  return send(page, '家庭信息变更')
}

/** The tag beside the title. */
function statusOf(page: Page, status: string) {
  return page.getByRole('main').getByText(status, { exact: true }).first()
}

async function approve(page: Page): Promise<void> {
  await page.getByRole('button', { name: '批准', exact: true }).click()
  await page.getByRole('dialog', { name: /^批准/ }).getByRole('button', { name: '确定' }).click()
}

test('街道申请停保，区县从待办批准，列表和变更记录随之改变', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, DONGGOU)
  const street = await signedIn('street2')
  await askFor(street, family, '停保')
  await street.getByRole('button', { name: '提交申请' }).click()
  await expect(street.getByRole('alert').filter({ hasText: '停保原因' })).toBeVisible()
  await street.getByLabel('停保原因').selectOption('收入超标')
  await street.getByLabel('申请原因').fill('子女就业，家庭月人均收入已超过标准')
  const preview = street.getByRole('complementary', { name: '变更后' })
  await expect(preview.getByRole('row', { name: '状态' })).toContainText('停保')
  await expect(preview.getByRole('row', { name: '停保原因' })).toContainText('收入超标')
  expect(await seriousFaults(street)).toEqual([])
  const address = await send(street, '停保')
  await expect(statusOf(street, '待审批')).toBeVisible()
  await expect(street.getByRole('button', { name: '撤回' })).toBeVisible()
  await expect(street.getByRole('button', { name: '批准' })).toHaveCount(0)
  await expect(street.getByRole('button', { name: '退回' })).toHaveCount(0)

  const county = await signedIn('county')
  await county.goto('/changes')
  await county.getByLabel('户主姓名').fill(family.head)
  await county.getByRole('button', { name: '查询', exact: true }).click()
  const waiting = county.getByRole('row', { name: family.head })
  await expect(waiting).toContainText('停保')
  await expect(waiting).toContainText('0天')
  await waiting.getByRole('link', { name: `查看 ${family.head}家庭停保申请` }).click()
  await expect(county).toHaveURL(new RegExp(`${address}$`))
  await expect(county.getByText('子女就业，家庭月人均收入已超过标准')).toBeVisible()
  await county.getByRole('button', { name: '批准', exact: true }).click()
  const dialog = county.getByRole('dialog', { name: `批准停保：${family.head}家庭（证号 ${family.certificateNo}）` })
  await expect(dialog.getByRole('row', { name: '停保原因' })).toContainText('收入超标')
  expect(await seriousFaults(county)).toEqual([])
  await dialog.getByLabel('审批意见').fill('已核对工资流水')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(statusOf(county, '已批准')).toBeVisible()

  await street.goto(`/households?head=${encodeURIComponent(family.head)}`)
  await expect(street.getByRole('row', { name: family.head })).toContainText(/停保（\d{4}-\d{2}）/)
  await street.getByRole('row', { name: family.head }).getByRole('link', { name: family.head, exact: true }).click()
  const history = street.getByRole('listitem').filter({ hasText: '已核对工资流水' })
  await expect(history).toContainText('停保')
  await expect(history).toContainText('子女就业，家庭月人均收入已超过标准')
  await expect(history.getByRole('row', { name: '状态' })).toContainText('在保')
  const { rows } = await database.query('SELECT status, stop_reason FROM household WHERE id = $1', [family.id])
  expect(rows).toEqual([{ status: 'STOPPED', stop_reason: 'INCOME' }])
})

test('申请之后本户另有变更：如实告知，不覆盖；退回后街道修改重新提交', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, DONGGOU)
  const street = await signedIn('street2')
  const address = await requestStop(street, family, '本人自愿放弃')
  const county = await signedIn('county')
  await county.goto(address)
  await expect(county.getByRole('button', { name: '批准', exact: true })).toBeVisible()

  const meanwhile = await requestNewAddress(street, family, '新街8号')
  const colleague = await signedIn('county')
  await colleague.goto(meanwhile)
  await approve(colleague)
  await expect(statusOf(colleague, '已批准')).toBeVisible()

  await approve(county)
  await expect(county.getByRole('dialog').getByRole('alert')).toHaveText(CHANGED_MEANWHILE)
  const { rows } = await database.query('SELECT status, address FROM household WHERE id = $1', [family.id])
  expect(rows).toEqual([{ status: 'ACTIVE', address: '新街8号' }])
  await county.reload()
  const conflict = county.getByRole('alert').filter({ hasText: '本户在申请之后已有变更，本申请不能批准' })
  await expect(conflict).toContainText('新街8号')
  await expect(county.getByRole('button', { name: '批准', exact: true })).toHaveCount(0)
  expect(await seriousFaults(county)).toEqual([])
  await county.getByRole('button', { name: '退回' }).click()
  const dialog = county.getByRole('dialog', { name: /^退回停保申请/ })
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toContainText('请填写退回原因')
  await dialog.getByLabel('退回原因').fill('住址已变，请核实后再报')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(statusOf(county, '已退回')).toBeVisible()

  await street.goto(`/households/${family.id}`)
  const task = street.getByRole('region', { name: '待办事项' }).getByRole('listitem').filter({ hasText: '申请被退回' })
  await expect(task).toContainText('住址已变，请核实后再报')
  await task.getByRole('link', { name: '查看并修改' }).click()
  await street.getByRole('link', { name: '修改后重新提交' }).click()
  await expect(street.getByText('区县退回原因：住址已变，请核实后再报')).toBeVisible()
  await expect(street.getByLabel('停保原因')).toHaveValue('INCOME')
  await expect(street.getByLabel('申请原因')).toHaveValue('本人自愿放弃')
  await street.getByLabel('停保原因').selectOption('自愿')
  await street.getByLabel('申请原因').fill('已到新住址核实，本人自愿放弃')
  const again = await send(street, '停保')
  expect(again).not.toBe(address)

  await county.goto(again)
  await approve(county)
  await expect(statusOf(county, '已批准')).toBeVisible()
  await street.goto(`/households/${family.id}`)
  await expect(street.getByRole('region', { name: '待办事项' })).toHaveCount(0)
})

test('两名区县人员先后批准：后到者被告知何人何时已办理', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, DONGGOU)
  const street = await signedIn('street2')
  const address = await requestStop(street, family, '子女已就业')
  const first = await signedIn('county')
  const second = await signedIn('county')
  for (const page of [first, second]) await page.goto(address)
  await approve(first)
  await expect(statusOf(first, '已批准')).toBeVisible()
  await approve(second)
  await expect(second.getByRole('dialog').getByRole('alert')).toHaveText(
    /该申请已由 .+（梁子湖区）于 \d{2}:\d{2} 办理，无需重复操作。/,
  )
})

test('只用键盘申请停保', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, DONGGOU)
  const page = await signedIn('street2')
  await page.goto(`/households/${family.id}`)
  await tabTo(page, page.getByText('申请变更', { exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: '停保', exact: true }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('停保原因'))
  await page.keyboard.press('ArrowDown')
  await expect(page.getByLabel('停保原因')).toHaveValue('INCOME')
  await tabTo(page, page.getByLabel('申请原因'))
  await page.keyboard.type('家庭收入已超过标准')
  await tabTo(page, page.getByRole('button', { name: '提交申请' }))
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /^提交停保申请/ })
  await tabTo(page, dialog.getByRole('button', { name: '确定' }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/changes\/\d+$/)
  await expect(statusOf(page, '待审批')).toBeVisible()
})
