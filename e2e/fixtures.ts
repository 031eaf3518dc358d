import { createHash, randomBytes } from 'node:crypto'
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { encode } from 'next-auth/jwt'
import pg from 'pg'

interface Console {
  /** The owner of the server's database, past all policies: to look behind the screen, and to prepare. */
  database: pg.Client
  /** A page on which the account with this name is signed in, in a browser of its own. */
  signedIn: (username: string) => Promise<Page>
}

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run \`npm run e2e\`.`)
  return value
}

/** Signs an account in without the form: leaves a session row, and answers the cookie that the form would have set. */
export async function mintSession(
  database: pg.Client,
  username: string,
  secret = setting('AUTH_SECRET'),
): Promise<{ name: string; value: string }> {
  const token = randomBytes(32).toString('base64url')
  const { rowCount } = await database.query(
    `INSERT INTO session (id, staff_id, address, user_agent) SELECT $1, id, '127.0.0.1', 'e2e' FROM staff WHERE username = $2`,
    [createHash('sha256').update(token).digest(), username],
  )
  if (rowCount !== 1) throw new Error(`There is no account ${username}.`)
  const value = await encode({ token: { sid: token }, secret })
  return { name: 'assistance-session', value }
}

/** Errors on the browser's console that the journey expects, such as the 404 it asks for. */
export const EXPECTED_404 = /Failed to load resource: the server responded with a status of 404/

/** Fails the test on any error of the browser's console or of a script, but for what `allowed` expects. */
export function watch(page: Page, problems: string[], allowed: readonly RegExp[] = []): void {
  page.on('console', (message) => {
    if (message.type() === 'error' && !allowed.some((pattern) => pattern.test(message.text())))
      problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
}

/** Opens addresses to the end: until React has taken over the server's HTML, a click would be lost that no clerk is quick enough for. */
function patient(page: Page): Page {
  const goto = page.goto.bind(page)
  page.goto = async (url, options) => {
    const answer = await goto(url, options)
    if (answer?.ok()) {
      await page.waitForFunction(() => {
        const last = [...document.querySelectorAll('button')].at(-1)
        return !last || Object.keys(last).some((key) => key.startsWith('__reactProps'))
      })
    }
    return answer
  }
  return page
}

export const test = base.extend<Console & { allowedErrors: readonly RegExp[] }>({
  allowedErrors: [[], { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  database: async ({}, use) => {
    const client = new pg.Client({ connectionString: setting('TEST_DATABASE_URL') })
    await client.connect()
    // The database's functions take the journeys' day for today, as they do for the site.
    await client.query(`SELECT set_config('app.today', $1, false)`, [setting('TODAY')])
    await use(client)
    await client.end()
  },
  signedIn: async ({ browser, database, allowedErrors }, use) => {
    const contexts: BrowserContext[] = []
    const problems: string[] = []
    await use(async (username) => {
      const context = await browser.newContext()
      contexts.push(context)
      const cookie = await mintSession(database, username)
      await context.addCookies([{ ...cookie, url: setting('BASE_URL'), httpOnly: true, sameSite: 'Lax' }])
      const page = await context.newPage()
      watch(page, problems, allowedErrors)
      return patient(page)
    })
    for (const context of contexts) await context.close()
    expect(problems).toEqual([])
  },
})

export { expect }
