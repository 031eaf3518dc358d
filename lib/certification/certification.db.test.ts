import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { registerDeath, revokeDeath } from '@/lib/death/data'
import { RegisterDeathInput, RevokeDeathInput } from '@/lib/death/input'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { completionOf } from './completion'
import { certify, certifyMany, revokeCertification } from './data'
import { CertifyInput, CertifyManyInput, RevokeInput } from './input'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')
const COMMUNITY = PLACES.taihe + 1
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const declaration = { channel: 'VISIT', visitDate: '2026-11-20', note: '' }

function certifyAs(who: StaffName, rosterId: number, changed: object = {}, on = today) {
  const raw = { rosterId, requestId: randomUUID(), ...declaration, ...changed }
  const definition = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
  return perform(definition, 'write', presenceOf(who, on), '127.0.0.1', raw)
}

function revokeAs(who: StaffName, rosterId: number, certificationId: number, on = today) {
  const definition = { permission: 'certification.revoke', input: RevokeInput, run: revokeCertification } as const
  return perform(definition, 'write', presenceOf(who, on), '', { rosterId, certificationId, reason: '走访对象有误' })
}

function dieAs(who: StaffName, rosterId: number, changed: object = {}, on = today) {
  const raw = {
    rosterId,
    requestId: randomUUID(),
    diedOn: '2026-11-18',
    source: 'VILLAGE',
    note: '村干部上报',
    ...changed,
  }
  const definition = { permission: 'death.register', input: RegisterDeathInput, run: registerDeath } as const
  return perform(definition, 'write', presenceOf(who, on), '', raw)
}

function undoDeathAs(who: StaffName, rosterId: number, deathId: number, on = today) {
  const definition = { permission: 'death.revoke', input: RevokeDeathInput, run: revokeDeath } as const
  return perform(definition, 'write', presenceOf(who, on), '', { rosterId, deathId, reason: '误登记' })
}

function granted<T>(answer: Answer<T>): T {
  return answer.ok ? answer.value : expect.fail(JSON.stringify(answer))
}

function refusalOf(answer: Answer<unknown>): string {
  return !answer.ok && 'refusal' in answer ? answer.refusal.code : expect.fail(JSON.stringify(answer))
}

async function rowOf(rosterId: number) {
  const { rows } = await database.owner.query(
    `SELECT roster_status(death_id, certification_id, exempt_until, $2) AS status, certification_id::int AS "certificationId", death_id::int AS "deathId"
     FROM roster WHERE id = $1`,
    [rosterId, today],
  )
  return rows[0]
}

async function auditOf(rosterId: number): Promise<string[]> {
  const { rows } = await database.owner.query<{ action: string }>(
    "SELECT action FROM audit WHERE subject_type = 'person' AND subject_id = (SELECT person_id FROM roster WHERE id = $1) ORDER BY id",
    [rosterId],
  )
  return rows.map(({ action }) => action)
}

describe('认证', () => {
  it('is written once with its audit row, and a repeated request changes nothing', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['张一'])
    const requestId = randomUUID()
    const first = granted(await certifyAs('street', row, { requestId }))
    const again = granted(await certifyAs('street', row, { requestId }))
    expect(again).toEqual(first)
    expect(await rowOf(row)).toMatchObject({ status: 'CERTIFIED', certificationId: first.certificationId })
    expect(await auditOf(row)).toEqual(['certification.certify'])
  })

  it('tells the one who comes second who was first, and when', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['张二'])
    granted(await certifyAs('street', row))
    const second = await certifyAs('colleague', row)
    expect(second).toEqual({
      ok: false,
      refusal: { code: 'ALREADY_CERTIFIED', message: '该对象已由 测试street（太和镇）于 10:30 认证，无需重复操作。' },
    })
  })

  it('leaves one certification when twenty come at once', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['张三'])
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => certifyAs(i % 2 ? 'street' : 'colleague', row)),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    for (const answer of answers) if (!answer.ok) expect(refusalOf(answer)).toBe('ALREADY_CERTIFIED')
    expect(await auditOf(row)).toEqual(['certification.certify'])
  })

  it('is not found outside the region, and for whoever may not certify', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['张四'])
    for (const who of ['otherstreet', 'county', 'province', 'surveyor', 'sysadmin'] as const) {
      expect(refusalOf(await certifyAs(who, row))).toBe('NOT_FOUND')
    }
    expect(refusalOf(await certifyAs('street', 999_999_999))).toBe('NOT_FOUND')
    expect(await rowOf(row)).toMatchObject({ status: 'PENDING' })
  })

  it('refuses what cannot be, at the field, and writes nothing', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['张五'])
    const wrong: [object, string][] = [
      [{ visitDate: '2026-11-22' }, 'visitDate'],
      [{ visitDate: '2025-12-31' }, 'visitDate'],
      [{ visitDate: '2026-02-30' }, 'visitDate'],
      [{ channel: 'SELF' }, 'channel'],
      [{ channel: { $ne: null } }, 'channel'],
      [{ note: 'x'.repeat(501) }, 'note'],
      [{ note: { contains: '' } }, 'note'],
      [{ rosterId: { gt: 0 } }, 'rosterId'],
      [{ rosterId: '1 OR 1=1' }, 'rosterId'],
      [{ requestId: 'x' }, 'requestId'],
      [{ operatorId: 1 }, ''],
    ]
    for (const [changed, field] of wrong) {
      const answer = await certifyAs('street', row, changed)
      expect(answer).toMatchObject({ ok: false, fieldErrors: { [field]: expect.stringMatching(/[\u4e00-\u9fff]/) } })
    }
    expect(await rowOf(row)).toMatchObject({ status: 'PENDING' })
  })

  it('of a bulk certifies the rest and names the rest’s reasons', async () => {
    const rows = await settlePeople(
      database.owner,
      2026,
      COMMUNITY,
      Array.from({ length: 100 }, (_, i) => `李${i}`),
    )
    granted(await certifyAs('colleague', rows[3] ?? 0))
    granted(await certifyAs('colleague', rows[70] ?? 0))
    const raw = { rows: rows.map((rosterId) => ({ rosterId, requestId: randomUUID() })), ...declaration }
    const definition = { permission: 'certification.certify', input: CertifyManyInput, run: certifyMany } as const
    const results = granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    expect(results.filter(({ done }) => done)).toHaveLength(98)
    expect(results[3]?.message).toContain('测试colleague')
    const again = granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    expect(again).toEqual(results)
    const tooMany = { ...raw, rows: [...raw.rows, { rosterId: 1, requestId: randomUUID() }] }
    expect(await perform(definition, 'write', presenceOf('street', today), '', tooMany)).toMatchObject({
      ok: false,
      fieldErrors: { rows: expect.any(String) },
    })
  })
})

describe('the year', () => {
  it('takes a visit of December until 31 January, then freezes', async () => {
    const [row = 0, late = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['王一', '王二'])
    const december = { visitDate: '2026-12-30' }
    granted(await certifyAs('street', row, december, day('2027-01-31')))
    expect(refusalOf(await certifyAs('street', late, december, day('2027-02-01')))).toBe('YEAR_FROZEN')
    expect(await certifyAs('street', late, { visitDate: '2027-01-02' }, day('2027-01-05'))).toMatchObject({
      fieldErrors: { visitDate: '走访日期应在2026年内。' },
    })
  })
})

describe('死亡登记 and its undoing', () => {
  it('wins over a certification, doubts it, and gives it back', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['赵一'])
    const { certificationId } = granted(await certifyAs('street', row))
    expect(await dieAs('street', row, { note: '' })).toMatchObject({ fieldErrors: { note: expect.any(String) } })
    const { deathId, plan } = granted(await dieAs('street', row))
    expect(plan.doubtful.map((one) => one.certificationId)).toEqual([certificationId])
    expect(await rowOf(row)).toMatchObject({ status: 'DEAD', certificationId })
    expect(refusalOf(await dieAs('colleague', row))).toBe('ALREADY_DEAD')
    expect(refusalOf(await certifyAs('colleague', row))).toBe('ALREADY_DEAD')
    expect(refusalOf(await undoDeathAs('street', row, deathId))).toBe('NOT_FOUND')
    granted(await undoDeathAs('county', row, deathId))
    expect(await rowOf(row)).toMatchObject({ status: 'CERTIFIED', certificationId, deathId: null })
    expect(refusalOf(await undoDeathAs('county', row, deathId))).toBe('ALREADY_REVOKED')
    const { rows } = await database.owner.query('SELECT doubtful FROM certification WHERE id = $1', [certificationId])
    expect(rows).toEqual([{ doubtful: false }])
    expect(await auditOf(row)).toEqual(['certification.certify', 'death.register', 'death.revoke'])
  })

  it('refuses dates before birth and in the future', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['赵二'])
    expect(await dieAs('street', row, { diedOn: '2026-11-22' })).toMatchObject({
      fieldErrors: { diedOn: '死亡日期不能晚于今天。' },
    })
    expect(await dieAs('street', row, { diedOn: '1950-05-31' })).toMatchObject({
      fieldErrors: { diedOn: expect.stringContaining('1950-06-01') },
    })
  })
})

describe('撤销认证', () => {
  it('is the county’s, and the street’s on the same day', async () => {
    const [row = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['钱一'])
    const first = granted(await certifyAs('street', row, {}, day('2026-11-20')))
    expect(refusalOf(await revokeAs('street', row, first.certificationId))).toBe('NOT_YOURS_TO_REVOKE')
    granted(await revokeAs('county', row, first.certificationId))
    expect(refusalOf(await revokeAs('county', row, first.certificationId))).toBe('ALREADY_REVOKED')
    const second = granted(await certifyAs('street', row))
    expect(refusalOf(await revokeAs('otherstreet', row, second.certificationId))).toBe('NOT_FOUND')
    granted(await revokeAs('street', row, second.certificationId))
    expect(await rowOf(row)).toMatchObject({ status: 'PENDING' })
    const { rows } = await database.owner.query(
      'SELECT count(*)::int AS kept FROM certification WHERE roster_id = $1',
      [row],
    )
    expect(rows).toEqual([{ kept: 2 }])
  })
})

/** Completion counted the slow way, straight from the roster. */
async function countedBySource(region: number) {
  const { rows } = await database.owner.query(
    `SELECT count(*) FILTER (WHERE status IN ('CERTIFIED', 'PENDING'))::int AS due, count(*) FILTER (WHERE status = 'CERTIFIED')::int AS certified,
            count(*) FILTER (WHERE status = 'PENDING')::int AS pending, count(*) FILTER (WHERE status = 'EXEMPT')::int AS exempt,
            count(*) FILTER (WHERE status = 'DEAD')::int AS dead
     FROM (SELECT roster_status(death_id, certification_id, exempt_until, $2) AS status FROM roster
           WHERE year = 2026 AND exited_on IS NULL AND region BETWEEN $1 AND $1 + 999) AS t`,
    [region, today],
  )
  return rows[0]
}

describe('random interleavings', () => {
  it('leave at most one valid certification and death, and completion equals the raw count', async () => {
    const rows = await settlePeople(database.owner, 2026, COMMUNITY + 1, ['孙一', '孙二', '孙三'])
    const step = fc.record({
      row: fc.constantFrom(...rows),
      what: fc.constantFrom('certify', 'certify', 'revoke', 'die', 'undie'),
      who: fc.constantFrom<StaffName[]>('street', 'colleague', 'county'),
    })
    type Step = { row: number; what: string; who: StaffName }
    const take = async ({ row, what, who }: Step) => {
      const now = await rowOf(row)
      if (what === 'certify') return certifyAs(who, row)
      if (what === 'revoke') return revokeAs(who, row, now.certificationId ?? 1)
      if (what === 'die') return dieAs(who, row)
      return undoDeathAs(who, row, now.deathId ?? 1)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (rounds) => {
          for (const round of rounds) {
            await Promise.all(round.map(take))
            const { rows: valid } = await database.owner.query(
              `SELECT r.id FROM roster r
             WHERE (SELECT count(*) FROM certification c WHERE c.roster_id = r.id AND c.revoked_at IS NULL) > 1
                OR (SELECT count(*) FROM death d WHERE d.person_id = r.person_id AND d.revoked_at IS NULL) > 1
                OR r.certification_id IS DISTINCT FROM (SELECT c.id FROM certification c WHERE c.roster_id = r.id AND c.revoked_at IS NULL)
                OR r.death_id IS DISTINCT FROM (SELECT d.id FROM death d WHERE d.person_id = r.person_id AND d.revoked_at IS NULL)`,
            )
            expect(valid).toEqual([])
            const { total } = await inScope(presenceOf('street', today), '', 'read', (ctx) =>
              completionOf(ctx, 2026, PLACES.taihe),
            )
            expect(total).toMatchObject(await countedBySource(PLACES.taihe))
          }
        },
      ),
      { numRuns: 25 },
    )
  })
})
