import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type Ctx, inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/sql'
import { plainDate } from '@/lib/plain-date'
import { toSearchParams } from '@/lib/table/list-query'
import { loadPage } from '@/lib/table/load'
import { AUDIT_ACTIONS, type AuditAction } from './entry'
import { readListing } from './list'
import { auditTable } from './table'

const TODAY = plainDate('2026-11-21') ?? expect.fail()

/** action, day, region of the actor, detail: one of each kind that is recorded. */
const ENTRIES: readonly (readonly [AuditAction, string, number | null, object])[] = [
  ['session.fail', '2026-11-20', null, { purpose: '登录', reason: '账号不存在' }],
  ['session.start', '2026-11-20', PLACES.taihe, { browser: 'Chrome（Windows）' }],
  [
    'certification.certify',
    '2026-11-20',
    PLACES.taihe,
    { year: 2026, channel: 'VISIT', visitDate: '2026-11-19', certificationId: 12 },
  ],
  ['death.register', '2026-11-20', PLACES.taihe, { deathId: 3, diedOn: '2026-11-02', source: 'POLICE', doubtful: 0 }],
  ['death.register', '2026-11-20', PLACES.taihe, { deathId: 4, diedOn: '2026-11-02', source: 'VISIT', doubtful: 1 }],
  [
    'certification.export',
    '2026-11-20',
    PLACES.county,
    { exportId: 'e1', format: 'xlsx', filters: ['年度：2026', '认证状态：未认证'], expected: 1204 },
  ],
  ['certification.export-end', '2026-11-20', PLACES.county, { exportId: 'e1', format: 'xlsx', complete: false }],
  [
    'staff.grant',
    '2026-11-20',
    PLACES.province,
    { before: { role: null, region: PLACES.province }, after: { role: 'STREET_STAFF', region: PLACES.taihe } },
  ],
  [
    'staff.grant',
    '2026-11-20',
    PLACES.province,
    {
      before: { role: 'STREET_STAFF', region: PLACES.taihe },
      after: { role: null, region: PLACES.taihe },
      reason: '轮岗',
    },
  ],
  [
    'staff.disable',
    '2026-10-23',
    PLACES.province,
    { before: { disabled: false }, after: { disabled: true }, reason: '调离岗位', sessions: 2 },
  ],
  ['session.end', '2026-10-22', PLACES.otherCity, { unheardOf: { a: [1] } }],
]

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  for (const [action, day, region, detail] of ENTRIES) {
    await database.owner.query(
      `INSERT INTO audit (at, actor_id, actor_name, actor_role, actor_region, address, action, subject_type, subject_label, detail)
       VALUES ($1, $2, $3, $4, $5, '10.0.0.1', $6, 'person', '张*', $7)`,
      [
        `${day}T12:00:00+08:00`,
        region && 1,
        region ? '测试street' : '未知账号',
        region ? 'STREET_STAFF' : '',
        region,
        action,
        detail,
      ],
    )
  }
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

function asAuditor<T>(run: (ctx: Ctx) => Promise<T>, home: number = PLACES.province): Promise<T> {
  const presence = presenceOf('auditor', TODAY)
  const region = { ...presence.viewer.region, code: home }
  return inScope({ ...presence, viewer: { ...presence.viewer, region } }, '', 'preference', run)
}

function search(text: string, home?: number) {
  return asAuditor((ctx) => loadPage(ctx, auditTable, readListing(ctx, new URLSearchParams(text)).listing), home)
}

async function detailsOf(action: AuditAction): Promise<string[]> {
  return (await search(`action=${action}&from=2026-01-01`)).rows.map((row) => row.cells.detail ?? '')
}

describe('the list', () => {
  it('is what the last 30 days brought, the newest first', async () => {
    const { rows, total } = await search('')
    expect(total).toBe(10)
    const actions = ENTRIES.slice(0, 10).map(([action]) => AUDIT_ACTIONS[action])
    const [oldest, ...others] = [actions.at(-1), ...actions.slice(0, -1).reverse()]
    expect(rows.map((row) => row.cells.action)).toEqual([...others, oldest])
  })

  it('says which 30 days', async () => {
    const shown = async (text: string) =>
      asAuditor(async (ctx) =>
        toSearchParams(auditTable.shape, readListing(ctx, new URLSearchParams(text)).read.query).toString(),
      )
    expect(await shown('')).toBe('from=2026-10-23')
    expect(await shown('to=2026-03-31')).toBe('from=2026-03-02&to=2026-03-31')
    expect(await shown('from=2026-01-01')).toBe('from=2026-01-01')
    expect(await shown('from=never')).toBe('from=2026-10-23')
  })

  it('tells time to the second, who, as what, where, from which address, and the subject as written', async () => {
    const { rows } = await search('action=certification.certify')
    expect(rows[0]?.cells).toMatchObject({
      at: '2026-11-20 12:00:00',
      actor: '测试street',
      role: '街道经办',
      region: '太和镇',
      action: '认证',
      subject: '张*',
      address: '10.0.0.1',
    })
  })

  it.each([
    ['actor=street', 9],
    ['actor=%25', 0],
    ['role=STREET_STAFF', 9],
    ['role=AUDITOR', 0],
    ['action=staff.grant,session.fail', 3],
    ['subject=张', 10],
    ['subject=李', 0],
    [`region=${PLACES.county}`, 6],
    ['to=2026-10-22', 1],
  ])('%s finds %d', async (text, found) => {
    expect((await search(text)).total).toBe(found)
  })

  it('pages through everything once', async () => {
    const first = await search('size=20&from=2026-01-01')
    const after = first.rows[4]?.cursor ?? expect.fail()
    const rest = await asAuditor((ctx) => {
      const { listing } = readListing(ctx, new URLSearchParams('from=2026-01-01'))
      return loadPage(ctx, auditTable, { ...listing, query: { ...listing.query, position: { page: 2, after } } })
    })
    expect(rest.rows.map((row) => row.id)).toEqual(first.rows.slice(5).map((row) => row.id))
  })
})

describe('the detail', () => {
  it.each([
    ['session.fail', ['登录，原因 账号不存在']],
    ['session.start', ['Chrome（Windows）']],
    ['certification.certify', ['年度 2026，实地走访，走访日期 2026-11-19']],
    ['death.register', ['死亡日期 2026-11-02，入户核实，存疑认证 1 条', '死亡日期 2026-11-02，公安比对']],
    ['certification.export', ['Excel，应导出 1204 行，年度：2026；认证状态：未认证']],
    ['certification.export-end', ['中断，Excel']],
    ['staff.grant', ['角色 无，地区 太和镇，原因 轮岗', '角色 街道经办，地区 太和镇']],
    ['staff.disable', ['结束登录 2 处，原因 调离岗位']],
    ['session.end', ['']],
  ] as const)('of %s is in short words', async (action, words) => {
    expect(await detailsOf(action)).toEqual(words)
  })

  it('is told in full, before and after', async () => {
    const { rows } = await search('action=staff.grant')
    expect(rows[0]?.extra.facts).toEqual([
      { label: '原角色', value: '街道经办' },
      { label: '角色', value: '无' },
      { label: '原地区', value: '湖北省 > 鄂州市 > 梁子湖区 > 太和镇' },
      { label: '地区', value: '湖北省 > 鄂州市 > 梁子湖区 > 太和镇' },
      { label: '原因', value: '轮岗' },
    ])
  })
})

describe('reach', () => {
  it('is the auditor’s home, and what belongs to nobody’s', async () => {
    expect((await search('from=2026-01-01', PLACES.city)).rows.map((row) => row.cells.action)).toHaveLength(7)
    expect((await search('from=2026-01-01', PLACES.otherCity)).rows.map((row) => row.cells.action)).toEqual([
      '登录失败',
      '退出登录',
    ])
  })

  it('ends at a region elsewhere', async () => {
    const read = await asAuditor(
      async (ctx) => readListing(ctx, new URLSearchParams(`region=${PLACES.otherCity}`)).read,
      PLACES.city,
    )
    expect(read.outOfReach).toBe(true)
  })

  it.each(['province', 'county', 'street', 'surveyor', 'sysadmin', 'secadmin'] as const)(
    '%s reads nothing',
    async (name: StaffName) => {
      const rows = await inScope(presenceOf(name, TODAY), '', 'read', (ctx) => ctx.sql(sql`SELECT id FROM audit`))
      expect(rows).toEqual([])
    },
  )
})

describe('the trail', () => {
  it('is changed by nobody, not even its owner', async () => {
    for (const statement of [sql`UPDATE audit SET actor_name = '某'`, sql`DELETE FROM audit`, sql`TRUNCATE audit`]) {
      await expect(asAuditor((ctx) => ctx.execute(statement))).rejects.toThrow('permission denied')
      await expect(database.owner.query(statement.text)).rejects.toThrow('the audit trail is append-only')
    }
  })

  it('takes no row in another’s name', async () => {
    const forged = sql`INSERT INTO audit (actor_id, actor_name, actor_role, address, action, subject_type, subject_label, detail)
      VALUES (1, '某', 'AUDITOR', '', 'session.end', 'session', '某', '{}')`
    await expect(asAuditor((ctx) => ctx.execute(forged))).rejects.toThrow('row-level security')
  })
})
