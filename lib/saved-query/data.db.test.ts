import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import { deleteQuery, findQueries, storeQuery } from './data'
import { RemoveQueryInput, SaveQueryInput } from './input'

const today = plainDate('2026-11-21') ?? expect.fail()
const LIST = 'certification'
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterEach(() => database.owner.query('DELETE FROM saved_query'))

afterAll(async () => {
  await closePool()
  await database.drop()
})

function save(who: StaffName, draft: Partial<Record<keyof SaveQueryInput, unknown>> = {}) {
  const input = { list: LIST, name: '未认证', search: 'status=PENDING', shared: false, replace: false, ...draft }
  const definition = { permission: 'signed-in', input: SaveQueryInput, run: storeQuery } as const
  return perform(definition, 'preference', presenceOf(who, today), '', input)
}

function remove(who: StaffName, id: number) {
  const definition = { permission: 'signed-in', input: RemoveQueryInput, run: deleteQuery } as const
  return perform(definition, 'preference', presenceOf(who, today), '', { id })
}

function seen(who: StaffName, list = LIST) {
  return inScope(presenceOf(who, today), '', 'read', (ctx) => findQueries(ctx, list))
}

describe('saved queries', () => {
  it('are the owner’s own, and with their name also of those with the same home region when shared', async () => {
    await save('street', { name: '未认证' })
    await save('street', { name: '按月', shared: true, search: `region=${PLACES.taihe}&status=PENDING` })
    await save('colleague', { name: '本人', search: 'insured=YES' })
    const own = { owner: null, regionName: null }
    expect(await seen('street')).toMatchObject([
      {
        name: '按月',
        shared: true,
        owner: null,
        regionName: '太和镇',
        search: `region=${PLACES.taihe}&status=PENDING`,
      },
      { name: '未认证', shared: false, ...own },
    ])
    expect(await seen('colleague')).toMatchObject([
      { name: '本人', ...own },
      { name: '按月', owner: '测试street' },
    ])
    for (const who of ['county', 'otherstreet', 'province', 'auditor'] as const) expect(await seen(who)).toEqual([])
    expect(await seen('street', 'audit')).toEqual([])
  })

  it('of the same name are replaced only when the owner says so; a colleague’s is another', async () => {
    await save('colleague', { shared: true, search: 'insured=NO' })
    expect(await save('street')).toMatchObject({ ok: true, value: { saved: true } })
    expect(await save('street', { search: 'status=DEAD' })).toEqual({ ok: true, value: { saved: false } })
    expect(await seen('street')).toMatchObject([{ search: 'status=PENDING' }, { search: 'insured=NO' }])
    const answer = await save('street', { search: 'status=DEAD', replace: true, shared: true })
    expect(answer).toMatchObject({
      ok: true,
      value: { saved: true, queries: [{ search: 'status=DEAD', shared: true }, {}] },
    })
  })

  it('keep filters and order, neither the page nor its size', async () => {
    await save('street', {
      search: '?name=%E7%8E%8B&sort=name&dir=desc&size=20&page=3&after=W10&before=W10&format=csv',
    })
    expect(await seen('street')).toMatchObject([{ search: 'name=%E7%8E%8B&sort=name&dir=desc' }])
  })

  it.each([
    [{ name: ' ' }, { name: '请填写方案名称。' }],
    [{ name: '名'.repeat(31) }, { name: '方案名称不能超过30个字。' }],
    [{ name: '一\u0000二' }, { name: '方案名称中有无法识别的字符，请重新输入。' }],
    [{ search: 'page=2' }, { search: '尚未设置筛选条件。请先设置条件并查询，再保存。' }],
    [{ search: `name=${'王'.repeat(400)}` }, { search: '筛选条件过多，无法保存。请减少条件后再试。' }],
    [{ list: '../x' }, { list: '列表名称不正确，请刷新后再试。' }],
  ])('%j is refused at its field', async (draft, fieldErrors) => {
    expect(await save('street', draft)).toEqual({ ok: false, fieldErrors })
    expect(await seen('street')).toEqual([])
  })

  it('are thirty a list at most, of which any may still be replaced', async () => {
    for (let index = 0; index < 30; index += 1) await save('street', { name: `方案${index}` })
    expect(await save('street', { name: '再一个' })).toMatchObject({
      ok: false,
      fieldErrors: { name: expect.any(String) },
    })
    expect(await save('street', { name: '方案3', replace: true })).toMatchObject({ ok: true, value: { saved: true } })
    expect(await save('street', { name: '再一个', list: 'audit' })).toMatchObject({ ok: true })
  })

  it('are taken away by their owner alone', async () => {
    await save('street', { shared: true })
    const [query] = await seen('colleague')
    const id = query?.id ?? expect.fail()
    expect(await remove('colleague', id)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    expect(await seen('street')).toHaveLength(1)
    expect(await remove('street', id)).toEqual({ ok: true, value: [] })
    expect(await remove('street', id)).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
  })
})

it('the database itself shows no other than own and shared ones, and lets nobody write another’s', async () => {
  for (const who of ['street', 'colleague', 'county'] as const)
    for (const shared of [false, true]) await save(who, { name: `共享${shared}`, shared })
  const everybody = ['street', 'colleague', 'otherstreet', 'county', 'province', 'surveyor', 'auditor'] as const
  const { rows } = await database.owner.query('SELECT id, staff_id, region, shared FROM saved_query')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...everybody), async (who) => {
      const presence = presenceOf(who, today)
      const { id, region } = presence.viewer
      const expected = rows.filter(
        (row) => Number(row.staff_id) === id || (row.shared && Number(row.region) === region.code),
      )
      const found = await inScope(presence, '', 'read', (ctx) =>
        ctx.sql<{ id: number }>(sql`SELECT id FROM saved_query`),
      )
      expect(found.map((row) => row.id).sort()).toEqual(expected.map((row) => Number(row.id)).sort())
      const own = rows.filter((row) => Number(row.staff_id) === id).length
      const touched = await inScope(presence, '', 'preference', (ctx) =>
        ctx.execute(sql`UPDATE saved_query SET search = search`),
      )
      expect(touched).toBe(own)
      await expect(
        inScope(presence, '', 'preference', (ctx) =>
          ctx.execute(sql`
            INSERT INTO saved_query (staff_id, staff_name, region, list, name, search)
            VALUES (${id + 1}, '他人', ${region.code}, 'audit', '冒名', 'x=1')`),
        ),
      ).rejects.toThrow('row-level security')
    }),
    { numRuns: 20 },
  )
  expect(
    await inScope(presenceOf('street', today), '', 'preference', (ctx) => ctx.execute(sql`DELETE FROM saved_query`)),
  ).toBe(2)
})
