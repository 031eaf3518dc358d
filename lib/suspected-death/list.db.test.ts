import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOrFail } from '@/e2e/any-household'
import { granted } from '@/e2e/changes'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { settleSuspect } from '@/e2e/suspects'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { loadToDo } from '@/lib/home/data'
import { verifyAlive, verifyDead } from './data'
import { VerifyAliveInput, VerifyDeadInput } from './input'
import { loadSuspicions, readSuspicions } from './list'

const today = dayOrFail('2026-11-21')
const REASON = '上门见到本人，身体健康。'
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const suspect = (name: string, days: readonly number[]) => settleSuspect(database.owner, PLACES.taihe + 1, name, days)

describe('the list', () => {
  const listed = (viewer: StaffName, search: Record<string, string>) =>
    inScope(presenceOf(viewer, today), '', 'read', (ctx) =>
      loadSuspicions(ctx, readSuspicions(ctx, new URLSearchParams(search))),
    )

  it('shows who is to be verified, with light and buttons, the longest listed first', async () => {
    const names = ['蒋一', '蒋二', '蒋三'] as const
    for (const [index, name] of names.entries()) await suspect(name, [[2, 5, 10][index] ?? 0])
    const { rows, total } = await listed('street', { name: '蒋' })
    expect(total).toBe(3)
    expect(rows.map(({ cells, actions }) => [cells.name, cells.days, cells.status, actions])).toEqual([
      ['蒋三', '10天（超期）', '待核实', ['alive', 'dead']],
      ['蒋二', '5天（临期）', '待核实', ['alive', 'dead']],
      ['蒋一', '2天（正常）', '待核实', ['alive', 'dead']],
    ])
    expect(rows[0]).toMatchObject({
      cells: { diedOn: '2026-10-09', source: '殡葬火化比对', category: '农村低保', decision: '' },
      extra: { certifiable: true, light: 'OVERDUE' },
    })
    expect((await listed('street', { name: '蒋', light: 'SOON,OVERDUE' })).total).toBe(2)
    expect((await listed('province', { name: '蒋' })).rows[0]?.actions).toEqual([])
    expect((await listed('otherstreet', { name: '蒋' })).total).toBe(0)
  })

  it('keeps what was decided, with who, when and why', async () => {
    const who = await suspect('沈一', [4])
    const definition = { permission: 'suspectedDeath.verify', input: VerifyAliveInput, run: verifyAlive } as const
    const raw = { suspicionId: who.suspicionIds[0], requestId: randomUUID(), reason: REASON, certify: false }
    granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    expect((await listed('county', { name: '沈一' })).total).toBe(0)
    expect((await listed('county', { name: '沈一', status: 'ALL' })).rows).toMatchObject([
      {
        cells: { status: '核实健在', days: '4天', decision: `2026-11-21 测试street（太和镇）：${REASON}` },
        actions: [],
        extra: { light: null },
      },
    ])
  })

  it('is counted on the home page by age, for its region', async () => {
    const { suspicionIds } = await suspect('韩一', [6])
    const definition = { permission: 'death.register', input: VerifyDeadInput, run: verifyDead } as const
    const raw = { suspicionId: suspicionIds[0], requestId: randomUUID(), diedOn: '2026-10-09', source: 'FUNERAL' }
    granted(await perform(definition, 'write', presenceOf('street', today), '', raw))
    const toDo = (viewer: StaffName) => inScope(presenceOf(viewer, today), '', 'read', (ctx) => loadToDo(ctx))
    const { rows } = await database.owner.query(
      `SELECT count(*)::int AS open FROM suspected_death WHERE status = 'OPEN'`,
    )
    const suspected = (await toDo('county'))?.suspected ?? expect.fail()
    expect(suspected.NORMAL + suspected.SOON + suspected.OVERDUE).toBe(rows[0].open)
    expect(suspected).toMatchObject({ SOON: 1 })
    expect((await toDo('otherstreet'))?.suspected).toEqual({ NORMAL: 0, SOON: 0, OVERDUE: 0 })
    expect((await toDo('county'))?.deathTasks).toBe(1)
    expect(await toDo('sysadmin')).toBeNull()
  })
})
