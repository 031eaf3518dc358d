import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import type { ReviewClass } from '@/lib/household/codes'
import { plainDate } from '@/lib/plain-date'
import { rangeOf } from '@/lib/region'
import { completeReview, completeReviews } from './data'
import { CompleteReviewInput, CompleteReviewsInput } from './input'
import { withRow, withRows } from './list'
import { COMMUNITIES, type Household, settleHouseholds } from './test-households'

const TODAY = plainDate('2026-11-21') ?? expect.fail()

let database: FreshDatabase
let households: Household[]

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

beforeEach(async () => {
  households = await settleHouseholds(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function review(who: StaffName, draft: object) {
  const definition = {
    permission: 'household.review',
    input: CompleteReviewInput,
    run: withRow(completeReview),
  } as const
  const input = { requestId: randomUUID(), reviewedOn: TODAY, outcome: 'UNCHANGED', reviewClass: 'STABLE', ...draft }
  return perform(definition, 'write', presenceOf(who, TODAY), '', input)
}

function reviewMany(who: StaffName, rows: { householdId: number; requestId: string }[], reviewedOn: string = TODAY) {
  const definition = {
    permission: 'household.review',
    input: CompleteReviewsInput,
    run: withRows(completeReviews),
  } as const
  return perform(definition, 'write', presenceOf(who, TODAY), '', { rows, reviewedOn })
}

const inTaihe = (status = 'ACTIVE') =>
  households.filter((one) => one.region === COMMUNITIES[0] && one.status === status)

/** As it stands, past all policies: the household's dates, and its reviews. */
async function stored(id: number | undefined) {
  const { rows } = await database.owner.query(
    `SELECT review_class AS "reviewClass", reviewed_on::text AS "reviewedOn", review_due::text AS due, version,
            (SELECT count(*)::int FROM review WHERE household_id = household.id) AS reviews FROM household WHERE id = $1`,
    [id],
  )
  return rows[0]
}

describe('完成复核', () => {
  it.each(['street', 'county'] as const)('by the %s sets the next date by class, and no version', async (who) => {
    const [home] = inTaihe()
    const before = await stored(home?.id)
    const answer = await review(who, { householdId: home?.id, reviewedOn: '2026-11-20', reviewClass: 'UNSTABLE' })
    expect(answer).toMatchObject({
      ok: true,
      value: { done: { nextDue: '2027-05-20' }, row: { cells: { reviewedOn: '2026-11-20', due: '2027-05-20' } } },
    })
    expect(await stored(home?.id)).toEqual({
      reviewClass: 'UNSTABLE',
      reviewedOn: '2026-11-20',
      due: '2027-05-20',
      version: before.version,
      reviews: 1,
    })
    const { rows: trail } = await database.owner.query(
      `SELECT subject_id::int AS id, detail FROM audit WHERE action = 'review.complete' ORDER BY id DESC LIMIT 1`,
    )
    const detail = { reviewedOn: '2026-11-20', outcome: 'UNCHANGED', reviewClass: 'UNSTABLE', nextDue: '2027-05-20' }
    expect(trail).toEqual([{ id: home?.id, detail }])
  })

  it('is written once, however often the same request comes', async () => {
    const [home] = inTaihe()
    const draft = { householdId: home?.id, requestId: randomUUID() }
    const answers = await Promise.all([review('street', draft), review('street', draft), review('street', draft)])
    expect(answers.map((answer) => answer.ok && answer.value.done)).toEqual(Array(3).fill({ nextDue: '2027-11-21' }))
    expect((await stored(home?.id)).reviews).toBe(1)
  })

  it('of two clerks on the same day lets the second know', async () => {
    const [home] = inTaihe()
    const answers = await Promise.all([
      review('street', { householdId: home?.id }),
      review('colleague', { householdId: home?.id }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toEqual({
      ok: false,
      fieldErrors: { reviewedOn: '该户已于 2026-11-21 复核，复核日期应晚于该日。' },
    })
  })

  it.each([
    [{ reviewedOn: '2026-11-22' }, { reviewedOn: '复核日期不能晚于今天。' }],
    [{ reviewedOn: '2026-05-20' }, { reviewedOn: '该户已于 2026-05-20 复核，复核日期应晚于该日。' }],
    [{ reviewedOn: '2026-02-30' }, { reviewedOn: '请填写复核日期，如 2026-11-21。' }],
    [{ outcome: 'GONE' }, { outcome: '请选择复核结果。' }],
    [{ reviewClass: '' }, { reviewClass: '请选择周期类别。' }],
    [{ outcome: 'TO_STOP' }, { note: '请填写情况说明：有哪些变化，或为何不再符合条件。' }],
  ])('says at the field what is wrong with %j', async (draft, fieldErrors) => {
    const { rows } = await database.owner.query(
      `SELECT id::int FROM household WHERE region = $1 AND status = 'ACTIVE' AND reviewed_on IS NOT NULL LIMIT 1`,
      [COMMUNITIES[0]],
    )
    expect(await review('street', { householdId: rows[0].id, ...draft })).toEqual({ ok: false, fieldErrors })
    expect((await stored(rows[0].id)).reviews).toBe(0)
  })

  it('is not for a household that has stopped, and not found out of reach', async () => {
    const [stopped] = inTaihe('STOPPED')
    expect(await review('street', { householdId: stopped?.id })).toMatchObject({
      refusal: { code: 'NOT_POSSIBLE', message: '该户已停保，无需复核。' },
    })
    const [home] = inTaihe()
    for (const who of ['otherstreet', 'othercounty', 'province', 'surveyor', 'auditor'] as const) {
      const answer = await review(who, { householdId: home?.id })
      expect([who, answer]).toMatchObject([who, { refusal: { code: 'NOT_FOUND' } }])
    }
    expect((await stored(home?.id)).reviews).toBe(0)
  })

  it('is kept from others by the database itself', async () => {
    const [home] = inTaihe()
    const draft = {
      householdId: home?.id,
      requestId: randomUUID(),
      reviewedOn: TODAY,
      outcome: 'UNCHANGED',
      reviewClass: 'STABLE',
    }
    for (const who of ['otherstreet', 'othercounty', 'province', 'surveyor', 'sysadmin'] as const) {
      const parsed = CompleteReviewInput.parse(draft)
      const run = inScope(presenceOf(who, TODAY), '', 'write', (ctx) =>
        completeReview({ ...ctx, reach: rangeOf(PLACES.province) }, parsed),
      )
      await expect(run).rejects.toThrow()
    }
    expect((await stored(home?.id)).reviews).toBe(0)
  })
})

describe('批量完成复核', () => {
  it('decides each household for itself and keeps its class', async () => {
    const [one, two, three] = inTaihe()
    const [stopped] = inTaihe('STOPPED')
    const [far] = households.filter(({ region }) => region === COMMUNITIES[1])
    await review('colleague', { householdId: three?.id, reviewClass: three?.reviewClass })
    const rows = [one, far, stopped, two, three].map((home) => ({
      householdId: home?.id ?? 0,
      requestId: randomUUID(),
    }))
    const due = ({ reviewClass }: { reviewClass?: ReviewClass } = {}) =>
      reviewClass === 'STABLE' ? '2027-11-21' : '2027-05-21'
    const answer = await reviewMany('street', rows)
    expect(answer).toMatchObject({
      ok: true,
      value: {
        done: [
          { householdId: one?.id, done: true, message: `已完成，下次复核 ${due(one)}` },
          { householdId: far?.id, done: false, message: '未找到该记录，可能已调整到其他地区。请重新查询。' },
          { householdId: stopped?.id, done: false, message: '该户已停保，无需复核。' },
          { householdId: two?.id, done: true, message: `已完成，下次复核 ${due(two)}` },
          { householdId: three?.id, done: false, message: '该户已于 2026-11-21 复核，复核日期应晚于该日。' },
        ],
      },
    })
    expect(await stored(one?.id)).toMatchObject({ reviewClass: one?.reviewClass, due: due(one), reviews: 1 })
    // The same once more, as after a broken connection.
    expect(await reviewMany('street', rows)).toEqual(answer)
    expect((await stored(one?.id)).reviews).toBe(1)
  })

  it('asks for a day, and for each household once', async () => {
    const rows = inTaihe().map(({ id }) => ({ householdId: id, requestId: randomUUID() }))
    expect(await reviewMany('street', rows, '2026-11-22')).toEqual({
      ok: false,
      fieldErrors: { reviewedOn: '复核日期不能晚于今天。' },
    })
    expect(await reviewMany('street', [])).toMatchObject({ fieldErrors: { rows: '请先勾选要复核的家庭。' } })
    expect(await reviewMany('street', rows.concat(rows))).toMatchObject({ fieldErrors: { rows: expect.any(String) } })
  })
})
