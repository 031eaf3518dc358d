import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import type { Answer } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { clerksAt, DEEDS, handIn, idOf, newCase, openAssignment, stored, TEAM } from './test-cases'

// Two at once on one case: one of them takes the step, every other one is told.

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

/** Lets deeds begin one after the other while a case is locked: all have looked at it before the first one gets it. */
async function inTurn<T>(caseId: number, deeds: readonly (() => Promise<T>)[]): Promise<T[]> {
  await database.owner.query('BEGIN')
  await database.owner.query('SELECT FROM "case" WHERE id = $1 FOR UPDATE', [caseId])
  const answers: Promise<T>[] = []
  try {
    for (const deed of deeds) {
      answers.push(deed())
      await expect.poll(countBlocked, { timeout: 10_000 }).toBe(answers.length)
    }
  } finally {
    await database.owner.query('COMMIT')
  }
  return Promise.all(answers)
}

async function countBlocked(): Promise<number> {
  // A transaction sees the activity that it saw first, unless it is told to look again.
  await database.owner.query('SELECT pg_stat_clear_snapshot()')
  const { rows } = await database.owner.query<{ blocked: number }>(
    'SELECT count(*)::int AS blocked FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0',
  )
  return rows[0]?.blocked ?? 0
}

const refusal = (answer: Answer<unknown> | undefined) => (answer && 'refusal' in answer ? answer.refusal : answer)
const TOLD_LATE = (who: string, status: string) => ({
  code: 'CASE_MOVED_ON',
  message: `该线索已由 测试${who}于 10:30 办理，现为“${status}”，未重复办理。请刷新后再作决定。`,
})
const steps = async (caseId: number) =>
  (await database.owner.query('SELECT action FROM case_step WHERE case_id = $1 ORDER BY id', [caseId])).rows.map(
    ({ action }) => action,
  )

describe('of two counties', () => {
  it('the sender is told that the other one has taken the case', async () => {
    const id = await clerks.at('offered')
    const [accepted, recalled] = await inTurn(id, [
      () => clerks.take('ACCEPT', 'othercounty', id),
      () => clerks.take('RECALL', 'county', id),
    ])
    expect(accepted?.ok).toBe(true)
    expect(refusal(recalled)).toEqual(TOLD_LATE('othercounty（华容区）', '待分派'))
    expect(await stored(database.owner, id)).toMatchObject({ county: PLACES.otherCounty, status: 'TO_DISPATCH' })
  })

  it('the one asked is told that there is nothing left to take', async () => {
    const id = await clerks.at('offered')
    const [recalled, accepted, declined] = await inTurn(id, [
      () => clerks.take('RECALL', 'county', id),
      () => clerks.take('ACCEPT', 'othercounty', id),
      () => clerks.take('DECLINE', 'othercounty', id, { reason: '不属本县' }),
    ])
    expect(recalled?.ok).toBe(true)
    for (const late of [accepted, declined]) expect(refusal(late)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await steps(id)).toEqual(['REGISTER', 'TRANSFER', 'RECALL'])
  })
})

describe('of street and county', () => {
  const assign = (id: number) => () => clerks.take('ASSIGN', 'street', id, TEAM)
  const redirect = (id: number) => () =>
    clerks.take('REDIRECT', 'county', id, { street: PLACES.otherStreet, note: '现住东沟镇' })

  it('the county is told that the street has appointed surveyors', async () => {
    const id = await clerks.at('dispatched')
    const [assigned, redirected] = await inTurn(id, [assign(id), redirect(id)])
    expect(assigned?.ok).toBe(true)
    expect(refusal(redirected)).toEqual(TOLD_LATE('street（太和镇）', '调查中'))
    expect(await stored(database.owner, id)).toMatchObject({ street: PLACES.taihe, surveyorId: TEAM.surveyorId })
  })

  it('the street does not find the case any more', async () => {
    const id = await clerks.at('dispatched')
    const [redirected, assigned] = await inTurn(id, [redirect(id), assign(id)])
    expect(redirected?.ok).toBe(true)
    expect(refusal(assigned)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await stored(database.owner, id)).toMatchObject({ street: PLACES.otherStreet, surveyorId: null })
  })
})

describe('of surveyor and county', () => {
  const submit = (assignment: number) => () => handIn(presenceOf('surveyor', TODAY), assignment)

  it('the county is told that the result is in', async () => {
    const id = await clerks.at('surveying')
    const assignment = await openAssignment(database.owner, id)
    const redirect = () => clerks.take('REDIRECT', 'county', id, { street: PLACES.otherStreet, note: '现住东沟镇' })
    const [late, redirected] = await inTurn<unknown>(id, [submit(assignment), redirect])
    expect(late).toBe(false)
    expect(refusal(redirected as Answer<unknown>)).toEqual(TOLD_LATE('surveyor（太和镇）', '待审核'))
  })

  it('the survey is kept as 迟到调查 where the county was first', async () => {
    const id = await clerks.at('surveying')
    const assignment = await openAssignment(database.owner, id)
    const handle = () => clerks.take('HANDLE', 'county', id, { outcome: 'NOT_NEEDED', note: '情况已知' })
    const [handled, late] = await inTurn<unknown>(id, [handle, submit(assignment)])
    expect([(handled as Answer<unknown>).ok, late]).toEqual([true, true])
    expect(await stored(database.owner, id)).toMatchObject({ status: 'CLOSED', outcome: 'NOT_NEEDED' })
    expect(await steps(id)).toEqual(['REGISTER', 'DISPATCH', 'HANDLE', 'LATE_SURVEY'])
  })

  it('the surveyor who gives back is told that others go now', async () => {
    const id = await clerks.at('surveying')
    const [replaced, returned] = await inTurn(id, [
      () => clerks.take('REASSIGN', 'street', id, { ...TEAM, surveyorId: idOf('colleague') }),
      () => clerks.take('RETURN_TASK', 'surveyor', id, { reason: '家中无人' }),
    ])
    expect(replaced?.ok).toBe(true)
    expect(refusal(returned)).toMatchObject({ code: 'NOT_FOUND' })
    expect(await steps(id)).toEqual(['REGISTER', 'DISPATCH', 'REASSIGN'])
  })
})

describe('of many', () => {
  it('who all saw the same case one takes a step', async () => {
    const id = await clerks.at('dispatched')
    const { version } = await stored(database.owner, id)
    const seen = { caseId: id, version }
    const tried = await Promise.all(
      Array.from({ length: 10 }, () => [
        DEEDS.ASSIGN(presenceOf('street', TODAY), { ...seen, ...TEAM }),
        DEEDS.ASSIGN(presenceOf('county', TODAY), { ...seen, ...TEAM }),
        DEEDS.SEND_BACK(presenceOf('colleague', TODAY), { ...seen, reason: '不住在本镇' }),
        DEEDS.REDIRECT(presenceOf('county', TODAY), { ...seen, street: PLACES.otherStreet, note: '现住东沟镇' }),
        DEEDS.HANDLE(presenceOf('county', TODAY), { ...seen, outcome: 'NOT_NEEDED', note: '情况已知' }),
      ]).flat(),
    )
    expect(tried.filter(({ ok }) => ok)).toHaveLength(1)
    expect((await steps(id)).length).toBe(3)
    expect((await stored(database.owner, id)).version).toBe(version + 1)
    const codes = new Set(tried.map((answer) => ('refusal' in answer ? answer.refusal.code : 'OK')))
    expect([...codes].filter((code) => !['OK', 'CASE_MOVED_ON', 'NOT_FOUND'].includes(code))).toEqual([])
  })

  it('bulks over the same fifty cases in different order each case is dispatched once, and no deadlock is shown', async () => {
    const ids: number[] = []
    for (let made = 0; made < 50; made += 1) ids.push(await newCase(database.owner, TODAY))
    const orders = [ids, ids.toReversed(), ids.toSorted((one, other) => (one % 7) - (other % 7)), ids.toReversed()]
    const answers = await Promise.all(
      orders.map((order, index) =>
        DEEDS.DISPATCH(presenceOf('county', TODAY), {
          cases: order.map((caseId) => ({ caseId, version: 0 })),
          street: index % 2 === 0 ? PLACES.taihe : PLACES.otherStreet,
        }),
      ),
    )
    expect(answers.map(({ ok }) => ok)).toEqual(Array(4).fill(true))
    const results = answers.flatMap((answer) =>
      answer.ok ? (answer.value as { results: { ok: boolean; message?: string }[] }).results : [],
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(50)
    for (const { ok, message } of results) {
      if (!ok) expect(message).toMatch(/^该线索已由 测试county（梁子湖区）于 10:30 办理，现为“待指派”/)
    }
    const { rows } = await database.owner.query(
      `SELECT count(*)::int AS steps, count(DISTINCT case_id)::int AS cases FROM case_step WHERE action = 'DISPATCH' AND case_id = ANY ($1)`,
      [ids],
    )
    expect(rows).toEqual([{ steps: 50, cases: 50 }])
  })
})
