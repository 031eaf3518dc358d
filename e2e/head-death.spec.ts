import type { Page } from '@playwright/test'
import type pg from 'pg'
import { seriousFaults } from './accessibility'
import { expect, test } from './fixtures'
import { type Family, untouchedFamily } from './households'
import { streetCode } from './people'

const DONGGOU = streetCode('东沟镇')

async function dayAgo(database: pg.Client, days: number): Promise<string> {
  const { rows } = await database.query<{ day: string }>(`SELECT to_char(today() - $1::int, 'YYYY-MM-DD') AS day`, [
    days,
  ])
  return rows[0]?.day ?? ''
}

/** Registers the head's death from the list of 生存认证, with a look at what is said to follow. */
async function registerDeath(page: Page, { head, certificateNo }: Family, diedOn: string): Promise<void> {
  await page.goto(`/certification?name=${encodeURIComponent(head)}`)
  const row = page.getByRole('row', { name: head })
  await row.getByRole('button', { name: '死亡' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('死亡日期').fill(diedOn)
  await dialog.getByLabel('死亡日期').press('Enter')
  const consequences = dialog.getByRole('region', { name: '登记后的变化' })
  await expect(consequences).toContainText(`证号 ${certificateNo}`)
  await expect(consequences).toContainText('该对象是户主。')
  await expect(consequences).toContainText('由区县办理户主变更或停旧建新')
  await expect(consequences).toContainText('起不再发放保障金')
  await dialog.getByLabel('信息来源').click()
  await page.getByTitle('入户核实').click()
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(row).toContainText('已死亡')
}

/** The household and the relation that the roster of the year has for everybody of a family. */
async function rosterOf(
  database: pg.Client,
  people: readonly number[],
): Promise<{ household: string; left: boolean }[]> {
  const { rows } = await database.query<{ household: string; left: boolean }>(
    `SELECT h.certificate_no AS household, r.exited_on IS NOT NULL AS left FROM roster r JOIN household h ON h.id = r.household_id
     WHERE r.year = extract(year FROM today()) AND r.person_id = ANY ($1) ORDER BY r.person_id`,
    [people],
  )
  return rows
}

test('户主死亡：区县停旧建新，撤销死亡登记后原档案恢复、新档案停保', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const family = await untouchedFamily(database, DONGGOU, 3)
  const { head, certificateNo } = family
  const { rows: others } = await database.query<{ id: number; name: string }>(
    `SELECT p.id::int, p.name FROM membership m JOIN person p ON p.id = m.person_id
     WHERE m.household_id = $1 AND m.to_date IS NULL AND m.relation <> 'HEAD' ORDER BY p.id`,
    [family.id],
  )
  const living = others.map(({ id }) => id)
  const street = await signedIn('street2')
  await registerDeath(street, family, await dayAgo(database, 9))

  const county = await signedIn('county')
  await county.goto(`/changes?head=${encodeURIComponent(head)}`)
  await county.getByRole('link', { name: `查看 ${head}家庭死亡减保停保申请` }).click()
  await expect(county.getByRole('heading', { level: 1 })).toHaveText(`死亡减保停保：${head}家庭`)
  await expect(county.getByRole('radio', { name: /^户主变更/ })).toBeChecked()
  await county.getByRole('radio', { name: /^停旧建新/ }).check()
  await county.getByLabel('新户主', { exact: true }).selectOption({ index: 1 })
  const successor =
    ((await county.getByLabel('新户主', { exact: true }).locator('option:checked').textContent()) ?? '').split(
      '（',
    )[0] ?? ''
  const outlook = county.getByRole('region', { name: '批准后的变化' })
  await expect(outlook.getByRole('row', { name: '新建档案' })).toContainText(`${certificateNo}-1`)
  await expect(outlook).toContainText('联系电话、开户行和银行账号不带入新档案')
  expect(await seriousFaults(county)).toEqual([])
  await county.getByLabel('审批意见').fill('经家庭商定由其任户主')
  await county.getByRole('button', { name: '批准', exact: true }).click()
  const dialog = county.getByRole('dialog', { name: `批准停旧建新：${head}家庭（证号 ${certificateNo}）` })
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(county.getByText('已批准', { exact: true }).first()).toBeVisible()

  await county.goto(`/households/${family.id}`)
  await expect(county.getByText('停保', { exact: true }).first()).toBeVisible()
  await expect(county.getByText(/^\d{4}-\d{2}（死亡）$/)).toBeVisible()
  await county.getByRole('link', { name: `证号 ${certificateNo}-1` }).click()
  await expect(county.getByRole('heading', { level: 1 })).toHaveText(`${successor}家庭`)
  await expect(county.getByRole('link', { name: `证号 ${certificateNo}`, exact: true })).toBeVisible()
  const members = county.getByRole('table', { name: '家庭成员' })
  await expect(members.getByRole('row', { name: successor })).toContainText('户主')
  for (const { name } of others) await expect(members).toContainText(name)
  await expect(members).not.toContainText(head)
  const opened = county.url()
  expect(await rosterOf(database, living)).toEqual(living.map(() => ({ household: `${certificateNo}-1`, left: false })))

  await county.goto(`/people/${family.headId}`)
  await county.getByRole('button', { name: '撤销死亡登记' }).first().click()
  const undo = county.getByRole('dialog', { name: /^撤销死亡登记/ })
  await expect(undo.getByRole('region', { name: '撤销后的变化' })).toContainText('恢复：')
  await undo.getByLabel('撤销原因').fill('同名误报，本人健在')
  await undo.getByRole('button', { name: '确定' }).click()
  await expect(undo).toBeHidden()

  await county.goto(`/households/${family.id}`)
  await expect(county.getByText('在保', { exact: true }).first()).toBeVisible()
  const restored = county.getByRole('table', { name: '家庭成员' })
  await expect(restored.getByRole('row', { name: head })).toContainText('户主')
  for (const { name } of others) await expect(restored).toContainText(name)
  const history = county.getByRole('listitem').filter({ hasText: '经家庭商定由其任户主' })
  await expect(history).toContainText('已撤销')
  await expect(county.getByRole('listitem').filter({ hasText: '同名误报，本人健在' }).first()).toBeVisible()
  await county.goto(opened)
  await expect(county.getByText('停保', { exact: true }).first()).toBeVisible()
  expect(await rosterOf(database, [family.headId, ...living])).toEqual(
    [family.headId, ...living].map(() => ({ household: certificateNo, left: false })),
  )
  await street.goto(`/certification?name=${encodeURIComponent(head)}`)
  await expect(street.getByRole('row', { name: head })).not.toContainText('已死亡')
  await expect(street.getByRole('row', { name: head }).getByRole('button', { name: '死亡' })).toBeVisible()
})
