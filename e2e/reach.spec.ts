import type { Page } from '@playwright/test'
import { EXPECTED_404, expect, test } from './fixtures'
import { untouchedFamily } from './households'
import { streetCode, uncertified } from './people'

test.use({ allowedErrors: [EXPECTED_404] })

const TAIHE = streetCode('太和镇')

test('区县和街道只看到本辖区', async ({ signedIn }) => {
  const county = await signedIn('county')
  await county.goto('/certification?size=100')
  for (const row of await county
    .getByRole('row')
    .all()
    .then((rows) => rows.slice(1)))
    await expect(row).toContainText('梁子湖区')
  const street = await signedIn('street')
  await street.goto('/certification?size=100')
  for (const row of await street
    .getByRole('row')
    .all()
    .then((rows) => rows.slice(1)))
    await expect(row).toContainText('太和镇')
  await expect(street.getByLabel('所属街道')).toBeDisabled()
})

test('辖区以外的地区、人员和导出一律为“未找到”，与不存在的编号相同', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 20)
  if (!person) throw new Error('nobody')
  const page = await signedIn('street2')
  const unknown = await page.goto('/people/999999999')
  const words = await page.getByRole('main').textContent()
  expect(unknown?.status()).toBe(404)
  const foreign = await page.goto(`/people/${person.personId}`)
  expect(foreign?.status()).toBe(404)
  expect(await page.getByRole('main').textContent()).toBe(words)
  for (const address of [
    `/certification?region=${TAIHE}`,
    `/certification/export?format=csv&region=${TAIHE}`,
    '/people/1%20OR%201=1',
    '/people/abc',
    '/certification/doubtful',
    '/admin/staff',
    '/admin/audit',
  ]) {
    const answer = await page.request.get(address, { maxRedirects: 0 })
    expect([address, answer.status()]).toEqual([address, 404])
  }
})

/** Whether an address answers exactly as the same address with a number that nobody has. */
async function sameAsUnknown(page: Page, address: string, id: number | string): Promise<boolean> {
  const words = []
  for (const one of [id, 999999999]) {
    const answer = await page.goto(address.replace('ID', String(one)))
    expect([address, answer?.status()]).toEqual([address, 404])
    words.push(await page.getByRole('main').textContent())
  }
  return words[0] === words[1]
}

test('辖区以外的家庭、变更申请和导入与不存在的编号相同', async ({ signedIn, database }) => {
  const family = await untouchedFamily(database, TAIHE, 2)
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM change_request WHERE region / 1000 = $1::bigint / 1000 ORDER BY id LIMIT 1',
    [TAIHE],
  )
  const [request] = rows
  if (!request) throw new Error('The demo has no request of 太和镇.')
  const street = await signedIn('street2')
  for (const address of ['/households/ID', '/households/ID/print', '/households/ID/change/stop']) {
    expect([address, await sameAsUnknown(street, address, family.id)]).toEqual([address, true])
  }
  expect(await sameAsUnknown(street, '/changes/ID', request.id)).toBe(true)

  const county = await signedIn('county')
  const uploaded = await county.request.post('/imports/upload', {
    headers: { origin: new URL((await county.goto('/imports'))?.url() ?? '').origin },
    multipart: {
      kind: 'HOUSEHOLD',
      source: '',
      requestId: '7d0c5f0e-6f2b-4a39-9d55-0c6f0b8f1f01',
      file: { name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from('序号,电话\r\n1,2\r\n') },
    },
  })
  const { value } = await uploaded.json()
  const neighbour = await signedIn('county2')
  for (const address of ['/imports/ID', '/households/ID', '/changes/ID']) {
    const id = { '/imports/ID': value.importId, '/households/ID': family.id, '/changes/ID': request.id }[address]
    expect([address, await sameAsUnknown(neighbour, address, id)]).toEqual([address, true])
  }
  const results = await Promise.all(
    [value.importId, 999999999].map((id) => neighbour.request.get(`/imports/${id}/result`)),
  )
  expect(results.map((answer) => answer.status())).toEqual([404, 404])
  expect(await results[0]?.text()).toBe(await results[1]?.text())
})

test('名册之外的各张名单和导出：辖区以外为“未找到”，不该看到的人也是', async ({ signedIn }) => {
  const street = await signedIn('street2')
  for (const list of [
    '/households',
    '/households/reviews',
    '/households/duplicates',
    '/changes',
    '/deaths/suspected',
  ]) {
    const own = await street.request.get(list, { maxRedirects: 0 })
    expect([list, own.status()]).toEqual([list, 200])
    const foreign = await street.request.get(`${list}?region=${TAIHE}`, { maxRedirects: 0 })
    expect([list, foreign.status()]).toEqual([list, 404])
  }
  for (const list of ['/households', '/households/reviews', '/households/duplicates', '/deaths/suspected']) {
    const foreign = await street.request.get(`${list}/export?format=csv&region=${TAIHE}`, { maxRedirects: 0 })
    expect([list, foreign.status()]).toEqual([list, 404])
    const own = await street.request.get(`${list}/export?format=csv`, { maxRedirects: 0 })
    expect([list, own.status()]).toEqual([list, 200])
    expect(await own.text()).not.toContain('太和镇')
  }
  for (const address of ['/imports', '/imports/1', '/imports/1/result', '/imports/template/household']) {
    const answer = await street.request.get(address, { maxRedirects: 0 })
    expect([address, answer.status()]).toEqual([address, 404])
  }
})

test('三员看不到任何对象；调查人员看不到名册', async ({ signedIn, database }) => {
  const [person] = await uncertified(database, TAIHE, 1, 20)
  for (const who of ['sysadmin', 'secadmin', 'auditor', 'surveyor']) {
    const page = await signedIn(who)
    for (const address of [
      '/certification',
      '/certification/export?format=csv',
      `/people/${person?.personId}`,
      '/households',
      '/households/export?format=csv',
      '/households/1',
      '/households/1/print',
      '/households/reviews',
      '/households/duplicates',
      '/changes',
      '/changes/1',
      '/deaths/suspected',
      '/imports',
    ]) {
      const answer = await page.request.get(address, { maxRedirects: 0 })
      expect([who, address, answer.status()]).toEqual([who, address, 404])
    }
    await page.goto('/')
    for (const entry of ['生存认证', '低保', '变更审批', '数据导入'])
      await expect(page.getByRole('link', { name: entry })).toHaveCount(0)
  }
})

test('未登录者只见登录页', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage()
  for (const address of [
    '/',
    '/certification',
    '/people/1',
    '/admin/staff',
    '/certification/export?format=csv',
    '/households/1',
    '/changes/1',
    '/imports/1/result',
    '/imports/template/household',
  ]) {
    await page.goto(address)
    await expect(page).toHaveURL(/\/login/)
  }
  await page.context().close()
})
