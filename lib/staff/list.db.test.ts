import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { levelOf, type RegionCode } from '@/lib/region'
import { loadAccounts, readListing } from './list'

const TODAY = plainDate('2026-11-21') ?? expect.fail()

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query(`UPDATE staff SET created_at = timestamptz '2026-03-05 09:07+08' + id * interval '1 day'`)
  await database.owner.query(`UPDATE staff SET disabled_at = now() WHERE username = 'colleague'`)
  await database.owner.query(`UPDATE staff SET role = NULL WHERE username = 'surveyor'`)
  await database.owner.query(`UPDATE staff SET phone = '13800001234' WHERE username = 'street'`)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function listFor(name: StaffName, text = '', home: RegionCode = STAFF[name].region) {
  const presence = presenceOf(name, TODAY)
  const region = { ...presence.viewer.region, code: home, level: levelOf(home) }
  return inScope({ ...presence, viewer: { ...presence.viewer, region } }, '', 'read', (ctx) =>
    loadAccounts(ctx, readListing(ctx, new URLSearchParams(text))),
  )
}

async function namesFor(text: string): Promise<(string | undefined)[]> {
  return (await listFor('sysadmin', text)).rows.map((row) => row.cells.username)
}

describe('the list of accounts', () => {
  it('shows the whole reach, the newest first', async () => {
    const { rows, total } = await listFor('sysadmin')
    expect(total).toBe(Object.keys(STAFF).length)
    expect(rows.map((row) => row.cells.username)).toEqual(Object.keys(STAFF).reverse())
  })

  it('says who, as what, where, in which state, since when', async () => {
    const { rows } = await listFor('sysadmin', 'username=street&sort=username')
    expect(rows.map((row) => row.cells)).toEqual([
      expect.objectContaining({ username: 'otherstreet' }),
      {
        username: 'street',
        name: '测试street',
        role: '街道经办',
        region: '湖北省 > 鄂州市 > 梁子湖区 > 太和镇',
        phone: '138****1234',
        status: '启用',
        createdAt: '2026-03-09 09:07',
      },
    ])
  })

  it.each([
    ['status=DISABLED', ['colleague']],
    ['status=UNGRANTED', ['surveyor']],
    ['status=DISABLED,UNGRANTED&sort=username', ['colleague', 'surveyor']],
    ['role=COUNTY_CASEWORKER&sort=username', ['county', 'othercounty']],
    ['name=测试city', ['city']],
    ['username=ADMIN&sort=username', ['farsecadmin', 'farsysadmin', 'secadmin', 'sysadmin']],
    ['username=_', []],
    [`region=${PLACES.taihe}&sort=username`, ['colleague', 'partner', 'street', 'surveyor']],
  ])('%s finds %j', async (text, found) => {
    expect(await namesFor(text)).toEqual(found)
  })

  it('ends where the administrator’s reach ends', async () => {
    const { rows } = await listFor('secadmin', 'sort=username', PLACES.county)
    expect(rows.map((row) => row.cells.username)).toEqual([
      'colleague',
      'county',
      'otherstreet',
      'othersurveyor',
      'partner',
      'street',
      'surveyor',
    ])
  })

  it('offers each administrator their own buttons, and none on their own row', async () => {
    const buttons = async (name: StaffName) =>
      Object.fromEntries((await listFor(name)).rows.map((row) => [row.cells.username, row.actions]))
    expect(await buttons('sysadmin')).toMatchObject({
      sysadmin: [],
      secadmin: ['disable', 'reset', 'phone'],
      colleague: ['enable', 'reset', 'phone'],
    })
    expect(await buttons('secadmin')).toMatchObject({
      secadmin: [],
      sysadmin: ['grant', 'withdraw'],
      surveyor: ['grant'],
    })
  })
})
