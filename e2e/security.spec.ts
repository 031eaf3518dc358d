import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const PUBLIC = ['/login', '/api/health', '/does-not-exist', '/favicon.ico', '/']

test('每个响应都带安全头', async ({ request, signedIn }) => {
  const page = await signedIn('street')
  const answers = [
    ...(await Promise.all(PUBLIC.map((path) => request.get(path, { maxRedirects: 0 })))),
    ...(await Promise.all(
      [
        '/',
        '/certification',
        '/account',
        '/people/999999999',
        '/certification/export?format=csv&name=无此人',
        '/households',
        '/households/999999999/print',
        '/households/export?format=csv&head=无此人',
        '/changes',
        '/imports/template/household',
      ].map((path) => page.request.get(path, { maxRedirects: 0 })),
    )),
    await page.request.post('/certification', { maxRedirects: 0 }),
  ]
  for (const answer of answers) {
    const headers = answer.headers()
    const policy = headers['content-security-policy'] ?? ''
    expect([answer.url(), policy]).toEqual([answer.url(), expect.stringContaining("frame-ancestors 'none'")])
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
    expect(scripts).toContain("'nonce-")
    expect(scripts).not.toContain('unsafe')
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toMatch(/^(no-referrer|same-origin|strict-origin)/)
    expect(headers['x-powered-by']).toBeUndefined()
  }
  for (const answer of answers.filter((one) => !one.url().includes('favicon'))) {
    expect([answer.url(), answer.headers()['cache-control']]).toEqual([
      answer.url(),
      expect.stringContaining('no-store'),
    ])
  }
})

test('两次请求的随机数不同', async ({ request }) => {
  const nonces = await Promise.all(
    [1, 2].map(
      async () => /nonce-([^']+)/.exec((await request.get('/login')).headers()['content-security-policy'] ?? '')?.[1],
    ),
  )
  expect(nonces[0]).toBeTruthy()
  expect(nonces[0]).not.toBe(nonces[1])
})

test('来源不是本站或没有来源的变更请求被拒绝，不留任何写入', async ({ signedIn, database }) => {
  const page = await signedIn('street')
  const posted = page.waitForRequest(
    (request) => request.method() === 'POST' && Boolean(request.headers()['next-action']),
  )
  await page.goto('/account')
  await page.getByLabel('原密码').fill('不对的密码1')
  await page.getByLabel('新密码', { exact: true }).fill('Xin-mima-2026')
  await page.getByLabel(/再次输入|确认新密码/).fill('Xin-mima-2026')
  await page.getByRole('button', { name: '修改密码' }).click()
  const genuine = await posted
  await expect(page.getByRole('alert').filter({ hasText: '原密码' })).toBeVisible()
  const before = await database.query('SELECT count(*)::int AS rows FROM audit')
  const headers = { ...(await genuine.allHeaders()) }
  for (const name of Object.keys(headers)) if (name.startsWith(':') || name === 'content-length') delete headers[name]
  const { origin: _origin, referer: _referer, ...bare } = headers
  for (const forged of [bare, { ...bare, origin: 'https://elsewhere.example' }, { ...bare, origin: 'null' }]) {
    const answer = await page.request.fetch(genuine.url(), {
      method: 'POST',
      headers: forged,
      data: genuine.postDataBuffer() ?? '',
    })
    expect(await answer.text()).not.toContain('"ok":true')
  }
  const after = await database.query('SELECT count(*)::int AS rows FROM audit')
  expect(after.rows).toEqual(before.rows)
})

test('上传名册的请求来源不是本站或没有来源即被拒绝，不留任何写入', async ({ signedIn, database }) => {
  const county = await signedIn('county')
  const address = (await county.goto('/imports'))?.url() ?? ''
  const upload = (page: Page, headers: Record<string, string>, requestId: string) =>
    page.request.post('/imports/upload', {
      headers,
      maxRedirects: 0,
      multipart: {
        kind: 'HOUSEHOLD',
        source: '',
        requestId,
        file: { name: '花名册.csv', mimeType: 'text/csv', buffer: Buffer.from('姓名\r\n某某\r\n') },
      },
    })
  const written = async () => (await database.query('SELECT count(*)::int AS runs FROM import_run')).rows
  const before = await written()
  const requestId = '7d0c5f0e-6f2b-4a39-9d55-0c6f0b8f1f02'
  const forged: Record<string, string>[] = [{}, { origin: 'https://elsewhere.example' }, { origin: 'null' }]
  for (const headers of forged) {
    const answer = await upload(county, headers, requestId)
    expect(answer.status()).toBe(403)
    expect(await answer.text()).toBe('请求来源不正确，未保存。请刷新本页后再试。')
  }
  const { origin } = new URL(address)
  const street = await signedIn('street')
  expect((await upload(street, { origin }, requestId)).status()).toBe(404)
  expect(await written()).toEqual(before)
  expect((await upload(county, { origin }, requestId)).status()).toBe(200)
  expect(await written()).not.toEqual(before)
})

test('停用账号、退出全部设备、调整地区，下一次请求即生效', async ({ signedIn, database }) => {
  const page = await signedIn('street2')
  await page.goto('/certification')
  await expect(page.getByRole('row').nth(1)).toContainText('东沟镇')
  await database.query(`UPDATE staff SET region = 420702102000 WHERE username = 'street2'`)
  await page.reload()
  await expect(page.getByRole('row').nth(1)).not.toContainText('东沟镇')
  await database.query(`UPDATE staff SET region = 420702101000, disabled_at = now() WHERE username = 'street2'`)
  await page.reload()
  await expect(page).toHaveURL(/\/login/)
  await database.query(`UPDATE staff SET disabled_at = NULL WHERE username = 'street2'`)
})

test('密码连续错误五次后锁定，提示何时可再试', async ({ browser, database }) => {
  const page = await (await browser.newContext()).newPage()
  await page.goto('/login')
  for (let attempt = 0; attempt < 6; attempt++) {
    await page.getByLabel('用户名').fill('city')
    await page.getByLabel('密码', { exact: true }).fill(`错误密码${attempt}`)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await expect(page.getByRole('alert').filter({ hasText: /密码/ })).toBeVisible()
    await expect(page.getByRole('button', { name: '登录', exact: true })).toBeEnabled()
  }
  await expect(page.getByRole('alert').filter({ hasText: /请于 \d{2}:\d{2} 后再试/ })).toBeVisible()
  await database.query(`DELETE FROM sign_in_failure WHERE username = 'city'`)
  await page.context().close()
})
