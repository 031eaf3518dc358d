import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { certify, revokeCertification } from '@/lib/certification/data'
import { CertifyInput, RevokeInput } from '@/lib/certification/input'
import { closePool } from '@/lib/db/pool'
import { seal } from '@/lib/db/sealing'
import { registerDeath, revokeDeath } from '@/lib/death/data'
import { RegisterDeathInput, RevokeDeathInput } from '@/lib/death/input'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { findPerson, type PersonOnPage } from './data'
import { RevealInput } from './input'
import { revealIdNumber } from './reveal'

const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const today = day('2026-11-21')
const HERE = PLACES.taihe + 1
const ID_NUMBER = '420702195006011234'
let database: FreshDatabase
/** A community of the other street. */
let there = 0

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  const { rows } = await database.owner.query('SELECT min(code) AS code FROM region WHERE parent = $1', [
    PLACES.otherStreet,
  ])
  there = Number(rows[0]?.code)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

interface Settled {
  rosterId: number
  personId: number
  householdId: number
}

async function settleOne(name: string, community = HERE): Promise<Settled> {
  const [rosterId = 0] = await settlePeople(database.owner, 2026, community, [name])
  const { rows } = await database.owner.query('SELECT person_id, household_id FROM roster WHERE id = $1', [rosterId])
  return { rosterId, personId: Number(rows[0]?.person_id), householdId: Number(rows[0]?.household_id) }
}

/** Someone joins a second household without being 保障 there: the roster row stays where it was. */
async function join(personId: number, householdId: number, community: number): Promise<void> {
  await database.owner.query(
    `INSERT INTO membership (household_id, person_id, region, relation, insured, from_date) VALUES ($1, $2, $3, 'SON', false, '2024-05-01')`,
    [householdId, personId, community],
  )
}

function find(who: StaffName, personId: number, on = today): Promise<PersonOnPage | null> {
  return inScope(presenceOf(who, on), '', 'read', (ctx) => findPerson(ctx, personId))
}

async function get(who: StaffName, personId: number, on = today): Promise<PersonOnPage> {
  return (await find(who, personId, on)) ?? expect.fail('not found')
}

function granted<T>(answer: Answer<T>): T {
  return answer.ok ? answer.value : expect.fail(JSON.stringify(answer))
}

async function certifyOne(rosterId: number): Promise<number> {
  const raw = { rosterId, requestId: randomUUID(), channel: 'VISIT', visitDate: '2026-11-20', note: '家中' }
  const definition = { permission: 'certification.certify', input: CertifyInput, run: certify } as const
  return granted(await perform(definition, 'write', presenceOf('street', today), '', raw)).certificationId
}

async function die(rosterId: number, on = today, diedOn = '2026-11-18'): Promise<number> {
  const raw = { rosterId, requestId: randomUUID(), diedOn, source: 'POLICE', note: '比对' }
  const definition = { permission: 'death.register', input: RegisterDeathInput, run: registerDeath } as const
  return granted(await perform(definition, 'write', presenceOf('street', on), '', raw)).deathId
}

describe('a person’s page', () => {
  it('is found in reach and nowhere else', async () => {
    const { personId } = await settleOne('张一')
    for (const who of ['street', 'colleague', 'county', 'city', 'province'] as const) {
      expect((await find(who, personId))?.facts.name).toBe('张一')
    }
    for (const who of ['otherstreet', 'othercounty', 'surveyor', 'sysadmin', 'secadmin', 'auditor'] as const) {
      expect(await find(who, personId)).toBeNull()
    }
    expect(await find('province', 999_999_999)).toBeNull()
  })

  it('shows facts, household, years and buttons', async () => {
    const { personId, rosterId, householdId } = await settleOne('张二')
    const page = await get('street', personId)
    expect(page.facts).toMatchObject({
      sex: 'MALE',
      birthDate: '1950-06-01',
      idMasked: null,
      idMissingReason: 'TO_CHECK',
    })
    expect(page.facts.path).toMatch(/^湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > /)
    expect(page.households).toMatchObject([
      {
        id: householdId,
        category: 'RURAL_DIBAO',
        status: 'ACTIVE',
        monthlyAmountFen: 52000,
        startMonth: '2019-03-01',
        headcount: { all: 1, insured: 1 },
        members: [{ personId, relation: 'HEAD', insured: true, standing: { status: 'PENDING', ladder: 'WARN' } }],
      },
    ])
    expect(page.years).toMatchObject([{ rosterId, year: 2026, status: 'PENDING', actions: ['certify', 'death'] }])
    expect(page.history.map(({ what }) => what)).toEqual(['入户'])
    expect((await get('county', personId)).years[0]?.actions).toEqual([])
  })

  it('tells the whole story, newest first, with names, roles and places', async () => {
    const { personId, rosterId } = await settleOne('张三')
    const certificationId = await certifyOne(rosterId)
    const deathId = await die(rosterId)
    const undoDeath = { permission: 'death.revoke', input: RevokeDeathInput, run: revokeDeath } as const
    const later = presenceOf('county', day('2026-11-22'))
    granted(await perform(undoDeath, 'write', later, '', { rosterId, deathId, reason: '误登记' }))
    const revoke = { permission: 'certification.revoke', input: RevokeInput, run: revokeCertification } as const
    const last = presenceOf('county', day('2026-11-23'))
    granted(await perform(revoke, 'write', last, '', { rosterId, certificationId, reason: '走访对象有误' }))
    const page = await get('county', personId, day('2026-11-24'))
    expect(page.history.map(({ what, who, when }) => `${when} ${what} ${who}`)).toEqual([
      '2026-11-23 10:30 撤销2026年度认证 测试county（区县经办，梁子湖区）',
      '2026-11-22 10:30 撤销死亡登记 测试county（区县经办，梁子湖区）',
      '2026-11-21 10:30 死亡登记 测试street（街道经办，太和镇）',
      '2026-11-21 10:30 2026年度认证 测试street（街道经办，太和镇）',
      '2019-03-01 入户 null',
    ])
    expect(page.history.map(({ undone }) => undone)).toEqual([false, false, true, true, false])
  })

  it('names a certified person’s doubt, and gives the buttons that remain', async () => {
    const { personId, rosterId } = await settleOne('张四')
    const certificationId = await certifyOne(rosterId)
    expect((await get('street', personId)).years).toMatchObject([
      { status: 'CERTIFIED', certificationId, actions: ['death', 'revoke'] },
    ])
    const deathId = await die(rosterId)
    const page = await get('county', personId)
    expect(page.years).toMatchObject([{ status: 'DEAD', deathId, actions: ['revokeDeath'] }])
    expect(page.history.find(({ key }) => key === `certification-${certificationId}`)?.doubtful).toBe(true)
    expect(page.households[0]).toMatchObject({
      headcount: { all: 0, insured: 0 },
      members: [{ standing: { status: 'DEAD' } }],
    })
  })

  it('marks a frozen year, and what became known after it', async () => {
    const { personId, rosterId } = await settleOne('张五')
    // As it was opened last year and frozen since.
    await database.owner.query(
      `INSERT INTO roster (year, person_id, household_id, region, name, initials, birth_date, category, relation, insured)
       SELECT 2025, person_id, household_id, region, name, initials, birth_date, category, relation, insured FROM roster WHERE id = $1`,
      [rosterId],
    )
    expect((await get('street', personId)).years.map(({ year, frozen }) => [year, frozen])).toEqual([
      [2026, false],
      [2025, true],
    ])
    await die(rosterId, today, '2025-12-01')
    const { years, history } = await get('street', personId)
    expect(years[1]).toMatchObject({
      year: 2025,
      status: 'PENDING',
      corrections: [{ words: '补记死亡（公安比对）' }],
      actions: [],
    })
    expect(history.find(({ what }) => what === '2025年度名册更正')?.who).toBe('测试street（街道经办，太和镇）')
  })

  it('shows of a member from elsewhere where they are certified, and of their own household nothing', async () => {
    const host = await settleOne('李一', HERE)
    const guest = await settleOne('李二', there)
    await join(guest.personId, host.householdId, HERE)
    const page = await get('street', host.personId)
    expect(page.households[0]).toMatchObject({ headcount: { all: 2, insured: 1 } })
    expect(page.households[0]?.members[1]).toMatchObject({
      name: '李二',
      standing: { elsewhere: expect.stringMatching(/镇$/) },
    })
    const seen = await get('street', guest.personId)
    expect(seen.households.map(({ id }) => id)).toEqual([host.householdId])
    expect(seen.years).toMatchObject([{ year: 2026, region: there, actions: [] }])
    const atHome = await get('otherstreet', guest.personId)
    expect(atHome.households.map(({ id }) => id)).toEqual([guest.householdId])
    expect(atHome.years).toMatchObject([{ actions: ['certify', 'death'] }])
    expect((await get('county', guest.personId)).households).toHaveLength(2)
  })
})

describe('查看 the ID number', () => {
  async function withIdNumber(name: string): Promise<number> {
    const { personId } = await settleOne(name)
    await database.owner.query(
      `UPDATE person SET id_sealed = $2, id_hash = $3, id_masked = '420702********1234', id_missing_reason = NULL WHERE id = $1`,
      [personId, seal().seal(ID_NUMBER), seal().fingerprint(ID_NUMBER)],
    )
    return personId
  }

  function reveal(who: StaffName, raw: unknown) {
    const definition = { permission: 'person.reveal', input: RevealInput, run: revealIdNumber } as const
    return perform(definition, 'write', presenceOf(who, today), '', raw)
  }

  it('wants a reason and keeps it, but never the number', async () => {
    const personId = await withIdNumber('钱一')
    for (const reason of ['', ' ', undefined, { contains: '' }]) {
      expect(await reveal('street', { personId, reason })).toMatchObject({
        fieldErrors: { reason: '请填写查看原因。' },
      })
    }
    expect(granted(await reveal('street', { personId, reason: '核对证件' }))).toEqual({ idNumber: ID_NUMBER })
    const { rows } = await database.owner.query(
      `SELECT subject_label, detail, audit::text AS whole FROM audit WHERE action = 'person.reveal' AND subject_id = $1`,
      [personId],
    )
    expect(rows).toMatchObject([{ subject_label: '钱*', detail: { reason: '核对证件' } }])
    expect(rows[0]?.whole).not.toContain(ID_NUMBER)
    expect(JSON.stringify(await get('street', personId))).not.toContain(ID_NUMBER)
  })

  it('is for the street and the county of the person', async () => {
    const { personId } = await settleOne('钱二')
    const reason = '核对证件'
    for (const who of ['otherstreet', 'othercounty', 'city', 'province', 'surveyor', 'auditor'] as const) {
      expect(await reveal(who, { personId, reason })).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    }
    expect(await reveal('county', { personId, reason })).toMatchObject({ refusal: { code: 'NO_ID_NUMBER' } })
  })
})
