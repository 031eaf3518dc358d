import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, settle } from '@/e2e/world'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { clerksAt, idOf, newCase, stored, TEAM } from './test-cases'

// Each step of a case as its action takes it: state, due date, round, trail and who is told; and why it is not taken.

const TODAY = plainDate('2026-09-30') ?? expect.fail()
let database: FreshDatabase
let clerks: ReturnType<typeof clerksAt>

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  clerks = clerksAt(database.owner, TODAY)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const { surveyorId, partnerId } = TEAM

async function rowsOf(statement: string, id: number) {
  return (await database.owner.query(statement, [id])).rows
}
const lastStep = async (id: number) =>
  (
    await rowsOf(
      `SELECT action, from_status AS "from", to_status AS "to", due_on::text AS due, note, outcome, target::bigint::text AS target, surveyor_name AS lead,
              partner_name AS partner, actor_name AS actor, actor_role AS role FROM case_step WHERE case_id = $1 ORDER BY id DESC LIMIT 1`,
      id,
    )
  )[0]
const lastTrail = async (id: number) =>
  (
    await rowsOf(
      `SELECT action, subject_label AS label, region::text, detail FROM audit WHERE subject_type = 'case' AND subject_id = $1 ORDER BY id DESC LIMIT 1`,
      id,
    )
  )[0]
const rounds = (id: number) =>
  rowsOf(
    'SELECT round, surveyor_name AS lead, ended_by AS ended, due_on::text AS due FROM case_assignment WHERE case_id = $1 ORDER BY round',
    id,
  )
const told = async (id: number) =>
  (
    await rowsOf(
      `SELECT kind || ' ' || coalesce(role || ' ' || region, staff_id::text) AS who, id FROM notice WHERE case_id = $1 ORDER BY id`,
      id,
    )
  ).map(({ who }) => who)

describe('a step', () => {
  it('of 分派 and 退回: to the street, and back to the county with the reason', async () => {
    const id = await newCase(database.owner, TODAY, { place: PLACES.community })
    await clerks.taken('DISPATCH', 'county', id, { street: PLACES.taihe, note: '请尽快入户' })
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'TO_ASSIGN', street: PLACES.taihe, region: PLACES.community, dueOn: '2026-10-09', limitDays: 2 },
      ...{ handler: '测试county', returned: false },
    })
    expect(await lastStep(id)).toMatchObject({
      ...{ action: 'DISPATCH', from: 'TO_DISPATCH', to: 'TO_ASSIGN', note: '请尽快入户', target: String(PLACES.taihe) },
      ...{ due: '2026-10-08', actor: '测试county', role: 'COUNTY_CASEWORKER' },
    })
    const { no } = await stored(database.owner, id)
    expect(await lastTrail(id)).toEqual({
      ...{ action: 'case.dispatch', label: '王**', region: String(PLACES.community) },
      detail: { caseNo: no, from: 'TO_DISPATCH', to: 'TO_ASSIGN', street: PLACES.taihe, note: '请尽快入户' },
    })
    await clerks.taken('SEND_BACK', 'street', id, { reason: '不住在本镇' }, plainDate('2026-10-08') ?? TODAY)
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'TO_DISPATCH', street: null, returned: true, dueOn: '2026-10-09', limitDays: 1 },
    })
    expect(await lastTrail(id)).toMatchObject({ action: 'case.send-back', detail: { reason: '不住在本镇' } })
    expect(await told(id)).toEqual([
      `DISPATCHED STREET_STAFF ${PLACES.taihe}`,
      `SENT_BACK COUNTY_CASEWORKER ${PLACES.county}`,
    ])
  })

  it('of 指派, 更换调查员 and 退回任务: rounds follow each other, the due date stays with 更换', async () => {
    const id = await clerks.at('dispatched')
    await clerks.taken('ASSIGN', 'street', id, TEAM)
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'SURVEYING', surveyorId, partnerId, dueOn: '2026-10-20' },
      handler: '测试surveyor',
    })
    const later = plainDate('2026-10-12') ?? TODAY
    await clerks.taken('REASSIGN', 'street', id, { surveyorId: idOf('colleague'), partnerId }, later)
    expect(await stored(database.owner, id)).toMatchObject({ dueOn: '2026-10-20', limitDays: 10, returned: false })
    await clerks.taken('RETURN_TASK', 'colleague', id, { reason: '家中无人' }, later)
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'TO_ASSIGN', surveyorId: null, returned: true, dueOn: '2026-10-14' },
    })
    expect(await rounds(id)).toEqual([
      { round: 1, lead: '测试surveyor', ended: 'REASSIGN', due: '2026-10-20' },
      { round: 2, lead: '测试colleague', ended: 'RETURN_TASK', due: '2026-10-20' },
    ])
    expect(await told(id)).toEqual([
      `DISPATCHED STREET_STAFF ${PLACES.taihe}`,
      ...[`ASSIGNED ${surveyorId}`, `ASSIGNED ${partnerId}`],
      ...[`ASSIGNED ${idOf('colleague')}`, `UNASSIGNED ${surveyorId}`],
      ...[`TASK_RETURNED STREET_STAFF ${PLACES.taihe}`, `UNASSIGNED ${partnerId}`],
    ])
    expect(await lastTrail(id)).toMatchObject({ action: 'case.return-task', detail: { reason: '家中无人' } })
  })

  it('of 改派: the task ends, and the former street does not see the case any more', async () => {
    const id = await clerks.at('surveying')
    await clerks.taken('REDIRECT', 'county', id, { street: PLACES.otherStreet, note: '现住东沟镇' })
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'TO_ASSIGN', street: PLACES.otherStreet, surveyorId: null, dueOn: '2026-10-09' },
    })
    expect(await rounds(id)).toMatchObject([{ ended: 'REDIRECT' }])
    expect((await told(id)).slice(-3)).toEqual([
      ...[`DISPATCHED STREET_STAFF ${PLACES.otherStreet}`, `UNASSIGNED ${surveyorId}`],
      `UNASSIGNED ${partnerId}`,
    ])
    expect(await clerks.take('ASSIGN', 'street', id, TEAM)).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
  })

  it('of 退回补查 and 通过: the same surveyors go again, the county closes', async () => {
    const id = await clerks.at('reviewing')
    await clerks.taken('RESURVEY', 'county', id, { reason: '收入未核实' })
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'SURVEYING', surveyorId, returned: true, dueOn: '2026-10-20' },
    })
    expect(await rounds(id)).toMatchObject([
      { round: 1, ended: 'SUBMIT' },
      { round: 2, ended: null },
    ])
    await clerks.hand('surveyor', id)
    await clerks.taken('APPROVE', 'county', id, { outcome: 'NOT_NEEDED', note: '收入稳定' })
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'CLOSED', outcome: 'NOT_NEEDED', dueOn: null, street: PLACES.taihe },
    })
    expect(await lastTrail(id)).toMatchObject({ detail: { outcome: 'NOT_NEEDED', note: '收入稳定', to: 'CLOSED' } })
    await clerks.taken('REOPEN', 'county', id, { reason: '情况有变' })
    expect(await stored(database.owner, id)).toMatchObject({ status: 'TO_DISPATCH', street: null, dueOn: '2026-10-08' })
    expect((await told(id)).slice(-2)).toEqual([
      ...[`CLOSED STREET_STAFF ${PLACES.taihe}`, `REOPENED STREET_STAFF ${PLACES.taihe}`],
    ])
  })

  it('of 移交, 拒收, 撤回 and 接收: the case is the sender’s until it is taken', async () => {
    const id = await clerks.at('offered')
    expect(await stored(database.owner, id)).toMatchObject({ status: 'TO_ACCEPT', transferTo: PLACES.otherCounty })
    await clerks.taken('DECLINE', 'othercounty', id, { reason: '不属本县' })
    expect(await stored(database.owner, id)).toMatchObject({ county: PLACES.county, returned: true, transferTo: null })
    await clerks.taken('TRANSFER', 'county', id, { county: PLACES.otherCounty, note: '户籍已核实' })
    await clerks.taken('RECALL', 'county', id)
    expect(await stored(database.owner, id)).toMatchObject({ status: 'TO_DISPATCH', returned: false })
    await clerks.taken('TRANSFER', 'county', id, { county: PLACES.otherCounty, note: '户籍已核实' })
    await clerks.taken('ACCEPT', 'othercounty', id)
    expect(await stored(database.owner, id)).toMatchObject({
      ...{ status: 'TO_DISPATCH', county: PLACES.otherCounty, region: PLACES.otherCounty, handler: '测试othercounty' },
    })
    expect(await lastTrail(id)).toMatchObject({ action: 'case.accept', detail: { county: PLACES.otherCounty } })
    expect(await clerks.take('DISPATCH', 'county', id, { street: PLACES.taihe })).toMatchObject({
      ok: true,
      value: { results: [{ ok: false, message: '未找到该记录，可能已调整到其他地区。请重新查询。' }] },
    })
  })

  it.each(['dispatched', 'surveying', 'reviewing'] as const)('of 处理, of a case that is %s', async (stage) => {
    const id = await clerks.at(stage)
    await clerks.taken('HANDLE', 'county', id, { outcome: 'ALREADY_ASSISTED', note: '已是低保户' })
    expect(await stored(database.owner, id)).toMatchObject({ status: 'CLOSED', outcome: 'ALREADY_ASSISTED' })
    expect(await rounds(id)).toMatchObject(
      { dispatched: [], surveying: [{ ended: 'HANDLE' }], reviewing: [{ ended: 'SUBMIT' }] }[stage],
    )
  })
})

describe('纳入', () => {
  it('opens an application at the street that has the case', async () => {
    const id = await clerks.at('reviewing')
    const answer = await clerks.take('APPROVE', 'county', id, { outcome: 'DIBAO' })
    expect(answer).toMatchObject({ ok: true, value: { status: 'CLOSED', admissionId: expect.any(Number) } })
    const admissions = () =>
      rowsOf('SELECT aim, status, region::text FROM admission WHERE case_id = $1 ORDER BY id', id)
    expect(await admissions()).toEqual([{ aim: 'DIBAO', status: 'TO_FILL', region: String(PLACES.taihe) }])
    await clerks.taken('REOPEN', 'county', id, { reason: '结论有误' })
    expect(await admissions()).toMatchObject([{ status: 'WITHDRAWN' }])
  })

  it('of a case that no street has asks which one is to fill it in', async () => {
    const id = await newCase(database.owner, TODAY)
    const handle = (more: object) =>
      clerks.take('HANDLE', 'county', id, { outcome: 'TEKUN', note: '情况已知', ...more })
    expect(await handle({})).toEqual({ ok: false, fieldErrors: { street: '请选择办理纳入申请的乡镇、街道。' } })
    const elsewhere = { ok: false, fieldErrors: { street: '请选择本区县的乡镇、街道。' } }
    expect(await handle({ street: PLACES.otherCounty + 100_000 })).toEqual(elsewhere)
    expect(await handle({ street: PLACES.otherStreet })).toMatchObject({ ok: true, value: { status: 'CLOSED' } })
    expect(await rowsOf('SELECT region::text FROM admission WHERE case_id = $1', id)).toEqual([
      { region: String(PLACES.otherStreet) },
    ])
  })
})
