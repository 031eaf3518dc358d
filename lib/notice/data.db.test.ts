import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type ActionDefinition, type Effect, inScope, perform } from '@/lib/access/perform'
import { idOf } from '@/lib/case/test-cases'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { countUnread, markAllRead, markRead } from './data'
import { ReadAllInput, ReadInput } from './input'
import { loadMessages, readMessageListing } from './list'
import { makeCase } from './test-cases'

const TODAY = plainDate('2026-11-21') ?? expect.fail()

const READ = { permission: 'signed-in', input: ReadInput, run: markRead } as const
const READ_ALL = { permission: 'signed-in', input: ReadAllInput, run: markAllRead } as const

let database: FreshDatabase
let caseId: number

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  caseId = await makeCase(database.owner, { status: 'SURVEYING', street: PLACES.taihe, surveyor: 'surveyor' })
})

beforeEach(async () => {
  await database.owner.query('TRUNCATE notice, message, delivery RESTART IDENTITY')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** Messages of somebody, numbered as they came; answers the last one's id. */
async function messages(who: StaffName, kinds: readonly string[]): Promise<number> {
  const { rows } = await database.owner.query<{ id: string }>(
    `WITH told AS (
       INSERT INTO notice (kind, case_id, staff_id, spread_at) SELECT kind, $2, $1, now() FROM unnest($3::text[]) WITH ORDINALITY AS k (kind, n)
       ORDER BY n RETURNING id, kind)
     INSERT INTO message (notice_id, staff_id, kind, case_id, title, text, at)
     SELECT id, $1, kind, $2, kind, '第' || id || '条', '2026-11-20 10:00+08'::timestamptz + id * interval '1 hour' FROM told ORDER BY id RETURNING id`,
    [idOf(who), caseId, kinds],
  )
  return Number(rows.at(-1)?.id)
}

function act<Input, T>(who: StaffName, definition: ActionDefinition<Input, T>, raw: unknown, effect: Effect) {
  return perform(definition, effect, presenceOf(who, TODAY), '', raw)
}

const mark = (who: StaffName, ids: number[]) => act(who, READ, { messages: ids }, 'preference')

function listed(who: StaffName, search = '') {
  return inScope(presenceOf(who, TODAY), '', 'read', (ctx) =>
    loadMessages(ctx, readMessageListing(ctx, new URLSearchParams(search))),
  )
}

describe('messages', () => {
  it('stand the newest first, page by page, each with the way to its case', async () => {
    const last = await messages('county', Array(45).fill('NEW_CASE'))
    await messages('street', ['DISPATCHED'])
    const first = await listed('county', 'size=20')
    expect(first).toMatchObject({ total: 45, unread: 45, newest: last })
    expect(first.rows[0]).toMatchObject({
      id: String(last),
      href: `/cases/${caseId}`,
      cells: { kind: '新线索', at: '2026-11-22 07:00' },
      extra: { unread: true },
    })
    const cursor = Buffer.from(JSON.stringify(first.rows.at(-1)?.cursor)).toString('base64url')
    const second = await listed('county', `size=20&page=2&after=${cursor}`)
    expect([...first.rows, ...second.rows].map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 40 }, (_, index) => last - index),
    )
  })

  it('can be narrowed to unread ones, to kinds and to days', async () => {
    const last = await messages('county', ['NEW_CASE', 'OVERDUE', 'OVERDUE', 'SUBMITTED'])
    await mark('county', [last - 1])
    const found = async (search: string) => (await listed('county', search)).rows.map(({ id }) => Number(id))
    expect(await found('reading=UNREAD')).toEqual([last, last - 2, last - 3])
    expect(await found('kind=OVERDUE')).toEqual([last - 1, last - 2])
    expect(await found('reading=UNREAD&kind=OVERDUE,SUBMITTED')).toEqual([last, last - 2])
    expect(await found(`text=${encodeURIComponent(`第${last}条`)}`)).toEqual([last])
    expect(await found('from=2026-11-21')).toEqual([])
    expect((await listed('county', 'kind=OVERDUE')).unread).toBe(3)
  })

  it('lead those who have the task to it', async () => {
    await database.owner.query(
      `INSERT INTO case_assignment (case_id, round, street, surveyor_id, surveyor_name, assigned_at, assigned_by_name, due_on)
       VALUES ($1, 1, $2, $3, '测试surveyor', now(), '测试street', '2026-12-04')`,
      [caseId, PLACES.taihe, idOf('surveyor')],
    )
    const { rows } = await database.owner.query('SELECT max(id) AS id FROM case_assignment')
    await messages('surveyor', ['ASSIGNED', 'OVERDUE'])
    await messages('street', ['OVERDUE', 'ADMISSION'])
    const hrefs = async (who: StaffName) => (await listed(who)).rows.map(({ href }) => href)
    expect(await hrefs('surveyor')).toEqual([`/surveys/${rows[0].id}`, `/surveys/${rows[0].id}`])
    expect(await hrefs('street')).toEqual(['/admissions', `/cases/${caseId}`])
  })

  it('are read once, each by its own reader', async () => {
    const last = await messages('county', ['NEW_CASE', 'OVERDUE'])
    expect(await mark('othercounty', [last])).toEqual({ ok: true, value: null })
    expect(await countUnread(presenceOf('county', TODAY))).toBe(2)
    await mark('county', [last])
    await mark('county', [last])
    expect(await countUnread(presenceOf('county', TODAY))).toBe(1)
    expect(await mark('county', [])).toMatchObject({ ok: false, fieldErrors: { messages: '请选择消息。' } })
  })

  it('are all read at once but for those that came since', async () => {
    const known = await messages('county', ['NEW_CASE', 'OVERDUE'])
    const since = await messages('county', ['CLOSED'])
    const other = await messages('street', ['CLOSED'])
    expect(await act('county', READ_ALL, { upTo: known }, 'preference')).toEqual({ ok: true, value: 2 })
    const left = await database.owner.query('SELECT id::int FROM message WHERE read_at IS NULL ORDER BY id')
    expect(left.rows.map(({ id }) => id)).toEqual([since, other])
  })

  it('are counted no further than the badge says', async () => {
    await messages('county', Array(130).fill('NEW_CASE'))
    expect(await countUnread(presenceOf('county', TODAY))).toBe(100)
    expect(await countUnread(presenceOf('auditor', TODAY))).toBe(0)
  })
})
