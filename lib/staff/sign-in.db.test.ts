import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { findPresence, sessionKey } from '@/lib/access/viewer'
import { readClock } from '@/lib/clock'
import { closePool } from '@/lib/db/pool'
import { asSystem } from '@/lib/db/system'
import { forgetOldGuesses } from './attempts'
import { hashPassword } from './password'
import { type SignInRefusal, signIn, signInMessage, signOut } from './sign-in'

const PASSWORD = 'kMvt7#29Qz'
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36'
const MINUTE_MS = 60_000
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await database.owner.query(`INSERT INTO region VALUES
    (420702100000, 4, NULL, '太和镇', '太和镇', '太和镇'), (420702101000, 4, NULL, '东沟镇', '东沟镇', '东沟镇')`)
  await database.owner.query(
    `INSERT INTO staff (username, name, password_hash, must_change_password, role, region, disabled_at) VALUES
       ('street', '陈某', $1, false, 'STREET_STAFF', 420702100000, NULL),
       ('newcomer', '李某', $1, true, NULL, 420702100000, NULL),
       ('left', '王某', $1, false, 'STREET_STAFF', 420702100000, now())`,
    [await hashPassword(PASSWORD)],
  )
})

afterEach(async () => {
  await database.owner.query('TRUNCATE sign_in_failure, session')
  await database.owner.query(
    `UPDATE staff SET disabled_at = NULL, role = 'STREET_STAFF', region = 420702100000 WHERE username = 'street'`,
  )
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function attempt(username: string, password: string, address = '10.0.0.1') {
  return { username, password, address }
}

async function refusalOf(username: string, password: string, now: Date, address?: string): Promise<SignInRefusal> {
  const answer = await signIn(attempt(username, password, address), BROWSER, now)
  return answer.ok ? expect.fail('was let in') : answer.error
}

async function tokenOf(username: string, now = new Date(), address?: string): Promise<string> {
  const answer = await signIn(attempt(username, PASSWORD, address), BROWSER, now)
  return answer.ok ? answer.value : expect.fail(`was refused: ${answer.error.code}`)
}

async function fail(times: number, username: string, now: Date, address?: string): Promise<void> {
  for (let guess = 0; guess < times; guess++) await refusalOf(username, 'wrong-1', now, address)
}

async function audited(): Promise<Record<string, unknown>[]> {
  const { rows } = await database.owner.query(
    'SELECT action, actor_id, actor_name, subject_label, detail, address FROM audit ORDER BY id',
  )
  return rows
}

describe('the right password', () => {
  it('opens a session of which the database knows the hash only', async () => {
    const token = await tokenOf(' Street ')
    const { rows } = await database.owner.query('SELECT id, address, user_agent FROM session')
    expect(rows).toEqual([{ id: sessionKey(token), address: '10.0.0.1', user_agent: BROWSER }])
    expect((await findPresence(token, readClock()))?.viewer).toMatchObject({ username: 'street', role: 'STREET_STAFF' })
    expect((await audited()).at(-1)).toMatchObject({
      action: 'session.start',
      actor_name: '陈某',
      subject_label: '陈某（street）',
    })
  })

  it('is not enough without a role, and only then the person is told so', async () => {
    const now = new Date()
    expect(await refusalOf('newcomer', 'wrong-1', now)).toEqual({ code: 'WRONG' })
    expect(await refusalOf('newcomer', PASSWORD, now)).toEqual({ code: 'NO_ROLE' })
  })

  it('of a disabled account is like a wrong one', async () => {
    const now = new Date()
    expect(await refusalOf('left', PASSWORD, now)).toEqual(await refusalOf('nobody', PASSWORD, now))
    await fail(3, 'left', now)
    expect((await refusalOf('left', PASSWORD, now)).code).toBe('LOCKED')
  })

  it('takes back the failures before it', async () => {
    const now = new Date()
    await fail(4, 'street', now)
    await tokenOf('street', now)
    await fail(4, 'street', now)
    await tokenOf('street', now)
  })
})

describe('wrong passwords', () => {
  it('lock account and address at the fifth, and nobody else', async () => {
    const now = new Date()
    await fail(4, 'street', now)
    const until = new Date(now.getTime() + 15 * MINUTE_MS)
    expect(await refusalOf('street', 'wrong-1', now)).toEqual({ code: 'LOCKED', until })
    expect(await refusalOf('street', PASSWORD, now)).toEqual({ code: 'LOCKED', until })
    await tokenOf('street', now, '10.0.0.2')
    expect((await refusalOf('newcomer', PASSWORD, now)).code).toBe('NO_ROLE')
    expect((await audited()).filter(({ action }) => action === 'session.lock').at(-1)).toMatchObject({
      actor_name: '陈某',
    })
  })

  it('let go after fifteen minutes, and count anew', async () => {
    const now = new Date()
    await fail(5, 'street', now)
    const nearly = new Date(now.getTime() + 15 * MINUTE_MS - 1)
    expect((await refusalOf('street', PASSWORD, nearly)).code).toBe('LOCKED')
    const later = new Date(now.getTime() + 15 * MINUTE_MS)
    expect((await refusalOf('street', 'wrong-1', later)).code).toBe('WRONG')
    await tokenOf('street', later)
  })

  it('no longer count after fifteen quiet minutes', async () => {
    const now = new Date()
    await fail(4, 'street', now)
    expect((await refusalOf('street', 'wrong-1', new Date(now.getTime() + 15 * MINUTE_MS))).code).toBe('WRONG')
  })

  it('tried twenty at once are checked five times', async () => {
    const now = new Date()
    const answers = await Promise.all(Array.from({ length: 20 }, () => refusalOf('street', 'wrong-1', now)))
    expect(answers.filter(({ code }) => code === 'WRONG')).toHaveLength(4)
    expect(answers.filter(({ code }) => code === 'LOCKED')).toHaveLength(16)
    const { rows } = await database.owner.query('SELECT count FROM sign_in_failure')
    expect(rows).toEqual([{ count: 5 }])
  })

  it('do not outlast the password: a reset ends the lock', async () => {
    const now = new Date()
    await fail(5, 'street', now)
    await database.owner.query(`UPDATE staff SET password_hash = $1 WHERE username = 'street'`, [
      await hashPassword(PASSWORD),
    ])
    await tokenOf('street', now)
  })

  it('for an unknown user lock in the same way, and what was typed as its name is kept nowhere', async () => {
    const now = new Date()
    const typed = 'Geheim-Kennwort-99'
    await fail(4, typed, now)
    expect((await refusalOf(typed, 'wrong-1', now)).code).toBe('LOCKED')
    expect((await audited()).at(-1)).toMatchObject({
      actor_id: null,
      actor_name: '未知账号',
      subject_label: '未知账号',
    })
    const { rows } = await database.owner.query(
      `SELECT string_agg(f::text, '') || (SELECT string_agg(a::text, '') FROM audit a) AS everything FROM sign_in_failure f`,
    )
    expect(JSON.stringify(rows).toLowerCase()).not.toContain('kennwort')
  })

  it('may contain anything', async () => {
    expect((await refusalOf('\0', '\0', new Date())).code).toBe('WRONG')
    expect((await refusalOf("' OR 1=1 --", '', new Date())).code).toBe('WRONG')
  })

  it('leave no trace of the password itself', async () => {
    await refusalOf('street', 'meine-Hauskatze-17', new Date())
    expect(JSON.stringify(await audited())).not.toContain('Hauskatze')
  })

  it('are forgotten after a day', async () => {
    const now = new Date()
    await fail(1, 'street', now)
    await asSystem('sign-in', (transaction) =>
      forgetOldGuesses(transaction, new Date(now.getTime() + 25 * 60 * MINUTE_MS)),
    )
    const { rows } = await database.owner.query('SELECT FROM sign_in_failure')
    expect(rows).toEqual([])
  })

  it('take as long for an unknown user as for a known one', async () => {
    const known: number[] = []
    const unknown: number[] = []
    for (let round = 0; round < 15; round++) {
      known.push(await duration(() => refusalOf('street', 'wrong-1', new Date(), `10.1.0.${round}`)))
      unknown.push(await duration(() => refusalOf('nobody', 'wrong-1', new Date(), `10.1.0.${round}`)))
    }
    const ratio = median(known) / median(unknown)
    expect(Math.max(ratio, 1 / ratio)).toBeLessThan(1.5)
  })
})

async function duration(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

describe('a session', () => {
  const present = async (token: string) => (await findPresence(token, readClock())) !== null

  it('ends with signing out, once, and says so in the trail', async () => {
    const token = await tokenOf('street')
    const other = await tokenOf('street')
    await signOut(token, '10.0.0.1', new Date())
    await signOut(token, '10.0.0.1', new Date())
    expect(await present(token)).toBe(false)
    expect(await present(other)).toBe(true)
    expect((await audited()).filter(({ action }) => action === 'session.end')).toHaveLength(1)
  })

  it('ends with the next request once its owner is disabled or has no role', async () => {
    const token = await tokenOf('street')
    await database.owner.query(`UPDATE staff SET disabled_at = now() WHERE username = 'street'`)
    expect(await present(token)).toBe(false)
    await database.owner.query(`UPDATE staff SET disabled_at = NULL, role = NULL WHERE username = 'street'`)
    expect(await present(token)).toBe(false)
  })

  it('follows its owner to another region with the next request', async () => {
    const token = await tokenOf('street')
    await database.owner.query(`UPDATE staff SET region = 420702101000 WHERE username = 'street'`)
    expect((await findPresence(token, readClock()))?.viewer.region).toMatchObject({
      code: 420702101000,
      name: '东沟镇',
    })
  })

  it('ends when idle for longer than the parameter says', async () => {
    const token = await tokenOf('street')
    await database.owner.query(`UPDATE session SET last_seen_at = now() - interval '29 minutes'`)
    expect(await present(token)).toBe(true)
    await database.owner.query(`UPDATE session SET last_seen_at = now() - interval '31 minutes'`)
    expect(await present(token)).toBe(false)
  })

  it('ends after twelve hours, however busy', async () => {
    const token = await tokenOf('street')
    await database.owner.query(`UPDATE session SET created_at = now() - interval '12 hours 1 minute'`)
    expect(await present(token)).toBe(false)
  })

  it('is not opened with a password that is being reset at this moment', async () => {
    await database.owner.query('BEGIN')
    await database.owner.query(`UPDATE staff SET password_hash = 'reset' WHERE username = 'street'`)
    const answer = signIn(attempt('street', PASSWORD), BROWSER, new Date())
    await blockedBySomebody()
    await database.owner.query('UPDATE session SET revoked_at = now()')
    await database.owner.query('COMMIT')
    expect(await answer).toEqual({ ok: false, error: { code: 'WRONG' } })
    const hash = await hashPassword(PASSWORD)
    await database.owner.query(`UPDATE staff SET password_hash = $1 WHERE username = 'street'`, [hash])
  })
})

/** Resolves as soon as some statement of this database waits for a lock. */
async function blockedBySomebody(): Promise<void> {
  const blocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0`
  await expect.poll(async () => (await database.owner.query(blocked)).rowCount, { timeout: 5_000 }).toBeGreaterThan(0)
}

describe('signInMessage', () => {
  it('says until when in Shanghai time, never too early', () => {
    const until = new Date('2026-11-21T06:19:30.500Z')
    expect(signInMessage({ code: 'LOCKED', until })).toBe(
      '密码错误次数过多，请于 14:20 后再试，或联系系统管理员重置密码。',
    )
    expect(signInMessage({ code: 'LOCKED', until: new Date('2026-11-21T06:20:00Z') })).toContain('14:20')
  })
})
