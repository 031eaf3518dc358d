import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clerksAt, granted, idOfChange } from '@/e2e/changes'
import { type Family, idNumberOf, type Relative, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { maskIdCard } from '@/lib/id-card'
import { plainDate } from '@/lib/plain-date'
import { findChange } from './data'
import { loadChanges, readChangeListing } from './list'

// Who decides about a request, when it can no longer be decided, and what an ID number may give away.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
const FAR = PLACES.otherCounty + 100_001
let database: FreshDatabase
let clerks: ReturnType<typeof clerksAt>

beforeAll(async () => {
  database = await freshDatabase()
  clerks = clerksAt(database.owner, TODAY)
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const FATHER: Relative = { name: '周父', relation: 'HEAD', baseFen: 52_000 }
const SON: Relative = { name: '周子', relation: 'SON', born: '1980-06-01', baseFen: 30_000 }
const settled = () => settleFamily(database.owner, HOME, [FATHER, SON])
const STOP = { kind: 'STOP', stopReason: 'INCOME' }
const someone = {
  ...{ kind: 'ADD_MEMBER', name: '吴新', ethnicity: '汉族', health: 'HEALTHY', relation: 'OTHER', insured: false },
}

const requested = async (family: Family, change: object = STOP) => idOfChange(await clerks.ask(family, change))

function page(who: StaffName, changeId: number) {
  return inScope(presenceOf(who, TODAY), '', 'read', (ctx) => findChange(ctx, changeId))
}

async function householdOf({ householdId }: Family) {
  const { rows } = await database.owner.query('SELECT status, version FROM household WHERE id = $1', [householdId])
  return rows[0]
}

const refused = (code: string) => ({ ok: false, refusal: { code } })

describe('a request', () => {
  it('leaves one record, however often it comes', async () => {
    const family = await settled()
    const requestId = randomUUID()
    const first = await clerks.ask(family, { ...STOP, requestId })
    const [second, third] = await Promise.all([
      clerks.ask(family, { ...STOP, requestId }),
      clerks.ask(family, { ...STOP, requestId }),
    ])
    expect([second, third]).toEqual([first, first])
  })

  it('is about the household that the clerk saw', async () => {
    const family = await settled()
    expect(await clerks.ask(family, { ...STOP, version: 0 })).toMatchObject(refused('HOUSEHOLD_CHANGED'))
  })

  it('is the street’s alone, and for its own households', async () => {
    const family = await settled()
    for (const who of ['otherstreet', 'county', 'othercounty', 'surveyor', 'auditor'] as const)
      expect(await clerks.ask(family, STOP, who)).toMatchObject(refused('NOT_FOUND'))
  })

  it('says at its field what is wrong, and what cannot be at all', async () => {
    const family = await settled()
    expect(await clerks.ask(family, { ...STOP, effectiveMonth: '2027-03' })).toMatchObject({
      fieldErrors: { effectiveMonth: expect.stringContaining('2027年1月') },
    })
    expect(await clerks.ask(family, { kind: 'RESUME' })).toMatchObject(refused('NOT_POSSIBLE'))
  })
})

describe('a decision', () => {
  it('is the county’s, out of reach not found, and never one’s own', async () => {
    const family = await settled()
    const changeId = await requested(family)
    for (const who of ['street', 'colleague', 'othercounty', 'city'] as const) {
      expect(await clerks.approve(family, changeId, who)).toMatchObject(refused('NOT_FOUND'))
      expect(await clerks.sendBack(changeId, who)).toMatchObject(refused('NOT_FOUND'))
    }
    await database.owner.query('UPDATE change_request SET requester_id = 3 WHERE id = $1', [changeId])
    expect(await clerks.approve(family, changeId)).toMatchObject(refused('OWN_REQUEST'))
    expect(await clerks.sendBack(changeId)).toMatchObject(refused('OWN_REQUEST'))
    expect(await householdOf(family)).toMatchObject({ status: 'ACTIVE' })
  })

  it('is made once, whoever comes at the same moment', async () => {
    const family = await settled()
    const changeId = await requested(family)
    const answers = await Promise.all([clerks.approve(family, changeId), clerks.approve(family, changeId)])
    expect(answers.filter(({ ok }) => ok).length).toBe(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      refusal: { code: 'ALREADY_DECIDED', message: expect.stringContaining('测试county（梁子湖区）于 10:30') },
    })
    expect(await clerks.sendBack(changeId)).toMatchObject(refused('ALREADY_DECIDED'))
    expect(await clerks.withdraw(changeId)).toMatchObject(refused('ALREADY_DECIDED'))
  })

  it('is not made on a household that has changed since: the conflict is shown, nothing overwritten', async () => {
    const family = await settled()
    const [first, second] = [
      await requested(family),
      await requested(family, { kind: 'STOP', stopReason: 'VOLUNTARY' }),
    ]
    expect(await page('county', second)).toMatchObject({ conflict: [], actions: ['approve', 'sendBack'] })
    granted(await clerks.approve(family, first))
    const before = await householdOf(family)
    expect(await clerks.approve(family, second)).toMatchObject(refused('HOUSEHOLD_CHANGED'))
    expect(await householdOf(family)).toEqual(before)
    expect(await page('county', second)).toMatchObject({
      conflict: [expect.stringMatching(/^2026-11-21 10:30，测试county（梁子湖区）办理停保（状态 在保 → 停保；/)],
      actions: ['sendBack'],
    })
    granted(await clerks.sendBack(second))
  })

  it('sees a death or a new name that came in between', async () => {
    const family = await settled()
    const changeId = await requested(family)
    await database.owner.query(`UPDATE person SET name = '周大父' WHERE id = $1`, [family.people.周父])
    expect((await page('county', changeId))?.conflict).toEqual(['本户成员的基本信息在申请之后有变动。'])
    await database.owner.query(
      `INSERT INTO death (person_id, region, died_on, source, plan, registered_at, operator_name, operator_role, request_id)
       VALUES ($1, $2, '2026-11-20', 'VISIT', '{"doubtful":[]}', '2026-11-21 11:00+08', '王某', 'STREET_STAFF', $3)`,
      [family.people.周子, HOME, randomUUID()],
    )
    expect((await page('county', changeId))?.conflict).toEqual(['2026-11-21 11:00，王某（—）登记周子死亡。'])
    expect(await clerks.approve(family, changeId)).toMatchObject(refused('HOUSEHOLD_CHANGED'))
  })

  it('to send back gives the street what the form needs, sealed numbers aside', async () => {
    const family = await settled()
    const idNumber = idNumberOf(7)
    const changeId = await requested(family, { ...someone, idNumber })
    granted(await clerks.sendBack(changeId))
    const sent = await page('street', changeId)
    expect(sent).toMatchObject({
      ...{ status: 'SENT_BACK', decision: { note: '材料不齐' }, actions: ['resubmit'], waiting: null },
      content: { kind: 'ADD_MEMBER', name: '吴新', idNumber: maskIdCard(idNumber), effectiveMonth: '2026-12-01' },
    })
    expect((await page('colleague', changeId))?.actions).toEqual([])
    const again = await requested(family, { ...someone, idNumber: '', resubmits: changeId })
    granted(await clerks.approve(family, again))
    const { rows } = await database.owner.query(
      `SELECT id_masked FROM person WHERE name = '吴新' AND id_hash IS NOT NULL`,
    )
    expect(rows).toEqual([{ id_masked: maskIdCard(idNumber) }])
  })

  it('is spared by whoever asked, and by nobody else', async () => {
    const changeId = await requested(await settled())
    expect(await clerks.withdraw(changeId, 'colleague')).toMatchObject(refused('NOT_FOUND'))
    granted(await clerks.withdraw(changeId))
    expect(await page('street', changeId)).toMatchObject({ status: 'WITHDRAWN', actions: ['resubmit'] })
  })

  it('stands in the audit trail with before and after, and without a full name', async () => {
    const family = await settled()
    const changeId = await requested(family)
    granted(await clerks.approve(family, changeId))
    const { rows } = await database.owner.query(
      `SELECT action, subject_label AS label, detail FROM audit WHERE detail ->> 'changeId' = $1 ORDER BY id`,
      [String(changeId)],
    )
    expect(rows.map(({ action, label }) => `${action} ${label}`)).toEqual(['change.request 周*', 'change.approve 周*'])
    expect(rows[1].detail.changes).toContain('状态 在保 → 停保')
    expect(JSON.stringify(rows)).not.toContain('周父')
  })
})

describe('the ID number of a new member', () => {
  it('leads to the person in reach, with a warning of 重复享受', async () => {
    const idNumber = idNumberOf(21)
    await settleFamily(database.owner, HOME, [{ name: '郑已', relation: 'HEAD', baseFen: 1, idNumber }])
    const family = await settled()
    const change = { ...someone, name: '郑已', idNumber, insured: true, baseYuan: '100' }
    expect(granted(await clerks.preview(family, change))).toMatchObject({
      warnings: [
        expect.stringMatching(/^已在本辖区建档：郑已，太和社区。/),
        expect.stringMatching(/^郑已现为另一在保户（太和社区，证号F.+）的成员，批准后将列入重复享受。$/),
      ],
    })
    granted(await clerks.approve(family, await requested(family, change)))
    const { rows } = await database.owner.query(
      `SELECT d.kind FROM duplicate d JOIN person p ON p.id = d.person_id WHERE p.name = '郑已'`,
    )
    expect(rows).toEqual([{ kind: 'TWICE' }, { kind: 'TWICE' }])
    expect(await clerks.ask(family, { ...change, name: '郑某' })).toMatchObject({ fieldErrors: { idNumber: /./ } })
  })

  it('beyond reach gives the county away and nothing else; the claim is kept, once', async () => {
    const idNumber = idNumberOf(22)
    await settleFamily(database.owner, FAR, [{ name: '冯远', relation: 'HEAD', baseFen: 1, idNumber }])
    const family = await settled()
    const change = { ...someone, name: '冯某', idNumber }
    expect(granted(await clerks.preview(family, change))).toEqual({ registeredElsewhere: '华容区' })
    expect(granted(await clerks.ask(family, change))).toEqual({ registeredElsewhere: '华容区' })
    const claims = await database.owner.query('SELECT claimed_name, id_masked, region::text FROM duplicate_claim')
    expect(claims.rows).toEqual([{ claimed_name: '冯某', id_masked: maskIdCard(idNumber), region: String(HOME) }])
    const { rows } = await database.owner.query(
      `SELECT subject_label AS label FROM audit WHERE action = 'duplicate.claim'`,
    )
    expect(rows).toEqual([{ label: '冯*' }, { label: '冯*' }])
    const requests = await database.owner.query('SELECT FROM change_request WHERE household_id = $1', [
      family.householdId,
    ])
    expect(requests.rowCount).toBe(0)
  })

  it('that was registered after the request is not registered a second time', async () => {
    const idNumber = idNumberOf(23)
    const family = await settled()
    const changeId = await requested(family, { ...someone, name: '陈后', idNumber })
    await settleFamily(database.owner, FAR, [{ name: '陈后', relation: 'HEAD', baseFen: 1, idNumber }])
    expect(await clerks.approve(family, changeId)).toMatchObject({
      refusal: { code: 'NOT_POSSIBLE', message: expect.stringContaining('另行建档') },
    })
    expect(await page('county', changeId)).toMatchObject({ status: 'PENDING' })
  })

  it('of a person who has died since joins nobody', async () => {
    const idNumber = idNumberOf(24)
    const other = await settleFamily(database.owner, HOME, [{ name: '卫亡', relation: 'HEAD', baseFen: 1, idNumber }])
    const family = await settled()
    const changeId = await requested(family, { ...someone, name: '卫亡', idNumber })
    await database.owner.query(
      `INSERT INTO death (person_id, region, died_on, source, plan, operator_name, operator_role, request_id)
       VALUES ($1, $2, '2026-11-20', 'VISIT', '{"doubtful":[]}', '王某', 'STREET_STAFF', $3)`,
      [other.people.卫亡, HOME, randomUUID()],
    )
    expect(await clerks.approve(family, changeId)).toMatchObject(refused('NOT_POSSIBLE'))
  })
})

describe('the queue', () => {
  it('shows what waits in reach, the longest first, with its age; other states when asked', async () => {
    const owner = database.owner
    await owner.query(`UPDATE change_request SET status = 'WITHDRAWN', decided_at = now(), decider_name = 'x', decider_role = 'x', decision_note = ''
      WHERE status = 'PENDING'`)
    const old = await requested(await settled())
    const fresh = await requested(await settled(), { ...STOP, stopReason: 'VOLUNTARY' })
    await owner.query(`UPDATE change_request SET requested_at = '2026-11-13 09:00+08' WHERE id = $1`, [old])
    const list = (who: StaffName, search: string) => {
      const presence = presenceOf(who, TODAY)
      const { viewer, clock, parameters } = presence
      const listing = readChangeListing({ viewer, today: clock.today, parameters }, new URLSearchParams(search))
      return inScope(presence, '', 'read', (ctx) => loadChanges(ctx, listing))
    }
    const { rows, total } = await list('county', '')
    expect([total, rows.map(({ id }) => Number(id))]).toEqual([2, [old, fresh]])
    expect(rows[0]?.cells).toMatchObject({
      ...{ requestedAt: '2026-11-13 09:00', days: '8天（超期）', kind: '停保', head: '周父', community: '太和社区' },
      ...{ requester: '测试street（太和镇）', effective: '2026-12', status: '待审批', decision: '' },
    })
    expect(rows[1]?.extra).toMatchObject({ light: 'NORMAL', status: 'PENDING' })
    expect((await list('county', 'light=OVERDUE')).rows.map(({ id }) => Number(id))).toEqual([old])
    expect((await list('county', 'kind=AMOUNT')).total).toBe(0)
    expect((await list('county', 'status=ALL')).total).toBeGreaterThan(5)
    expect((await list('othercounty', '')).total).toBe(0)
  })
})
