import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle, settlePeople } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { registerDeath, revokeDeath } from '@/lib/death/data'
import { RegisterDeathInput } from '@/lib/death/input'
import { plainDate } from '@/lib/plain-date'
import { loadPage } from '@/lib/table/load'
import { readListQuery } from '@/lib/table/url'
import { certify } from './data'
import { doubtfulTable } from './doubtful-table'
import { CertifyInput } from './input'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const COMMUNITY = PLACES.taihe + 1

let database: FreshDatabase
let rosterIds: readonly number[]

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  rosterIds = await settlePeople(database.owner, 2026, COMMUNITY, ['余广财', '陈桂英'])
  const street = presenceOf('street', TODAY)
  for (const rosterId of rosterIds) {
    const visit = { rosterId, requestId: randomUUID(), channel: 'VISIT', visitDate: '2026-11-10' }
    await inScope(street, '', 'write', (ctx) => certify(ctx, CertifyInput.parse(visit)))
    const death = { rosterId, requestId: randomUUID(), diedOn: '2026-11-02', source: 'FAMILY', note: '家属补报' }
    await inScope(street, '', 'write', (ctx) => registerDeath(ctx, RegisterDeathInput.parse(death)))
  }
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function listFor(name: StaffName) {
  const presence = presenceOf(name, TODAY)
  const home = presence.viewer.region.code
  const { query } = readListQuery(doubtfulTable, new URLSearchParams(), home)
  return inScope(presence, '', 'read', (ctx) => loadPage(ctx, doubtfulTable, { query, home, context: null }))
}

describe('存疑认证', () => {
  it('lists for the county who was certified after their death, by whom', async () => {
    const { rows, total } = await listFor('county')
    expect(total).toBe(2)
    expect(rows.map((row) => row.cells.name).sort()).toEqual(['余广财', '陈桂英'])
    expect(rows[0]?.cells).toMatchObject({
      community: expect.stringMatching(/社区|村/),
      certifiedAt: '2026-11-21 10:30',
      visitDate: '2026-11-10',
      channel: '实地走访',
      operator: '测试street（太和镇）',
      diedOn: '2026-11-02',
      registeredAt: '2026-11-21 10:30',
    })
    expect(rows[0]?.extra.personId).toBeTypeOf('number')
  })

  it('is empty for another county', async () => {
    expect(await listFor('othercounty')).toEqual({ rows: [], total: 0, sums: {} })
  })

  it('keeps the record of one who has moved away, without a way to the person', async () => {
    await database.owner.query(`UPDATE membership SET region = $1 WHERE person_id = 2`, [PLACES.otherCounty])
    await database.owner.query(`UPDATE person SET region = $1 WHERE id = 2`, [PLACES.otherCounty])
    const moved = (await listFor('county')).rows.find((row) => row.extra.personId === null)
    expect(moved?.cells).toMatchObject({ name: '已迁出', operator: '测试street（太和镇）' })
  })

  it('lets go of a certification whose death is undone', async () => {
    const [rosterId] = rosterIds
    const { rows } = await database.owner.query('SELECT death_id FROM roster WHERE id = $1', [rosterId])
    const undoing = { rosterId: Number(rosterId), deathId: Number(rows[0]?.death_id), reason: '登记有误' }
    await inScope(presenceOf('county', TODAY), '', 'write', (ctx) => revokeDeath(ctx, undoing))
    expect((await listFor('county')).total).toBe(1)
  })
})
