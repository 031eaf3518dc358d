import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as describeApi } from '@/app/api/openapi.json/route'
import { inScope } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import { Progress, type Receipt } from '@/lib/intake/answers'
import { plainDate } from '@/lib/plain-date'
import { IntakeDesk, PLEA, plea, TODAY } from './intake-desk'
import { PLACES, presenceOf } from './world'

// What machines send in, and what they are told of it.

let desk: IntakeDesk

beforeAll(async () => {
  desk = await IntakeDesk.open()
})

afterAll(() => desk.close())

const today = plainDate(TODAY) ?? expect.fail()

async function caseOf({ no }: Receipt) {
  const { rows } = await desk.database.owner.query('SELECT *, due_on::text AS due FROM "case" WHERE no = $1', [no])
  return rows[0]
}

// The first one of the process: later ones sweep only after ten minutes.
it('a nonce is forgotten once no signature can be good with it', async () => {
  await desk.database.owner.query(
    `INSERT INTO intake_nonce (client_id, nonce, at) VALUES (1, 'old', now() - interval '21 minutes'), (1, 'young', now() - interval '11 minutes')`,
  )
  await desk.accepted()
  const { rows } = await desk.database.owner.query(`SELECT nonce FROM intake_nonce WHERE nonce IN ('old', 'young')`)
  expect(rows).toEqual([{ nonce: 'young' }])
})

describe('a case from outside', () => {
  it.each(['HMAC-SM3', 'HMAC-SHA256'] as const)('is entered with %s, told and recorded', async (algorithm) => {
    const receipt = await desk.accepted({ algorithm })
    expect(receipt.no).toMatch(/^JZ20261120\d{7}$/)
    expect(receipt.receivedAt).toMatch(/^2026-11-20T.*\+08:00$/)
    const entered = await caseOf(receipt)
    expect(entered).toMatchObject({
      ...{ county: String(PLACES.county), place: String(PLACES.taihe), street: null, status: 'TO_DISPATCH' },
      ...{ source: 'HELP', difficulty: 'ILLNESS', subject_name: '周某某', phone: '13800000001' },
      ...{
        subject_id_masked: '420702********0023',
        asker_kind: 'RELATIVE',
        asker_name: '吴某',
        asker_phone: '0711-3870000',
      },
      ...{ address: '太和社区3组12号', description: '老人卧床，\n子女在外。', reference: 'QZ-1', limit_days: 1 },
      // Friday's case is due on Monday.
      ...{ due: '2026-11-23', intake_client_id: '1', returned: false },
    })
    expect(desk.seal.open(entered.subject_id_sealed)).toBe('420702195003070023')
    expect(entered.subject_id_hash).toEqual(desk.seal.fingerprint('420702195003070023'))
    const { rows: told } = await desk.database.owner.query('SELECT * FROM notice WHERE case_id = $1', [entered.id])
    expect(told).toMatchObject([
      { kind: 'NEW_CASE', region: String(PLACES.county), role: 'COUNTY_CASEWORKER', staff_id: null, actor_id: null },
    ])
    const { rows: audit } = await desk.database.owner.query(
      `SELECT * FROM audit WHERE subject_type = 'case' AND subject_id = $1`,
      [entered.id],
    )
    expect(audit).toMatchObject([
      {
        ...{ action: 'intake.accept', actor_id: null, actor_name: '测试接入', actor_role: 'SYSTEM' },
        ...{ actor_region: String(PLACES.province), subject_label: '周**', region: String(PLACES.taihe) },
        detail: { caseNo: receipt.no, caseSource: 'HELP', difficulty: 'ILLNESS', intakeKey: 'province' },
      },
    ])
    expect(audit[0].address).toMatch(/^10\.0\.0\.\d+$/)
    expect(JSON.stringify([audit, told])).not.toMatch(/420702195003070023|13800000001|3870000/)
    const { rows: steps } = await desk.database.owner.query('SELECT * FROM case_step WHERE case_id = $1', [entered.id])
    expect(steps).toMatchObject([{ action: 'REGISTER', actor_name: '测试接入', actor_role: 'SYSTEM', actor_id: null }])
  })

  it('needs no more than what cannot be left out, and keeps when it was reported', async () => {
    const { reference, ...rest } = PLEA
    const least = { ...rest, applicant: { name: '周某' }, asker: { kind: 'SELF' } }
    const none = { subject_id_sealed: null, subject_id_hash: null, subject_id_masked: null, phone: null }
    expect(await caseOf(await desk.accepted({ body: least }))).toMatchObject({ ...none, asker_name: '', reference: '' })
    const reported = await desk.accepted({ body: { ...least, reportedAt: '2026-11-18T08:00:00+08:00' } })
    expect(reported.no).toMatch(/^JZ20261118/)
    expect((await caseOf(reported)).reported_at).toEqual(new Date('2026-11-18T00:00:00Z'))
  })

  it('is taken once, however often it is sent', async () => {
    const request = plea()
    const first = await desk.sent(desk.arriving(request))
    const before = await desk.database.owner.query('SELECT count(*) FROM "case"')
    const again = await desk.sent(desk.arriving(request))
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    expect((await desk.database.owner.query('SELECT count(*) FROM "case"')).rows).toEqual(before.rows)
    // Another machine's key is another key.
    expect((await desk.sent(desk.arriving({ ...request, keyId: 'county' }))).status).toBe(201)
  })

  it('is taken once when twenty of it come at the same instant', async () => {
    const idempotencyKey = randomUUID()
    // All connections stand open, so that they really come at once.
    await Promise.all(Array.from({ length: 20 }, () => desk.accepted()))
    const before = Number((await caseOf(await desk.accepted())).id)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => desk.sent(desk.arriving(plea({ idempotencyKey })))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const { rows } = await desk.database.owner.query('SELECT id FROM "case" WHERE id > $1', [before])
    expect(rows).toHaveLength(1)
    const { rows: told } = await desk.database.owner.query('SELECT FROM notice WHERE case_id = $1', [rows[0].id])
    expect(told).toHaveLength(1)
  })

  it('that is sent twenty times with the same nonce is answered once', async () => {
    const request = plea({ nonce: randomUUID() })
    const answers = await Promise.all(Array.from({ length: 20 }, () => desk.sent(desk.arriving(request))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)])
  })
})

it('no JSON, whatever it is, is answered with an outage', async () => {
  const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary', maxLength: 40 }))
  const near = fc.record(
    Object.fromEntries(Object.entries(PLEA).map(([key, value]) => [key, fc.oneof(fc.constant(value), anything)])),
    { requiredKeys: [] },
  )
  const unreadable = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
  const body = fc.oneof(
    fc.json(),
    fc.oneof(anything, near).map((value) => JSON.stringify(value)),
    unreadable,
  )
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const { status } = await desk.sent(desk.arriving(plea({ body: text })))
      expect([200, 201, 400, 422]).toContain(status)
    }),
    { numRuns: 200 },
  )
})

describe('the progress of a case', () => {
  async function move(who: 'county' | 'street', no: string, step: object) {
    await inScope(presenceOf(who, today), '', 'preference', async (ctx) => {
      const [found] = await ctx.sql<{ id: number; version: number }>(
        sql`SELECT id, version FROM "case" WHERE no = ${no}`,
      )
      const one = {
        case_id: found?.id,
        version: found?.version,
        limit_days: 2,
        due_on: '2026-11-25',
        note: '内部说明',
        ...step,
      }
      const moved = await ctx.sql(sql`SELECT * FROM move_cases(${JSON.stringify([one])}::jsonb, '王经办', ${ctx.now})`)
      expect(moved).toHaveLength(1)
    })
  }

  it('is told to who sent it, in the citizen’s words', async () => {
    const { no, receivedAt } = await desk.accepted()
    const fresh = await desk.asked(no)
    expect(fresh.status).toBe(200)
    expect(fresh.body).toEqual({
      ...{ no, stage: 'RECEIVED', status: '已受理，等待分派', updatedAt: receivedAt },
      steps: [{ at: receivedAt, text: '已受理' }],
    })
    await move('county', no, { action: 'DISPATCH', to_status: 'TO_ASSIGN', street: PLACES.taihe })
    const { body } = await desk.asked(no)
    expect(Progress.parse(body)).toMatchObject({
      stage: 'FORWARDED',
      status: '已转太和镇，正在安排入户',
      steps: [{ text: '已受理' }, { text: '已转太和镇' }],
    })
    await move('street', no, { action: 'SEND_BACK', to_status: 'TO_DISPATCH', returned: true })
    expect(await desk.asked(no)).toMatchObject({ body: { status: '已受理，等待分派', steps: [{ text: '已受理' }] } })
    await move('county', no, {
      action: 'HANDLE',
      to_status: 'CLOSED',
      outcome: 'TEMPORARY',
      limit_days: null,
      due_on: null,
    })
    const end = await desk.asked(no)
    expect(end.body).toMatchObject({ stage: 'CLOSED', status: '已办结：给予临时救助' })
    expect(JSON.stringify(end.body)).not.toMatch(/王经办|测试|内部说明|周/)
  })
})

it('the description of the interface is public and may be kept a short while', async () => {
  const response = describeApi()
  expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' })
})
