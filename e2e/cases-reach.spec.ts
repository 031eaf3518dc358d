import type { Page } from '@playwright/test'
import { ask, dispatched, HUARONG, staff, underSurvey } from './cases'
import { EXPECTED_404, expect, test } from './fixtures'
import { onPhone, surveyed } from './phone'

test.use({ allowedErrors: [EXPECTED_404] })

const NOBODYS = 999999999

/** Whether a page answers exactly as the same address with a number that nobody has. */
async function sameAsUnknown(page: Page, address: string, id: number): Promise<boolean> {
  const words = []
  for (const one of [id, NOBODYS]) {
    const answer = await page.goto(address.replace('ID', String(one)))
    expect([address, one, answer?.status()]).toEqual([address, one, 404])
    words.push(await page.getByRole('main').textContent())
  }
  return words[0] === words[1]
}

/** The same for what is no page: the very same bytes. */
async function sameBytes(page: Page, address: string, id: number): Promise<boolean> {
  const answers = await Promise.all(
    [id, NOBODYS].map((one) => page.request.get(address.replace('ID', String(one)), { maxRedirects: 0 })),
  )
  expect([address, ...answers.map((answer) => answer.status())]).toEqual([address, 404, 404])
  const [own, unknown] = await Promise.all(answers.map((answer) => answer.text()))
  return own === unknown
}

test('辖区以外的线索、调查任务、入户照片和纳入申请与不存在的编号相同', async ({ signedIn, database }) => {
  test.setTimeout(180_000)
  const plea = await ask(database, { name: '颛孙密处' })
  const task = await underSurvey(database, plea)
  const phone = await onPhone(await signedIn('surveyor'))
  await surveyed(phone, task, plea.name, (await staff(database, 'surveyor2')).name)
  const { rows: photos } = await database.query<{ id: string }>(
    `SELECT e.id FROM evidence e JOIN survey s ON s.id = e.survey_id WHERE s.case_id = $1`,
    [plea.id],
  )
  const { rows: admissions } = await database.query<{ id: string }>(
    'SELECT id FROM admission WHERE region / 1000 = 420702100 ORDER BY id LIMIT 1',
  )
  const photo = Number(photos[0]?.id)
  const admission = Number(admissions[0]?.id)
  expect([photo > 0, admission > 0]).toEqual([true, true])

  for (const who of ['county', 'street', 'surveyor']) {
    const page = await signedIn(who)
    expect([who, (await page.request.get(`/evidence/${photo}`)).status()]).toEqual([who, 200])
    expect([who, (await page.request.get(`/cases/${plea.id}`)).status()]).toEqual([who, 200])
  }
  for (const who of ['county2', 'street2', 'surveyor4']) {
    const page = await signedIn(who)
    expect([who, await sameAsUnknown(page, '/cases/ID', plea.id)]).toEqual([who, true])
    expect([who, await sameBytes(page, '/evidence/ID', photo)]).toEqual([who, true])
    expect([who, await sameAsUnknown(page, '/admissions/ID', admission)]).toEqual([who, true])
    expect([who, await sameAsUnknown(page, '/surveys/ID', task)]).toEqual([who, true])
    if (who === 'surveyor4') continue
    await page.goto(`/cases?name=${encodeURIComponent(plea.name)}`)
    await expect(page.getByRole('main')).not.toContainText(plea.no)
  }
  for (const who of ['surveyor4', 'surveyor3', 'county']) {
    const page = await signedIn(who)
    const answer = await page.request.post(`/surveys/${task}/submit`, {
      headers: { origin: process.env.BASE_URL ?? '' },
      multipart: { survey: '{}' },
    })
    expect([who, (await answer.text()).includes('"ok":true')]).toEqual([who, false])
  }
})

test('督导只看不办；三员看不到线索；调查人员只看到自己的任务', async ({ signedIn, database }) => {
  test.setTimeout(120_000)
  const plea = await ask(database, { name: '颛孙明处' })
  await dispatched(database, plea)
  for (const who of ['city', 'province']) {
    const page = await signedIn(who)
    await page.goto(`/cases/${plea.id}`)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(plea.no)
    await expect(
      page.getByRole('main').getByRole('button', { name: /分派|改派|处理|指派|移交|退回|查看完整/ }),
    ).toHaveCount(0)
  }
  for (const who of ['sysadmin', 'secadmin', 'auditor']) {
    const page = await signedIn(who)
    for (const address of [
      ...['/cases', `/cases/${plea.id}`, '/cases/new', '/cases/export?format=csv'],
      ...['/surveys', '/surveys/1', '/admissions', '/admissions/1'],
    ]) {
      const answer = await page.request.get(address, { maxRedirects: 0 })
      expect([who, address, answer.status()]).toEqual([who, address, 404])
    }
  }
  const surveyor = await signedIn('surveyor3')
  expect(await sameAsUnknown(surveyor, '/cases/ID', plea.id)).toBe(true)
  for (const address of ['/cases/new', '/cases/export?format=csv', '/admissions', '/imports', '/admin/parameters']) {
    const answer = await surveyor.request.get(address, { maxRedirects: 0 })
    expect([address, answer.status()]).toEqual([address, 404])
  }
  const street = await signedIn('street')
  for (const address of [
    `/cases?region=${HUARONG}`,
    `/cases/export?format=csv&region=${HUARONG}`,
    '/admin/parameters',
  ]) {
    const answer = await street.request.get(address, { maxRedirects: 0 })
    expect([address, answer.status()]).toEqual([address, 404])
  }
})

test('未登录者打不开监测平台的任何页面；接口不认登录', async ({ browser, signedIn }) => {
  const guest = await (await browser.newContext()).newPage()
  for (const address of [
    ...['/cases', '/cases/1', '/cases/new', '/cases/export?format=csv', '/surveys', '/surveys/1'],
    ...['/admissions', '/admissions/1', '/messages', '/admin/parameters'],
  ]) {
    await guest.goto(address)
    await expect(guest).toHaveURL(/\/login/)
  }
  await guest.context().close()
  const county = await signedIn('county')
  const answer = await county.request.post('/api/intake/cases', { data: { applicant: { name: '冒名' } } })
  expect([400, 401]).toContain(answer.status())
  expect(await answer.json()).toMatchObject({ error: { code: expect.any(String) } })
})
