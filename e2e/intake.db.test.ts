import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { GET as look } from '@/app/api/intake/cases/[no]/route'
import { POST as submit } from '@/app/api/intake/cases/route'
import { GET as describeApi } from '@/app/api/openapi.json/route'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { sql } from '@/lib/db/sql'
import { Progress, Receipt, Refusal } from '@/lib/intake/answers'
import { INTAKE_ERRORS } from '@/lib/intake/errors'
import { log } from '@/lib/log'
import { plainDate } from '@/lib/plain-date'
import { createIntakeClient, disableIntakeClient } from '@/prisma/intake-clients'
import { type FreshDatabase, freshDatabase } from './fresh-database'
import { type MachineRequest, signedParts } from './intake-client'
import { PLACES, presenceOf, settle } from './world'

// The machines' routes, called as Next calls them. The demo's day is a Friday of 2026; the machines' clock is the real one.

const TODAY = plainDate('2026-11-20') ?? expect.fail()
const PATH = '/api/intake/cases'
const WINDOW_SECONDS = 300
const seal = sealFromKey(process.env.DATA_KEY ?? '')

let database: FreshDatabase
const secrets = new Map<string, string>()
const codesSeen = new Set<string>()

beforeAll(async () => {
  Object.assign(process.env, { DEMO: '1', TODAY })
  database = await freshDatabase()
  await settle(database.owner)
  const machines = [
    { 'key-id': 'province', source: 'HELP', region: String(PLACES.province), 'per-minute': '100000' },
    { 'key-id': 'county', source: 'WARNING', region: String(PLACES.county), 'per-minute': '100000' },
    { 'key-id': 'leaving', source: 'HELP', region: String(PLACES.province) },
    { 'key-id': 'hasty', source: 'HOTLINE', region: String(PLACES.province), 'per-minute': '3' },
  ]
  for (const machine of machines) {
    const { lines } = await createIntakeClient(database.owner, { name: '测试接入', ...machine }, seal)
    secrets.set(machine['key-id'], /接入密钥：(\S{43})（/.exec(lines.join())?.[1] ?? expect.fail())
  }
})

afterAll(async () => {
  delete process.env.DEMO
  delete process.env.TODAY
  await closePool()
  await database.drop()
})

const PLEA = {
  applicant: { name: '周某某', idNumber: '420702195003070023', phone: '13800000001' },
  asker: { kind: 'RELATIVE', name: '吴某', phone: '0711-3870000' },
  region: String(PLACES.taihe),
  address: '太和社区3组12号',
  difficulty: 'ILLNESS',
  description: '老人卧床，\n子女在外。',
  reference: 'QZ-1',
}

let visitors = 0

/** A request as it arrives, from an address of its own. */
function arriving(
  request: Partial<MachineRequest> = {},
  change: (headers: Headers) => void = () => undefined,
): Request {
  const keyId = request.keyId ?? 'province'
  const own = { baseUrl: 'http://localhost:3000', keyId, secret: secrets.get(keyId) ?? 'unknown', path: PATH }
  const { url, method, headers, body } = signedParts({ ...own, method: 'POST', ...request })
  const all = new Headers({ ...headers, 'x-forwarded-for': `10.0.0.${visitors++}` })
  change(all)
  return new Request(url, { method, headers: all, body })
}

function plea(request: Partial<MachineRequest> = {}): Partial<MachineRequest> {
  return { body: PLEA, idempotencyKey: randomUUID(), ...request }
}

interface Answer {
  status: number
  body: unknown
  headers: Headers
}

async function answered(response: Promise<Response>): Promise<Answer> {
  const { status, headers, ...rest } = await response.then(async (got) => ({
    status: got.status,
    headers: got.headers,
    body: await got.json(),
  }))
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('set-cookie')).toBeNull()
  if (status >= 400) {
    const { error } = Refusal.parse(rest.body)
    expect(INTAKE_ERRORS[error.code].status).toBe(status)
    codesSeen.add(error.code)
  }
  return { status, headers, ...rest }
}

const sent = (request: Request) => answered(submit(request, { params: Promise.resolve({}) }))

function asked(no: string, request: Partial<MachineRequest> = {}) {
  const path = `${PATH}/${no}`
  return answered(look(arriving({ method: 'GET', path, ...request }), { params: Promise.resolve({ no }) }))
}

async function accepted(request: Partial<MachineRequest> = {}): Promise<Receipt> {
  const { status, body } = await sent(arriving(plea(request)))
  expect(status).toBe(201)
  return Receipt.parse(body)
}

const refusedAs = (code: string, ...fields: object[]) => ({
  body: { error: { code, ...(fields.length > 0 && { fields: fields.map((one) => expect.objectContaining(one)) }) } },
})

const TABLES = ['"case"', 'case_step', 'case_total', 'notice', 'intake_request', 'intake_nonce', 'audit']

/** Everything that a request may write. */
async function written(): Promise<unknown> {
  const counts = TABLES.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`)
  const { rows } = await database.owner.query(`SELECT ${counts.join(', ')}`)
  return rows[0]
}

/** What is tried leaves no row in any table. */
async function leavingNoTrace(attempt: () => Promise<unknown>): Promise<void> {
  const before = await written()
  await attempt()
  expect(await written()).toEqual(before)
}

async function caseOf({ no }: Receipt) {
  const { rows } = await database.owner.query('SELECT *, due_on::text AS due FROM "case" WHERE no = $1', [no])
  return rows[0]
}

// The first one of the process: later ones sweep only after ten minutes.
it('a nonce is forgotten once no signature can be good with it', async () => {
  await database.owner.query(
    `INSERT INTO intake_nonce (client_id, nonce, at) VALUES (1, 'old', now() - interval '21 minutes'), (1, 'young', now() - interval '11 minutes')`,
  )
  await accepted()
  const { rows } = await database.owner.query(`SELECT nonce FROM intake_nonce WHERE nonce IN ('old', 'young')`)
  expect(rows).toEqual([{ nonce: 'young' }])
})

describe('a case from outside', () => {
  it.each(['HMAC-SM3', 'HMAC-SHA256'] as const)('is entered with %s, told and recorded', async (algorithm) => {
    const receipt = await accepted({ algorithm })
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
    expect(seal.open(entered.subject_id_sealed)).toBe('420702195003070023')
    expect(entered.subject_id_hash).toEqual(seal.fingerprint('420702195003070023'))
    const { rows: told } = await database.owner.query('SELECT * FROM notice WHERE case_id = $1', [entered.id])
    expect(told).toMatchObject([
      { kind: 'NEW_CASE', region: String(PLACES.county), role: 'COUNTY_CASEWORKER', staff_id: null, actor_id: null },
    ])
    const { rows: audit } = await database.owner.query(
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
    const { rows: steps } = await database.owner.query('SELECT * FROM case_step WHERE case_id = $1', [entered.id])
    expect(steps).toMatchObject([{ action: 'REGISTER', actor_name: '测试接入', actor_role: 'SYSTEM', actor_id: null }])
  })

  it('needs no more than what cannot be left out, and keeps when it was reported', async () => {
    const { reference, ...rest } = PLEA
    const least = { ...rest, applicant: { name: '周某' }, asker: { kind: 'SELF' } }
    const none = { subject_id_sealed: null, subject_id_hash: null, subject_id_masked: null, phone: null }
    expect(await caseOf(await accepted({ body: least }))).toMatchObject({ ...none, asker_name: '', reference: '' })
    const reported = await accepted({ body: { ...least, reportedAt: '2026-11-18T08:00:00+08:00' } })
    expect(reported.no).toMatch(/^JZ20261118/)
    expect((await caseOf(reported)).reported_at).toEqual(new Date('2026-11-18T00:00:00Z'))
  })

  it('is taken once, however often it is sent', async () => {
    const request = plea()
    const first = await sent(arriving(request))
    const before = await database.owner.query('SELECT count(*) FROM "case"')
    const again = await sent(arriving(request))
    expect([first.status, again.status]).toEqual([201, 200])
    expect(again.body).toEqual(first.body)
    expect((await database.owner.query('SELECT count(*) FROM "case"')).rows).toEqual(before.rows)
    // Another machine's key is another key.
    expect((await sent(arriving({ ...request, keyId: 'county' }))).status).toBe(201)
  })

  it('is taken once when twenty of it come at the same instant', async () => {
    const idempotencyKey = randomUUID()
    // All connections stand open, so that they really come at once.
    await Promise.all(Array.from({ length: 20 }, () => accepted()))
    const before = Number((await caseOf(await accepted())).id)
    const answers = await Promise.all(Array.from({ length: 20 }, () => sent(arriving(plea({ idempotencyKey })))))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array<number>(19).fill(200), 201])
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    const { rows } = await database.owner.query('SELECT id FROM "case" WHERE id > $1', [before])
    expect(rows).toHaveLength(1)
    const { rows: told } = await database.owner.query('SELECT FROM notice WHERE case_id = $1', [rows[0].id])
    expect(told).toHaveLength(1)
  })

  it('that is sent twenty times with the same nonce is answered once', async () => {
    const request = plea({ nonce: randomUUID() })
    const answers = await Promise.all(Array.from({ length: 20 }, () => sent(arriving(request))))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(19).fill(409)])
  })
})

describe('a request that is refused leaves no trace:', () => {
  const seconds = (offset: number) => String(Math.floor(Date.now() / 1000) + offset)

  it('replayed', async () => {
    const request = plea({ nonce: randomUUID() })
    expect((await sent(arriving(request))).status).toBe(201)
    await leavingNoTrace(async () => {
      expect(await sent(arriving(request))).toMatchObject(refusedAs('NONCE_USED'))
      const other = { ...request, idempotencyKey: randomUUID(), body: { ...PLEA, wrong: 1 } }
      expect(await sent(arriving(other))).toMatchObject(refusedAs('NONCE_USED'))
    })
  })

  it('replayed after it was refused: refused once more, for the same reason', async () => {
    const request = plea({ nonce: randomUUID(), body: { ...PLEA, adress: 'x' } })
    await leavingNoTrace(async () => {
      for (let time = 0; time < 2; time += 1)
        expect(await sent(arriving(request))).toMatchObject(
          refusedAs('BODY_INVALID', { field: 'adress', code: 'UNKNOWN_FIELD' }),
        )
    })
  })

  it.each([
    ['expired', -WINDOW_SECONDS - 2],
    ['of the future', WINDOW_SECONDS + 2],
    ['of last year', -365 * 86_400],
  ])('%s', async (_, offset) => {
    await leavingNoTrace(async () => {
      expect(await sent(arriving(plea({ timestamp: seconds(offset) })))).toMatchObject(refusedAs('TIMESTAMP_INVALID'))
      const timestamp = new Date(Date.now() + offset * 1000).toISOString()
      expect(await sent(arriving(plea({ timestamp })))).toMatchObject(refusedAs('TIMESTAMP_INVALID'))
    })
  })

  it('wrongly signed, or by nobody: the same answer to both', async () => {
    await leavingNoTrace(async () => {
      const wrong = await sent(arriving(plea({ secret: 'x'.repeat(43) })))
      const unknown = await sent(arriving(plea({ keyId: 'nobody' })))
      expect(wrong).toMatchObject(refusedAs('UNAUTHORIZED'))
      expect(unknown.body).toEqual(wrong.body)
      const changes: [string, string][] = [
        ['x-nonce', randomUUID()],
        ['x-timestamp', seconds(1)],
        ['x-signature-algorithm', 'HMAC-SHA256'],
        ['x-key-id', 'county'],
      ]
      for (const [name, value] of changes)
        expect(await sent(arriving(plea(), (headers) => headers.set(name, value)))).toMatchObject(
          refusedAs('UNAUTHORIZED'),
        )
      const { headers } = arriving(plea())
      for (const [url, body] of [
        [`http://localhost:3000${PATH}?x=1`, JSON.stringify(PLEA)],
        [`http://localhost:3000${PATH}`, JSON.stringify({ ...PLEA, address: '别处' })],
      ] as const)
        expect(await sent(new Request(url, { method: 'POST', headers, body }))).toMatchObject(refusedAs('UNAUTHORIZED'))
    })
  })

  it.each(['x-key-id', 'x-timestamp', 'x-nonce', 'x-signature-algorithm', 'x-signature', 'idempotency-key'])(
    'without %s, or with a strange one',
    async (field) => {
      await leavingNoTrace(async () => {
        const without = arriving(plea(), (headers) => headers.delete(field))
        expect(await sent(without)).toMatchObject(refusedAs('HEADERS_INVALID', { field }))
        const strange = arriving(plea(), (headers) => headers.set(field, 'HMAC-MD5 ;drop'))
        expect(await sent(strange)).toMatchObject(refusedAs('HEADERS_INVALID', { field }))
      })
    },
  )

  it('oversized, said or not said', async () => {
    const body = JSON.stringify({ ...PLEA, description: 'x'.repeat(65_536) })
    await leavingNoTrace(async () => {
      expect(await sent(arriving(plea({ body })))).toMatchObject(refusedAs('BODY_TOO_LARGE'))
      const said = arriving(plea(), (headers) => headers.set('content-length', '65537'))
      expect(await sent(said)).toMatchObject(refusedAs('BODY_TOO_LARGE'))
      let pulled = 0
      const endless = new ReadableStream({
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1024))
        },
      })
      const init = { method: 'POST', headers: arriving(plea()).headers, body: endless, duplex: 'half' }
      expect(await sent(new Request(`http://localhost:3000${PATH}`, init))).toMatchObject(refusedAs('BODY_TOO_LARGE'))
      expect(pulled).toBeLessThan(70)
    })
  })

  it.each(['', '{', 'null,', '\uFFFE', '{"a":01}', JSON.stringify(PLEA).replace('}', ',}')])(
    'misspelt: %j is no JSON',
    async (body) => {
      await leavingNoTrace(async () => {
        expect(await sent(arriving(plea({ body })))).toMatchObject(refusedAs('JSON_INVALID'))
      })
    },
  )

  it.each<[string, string, object]>([
    ['applicant.name', 'REQUIRED', { applicant: {} }],
    ['applicant.idNumber', 'ID_NUMBER', { applicant: { name: '周某', idNumber: '420702195003070024' } }],
    ['applicant.idNumber', 'ID_NUMBER', { applicant: { name: '周某', idNumber: '420702202612010031' } }],
    ['region', 'REGION', { region: '420702999000' }],
    ['region', 'REGION', { region: String(PLACES.city) }],
    ['region', 'REGION', { region: '430102001000' }],
    ['reportedAt', 'TIME', { reportedAt: '2026-11-21T09:00:00+08:00' }],
    ['reportedAt', 'TIME', { reportedAt: '0001-01-01T00:00:00Z' }],
    ['description', 'CHARACTERS', { description: '\u0000' }],
    ['description', 'CHARACTERS', { description: '\ud800' }],
    ['sauce', 'UNKNOWN_FIELD', { sauce: 'HELP' }],
  ])('with a wrong %s: %s', async (field, code, change) => {
    await leavingNoTrace(async () => {
      const answer = await sent(arriving(plea({ body: { ...PLEA, ...change } })))
      expect(answer).toMatchObject(refusedAs('BODY_INVALID', { field, code }))
    })
  })

  it('from a place outside the machine’s region', async () => {
    await leavingNoTrace(async () => {
      const body = { ...PLEA, region: String(PLACES.otherCounty) }
      const answer = await sent(arriving(plea({ keyId: 'county', body })))
      expect(answer).toMatchObject(refusedAs('BODY_INVALID', { field: 'region', code: 'REGION' }))
    })
    await accepted({ keyId: 'county', body: { ...PLEA, region: String(PLACES.county) } })
  })

  it('another body under a key that has been used', async () => {
    const request = plea()
    await sent(arriving(request))
    await leavingNoTrace(async () => {
      const other = arriving({ ...request, body: { ...PLEA, address: '别处' } })
      expect(await sent(other)).toMatchObject(refusedAs('KEY_REUSED'))
    })
  })

  it('by a machine that has been disabled, from that moment on', async () => {
    const { no } = await accepted({ keyId: 'leaving' })
    await disableIntakeClient(database.owner, { 'key-id': 'leaving' })
    await leavingNoTrace(async () => {
      expect(await sent(arriving(plea({ keyId: 'leaving' })))).toMatchObject(refusedAs('UNAUTHORIZED'))
      expect(await asked(no, { keyId: 'leaving' })).toMatchObject(refusedAs('UNAUTHORIZED'))
    })
  })

  it('by a machine that sends too many', async () => {
    for (let count = 0; count < 3; count += 1) await accepted({ keyId: 'hasty' })
    await leavingNoTrace(async () => {
      const { headers, ...answer } = await sent(arriving(plea({ keyId: 'hasty' })))
      expect(answer).toMatchObject(refusedAs('RATE_LIMITED'))
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    })
  })

  it('by strangers who try too often; who signs rightly from the same address gets through', async () => {
    const from = (headers: Headers) => headers.set('x-forwarded-for', 'spoofed, 192.0.2.7')
    await leavingNoTrace(async () => {
      const tries = Array.from({ length: 40 }, () => sent(arriving(plea({ keyId: 'nobody' }), from)))
      const codes = (await Promise.all(tries)).map(({ status }) => status)
      expect(codes.filter((status) => status === 401)).toHaveLength(30)
      expect(codes.filter((status) => status === 429)).toHaveLength(10)
    })
    expect((await sent(arriving(plea(), from))).status).toBe(201)
  })

  it('while something is out of order: an outage, told without a stack', async () => {
    const logged = vi.spyOn(log, 'error').mockReturnValue()
    await database.owner.query(`INSERT INTO parameter (key, value) VALUES ('case.dispatchDays', '"x"')`)
    await leavingNoTrace(async () => {
      const answer = await sent(arriving(plea()))
      expect(answer).toMatchObject(refusedAs('UNAVAILABLE'))
      expect(Object.keys(answer.body as object)).toEqual(['error'])
      expect(JSON.stringify(answer.body)).not.toMatch(/Zod|at |dispatch/)
    })
    await database.owner.query(`DELETE FROM parameter WHERE key = 'case.dispatchDays'`)
    expect(logged).toHaveBeenCalledOnce()
    logged.mockRestore()
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
      const { status } = await sent(arriving(plea({ body: text })))
      expect([200, 201, 400, 422]).toContain(status)
    }),
    { numRuns: 200 },
  )
})

describe('the progress of a case', () => {
  async function move(who: 'county' | 'street', no: string, step: object) {
    await inScope(presenceOf(who, TODAY), '', 'preference', async (ctx) => {
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
    const { no, receivedAt } = await accepted()
    const fresh = await asked(no)
    expect(fresh.status).toBe(200)
    expect(fresh.body).toEqual({
      ...{ no, stage: 'RECEIVED', status: '已受理，等待分派', updatedAt: receivedAt },
      steps: [{ at: receivedAt, text: '已受理' }],
    })
    await move('county', no, { action: 'DISPATCH', to_status: 'TO_ASSIGN', street: PLACES.taihe })
    const { body } = await asked(no)
    expect(Progress.parse(body)).toMatchObject({
      stage: 'FORWARDED',
      status: '已转太和镇，正在安排入户',
      steps: [{ text: '已受理' }, { text: '已转太和镇' }],
    })
    await move('street', no, { action: 'SEND_BACK', to_status: 'TO_DISPATCH', returned: true })
    expect(await asked(no)).toMatchObject({ body: { status: '已受理，等待分派', steps: [{ text: '已受理' }] } })
    await move('county', no, {
      action: 'HANDLE',
      to_status: 'CLOSED',
      outcome: 'TEMPORARY',
      limit_days: null,
      due_on: null,
    })
    const end = await asked(no)
    expect(end.body).toMatchObject({ stage: 'CLOSED', status: '已办结：给予临时救助' })
    expect(JSON.stringify(end.body)).not.toMatch(/王经办|测试|内部说明|周/)
  })

  it('of another’s case, of none and of what is no number is not found, and leaves no trace', async () => {
    const { no } = await accepted({ keyId: 'county' })
    expect((await asked(no, { keyId: 'county' })).status).toBe(200)
    await leavingNoTrace(async () => {
      const foreign = await asked(no)
      expect(foreign).toMatchObject(refusedAs('NOT_FOUND'))
      for (const other of ['JZ202611209999999', 'x', '%00', "JZ'--"])
        expect((await asked(other)).body).toEqual(foreign.body)
    })
  })

  it('is asked for with a signature, and with each one once', async () => {
    const { no } = await accepted()
    const request = { nonce: randomUUID() }
    expect((await asked(no, request)).status).toBe(200)
    await leavingNoTrace(async () => {
      expect(await asked(no, request)).toMatchObject(refusedAs('NONCE_USED'))
      expect(await asked(no, { secret: 'x' })).toMatchObject(refusedAs('UNAUTHORIZED'))
    })
  })
})

it('the description of the interface is public and may be kept a short while', async () => {
  const response = describeApi()
  expect(response.headers.get('cache-control')).toBe('public, max-age=300')
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' })
})

it('every code of the list has been met', () => {
  expect([...codesSeen].sort()).toEqual(Object.keys(INTAKE_ERRORS).sort())
})
