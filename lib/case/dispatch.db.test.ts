import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type Ctx, inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { findDispatchChoices, findSurveyors } from './choices'
import { dispatchAll } from './data'
import { clerksAt, DEEDS, idOf, newCase, stored, TEAM } from './test-cases'

const TODAY = plainDate('2026-11-20') ?? expect.fail()
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

async function fresh(count: number, told: Parameters<typeof newCase>[2] = {}): Promise<number[]> {
  const ids: number[] = []
  for (let made = 0; made < count; made += 1) ids.push(await newCase(database.owner, TODAY, told))
  return ids
}

const unseen = (ids: readonly number[]) => ids.map((caseId) => ({ caseId, version: 0 }))

/** Everything that a bulk writes, counted. */
async function written() {
  const { rows } = await database.owner.query(
    `SELECT (SELECT count(*)::int FROM case_step WHERE action = 'DISPATCH') AS steps, (SELECT count(*)::int FROM audit WHERE action = 'case.dispatch') AS trail,
            (SELECT count(*)::int FROM notice) AS notices`,
  )
  return rows[0]
}

describe('分派 of many', () => {
  it('answers for each case in words, in the order they came in, and lets the others pass', async () => {
    const [first = 0, second = 0, moved = 0, closed = 0] = await fresh(4)
    const [foreign = 0] = await fresh(1, { place: PLACES.otherCounty })
    await clerks.taken('DISPATCH', 'county', moved, { street: PLACES.otherStreet })
    await clerks.taken('HANDLE', 'county', closed, { outcome: 'NOT_NEEDED', note: '情况已知' })
    const cases = [
      ...unseen([second, foreign, moved, 999_999]),
      { caseId: closed, version: 1 },
      { caseId: first, version: 0 },
    ]
    const answer = await DEEDS.DISPATCH(presenceOf('county', TODAY), { cases, street: PLACES.taihe, note: '请核实' })
    const notFound = '未找到该记录，可能已调整到其他地区。请重新查询。'
    expect(answer).toEqual({
      ok: true,
      value: {
        results: [
          { caseId: second, ok: true },
          { caseId: foreign, ok: false, message: notFound },
          {
            ...{ caseId: moved, ok: false },
            message: '该线索已由 测试county（梁子湖区）于 10:30 办理，现为“待指派”，未重复办理。请刷新后再作决定。',
          },
          { caseId: 999_999, ok: false, message: notFound },
          { caseId: closed, ok: false, message: '该线索现为“已办结”，不能办理“分派”。请刷新后核对。' },
          { caseId: first, ok: true },
        ],
      },
    })
    expect(await stored(database.owner, first)).toMatchObject({ status: 'TO_ASSIGN', street: PLACES.taihe })
    expect(await stored(database.owner, moved)).toMatchObject({ street: PLACES.otherStreet })
  })

  it('takes as many statements for a hundred cases as for one, and writes a trail and a notice for each', async () => {
    const count = async (ids: number[]) => {
      let statements = 0
      await inScope(presenceOf('county', TODAY), '', 'write', (ctx) => {
        const counting: Ctx = {
          ...ctx,
          sql: (statement) => ctx.sql(count1(statement)),
          execute: (statement) => ctx.execute(count1(statement)),
          send: (statement) => ctx.send(count1(statement)),
        }
        return dispatchAll(counting, { cases: unseen(ids), street: PLACES.taihe, ...TEAM, note: '' })
      })
      function count1<T>(statement: T): T {
        statements += 1
        return statement
      }
      return statements
    }
    const before = await written()
    const one = await count(await fresh(1))
    const hundred = await count(await fresh(100))
    expect(hundred).toBe(one)
    expect(one).toBeLessThan(10)
    const after = await written()
    expect([after.steps - before.steps, after.trail - before.trail, after.notices - before.notices]).toEqual([
      ...[101, 101, 303],
    ])
  })

  it('writes nothing at all when the street or the surveyors do not fit', async () => {
    const ids = await fresh(3)
    const before = await written()
    const answer = await DEEDS.DISPATCH(presenceOf('county', TODAY), {
      ...{ cases: unseen(ids), street: PLACES.otherStreet, ...TEAM },
    })
    expect(answer).toMatchObject({ ok: false, fieldErrors: { surveyorId: expect.any(String) } })
    expect(await written()).toEqual(before)
  })
})

describe('what 分派 and 指派 choose from', () => {
  const read = <T>(who: StaffName, run: (ctx: Ctx) => Promise<T>) =>
    inScope(presenceOf(who, TODAY), '', 'read', run).catch((error: { refusal?: object }) => error.refusal ?? error)

  it('are the streets with their load, and for each case the one that its place or address suggests', async () => {
    const [atHome = 0] = await fresh(1, { place: PLACES.community })
    const [byAddress = 0] = await fresh(1, { address: '东沟镇某村3组' })
    const [unsure = 0] = await fresh(1, { address: '城关某巷' })
    const before = await read('county', (ctx) => findDispatchChoices(ctx, { caseIds: [unsure] }))
    const late = await newCase(database.owner, plainDate('2026-11-02') ?? TODAY)
    await clerks.taken('DISPATCH', 'county', late, { street: PLACES.otherStreet }, plainDate('2026-11-03') ?? TODAY)
    const choices = await read('county', (ctx) =>
      findDispatchChoices(ctx, { caseIds: [atHome, byAddress, unsure, 999_999] }),
    )
    const load = (found: unknown, code: number) =>
      (found as { streets: { code: number; open: number; overdue: number; name: string }[] }).streets.find(
        (street) => street.code === code,
      )
    const earlier = load(before, PLACES.otherStreet)
    expect(load(choices, PLACES.otherStreet)).toEqual({
      ...{ code: PLACES.otherStreet, name: '东沟镇' },
      ...{ open: (earlier?.open ?? 0) + 1, overdue: (earlier?.overdue ?? 0) + 1 },
    })
    expect(choices).toMatchObject({
      suggestions: expect.arrayContaining([
        { caseId: atHome, street: PLACES.taihe, reason: '按登记的居住地区建议。' },
        { caseId: byAddress, street: PLACES.otherStreet, reason: '按地址中的“东沟镇”建议。' },
        { caseId: unsure, street: null, reason: undefined },
      ]),
    })
    const foreign = await read('othercounty', (ctx) => findDispatchChoices(ctx, { caseIds: [atHome] }))
    expect(foreign).toEqual({ code: 'NOT_FOUND' })
  })

  it('do not suggest the street that has just sent it back', async () => {
    const [sent = 0] = await fresh(1, { place: PLACES.community })
    await clerks.taken('DISPATCH', 'county', sent, { street: PLACES.taihe }, TODAY)
    await clerks.taken('SEND_BACK', 'street', sent, { reason: '不在本街道居住' }, TODAY)
    const choices = await read('county', (ctx) => findDispatchChoices(ctx, { caseIds: [sent] }))
    expect(choices).toMatchObject({
      suggestions: [{ caseId: sent, street: null, reason: '太和镇已退回过本线索，请另行选择。' }],
    })
  })

  it('are the surveyors of the street with what they have in hand, for itself and its county alone', async () => {
    const found = (who: StaffName, street: number) => read(who, (ctx) => findSurveyors(ctx, { street }))
    const names = ((await found('county', PLACES.taihe)) as { name: string }[]).map(({ name }) => name).sort()
    expect(names).toEqual(['测试colleague', '测试partner', '测试street', '测试surveyor'])
    expect(await found('street', PLACES.taihe)).toContainEqual({
      ...{ id: idOf('partner'), name: '测试partner', role: 'SURVEYOR', place: '太和社区', open: 0, overdue: 0 },
    })
    for (const [who, street] of [
      ['street', PLACES.otherStreet],
      ['othercounty', PLACES.taihe],
      ['otherstreet', PLACES.taihe],
      ['surveyor', PLACES.taihe],
      ['province', PLACES.taihe],
    ] as const) {
      expect([who, await found(who, street)]).toEqual([who, { code: 'NOT_FOUND' }])
    }
  })
})
