import { expect, test } from './fixtures'
import { streetCode, uncertified } from './people'

const GUIDE = '是否确认对象已死亡，标记死亡后对象无需做生存认证？'

test('街道登记死亡，区县撤销，对象回到名册', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, streetCode('太和镇'), 1, 10)
  if (!person) throw new Error('nobody')
  const street = await signedIn('street')
  await street.goto(`/certification?name=${encodeURIComponent(person.name)}`)
  const row = street.getByRole('row', { name: person.name })
  await row.getByRole('button', { name: '死亡' }).click()
  const dialog = street.getByRole('dialog')
  await expect(dialog).toContainText(GUIDE)
  await expect(dialog.getByRole('button', { name: '确定' })).not.toBeFocused()
  const { rows: days } = await database.query<{ day: string }>(`SELECT to_char(today() - 2, 'YYYY-MM-DD') AS day`)
  await dialog.getByLabel('死亡日期').fill(days[0]?.day ?? '')
  await dialog.getByLabel('死亡日期').press('Enter')
  await expect(dialog).toContainText('保障人口')
  await expect(dialog).toContainText('起不再发放保障金')
  await dialog.getByLabel('信息来源').click()
  await street.getByTitle('村居上报').click()
  await dialog.getByRole('button', { name: '确定' }).click()
  await expect(row).toContainText('已死亡')
  await expect(row.getByRole('button')).toHaveCount(0)

  const county = await signedIn('county')
  await county.goto(`/certification?name=${encodeURIComponent(person.name)}&status=DEAD`)
  const dead = county.getByRole('row', { name: person.name })
  await dead.getByRole('button', { name: '撤销死亡登记' }).click()
  await county.getByRole('dialog').getByLabel('撤销原因').fill('误登记，本人健在')
  await county.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await expect(county.getByRole('dialog')).toBeHidden()

  await street.reload()
  await expect(row).toContainText('未认证')
  await expect(row.getByRole('button', { name: '认证', exact: true })).toBeVisible()
  await street.goto(`/people/${person.personId}`)
  await expect(street.getByText('撤销死亡登记').first()).toBeVisible()
  await expect(street.getByText('误登记，本人健在').first()).toBeVisible()
})
