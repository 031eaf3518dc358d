import { expect, test } from './fixtures'
import { streetCode } from './people'

test('批量认证100人，其中两人刚被他人认证：98人成功，两人说明原因', async ({ signedIn, database }) => {
  const page = await signedIn('street')
  await page.goto('/certification?status=PENDING&size=100')
  await expect(page.getByRole('row')).toHaveCount(101)
  await page.getByRole('checkbox', { name: '选择本页全部' }).check()
  const { rows: taken } = await database.query<{ id: string; name: string }>(
    `INSERT INTO certification (roster_id, year, person_id, region, channel, visit_date, operator_id, operator_name, operator_role, operator_region, request_id)
     SELECT t.id, 0, 0, 0, 'VISIT', today(), s.id, s.name, s.role, s.region, gen_random_uuid()
     FROM (SELECT id FROM roster WHERE year = extract(year FROM today()) AND exited_on IS NULL AND region / 1000 = $1
             AND roster_status(death_id, certification_id, exempt_until, today()) = 'PENDING' ORDER BY region, id LIMIT 2 OFFSET 5) AS t,
          staff s WHERE s.username = 'street3'
     RETURNING roster_id AS id, operator_name AS name`,
    [streetCode('太和镇') / 1000],
  )
  expect(taken).toHaveLength(2)
  await page.getByRole('button', { name: '批量认证' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('100')
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(page.getByRole('dialog')).toContainText('成功 98 人，未办理 2 人')
  await expect(page.getByRole('dialog').getByText(`已由 ${taken[0]?.name}`)).toHaveCount(2)
  await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click()
  await expect(page.getByRole('row', { name: /已认证/ })).toHaveCount(100)
})
