import type { Page } from '@playwright/test'
import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'
import { suspect } from './households'
import { streetCode, uncertified } from './people'

const TAIHE = streetCode('太和镇')
const REFUSED = '该对象为疑似死亡，不能直接认证。请上门核实后，在“疑似死亡”中办理核实健在或核实死亡。'

async function findSuspected(page: Page, name: string): Promise<void> {
  await page.goto('/deaths/suspected')
  await page.getByLabel('姓名', { exact: true }).fill(name)
  await page.getByRole('button', { name: '查询', exact: true }).click()
  await expect(page).toHaveURL(/name=/)
}

test('疑似死亡核实死亡：带出名单上的日期和来源，登记后报区县减保停保', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 60)
  if (!person) throw new Error('nobody')
  await suspect(database, person.personId, 6)
  const street = await signedIn('street')
  await findSuspected(street, person.name)
  const row = street.getByRole('row', { name: person.name })
  await expect(row).toContainText('殡葬火化比对')
  await expect(row).toContainText('待核实')
  await row.getByRole('button', { name: '核实死亡' }).click()
  const dialog = street.getByRole('dialog', { name: `核实死亡：${person.name}` })
  await expect(dialog.getByLabel('死亡日期')).toHaveValue(/^\d{4}-\d{2}-\d{2}$/)
  await expect(dialog.getByRole('region', { name: '登记后的变化' })).toContainText('保障人口')
  await expect(dialog).toContainText('殡葬火化比对')
  await expect(dialog.getByRole('button', { name: '确定' })).not.toBeFocused()
  expect(await seriousFaults(street)).toEqual([])
  await dialog.getByLabel('备注').fill('入户见家属，已火化')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(street.getByRole('row', { name: person.name })).toHaveCount(0)

  await street.goto(`/deaths/suspected?status=ALL&name=${encodeURIComponent(person.name)}`)
  await expect(street.getByRole('row', { name: person.name })).toContainText('核实死亡')
  await expect(street.getByRole('row', { name: person.name }).getByRole('button')).toHaveCount(0)
  await street.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  await expect(street.getByRole('row', { name: person.name })).toContainText('已死亡')
  await expect(street.getByRole('row', { name: person.name })).not.toContainText('疑似死亡')
  const { rows } = await database.query(
    `SELECT q.kind, q.status FROM change_request q JOIN death d ON d.id = q.death_id WHERE d.person_id = $1`,
    [person.personId],
  )
  expect(rows).toContainEqual({ kind: 'DEATH', status: 'PENDING' })
})

test('疑似死亡核实健在，一并认证：名册上不再疑似死亡', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 61)
  if (!person) throw new Error('nobody')
  await suspect(database, person.personId, 7)
  const street = await signedIn('street')
  await street.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  const listed = street.getByRole('row', { name: person.name })
  await expect(listed).toContainText('疑似死亡')
  await expect(listed.getByRole('button', { name: '认证', exact: true })).toHaveCount(0)
  await listed.getByRole('link', { name: '核实健在' }).click()
  const row = street.getByRole('row', { name: person.name })
  await row.getByRole('button', { name: '核实健在' }).click()
  const dialog = street.getByRole('dialog', { name: `核实健在：${person.name}` })
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog.getByRole('alert').first()).toBeVisible()
  await dialog.getByLabel('核实经过').fill('上午在家中见到本人，神志清楚')
  await dialog.getByRole('checkbox', { name: '一并办理生存认证' }).check()
  await expect(dialog.getByRole('radio', { name: '实地走访' })).toBeChecked()
  expect(await seriousFaults(street)).toEqual([])
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(dialog).toBeHidden()
  await expect(row).toHaveCount(0)

  await street.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  await expect(listed).toContainText('已认证')
  await expect(listed).not.toContainText('疑似死亡')
  await street.goto(`/deaths/suspected?status=ALL&name=${encodeURIComponent(person.name)}`)
  await expect(row).toContainText('上午在家中见到本人，神志清楚')
})

test('名单在打开名册之后才导入：直接认证被拒绝，并说明如何办理', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 62)
  if (!person) throw new Error('nobody')
  const street = await signedIn('street')
  await street.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  await street.getByRole('row', { name: person.name }).getByRole('button', { name: '认证', exact: true }).click()
  await suspect(database, person.personId, 5)
  await street.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(street.getByRole('dialog').getByRole('alert')).toHaveText(REFUSED)
  const { rows } = await database.query('SELECT count(*)::int AS written FROM certification WHERE roster_id = $1', [
    person.rosterId,
  ])
  expect(rows).toEqual([{ written: 0 }])
})
