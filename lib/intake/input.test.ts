import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FIELD_ERRORS } from './errors'
import { faultsOf, IntakeCase, SubmissionHeaders } from './input'

const GOOD = {
  applicant: { name: '张三', idNumber: '420702195003070023', phone: '13800000001' },
  asker: { kind: 'RELATIVE', name: '李四', phone: '0711-3870000' },
  region: '420702100000',
  address: '太和社区3组12号',
  difficulty: 'ILLNESS',
  description: '老人卧床，\n子女在外。',
  reference: 'QZ-1',
  reportedAt: '2026-11-21T09:30:00+08:00',
}

function faults(body: unknown) {
  const parsed = IntakeCase.safeParse(body)
  return parsed.success ? [] : faultsOf(parsed.error).map(({ field, code }) => `${field} ${code}`)
}

const { applicant, asker } = GOOD

describe('a case from outside', () => {
  it('is read, with its ID number and its place understood', () => {
    expect(IntakeCase.parse(GOOD)).toMatchObject({
      applicant: { name: '张三', idNumber: { number: '420702195003070023', birthDate: '1950-03-07' } },
      region: 420702100000,
      reportedAt: new Date('2026-11-21T01:30:00Z'),
    })
    expect(IntakeCase.parse({ ...GOOD, address: '  太和社区 ' }).address).toBe('太和社区')
  })

  it('needs no more than what cannot be left out', () => {
    const { reference, reportedAt, ...rest } = GOOD
    expect(faults({ ...rest, applicant: { name: '张三' }, asker: { kind: 'SELF' } })).toEqual([])
    expect(faults({})).toEqual(
      ['applicant', 'asker', 'region', 'address', 'difficulty', 'description'].map((field) => `${field} REQUIRED`),
    )
  })

  it.each<[string, unknown]>([
    ['adress UNKNOWN_FIELD', { ...GOOD, adress: 'x' }],
    ['applicant.idnumber UNKNOWN_FIELD', { ...GOOD, applicant: { ...applicant, idnumber: 'x' } }],
    ['source UNKNOWN_FIELD', { ...GOOD, source: 'VISIT' }],
    ['__proto__ UNKNOWN_FIELD', JSON.parse(JSON.stringify(GOOD).replace('{', '{"__proto__":{"x":1},'))],
    ['applicant WRONG_TYPE', { ...GOOD, applicant: null }],
    ['applicant WRONG_TYPE', { ...GOOD, applicant: [] }],
    ['address WRONG_TYPE', { ...GOOD, address: 12 }],
    ['address REQUIRED', { ...GOOD, address: ' ' }],
    ['address TOO_LONG', { ...GOOD, address: '号'.repeat(201) }],
    ['description TOO_LONG', { ...GOOD, description: '困'.repeat(2001) }],
    ['description CHARACTERS', { ...GOOD, description: 'a\u0000b' }],
    ['description CHARACTERS', { ...GOOD, description: 'a\ud800b' }],
    ['description CHARACTERS', { ...GOOD, description: 'a\u202eb' }],
    ['address CHARACTERS', { ...GOOD, address: '一\n二' }],
    ['applicant.name TOO_LONG', { ...GOOD, applicant: { ...applicant, name: '名'.repeat(31) } }],
    ['applicant.idNumber ID_NUMBER', { ...GOOD, applicant: { ...applicant, idNumber: '420702195003070024' } }],
    ['applicant.idNumber ID_NUMBER', { ...GOOD, applicant: { ...applicant, idNumber: '420702195002300027' } }],
    ['applicant.phone FORMAT', { ...GOOD, applicant: { ...applicant, phone: '12345' } }],
    ['applicant.phone WRONG_TYPE', { ...GOOD, applicant: { ...applicant, phone: null } }],
    ['asker.kind NOT_IN_LIST', { ...GOOD, asker: { ...asker, kind: 'SON' } }],
    ['asker.kind REQUIRED', { ...GOOD, asker: { name: '李四' } }],
    ['difficulty NOT_IN_LIST', { ...GOOD, difficulty: 'constructor' }],
    ['region FORMAT', { ...GOOD, region: '4207' }],
    ['region WRONG_TYPE', { ...GOOD, region: 420702100000 }],
    ['region REGION', { ...GOOD, region: '420002000000' }],
    ['reportedAt FORMAT', { ...GOOD, reportedAt: '2026-11-21' }],
    ['reportedAt FORMAT', { ...GOOD, reportedAt: '2026-11-21T09:30:00' }],
    ['reportedAt FORMAT', { ...GOOD, reportedAt: '2026-02-30T09:30:00Z' }],
    ['reportedAt WRONG_TYPE', { ...GOOD, reportedAt: 1 }],
    [' WRONG_TYPE', [GOOD]],
  ])('has one fault, %s', (expected, body) => {
    expect(faults(body)).toEqual([expected])
  })

  it('is told its faults by the fifty', () => {
    const strange = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`x${index}`.repeat(100), 1]))
    const listed = faults({ ...GOOD, ...strange })
    expect(listed).toHaveLength(50)
    for (const one of listed) expect(one.length).toBeLessThan(130)
  })

  it('answers any JSON with the case or with faults of the list, and lets nothing unreadable through', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(GOOD)))
    const some = fc.record(
      Object.fromEntries(Object.entries(GOOD).map(([key, value]) => [key, fc.oneof(fc.constant(value), anything)])),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), some), (body) => {
        const parsed = IntakeCase.safeParse(body)
        if (parsed.success) {
          const { address, description } = parsed.data
          expect(address).not.toMatch(/[\p{Cc}\p{Cs}]/u)
          expect(description.replaceAll(/[\n\r\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cs}]/u)
          return
        }
        const listed = faultsOf(parsed.error)
        expect(listed.length).toBeGreaterThan(0)
        for (const { code, message } of listed) {
          expect(Object.keys(FIELD_ERRORS)).toContain(code)
          expect(message).toMatch(/^[^a-z]+。$/)
        }
      }),
    )
  })
})

describe('headers', () => {
  const headers = {
    'x-key-id': 'demo-help',
    'x-timestamp': '1795240800',
    'x-nonce': 'kq3v7Zp0Wc5xT9aB',
    'x-signature-algorithm': 'HMAC-SM3',
    'x-signature': '0'.repeat(64),
    'idempotency-key': 'QZ-2026-000123',
  }

  it('are read, whatever else comes with them', () => {
    expect(SubmissionHeaders.parse({ ...headers, accept: '*/*' })['x-signature']).toEqual(Buffer.alloc(32))
    for (const timestamp of ['2026-11-21T14:05:00+08:00', '2026-11-21T06:05:00Z', '2026-11-21T06:05:00.123Z'])
      expect(SubmissionHeaders.safeParse({ ...headers, 'x-timestamp': timestamp }).success).toBe(true)
  })

  it.each([
    ['x-key-id', 'a b c d'],
    ['x-key-id', 'a'.repeat(41)],
    ['x-timestamp', '1795240800000'],
    ['x-timestamp', '2026-11-21 14:05:00'],
    ['x-timestamp', 'now'],
    ['x-nonce', 'short'],
    ['x-nonce', 'a'.repeat(65)],
    ['x-nonce', 'kq3v7Zp0Wc5xT9a/'],
    ['x-signature-algorithm', 'HMAC-MD5'],
    ['x-signature-algorithm', 'hmac-sm3'],
    ['x-signature', 'F'.repeat(64)],
    ['idempotency-key', 'short'],
    ['idempotency-key', '一二三四五六七八'],
  ])('%s may not be %j, nor be missing', (name, value) => {
    for (const sent of [
      { ...headers, [name]: value },
      { ...headers, [name]: undefined },
    ]) {
      const parsed = SubmissionHeaders.safeParse(sent)
      expect(parsed.error && faultsOf(parsed.error)).toMatchObject([{ field: name }])
    }
  })
})
