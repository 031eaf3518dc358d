import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idNumberOf, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, settle } from '@/e2e/world'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { clerksAt, granted } from './test-admissions'

// Members who have a file already: in payment here, in another county, in another street, or from an earlier household.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
const clerks = clerksAt(TODAY)
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** An admission of a street with a head of this name and number, whole but for what the test is about. */
async function startedFor(name: string, idNumber: string) {
  const { admissionId } = granted(await clerks.start({ aim: 'DIBAO', headName: name }))
  const form = await clerks.formOf('street', admissionId, {
    ...{
      region: HOME,
      category: 'RURAL_DIBAO',
      registration: 'RURAL',
      address: '3组12号',
      incomeYuan: '300',
      reason: '因病致贫。',
    },
  })
  return { ...form, members: form.members.map((member) => ({ ...member, idNumber, baseYuan: '280', health: 'ILL' })) }
}

async function claims(name: string) {
  const { rows } = await database.owner.query(
    'SELECT registered_county::text AS county, household_id AS household, actor_name AS actor FROM duplicate_claim WHERE claimed_name = $1',
    [name],
  )
  return rows
}

describe('somebody with a file', () => {
  it('in payment in reach: the form is kept, not sent, with the way to that household', async () => {
    const { householdId } = await settleFamily(database.owner, HOME, [
      { name: '郑一', relation: 'HEAD', idNumber: idNumberOf(401) },
    ])
    const form = await startedFor('郑一', idNumberOf(401))
    expect(granted(await clerks.request(form))).toMatchObject({
      ...{ requested: false, version: 1 },
      obstacles: [
        { name: '郑一', householdId, blocks: true, message: expect.stringContaining('已是在保户（户主郑一') },
      ],
    })
    expect(await clerks.seen('street', form.admissionId)).toMatchObject({
      status: 'TO_FILL',
      obstacles: [{ householdId }],
    })
    expect(await claims('郑一')).toEqual([])
  })

  it('in another county: the county alone is named, and the claim is kept for 重复享受', async () => {
    await settleFamily(database.owner, PLACES.otherCounty + 100_001, [
      { name: '郑二', relation: 'HEAD', idNumber: idNumberOf(402) },
    ])
    const form = await startedFor('郑二', idNumberOf(402))
    const answer = granted(await clerks.request(form))
    expect(answer).toMatchObject({
      requested: false,
      obstacles: [{ householdId: null, message: expect.stringContaining('该身份证号已在华容区建档') }],
    })
    expect(await claims('郑二')).toEqual([{ county: String(PLACES.otherCounty), household: null, actor: '测试street' }])
    const { rows } = await database.owner.query(
      `SELECT subject_type, subject_label FROM audit WHERE action = 'duplicate.claim' AND subject_id = $1`,
      [form.admissionId],
    )
    expect(rows).toEqual([{ subject_type: 'admission', subject_label: '郑*' }])
  })

  it('in payment in another street of the county: the street may ask, the county sees the household and cannot approve', async () => {
    const elsewhere = await settleFamily(database.owner, PLACES.otherStreet + 1, [
      { name: '郑三', relation: 'HEAD', idNumber: idNumberOf(403) },
    ])
    const form = await startedFor('郑三', idNumberOf(403))
    const { requested, obstacles } = granted(await clerks.request(form))
    expect({ requested, obstacles }).toMatchObject({
      ...{
        requested: true,
        obstacles: [{ blocks: false, householdId: null, message: expect.stringContaining('已在梁子湖区建档') }],
      },
    })
    expect(await clerks.seen('county', form.admissionId)).toMatchObject({
      obstacles: [{ householdId: elsewhere.householdId }],
    })
    expect(granted(await clerks.approve(form.admissionId))).toMatchObject({ obstacles: [{ name: '郑三' }] })
    expect(await clerks.seen('county', form.admissionId)).toMatchObject({ status: 'PENDING' })
  })

  it('from a household that has stopped: their file is used and put right', async () => {
    const { householdId, people } = await settleFamily(database.owner, HOME, [
      { name: '郑四', relation: 'HEAD', idNumber: idNumberOf(404) },
    ])
    await database.owner.query(
      `UPDATE household SET status = 'STOPPED', stop_month = '2025-01-01', stop_reason = 'INCOME' WHERE id = $1`,
      [householdId],
    )
    const form = await startedFor('郑四', idNumberOf(404))
    expect(granted(await clerks.request(form))).toMatchObject({ requested: true, obstacles: [] })
    expect(await clerks.seen('county', form.admissionId)).toMatchObject({
      corrections: [{ who: '郑四', label: '健康状况', before: '健康', after: '重病' }],
    })
    const approval = granted(await clerks.approve(form.admissionId))
    expect(approval).toHaveProperty('householdId')
    const { rows } = await database.owner.query(
      `SELECT count(*)::int AS files, min(p.health) AS health, count(DISTINCT p.id)::int AS people FROM membership m
       JOIN person p ON p.id = m.person_id WHERE p.id = $1`,
      [people.郑四],
    )
    expect(rows).toEqual([{ files: 2, health: 'ILL', people: 1 }])
  })

  it('under another name, or dead', async () => {
    const { householdId, people } = await settleFamily(database.owner, HOME, [
      { name: '郑五', relation: 'HEAD', idNumber: idNumberOf(405) },
    ])
    await database.owner.query(
      `UPDATE household SET status = 'STOPPED', stop_month = '2025-01-01', stop_reason = 'INCOME' WHERE id = $1`,
      [householdId],
    )
    const form = await startedFor('郑武', idNumberOf(405))
    expect(granted(await clerks.save(form))).toMatchObject({
      obstacles: [{ blocks: true, message: '该身份证号登记的姓名为“郑五”，请核对。' }],
    })
    await database.owner.query(
      `INSERT INTO death (person_id, region, died_on, source, plan, operator_name, operator_role, request_id)
       VALUES ($1, $2, '2025-03-01', 'VILLAGE', '{}', '测试street', 'STREET_STAFF', gen_random_uuid())`,
      [people.郑五, HOME],
    )
    expect((await clerks.seen('street', form.admissionId)).obstacles).toMatchObject([
      { message: '已于 2025-03-01 登记死亡，请核对身份证号。' },
    ])
  })
})
