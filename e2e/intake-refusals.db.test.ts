import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { INTAKE_ERRORS } from '@/lib/intake/errors'
import { log } from '@/lib/log'
import { disableIntakeClient } from '@/prisma/intake-clients'
import { CASES, IntakeDesk, PLEA, plea, refusedAs } from './intake-desk'
import { PLACES } from './world'

// What machines are refused with: a stable code, and no row in any table.

const WINDOW_SECONDS = 300

let desk: IntakeDesk

beforeAll(async () => {
  desk = await IntakeDesk.open()
})

afterAll(() => desk.close())

describe('a request that is refused leaves no trace:', () => {
  const seconds = (offset: number) => String(Math.floor(Date.now() / 1000) + offset)

  it('replayed', async () => {
    const request = plea({ nonce: randomUUID() })
    expect((await desk.sent(desk.arriving(request))).status).toBe(201)
    await desk.leavingNoTrace(async () => {
      expect(await desk.sent(desk.arriving(request))).toMatchObject(refusedAs('NONCE_USED'))
      const other = { ...request, idempotencyKey: randomUUID(), body: { ...PLEA, wrong: 1 } }
      expect(await desk.sent(desk.arriving(other))).toMatchObject(refusedAs('NONCE_USED'))
    })
  })

  it('replayed after it was refused: refused once more, for the same reason', async () => {
    const request = plea({ nonce: randomUUID(), body: { ...PLEA, adress: 'x' } })
    await desk.leavingNoTrace(async () => {
      for (let time = 0; time < 2; time += 1)
        expect(await desk.sent(desk.arriving(request))).toMatchObject(
          refusedAs('BODY_INVALID', { field: 'adress', code: 'UNKNOWN_FIELD' }),
        )
    })
  })

  it.each([
    ['expired', -WINDOW_SECONDS - 2],
    ['of the future', WINDOW_SECONDS + 2],
    ['of last year', -365 * 86_400],
  ])('%s', async (_, offset) => {
    await desk.leavingNoTrace(async () => {
      expect(await desk.sent(desk.arriving(plea({ timestamp: seconds(offset) })))).toMatchObject(
        refusedAs('TIMESTAMP_INVALID'),
      )
      const timestamp = new Date(Date.now() + offset * 1000).toISOString()
      expect(await desk.sent(desk.arriving(plea({ timestamp })))).toMatchObject(refusedAs('TIMESTAMP_INVALID'))
    })
  })

  it('wrongly signed, or by nobody: the same answer to both', async () => {
    await desk.leavingNoTrace(async () => {
      const wrong = await desk.sent(desk.arriving(plea({ secret: 'x'.repeat(43) })))
      const unknown = await desk.sent(desk.arriving(plea({ keyId: 'nobody' })))
      expect(wrong).toMatchObject(refusedAs('UNAUTHORIZED'))
      expect(unknown.body).toEqual(wrong.body)
      const changes: [string, string][] = [
        ['x-nonce', randomUUID()],
        ['x-timestamp', seconds(1)],
        ['x-signature-algorithm', 'HMAC-SHA256'],
        ['x-key-id', 'county'],
      ]
      for (const [name, value] of changes)
        expect(await desk.sent(desk.arriving(plea(), (headers) => headers.set(name, value)))).toMatchObject(
          refusedAs('UNAUTHORIZED'),
        )
      const { headers } = desk.arriving(plea())
      for (const [url, body] of [
        [`http://localhost:3000${CASES}?x=1`, JSON.stringify(PLEA)],
        [`http://localhost:3000${CASES}`, JSON.stringify({ ...PLEA, address: '别处' })],
      ] as const)
        expect(await desk.sent(new Request(url, { method: 'POST', headers, body }))).toMatchObject(
          refusedAs('UNAUTHORIZED'),
        )
    })
  })

  it.each(['x-key-id', 'x-timestamp', 'x-nonce', 'x-signature-algorithm', 'x-signature', 'idempotency-key'])(
    'without %s, or with a strange one',
    async (field) => {
      await desk.leavingNoTrace(async () => {
        const without = desk.arriving(plea(), (headers) => headers.delete(field))
        expect(await desk.sent(without)).toMatchObject(refusedAs('HEADERS_INVALID', { field }))
        const strange = desk.arriving(plea(), (headers) => headers.set(field, 'HMAC-MD5 ;drop'))
        expect(await desk.sent(strange)).toMatchObject(refusedAs('HEADERS_INVALID', { field }))
      })
    },
  )

  it('oversized, said or not said', async () => {
    const body = JSON.stringify({ ...PLEA, description: 'x'.repeat(65_536) })
    await desk.leavingNoTrace(async () => {
      expect(await desk.sent(desk.arriving(plea({ body })))).toMatchObject(refusedAs('BODY_TOO_LARGE'))
      const said = desk.arriving(plea(), (headers) => headers.set('content-length', '65537'))
      expect(await desk.sent(said)).toMatchObject(refusedAs('BODY_TOO_LARGE'))
      let pulled = 0
      const endless = new ReadableStream({
        pull(controller) {
          pulled += 1
          controller.enqueue(new Uint8Array(1024))
        },
      })
      const init = { method: 'POST', headers: desk.arriving(plea()).headers, body: endless, duplex: 'half' }
      expect(await desk.sent(new Request(`http://localhost:3000${CASES}`, init))).toMatchObject(
        refusedAs('BODY_TOO_LARGE'),
      )
      expect(pulled).toBeLessThan(70)
    })
  })

  it.each(['', '{', 'null,', '\uFFFE', '{"a":01}', JSON.stringify(PLEA).replace('}', ',}')])(
    'misspelt: %j is no JSON',
    async (body) => {
      await desk.leavingNoTrace(async () => {
        expect(await desk.sent(desk.arriving(plea({ body })))).toMatchObject(refusedAs('JSON_INVALID'))
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
    await desk.leavingNoTrace(async () => {
      const answer = await desk.sent(desk.arriving(plea({ body: { ...PLEA, ...change } })))
      expect(answer).toMatchObject(refusedAs('BODY_INVALID', { field, code }))
    })
  })

  it('from a place outside the machine’s region', async () => {
    await desk.leavingNoTrace(async () => {
      const body = { ...PLEA, region: String(PLACES.otherCounty) }
      const answer = await desk.sent(desk.arriving(plea({ keyId: 'county', body })))
      expect(answer).toMatchObject(refusedAs('BODY_INVALID', { field: 'region', code: 'REGION' }))
    })
    await desk.accepted({ keyId: 'county', body: { ...PLEA, region: String(PLACES.county) } })
  })

  it('another body under a key that has been used', async () => {
    const request = plea()
    await desk.sent(desk.arriving(request))
    await desk.leavingNoTrace(async () => {
      const other = desk.arriving({ ...request, body: { ...PLEA, address: '别处' } })
      expect(await desk.sent(other)).toMatchObject(refusedAs('KEY_REUSED'))
    })
  })

  it('by a machine that has been disabled, from that moment on', async () => {
    const { no } = await desk.accepted({ keyId: 'leaving' })
    await disableIntakeClient(desk.database.owner, { 'key-id': 'leaving' })
    await desk.leavingNoTrace(async () => {
      expect(await desk.sent(desk.arriving(plea({ keyId: 'leaving' })))).toMatchObject(refusedAs('UNAUTHORIZED'))
      expect(await desk.asked(no, { keyId: 'leaving' })).toMatchObject(refusedAs('UNAUTHORIZED'))
    })
  })

  it('by a machine that sends too many', async () => {
    for (let count = 0; count < 3; count += 1) await desk.accepted({ keyId: 'hasty' })
    await desk.leavingNoTrace(async () => {
      const { headers, ...answer } = await desk.sent(desk.arriving(plea({ keyId: 'hasty' })))
      expect(answer).toMatchObject(refusedAs('RATE_LIMITED'))
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60)
    })
  })

  it('by strangers who try too often; who signs rightly from the same address gets through', async () => {
    const from = (headers: Headers) => headers.set('x-forwarded-for', 'spoofed, 192.0.2.7')
    await desk.leavingNoTrace(async () => {
      const tries = Array.from({ length: 40 }, () => desk.sent(desk.arriving(plea({ keyId: 'nobody' }), from)))
      const codes = (await Promise.all(tries)).map(({ status }) => status)
      expect(codes.filter((status) => status === 401)).toHaveLength(30)
      expect(codes.filter((status) => status === 429)).toHaveLength(10)
    })
    expect((await desk.sent(desk.arriving(plea(), from))).status).toBe(201)
  })

  it.each([
    [
      'before the case is entered',
      `INSERT INTO parameter (key, value) VALUES ('case.dispatchDays', '"x"')`,
      `DELETE FROM parameter WHERE key = 'case.dispatchDays'`,
      'case.dispatchDays',
    ],
    [
      'while it is entered',
      'ALTER TABLE notice ADD CONSTRAINT silent CHECK (spread_at IS NOT NULL) NOT VALID',
      'ALTER TABLE notice DROP CONSTRAINT silent',
      'silent',
    ],
  ])(
    'when something breaks %s: an outage, told without a stack, its cause in the log',
    async (_, damage, mend, cause) => {
      const logged = vi.spyOn(log, 'error').mockReturnValue()
      await desk.database.owner.query(damage)
      await desk.leavingNoTrace(async () => {
        const answer = await desk.sent(desk.arriving(plea()))
        expect(answer).toMatchObject(refusedAs('UNAVAILABLE'))
        expect(JSON.stringify(answer.body)).not.toMatch(/Zod|constraint|\bat |dispatch/)
      })
      await desk.database.owner.query(mend)
      expect(logged).toHaveBeenCalledExactlyOnceWith(
        { error: expect.objectContaining({ message: expect.stringContaining(cause) }) },
        expect.any(String),
      )
      logged.mockRestore()
      await desk.accepted()
    },
  )
})

describe('the progress', () => {
  it('of another’s case, of none and of what is no number is not found, and leaves no trace', async () => {
    const { no } = await desk.accepted({ keyId: 'county' })
    expect((await desk.asked(no, { keyId: 'county' })).status).toBe(200)
    await desk.leavingNoTrace(async () => {
      const foreign = await desk.asked(no)
      expect(foreign).toMatchObject(refusedAs('NOT_FOUND'))
      for (const other of ['JZ202611209999999', 'x', '%00', "JZ'--"])
        expect((await desk.asked(other)).body).toEqual(foreign.body)
    })
  })

  it('is asked for with a signature, and with each one once', async () => {
    const { no } = await desk.accepted()
    const request = { nonce: randomUUID() }
    expect((await desk.asked(no, request)).status).toBe(200)
    await desk.leavingNoTrace(async () => {
      expect(await desk.asked(no, request)).toMatchObject(refusedAs('NONCE_USED'))
      expect(await desk.asked(no, { secret: 'x' })).toMatchObject(refusedAs('UNAUTHORIZED'))
    })
  })
})

it('every code of the list has been met', () => {
  expect([...desk.codes].sort()).toEqual(Object.keys(INTAKE_ERRORS).sort())
})
