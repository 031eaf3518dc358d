import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idNumberOf } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { findHouseholdFile } from '@/lib/household/file'
import { plainDate } from '@/lib/plain-date'
import { RefusedError } from '@/lib/refusal'
import { ACCOUNT, clerksAt, FATHER, granted, openingsOf, PHONE, SON } from './test-admissions'

// What the county makes of an admission, and what else can become of it.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
const clerks = clerksAt(TODAY)
let database: FreshDatabase
let openings: ReturnType<typeof openingsOf>

beforeAll(async () => {
  database = await freshDatabase()
  openings = openingsOf(clerks, database.owner)
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

describe('an approval', () => {
  it('opens the household: members, shares, roster, history, sealed numbers', async () => {
    const { id, caseId } = await openings.opened()
    expect(granted(await clerks.request(await openings.completed(id)))).toMatchObject({
      requested: true,
      obstacles: [],
    })
    const page = await clerks.seen('county', id)
    expect(page).toMatchObject({
      ...{ status: 'PENDING', actions: ['approve', 'sendBack', 'decline', 'supersede'], doubts: [] },
      figures: { members: 2, insured: 2, amountFen: 18_000 + 18_000 + 11_600, supplementFen: 11_600 },
      differences: [],
    })
    const approval = granted(await clerks.approve(id, { certificateNo: 'nd 420702100000777' }))
    const householdId = 'householdId' in approval ? approval.householdId : expect.fail()
    const file = await inScope(presenceOf('street', TODAY), '', 'read', (ctx) => findHouseholdFile(ctx, householdId))
    expect(file).toMatchObject({
      facts: {
        ...{
          certificateNo: 'ND420702100000777',
          category: 'RURAL_DIBAO',
          headName: '钱老大',
          startMonth: '2026-12-01',
        },
        ...{ memberCount: 2, insuredCount: 2, monthlyAmountFen: 47_600, supplementFen: 11_600, incomeFen: 40_000 },
        ...{ phoneMasked: '139****0088', bankTail: '7890', reviewDue: '2027-11-21', region: HOME },
      },
      members: [
        { name: '钱老大', baseFen: 18_000, supplementFen: 11_600, idMasked: `420702********603${FATHER.slice(-1)}` },
        { name: '钱小二', relation: 'SON', baseFen: 18_000, supplementFen: 0 },
      ],
      history: [{ what: '建档' }],
    })
    const { rows } = await database.owner.query(
      `SELECT p.id_sealed, p.initials, y.region::text AS region FROM person p JOIN roster y ON y.person_id = p.id AND y.year = 2026
       JOIN membership m ON m.person_id = p.id WHERE m.household_id = $1 ORDER BY p.id`,
      [householdId],
    )
    expect(rows.map(({ id_sealed }) => sealFromKey(process.env.DATA_KEY ?? '').open(id_sealed))).toEqual([FATHER, SON])
    expect(rows.map(({ initials, region }) => [initials, region])).toEqual([
      ['qld', String(HOME)],
      ['qxe', String(HOME)],
    ])
    expect(await clerks.seen('street', id)).toMatchObject({
      status: 'APPROVED',
      householdId,
      actions: [],
      decision: { note: '同意' },
    })
    const { rows: kept } = await database.owner.query('SELECT patches FROM household_history WHERE household_id = $1', [
      householdId,
    ])
    for (const secret of [FATHER, SON, PHONE, ACCOUNT]) expect(JSON.stringify(kept)).not.toContain(secret)
    await expect(clerks.open(caseId, 'DIBAO')).rejects.toThrow(RefusedError)
  })

  it('happens once, whoever is faster', async () => {
    const { id } = await openings.opened([idNumberOf(310), null])
    const form = await openings.completed(id)
    const members = form.members.map((member) => ({
      ...member,
      idMissingReason: 'TO_CHECK',
      sex: 'MALE',
      birthDate: '1980-06-01',
    }))
    granted(await clerks.request({ ...form, members }))
    const answers = await Promise.all([
      clerks.approve(id, { certificateNo: 'A-1' }),
      clerks.approve(id, { certificateNo: 'A-2' }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'ALREADY_DECIDED' } })
    const { rows } = await database.owner.query(
      `SELECT count(*)::int AS files FROM household WHERE certificate_no IN ('A-1', 'A-2')`,
    )
    expect(rows[0].files).toBe(1)
    expect(await clerks.decline(id)).toMatchObject({ refusal: { code: 'ALREADY_DECIDED' } })
    expect(await clerks.save(form)).toMatchObject({ refusal: { code: 'ALREADY_DECIDED' } })
  })

  it('is not for who asked, nor with a number or month that cannot be', async () => {
    const { id } = await openings.opened([idNumberOf(311), idNumberOf(312)])
    granted(await clerks.request(await openings.completed(id)))
    expect(await clerks.approve(id, {}, 'street')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    const countyId = presenceOf('county', TODAY).viewer.id
    await database.owner.query('ALTER TABLE admission DISABLE TRIGGER admission_guard')
    await database.owner.query('UPDATE admission SET requester_id = $1 WHERE id = $2', [countyId, id])
    await database.owner.query('ALTER TABLE admission ENABLE TRIGGER admission_guard')
    expect((await clerks.seen('county', id)).actions).toEqual(['supersede'])
    expect(await clerks.approve(id)).toMatchObject({ refusal: { code: 'OWN_REQUEST' } })
    await database.owner.query('UPDATE admission SET requester_id = 5 WHERE id = $1', [id])
    expect(await clerks.approve(id, { startMonth: '2026-10' })).toMatchObject({
      fieldErrors: { startMonth: '起保月不能早于发起申请的月份（2026年11月）。' },
    })
    expect(await clerks.approve(id, { certificateNo: 'ND420702100000777' })).toMatchObject({
      fieldErrors: { certificateNo: '证号已用于钱老大家庭，请核对。' },
    })
  })
})

describe('what else can become of it', () => {
  it('is sent back with the reason, and asked for again', async () => {
    const { id } = await openings.opened([idNumberOf(320), idNumberOf(321)])
    granted(await clerks.request(await openings.completed(id)))
    granted(await clerks.sendBack(id))
    expect(await clerks.seen('street', id)).toMatchObject({ status: 'TO_FILL', sentBackNote: '材料不齐' })
    expect(await clerks.sendBack(id)).toMatchObject({ refusal: { code: 'NOT_POSSIBLE' } })
    granted(await clerks.request(await openings.completed(id), 'colleague'))
    expect(await clerks.seen('county', id)).toMatchObject({ status: 'PENDING', sentBackNote: null })
    granted(await clerks.decline(id))
    expect(await clerks.seen('street', id)).toMatchObject({
      status: 'DECLINED',
      decision: { note: '材料不齐' },
      waiting: null,
    })
  })

  it('is withdrawn by the street, waiting or not', async () => {
    const { id } = await openings.opened([idNumberOf(322), idNumberOf(323)])
    granted(await clerks.request(await openings.completed(id)))
    granted(await clerks.withdraw(id))
    expect(await clerks.approve(id)).toMatchObject({ refusal: { code: 'ALREADY_DECIDED' } })
    expect(await clerks.seen('county', id)).toMatchObject({ status: 'WITHDRAWN', actions: [] })
  })

  it('is withdrawn with the case that is reopened', async () => {
    const { id, caseId } = await openings.opened([idNumberOf(324), idNumberOf(325)])
    granted(await clerks.request(await openings.completed(id)))
    expect(await clerks.reopen(caseId, '收入需要重新核实')).toBe(1)
    expect(await clerks.seen('street', id)).toMatchObject({
      ...{ status: 'WITHDRAWN', decision: { note: '线索重新打开：收入需要重新核实' } },
    })
  })
})
