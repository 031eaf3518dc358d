import type { Page } from '@playwright/test'
import { ask, taskOf, underSurvey } from './cases'
import { expect, mintSession, test } from './fixtures'
import { fillAll, fillPictures, fillVisit, handIn, lyingOn, onPhone, openTask, saved } from './phone'

/** What a browser writes on its console when a phone sends with a session that is over. */
const EXPECTED_401 = /Failed to load resource: the server responded with a status of 401/

test.use({ allowedErrors: [EXPECTED_401] })

/** Signs in by the form that is on the screen. */
async function signIn(page: Page, username: string): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(process.env.DEMO_PASSWORD ?? '')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).not.toHaveURL(/\/login/)
}

test('有未提交的草稿时退出登录先提醒；确认后本机什么都不留', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const plea = await ask(database, { name: '太叔留白' })
  await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await openTask(phone, plea)
  await fillVisit(phone)
  await phone.getByRole('button', { name: /照片签名/ }).click()
  await fillPictures(phone)
  await saved(phone)
  expect(await lyingOn(phone)).toEqual({ drafts: 1, pictures: 2 })

  await phone.getByRole('button', { name: '退出登录' }).click()
  const dialog = phone.getByRole('dialog', { name: '本机有 1 份调查结果尚未提交' })
  await expect(dialog.getByRole('button', { name: '暂不退出' })).toBeFocused()
  await dialog.getByRole('button', { name: '暂不退出' }).click()
  await expect(dialog).toBeHidden()
  await phone.reload()
  await expect(phone.getByText('已选 1 张')).toBeVisible()

  await phone.getByRole('button', { name: '退出登录' }).click()
  await dialog.getByRole('button', { name: '删除草稿并退出' }).click()
  await expect(phone).toHaveURL(/\/login/)
  expect(await lyingOn(phone)).toEqual({ drafts: 0, pictures: 0 })
  await signIn(phone, 'surveyor')
  await phone.goto(`/surveys/${await taskOf(database, plea)}`)
  await expect(phone.getByRole('radio', { name: '本人' })).not.toBeChecked()
})

test('没有草稿时退出登录不打扰', async ({ signedIn }) => {
  const phone = await onPhone(await signedIn('surveyor3'))
  await phone.goto('/surveys')
  await phone.getByRole('button', { name: '退出登录' }).click()
  await expect(phone).toHaveURL(/\/login/)
})

test('登录过期：草稿留在本机，别人登录看不到，本人重新登录后发出', async ({ signedIn, database }) => {
  test.setTimeout(150_000)
  const plea = await ask(database, { name: '太叔长留' })
  const task = await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await openTask(phone, plea)
  await fillAll(phone, '入户见到本人，靠亲友接济，情况属实。')
  await saved(phone)
  await database.query(
    `UPDATE session SET last_seen_at = now() - interval '2 hours' WHERE staff_id = (SELECT id FROM staff WHERE username = 'surveyor')`,
  )
  await handIn(phone)
  await expect(phone.getByText('登录已过期，草稿已保存在本机，请重新登录后发送。')).toBeVisible()
  expect(await lyingOn(phone)).toEqual({ drafts: 1, pictures: 2 })

  await phone.getByRole('link', { name: '重新登录' }).click()
  await expect(phone).toHaveURL(/\/login/)
  await signIn(phone, 'surveyor2')
  await phone.goto('/surveys')
  await expect(phone.getByRole('heading', { name: '我的调查任务' })).toBeVisible()
  await expect(phone.getByText(/尚未提交到系统|本机其他草稿/)).toHaveCount(0)
  await expect(phone.getByRole('main')).not.toContainText('有误')
  await phone.goto(`/surveys/${task}`)
  await expect(phone.getByText(/您是协办人员/)).toBeVisible()
  await expect(phone.getByText('靠亲友接济')).toHaveCount(0)
  await phone.getByRole('button', { name: '退出登录' }).click()
  await expect(phone).toHaveURL(/\/login/)
  expect(await lyingOn(phone)).toEqual({ drafts: 1, pictures: 2 })
  const { rows: before } = await database.query('SELECT FROM survey WHERE case_id = $1', [plea.id])
  expect(before).toEqual([])

  await signIn(phone, 'surveyor')
  await phone.goto('/surveys')
  await expect.poll(() => lyingOn(phone)).toEqual({ drafts: 0, pictures: 0 })
  const { rows } = await database.query(
    'SELECT author_name = s.name AS own, late FROM survey v JOIN staff s ON s.username = $2 WHERE case_id = $1',
    [plea.id, 'surveyor'],
  )
  expect(rows).toEqual([{ own: true, late: false }])
  await expect(phone.getByRole('link', { name: plea.no })).toContainText('已提交')
})

test('同一任务在两个窗口填写：后一个窗口被告知，不互相覆盖', async ({ signedIn, database }) => {
  const plea = await ask(database, { name: '太叔双窗' })
  await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await openTask(phone, plea)
  const second = await onPhone(await phone.context().newPage())
  await openTask(second, plea)
  await phone.getByLabel('走访地点').fill('3组12号后院')
  await saved(phone)
  await second.getByLabel('走访地点').fill('村委会')
  await second.getByRole('button', { name: '打开最新内容' }).click()
  await expect(second.getByLabel('走访地点')).toHaveValue('3组12号后院')
  await phone.getByRole('button', { name: '删除本机草稿' }).click()
  await phone.getByRole('alertdialog').getByRole('button', { name: '删除草稿' }).click()
  await expect(phone.getByLabel('走访地点')).toHaveValue('太和镇太和社区3组12号')
  expect(await lyingOn(phone)).toEqual({ drafts: 0, pictures: 0 })
})

test('另一人在同一浏览器继续登录时，草稿以密文存放', async ({ signedIn, database }) => {
  const plea = await ask(database, { name: '太叔封存' })
  await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await openTask(phone, plea)
  await phone.getByLabel('走访地点').fill('密处一号院')
  await saved(phone)
  const cookie = await mintSession(database, 'surveyor2')
  await phone.context().addCookies([{ ...cookie, url: process.env.BASE_URL ?? '', httpOnly: true, sameSite: 'Lax' }])
  await phone.goto('/surveys')
  await expect(phone.getByText(/尚未提交到系统/)).toHaveCount(0)
  const kept = await phone.evaluate(async () => {
    const opening = indexedDB.open('survey-drafts')
    await new Promise((resolve) => opening.addEventListener('success', resolve))
    const reading = opening.result.transaction('slips').objectStore('slips').getAll()
    await new Promise((resolve) => reading.addEventListener('success', resolve))
    return reading.result.map((slip) => new TextDecoder().decode(slip.sealed.bytes) + JSON.stringify(slip))
  })
  expect(kept).toHaveLength(1)
  expect(kept.join()).not.toContain('密处一号院')
  expect(kept.join()).not.toContain(plea.name)
})
