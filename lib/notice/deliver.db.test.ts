import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, settle } from '@/e2e/world'
import { closePool } from '@/lib/db/pool'
import { asSystem } from '@/lib/db/system'
import type { Channel } from './channel'
import { deliverNext, deliverOff, MOST_ATTEMPTS } from './deliver'
import { tellAsSystem } from './outbox'
import { smsGateway } from './sms'
import { spreadOff } from './spread'
import { makeCase } from './test-cases'
import { type Gateway, openGateway } from './test-gateway'

const SMS: readonly Channel[] = [smsGateway()]
/** Quick to lose patience. */
const IMPATIENT: readonly Channel[] = [smsGateway(50)]

let database: FreshDatabase
let gateway: Gateway

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  gateway = await openGateway()
  process.env.SMS_GATEWAY_URL = gateway.url
  process.env.SMS_GATEWAY_TOKEN = 'token-of-the-gateway'
})

beforeEach(async () => {
  gateway.moods.length = 0
  gateway.requests.length = 0
  await database.owner.query('TRUNCATE notice, message, delivery')
  await database.owner.query(`UPDATE staff SET disabled_at = NULL, phone = NULL`)
  await database.owner.query(`UPDATE staff SET phone = '13800000001' WHERE username = 'county'`)
})

afterAll(async () => {
  delete process.env.SMS_GATEWAY_URL
  delete process.env.SMS_GATEWAY_TOKEN
  await gateway.close()
  await closePool()
  await database.drop()
})

/** The county is told of new cases, each with a delivery on its way. */
async function told(times = 1): Promise<string> {
  const caseId = await makeCase(database.owner)
  const notice = { kind: 'NEW_CASE', caseId, to: { region: PLACES.county, role: 'COUNTY_CASEWORKER' } } as const
  await asSystem('notices', async (transaction) =>
    tellAsSystem(transaction, Array(times).fill(notice), new Date('2026-11-21T10:30:00+08:00')),
  )
  await spreadOff()
  const { rows } = await database.owner.query<{ no: string }>('SELECT no FROM "case" WHERE id = $1', [caseId])
  return rows[0]?.no ?? ''
}

async function deliveries() {
  const { rows } = await database.owner.query<{ attempts: number; state: string; wait: number; problem: string }>(
    `SELECT attempts, CASE WHEN sent_at IS NOT NULL THEN 'sent' WHEN failed_at IS NOT NULL THEN 'failed' ELSE 'waiting' END AS state,
            round(extract(epoch FROM next_at - now()))::int AS wait, problem FROM delivery ORDER BY id`,
  )
  return rows
}

/** As much later as it takes. */
function later() {
  return database.owner.query('UPDATE delivery SET next_at = now() WHERE sent_at IS NULL AND failed_at IS NULL')
}

describe('短信', () => {
  it('says what it is about and which case, and nobody’s name', async () => {
    const no = await told()
    await deliverOff(SMS)
    const { rows } = await database.owner.query('SELECT id FROM delivery')
    expect(gateway.requests).toEqual([
      {
        key: rows[0].id,
        token: 'Bearer token-of-the-gateway',
        body: {
          to: '13800000001',
          text: `【社会救助】新线索，线索编号${no}，请登录社会救助工作台查看。`,
          id: rows[0].id,
        },
      },
    ])
    expect(await deliveries()).toMatchObject([{ attempts: 1, state: 'sent', problem: '' }])
  })

  it.each([
    [500, '短信网关答复 500'],
    [404, '短信网关答复 404'],
    [302, '短信网关无法连接'],
    ['CUT', '短信网关无法连接'],
    ['HANG', '短信网关未在规定时间内答复'],
  ] as const)('is tried again, by the same id, after the gateway did %s', async (mood, problem) => {
    await told()
    gateway.moods.push(mood)
    await deliverOff(mood === 'HANG' ? IMPATIENT : SMS)
    expect(await deliveries()).toMatchObject([{ attempts: 1, state: 'waiting', problem }])
    await later()
    await deliverOff(SMS)
    expect(await deliveries()).toMatchObject([{ attempts: 2, state: 'sent', problem: '' }])
    expect(new Set(gateway.requests.map(({ key }) => key)).size).toBe(1)
  })

  it('is sent once by a gateway that answers twice', async () => {
    await told(2)
    gateway.moods.push('TWICE', 'TWICE')
    await deliverOff(SMS)
    await later()
    await deliverOff(SMS)
    expect((await deliveries()).map(({ attempts, state }) => [attempts, state])).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ])
    expect(gateway.requests).toHaveLength(2)
  })

  it('waits twice as long each time, and is given up visibly', async () => {
    await told()
    gateway.moods.push(...Array(MOST_ATTEMPTS).fill(503))
    const waits: number[] = []
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      await deliverOff(SMS)
      waits.push(...(await deliveries()).map(({ wait }) => Math.round(wait / 60)))
      await later()
    }
    expect(waits.slice(0, -1)).toEqual([1, 2, 4, 8, 16, 32, 64])
    expect(await deliveries()).toMatchObject([
      { attempts: MOST_ATTEMPTS, state: 'failed', problem: '短信网关答复 503' },
    ])
    await deliverOff(SMS)
    expect(gateway.requests).toHaveLength(MOST_ATTEMPTS)
  })

  it('is sent by one of several servers', async () => {
    await told(30)
    await Promise.all([deliverOff(SMS), deliverOff(SMS), deliverOff(SMS)])
    expect(gateway.requests.map(({ key }) => key).sort()).toEqual(
      [...new Set(gateway.requests.map(({ key }) => key))].sort(),
    )
    expect(gateway.requests).toHaveLength(30)
    expect((await deliveries()).every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true)
  })

  it('is nobody else’s while an attempt is under way, and another’s once its server is gone', async () => {
    await told()
    let answer = () => {}
    const held: Channel = {
      name: 'SMS',
      isOn: () => true,
      deliver: () =>
        new Promise((resolve) => {
          answer = resolve
          reached()
        }),
    }
    let reached = () => {}
    const underWay = new Promise<void>((resolve) => {
      reached = resolve
    })
    const first = deliverNext([held])
    await underWay
    expect(await deliverNext(SMS)).toBe(0)
    // The first server is taken for dead; another one fails, and then the first is heard of after all.
    await later()
    gateway.moods.push(500)
    expect(await deliverNext(SMS)).toBe(1)
    answer()
    await first
    expect(await deliveries()).toMatchObject([{ state: 'sent', problem: '' }])
    await later()
    expect(await deliverNext(SMS)).toBe(0)
  })

  it('that was broken off at its last attempt is given up, not sent for ever', async () => {
    await told()
    await database.owner.query('UPDATE delivery SET attempts = $1', [MOST_ATTEMPTS])
    await deliverOff(SMS)
    expect(gateway.requests).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'failed', problem: '多次发送后未能确认' }])
  })

  it.each(['phone = NULL', 'disabled_at = now()'])('does not go to whoever has %s since', async (change) => {
    await told()
    await database.owner.query(`UPDATE staff SET ${change} WHERE username = 'county'`)
    await deliverOff(SMS)
    expect(gateway.requests).toEqual([])
    expect(await deliveries()).toMatchObject([{ state: 'failed', problem: '收信人已停用或没有手机号' }])
  })

  it('waits while no channel is set up', async () => {
    await told()
    expect(await deliverNext([])).toBe(0)
    expect(await deliveries()).toMatchObject([{ attempts: 0, state: 'waiting' }])
  })
})
