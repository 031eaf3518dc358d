import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { seal } from '@/lib/db/sealing'
import { plainDate } from '@/lib/plain-date'
import { findHouseholdFile, recordLook } from './file'
import { RevealContactInput } from './input'
import { revealContact } from './reveal'

const today = plainDate('2026-11-21') ?? expect.fail()
const HERE = PLACES.taihe + 1
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

interface Settled {
  id: number
  personId: number
}

async function settleHousehold(name: string): Promise<Settled> {
  const [rosterId = 0] = await settlePeople(database.owner, 2026, HERE, [name])
  const { rows } = await database.owner.query('SELECT household_id AS id, person_id FROM roster WHERE id = $1', [
    rosterId,
  ])
  return { id: Number(rows[0]?.id), personId: Number(rows[0]?.person_id) }
}

function find(who: StaffName, id: number) {
  return inScope(presenceOf(who, today), '', 'read', (ctx) => findHouseholdFile(ctx, id))
}

async function audited(action: string, id: number): Promise<{ label: string; detail: object }[]> {
  const { rows } = await database.owner.query(
    `SELECT subject_label AS label, detail FROM audit WHERE action = $1 AND subject_type = 'household' AND subject_id = $2`,
    [action, id],
  )
  return rows
}

describe('the file of a household', () => {
  it('holds facts, members with their standing and share, and who has left', async () => {
    const { id, personId } = await settleHousehold('张大山')
    const { personId: son } = await settleHousehold('张小山')
    const { personId: gone } = await settleHousehold('张远山')
    await database.owner.query(
      `INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, to_date, exit_reason, base_fen, supplement_fen)
       VALUES ($1, $2, $4, 'SON', true, '2024-01-01', NULL, NULL, 30000, 5800), ($1, $3, $4, 'SON', false, '2020-01-01', '2025-03-01', 'MOVED', 0, 0)`,
      [id, son, gone, HERE],
    )
    const file = await find('street', id)
    expect(file?.facts).toMatchObject({
      headPersonId: personId,
      headName: '张大山',
      memberCount: 2,
      monthlyAmountFen: 87800,
      supplementFen: 5800,
      path: expect.stringContaining('太和镇'),
    })
    expect(file?.members.map(({ name, standing }) => [name, standing])).toEqual([
      ['张大山', { status: 'PENDING', ladder: 'WARN' }],
      ['张小山', { elsewhere: '本社区其他户' }],
    ])
    expect(file?.former).toMatchObject([{ name: '张远山', to: '2025-03-01', exitReason: 'MOVED' }])
    // In two households in payment.
    expect(file?.tasks).toMatchObject([
      { kind: 'duplicate', personId: son, duplicate: 'TWICE' },
      { kind: 'review', due: null, state: 'OVERDUE' },
    ])
  })

  it('shows requests, suspicions and a task that waits, and the files before and after', async () => {
    const { id, personId } = await settleHousehold('李四')
    const { id: before } = await settleHousehold('李前')
    await database.owner.query('UPDATE household SET predecessor_id = $2, review_due = $3 WHERE id = $1', [
      id,
      before,
      '2027-06-01',
    ])
    await database.owner.query(
      `INSERT INTO change_request (household_id, region, kind, content, effective_month, reason, base_version, plan, requested_at,
                                   requester_id, requester_name, requester_role, requester_region, request_id)
       VALUES ($1, $2, 'STOP', '{"kind":"STOP"}', '2026-12-01', '收入超标', 0, '{}', '2026-11-16 09:00+08', 4, '测试street', 'STREET_STAFF', $3,
               gen_random_uuid())`,
      [id, HERE, PLACES.taihe],
    )
    await database.owner.query(
      `INSERT INTO suspected_death (person_id, region, source, record_key, reported_at) VALUES ($1, $2, 'FUNERAL', $3, '2026-11-10 09:00+08')`,
      [personId, HERE, Buffer.alloc(32, 7)],
    )
    const file = await find('county', id)
    expect(file?.tasks).toMatchObject([
      { kind: 'suspected', personId, days: 11, light: 'OVERDUE' },
      { kind: 'request', change: 'STOP', by: '测试street', days: 5, light: 'SOON' },
    ])
    expect(file?.requests).toMatchObject([{ kind: 'STOP', status: 'PENDING', decided: null, evidence: [] }])
    expect(file?.linked).toMatchObject([{ id: before, direction: 'before' }])
    expect((await find('county', before))?.linked).toMatchObject([{ id, direction: 'after' }])
  })

  it('does not exist outside the reach', async () => {
    const { id } = await settleHousehold('王五')
    expect(await find('otherstreet', id)).toBeNull()
    expect(await find('othercounty', id)).toBeNull()
    expect(await find('street', id + 1000)).toBeNull()
  })

  it('notes who has opened it, with the name masked', async () => {
    const { id } = await settleHousehold('赵六一')
    await inScope(presenceOf('county', today), '', 'write', async (ctx) => {
      const file = await findHouseholdFile(ctx, id)
      if (file) recordLook(ctx, file.facts, 'household.read')
    })
    expect(await audited('household.read', id)).toMatchObject([{ label: '赵**' }])
  })
})

describe('telephone and account', () => {
  async function withContact(): Promise<number> {
    const { id } = await settleHousehold('钱七')
    await database.owner.query(
      `UPDATE household SET phone = '13800000001', guardian_name = '钱八', guardian_phone = '13800000002',
              bank_sealed = $2, bank_hash = $3, bank_tail = '0123' WHERE id = $1`,
      [id, seal().seal('6217000000000000123'), seal().fingerprint('6217000000000000123')],
    )
    return id
  }

  const reveal = (who: StaffName, id: number) =>
    perform(
      { permission: 'household.reveal', input: RevealContactInput, run: revealContact },
      'write',
      presenceOf(who, today),
      '',
      { householdId: id, reason: '核对发放账号' },
    )

  it('are shown in full for a reason, which is recorded, and the numbers are not', async () => {
    const id = await withContact()
    expect(await reveal('street', id)).toEqual({
      ok: true,
      value: { phone: '13800000001', bankAccount: '6217000000000000123', guardianPhone: '13800000002' },
    })
    const rows = await audited('household.reveal', id)
    expect(rows).toMatchObject([{ label: '钱*', detail: { reason: '核对发放账号' } }])
    expect(JSON.stringify(rows)).not.toContain('13800000001')
  })

  it('stay hidden from another street and from supervisors', async () => {
    const id = await withContact()
    expect(await reveal('otherstreet', id)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    expect(await reveal('city', id)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    expect((await find('city', id))?.facts).toMatchObject({ phoneMasked: '138****0001', bankTail: '0123' })
  })
})
