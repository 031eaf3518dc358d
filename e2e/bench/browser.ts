/** What Chromium fetches and when it shows something, on a cold cache. */

import { type Browser, type BrowserContext, chromium, type Request } from '@playwright/test'
import { cookieOf, type World } from './world'

/** Starts the browser that the suite has found. The caller closes it. */
export function startBrowser({ chromium: executablePath }: World): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** A browser that has never been anywhere, signed in where an account is named. */
async function freshContext(browser: Browser, world: World, username?: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  if (username) {
    const [name = '', value = ''] = (await cookieOf(world, username)).split('=', 2)
    await context.addCookies([{ name, value, url: world.address, httpOnly: true, sameSite: 'Lax' }])
  }
  return context
}

/** A request as the browser sent it, ready to be sent again. */
export interface Replay {
  url: string
  headers: Record<string, string>
}

/** Opens the list, filters it as a clerk does, and answers the request by which the browser asked for the new rows. */
export async function captureRefresh(browser: Browser, world: World, username: string): Promise<Replay> {
  const context = await freshContext(browser, world, username)
  try {
    const page = await context.newPage()
    await page.goto(`${world.address}/certification?status=PENDING&name=${encodeURIComponent('王')}`)
    await page.getByRole('row').nth(1).waitFor()
    const isRefresh = (request: Request) =>
      request.headers().rsc === '1' &&
      request.headers()['next-router-prefetch'] === undefined &&
      new URL(request.url()).pathname === '/certification'
    const asked = page.waitForRequest(isRefresh)
    await page.getByLabel('姓名', { exact: true }).clear()
    await page.getByRole('button', { name: '查询', exact: true }).click()
    return await sentBy(await asked)
  } finally {
    await context.close()
  }
}

/** The call of a server action, to be sent again with another input. */
export interface CapturedAction extends Replay {
  input: Readonly<Record<string, unknown>>
}

/** Certifies the first uncertified person of a list by hand, and answers the call by which the browser did it. */
export async function captureCertification(browser: Browser, world: World, username: string): Promise<CapturedAction> {
  const context = await freshContext(browser, world, username)
  try {
    const page = await context.newPage()
    await page.goto(`${world.address}/certification?status=PENDING`)
    await page.getByRole('button', { name: '认证', exact: true }).first().click()
    const asked = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
    const request = await asked
    const [input]: Record<string, unknown>[] = JSON.parse(request.postData() ?? '[]')
    if (!input) throw new Error('The call of the action carries nothing.')
    return { ...(await sentBy(request)), input }
  } finally {
    await context.close()
  }
}

/** Without what each sending says for itself. */
async function sentBy(request: Request): Promise<Replay> {
  const own = ['host', 'connection', 'content-length']
  const headers = Object.entries(await request.allHeaders())
  const kept = headers.filter(([name]) => !name.startsWith(':') && !own.includes(name))
  return { url: request.url(), headers: Object.fromEntries(kept) }
}

export interface FirstLoad {
  /** Of all scripts fetched until the network is at rest, as they came over the wire. */
  scriptBytes: number
  /** From the start of the navigation until `selector` was on the screen. */
  shownMs: number
  /** Until the load event had ended. */
  loadedMs: number
}

/** Opens an address in a browser that has never been there. */
export async function firstLoad(
  browser: Browser,
  world: World,
  { url, selector, username }: { url: string; selector: string; username?: string },
): Promise<FirstLoad> {
  const context = await freshContext(browser, world, username)
  try {
    const page = await context.newPage()
    await page.addInitScript({ content: watchFor(selector) })
    const sizes: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') sizes.push(request.sizes().then((size) => size.responseBodySize))
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    const shownMs = Number(await page.evaluate('window.benchShownMs'))
    const loadedMs = Number(await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    const scriptBytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    return { scriptBytes, shownMs, loadedMs }
  } finally {
    await context.close()
  }
}

/**
 * Runs in the page, as text: notes the frame that first shows what is waited for. A frame is drawn only once the styles are there, so
 * in the one after the element's first it is on the screen.
 */
function watchFor(selector: string): string {
  return `{
    const look = () => {
      if (!document.querySelector(${JSON.stringify(selector)})?.checkVisibility()) requestAnimationFrame(look)
      else requestAnimationFrame(() => { window.benchShownMs = performance.now() })
    }
    requestAnimationFrame(look)
  }`
}
