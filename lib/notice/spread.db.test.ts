import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type Ctx, inScope } from '@/lib/access/perform'
import { idOf } from '@/lib/case/test-cases'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { plainDate } from '@/lib/plain-date'
import { type NewNotice, tell, tellAsSystem } from './outbox'
import { spreadNext, spreadOff } from './spread'
import { makeCase, toldSoFar } from './test-cases'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const COUNTY: NewNotice['to'] = { region: PLACES.county, role: 'COUNTY_CASEWORKER' }
const STREET: NewNotice['to'] = { region: PLACES.taihe, role: 'STREET_STAFF' }

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

beforeEach(async () => {
  delete process.env.SMS_GATEWAY_URL
  await database.owner.query('TRUNCATE notice, message, delivery')
  await database.owner.query('UPDATE staff SET disabled_at = NULL, phone = NULL')
})

afterEach(() => {
  delete process.env.SMS_GATEWAY_URL
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** Somebody takes a step that tells something. */
function step(who: StaffName, notices: readonly NewNotice[], then: (ctx: Ctx) => Promise<void> = async () => {}) {
  return inScope(presenceOf(who, TODAY), '', 'preference', async (ctx) => {
    tell(ctx, notices)
    await then(ctx)
  })
}

async function count(what: string): Promise<number> {
  const { rows } = await database.owner.query(`SELECT count(*)::int AS total FROM ${what}`)
  return rows[0].total
}

async function texts(): Promise<string[]> {
  const { rows } = await database.owner.query('SELECT title, text FROM message ORDER BY id')
  return rows.map(({ title, text }) => `${title}|${text}`)
}

describe('a notice', () => {
  it('stands if and only if its step stands', async () => {
    const caseId = await makeCase(database.owner)
    const told = [{ kind: 'NEW_CASE', caseId, to: COUNTY }] as const
    const broken = step('street', told, () => Promise.reject(new Error('broken off')))
    await expect(broken).rejects.toThrow()
    expect(await count('notice')).toBe(0)
    await inScope(presenceOf('county', TODAY), '', 'preference', async (ctx) => tell(ctx, told))
    expect(await count('notice')).toBe(1)
  })

  it('is nobody’s to put there for a case out of reach', async () => {
    const caseId = await makeCase(database.owner)
    await expect(step('othercounty', [{ kind: 'CLOSED', caseId, to: COUNTY }])).rejects.toThrow(/row-level security/)
  })

  it('is dropped where its key was told before, by a viewer too', async () => {
    const caseId = await makeCase(database.owner)
    const once = [{ kind: 'CLOSED', caseId, to: COUNTY, key: 'once' }] as const
    await step('county', once)
    await step('county', once)
    await asSystem('notices', async (transaction) => tellAsSystem(transaction, once, new Date()))
    expect(await count('notice')).toBe(1)
  })
})

describe('spreading', () => {
  it('reaches everybody in service of the role who is at home there, but who took the step only by name', async () => {
    const caseId = await makeCase(database.owner, { status: 'TO_ASSIGN', street: PLACES.taihe })
    await step('street', [
      { kind: 'SENT_BACK', caseId, to: COUNTY },
      { kind: 'CLOSED', caseId, to: STREET },
      { kind: 'ASSIGNED', caseId, to: { staffId: idOf('surveyor') } },
      { kind: 'LATE_SURVEY', caseId, to: { staffId: idOf('street') } },
    ])
    await spreadOff()
    expect(await toldSoFar(database.owner)).toEqual([
      'county 街道退回线索',
      'colleague 线索已办结',
      'surveyor 新的调查任务',
      'street 收到迟到调查',
    ])
    await database.owner.query(`UPDATE staff SET disabled_at = now() WHERE username = 'colleague'`)
    await step('county', [{ kind: 'DISPATCHED', caseId, to: STREET }])
    await spreadOff()
    expect((await toldSoFar(database.owner)).slice(4)).toEqual(['street 线索已分派到本街道'])
    expect(await count('notice WHERE spread_at IS NULL')).toBe(0)
  })

  it('says what the step was, with its due date, though the case has moved on since', async () => {
    const at = '2026-11-21T10:30:00+08:00'
    const caseId = await makeCase(database.owner, { status: 'TO_ASSIGN', street: PLACES.taihe, enteredAt: at })
    await database.owner.query(
      `INSERT INTO case_step (case_id, at, action, from_status, to_status, actor_id, actor_name, actor_role)
       VALUES ($1, $2, 'REDIRECT', 'TO_ASSIGN', 'TO_ASSIGN', $3, '测试county', 'COUNTY_CASEWORKER')`,
      [caseId, at, idOf('county')],
    )
    const { rows } = await database.owner.query('SELECT no FROM "case" WHERE id = $1', [caseId])
    await step('county', [{ kind: 'DISPATCHED', caseId, to: STREET, note: '户主现住该街道' }])
    await spreadNext()
    const said = `线索已分派到本街道|${rows[0].no} 张**（太和镇太和社区）：测试county（梁子湖区）改派到本街道，请于 2026-11-23 前（含当日）办理。户主现住该街道。`
    expect(await texts()).toEqual([said, said])
  })

  it.each(['message', 'delivery', 'notice'])(
    'that is broken off at the table %s leaves nothing behind and loses nothing',
    async (table) => {
      process.env.SMS_GATEWAY_URL = 'http://127.0.0.1:9'
      await database.owner.query(`UPDATE staff SET phone = '13800000001'`)
      const caseId = await makeCase(database.owner)
      await step('county', [
        { kind: 'DISPATCHED', caseId, to: STREET },
        { kind: 'CLOSED', caseId, to: STREET },
      ])
      const breaking = table === 'notice' ? 'BEFORE UPDATE' : 'AFTER INSERT'
      await database.owner.query(`CREATE FUNCTION break_off() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'forced'; END $$`)
      await database.owner.query(
        `CREATE TRIGGER break_off ${breaking} ON ${table} FOR EACH ROW EXECUTE FUNCTION break_off()`,
      )
      await expect(spreadNext()).rejects.toThrow('forced')
      await database.owner.query(`DROP FUNCTION break_off CASCADE`)
      expect([await count('message'), await count('delivery')]).toEqual([0, 0])
      await spreadOff()
      await spreadOff()
      expect(await toldSoFar(database.owner)).toEqual([
        'street 线索已分派到本街道',
        'colleague 线索已分派到本街道',
        'street 线索已办结',
        'colleague 线索已办结',
      ])
      expect(await count('delivery')).toBe(4)
    },
  )

  it('by several servers at once tells everything exactly once', async () => {
    const caseId = await makeCase(database.owner)
    await step(
      'county',
      Array.from({ length: 700 }, () => ({ kind: 'CLOSED', caseId, to: STREET }) as const),
    )
    await Promise.all([spreadOff(), spreadOff(), spreadOff(), spreadOff()])
    await spreadOff()
    expect(await count('message')).toBe(1_400)
    expect(await count('(SELECT DISTINCT notice_id, staff_id FROM message) AS pair')).toBe(1_400)
  })

  it('is seen by its readers alone', async () => {
    const caseId = await makeCase(database.owner)
    await step('county', [{ kind: 'DISPATCHED', caseId, to: STREET }])
    await spreadOff()
    const seenBy = (who: StaffName) =>
      inScope(presenceOf(who, TODAY), '', 'read', (ctx) => ctx.sql(sql`SELECT id FROM message`))
    expect(await seenBy('street')).toHaveLength(1)
    for (const who of ['county', 'province', 'sysadmin', 'otherstreet'] as const) expect(await seenBy(who)).toEqual([])
  })

  it('puts further channels on their way only where they are set up and there is a telephone', async () => {
    const caseId = await makeCase(database.owner)
    await database.owner.query(`UPDATE staff SET phone = '13800000001' WHERE username = 'colleague'`)
    await step('county', [{ kind: 'DISPATCHED', caseId, to: STREET }])
    await spreadOff()
    expect(await count('delivery')).toBe(0)
    process.env.SMS_GATEWAY_URL = 'http://127.0.0.1:9'
    await step('county', [{ kind: 'CLOSED', caseId, to: STREET }])
    await spreadOff()
    expect(await count('delivery')).toBe(1)
  })
})
