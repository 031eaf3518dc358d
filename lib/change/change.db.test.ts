import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clerksAt, granted, idOfChange } from '@/e2e/changes'
import { type Family, idNumberOf, type Relative, settleFamily } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { readEvidence } from '@/lib/evidence/data'
import { plainDate } from '@/lib/plain-date'
import { findChange } from './data'

// Every kind of change, asked for by the street and approved by the county: what becomes of figures, roster, totals and history.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
const NEXT_DOOR = PLACES.taihe + 201
const ABROAD = PLACES.otherCounty + 100_001
let database: FreshDatabase
let directory: string
let clerks: ReturnType<typeof clerksAt>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assistance-files-'))
  process.env.FILES_DIR = directory
  database = await freshDatabase()
  clerks = clerksAt(database.owner, TODAY)
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
  rmSync(directory, { recursive: true })
})

const FATHER: Relative = { name: '周父', relation: 'HEAD', baseFen: 52_000 }
const SON: Relative = { name: '周子', relation: 'SON', born: '1980-06-01', baseFen: 30_000 }
const CHILD: Relative = { name: '周孙', relation: 'GRANDCHILD', born: '2015-06-01', insured: false }
const settled = () => settleFamily(database.owner, HOME, [FATHER, SON, CHILD])
const idOf = ({ people }: Family, name: string) => people[name] ?? expect.fail(name)

const someone = {
  ...{ name: '吴新', idNumber: '', idMissingReason: 'NOT_SETTLED', sex: 'FEMALE', birthDate: '2026-10-01' },
  ...{ ethnicity: '汉族', health: 'HEALTHY', relation: 'DAUGHTER' },
}

const request = async (family: Family, change: object) => idOfChange(await clerks.ask(family, change))

/** Asked for and approved. */
async function carriedOut(family: Family, change: object): Promise<number> {
  const changeId = await request(family, change)
  granted(await clerks.approve(family, changeId))
  return changeId
}

function page(who: StaffName, changeId: number) {
  return inScope(presenceOf(who, TODAY), '', 'read', (ctx) => findChange(ctx, changeId))
}

async function household({ householdId }: Family) {
  const { rows } = await database.owner.query(
    `SELECT h.*, (SELECT json_object_agg(p.name, json_build_object('relation', m.relation, 'insured', m.insured, 'base', m.base_fen,
                                                                  'supplement', m.supplement_fen))
                  FROM membership m JOIN person p ON p.id = m.person_id WHERE m.household_id = h.id AND m.to_date IS NULL) AS people,
            (SELECT coalesce(sum(base_fen + supplement_fen), 0)::int FROM membership WHERE household_id = h.id AND to_date IS NULL) AS shares
     FROM household h WHERE h.id = $1`,
    [householdId],
  )
  return rows[0]
}

async function rosterOf(personId: number) {
  const { rows } = await database.owner.query(
    'SELECT region::text, relation, insured, exited_on::text AS exited FROM roster WHERE person_id = $1 AND year = 2026',
    [personId],
  )
  return rows[0]
}

async function historyOf({ householdId }: Family) {
  const { rows } = await database.owner.query(
    `SELECT kind, effective_month::text AS month, actor_name AS actor, patches FROM household_history WHERE household_id = $1 ORDER BY id`,
    [householdId],
  )
  return rows
}

describe('a change that was approved', () => {
  it('新增成员: a person with sealed number, a membership, a row on the roster', async () => {
    const family = await settled()
    const idNumber = idNumberOf(1)
    const changeId = await request(family, { kind: 'ADD_MEMBER', ...someone, idNumber, insured: true, baseYuan: '300' })
    const { rows: stored } = await database.owner.query('SELECT content, plan FROM change_request WHERE id = $1', [
      changeId,
    ])
    expect(JSON.stringify(stored)).not.toContain(idNumber)
    expect(JSON.stringify(stored)).toContain('420702********')
    granted(await clerks.approve(family, changeId))
    expect(await household(family)).toMatchObject({
      ...{ member_count: 4, insured_count: 3, monthly_amount_fen: 52_000 + 30_000 + 30_000 + 5_800 + 5_800 },
      people: { 吴新: { relation: 'DAUGHTER', base: 30_000, supplement: 5_800 }, 周父: { supplement: 5_800 } },
    })
    const { rows } = await database.owner.query(`SELECT * FROM person WHERE name = '吴新'`)
    expect(sealFromKey(process.env.DATA_KEY ?? '').open(rows[0].id_sealed)).toBe(idNumber)
    expect(rows[0]).toMatchObject({ initials: 'wx', sex: 'MALE', id_missing_reason: null })
    expect(await rosterOf(rows[0].id)).toMatchObject({ relation: 'DAUGHTER', insured: true, exited: null })
    expect(await historyOf(family)).toMatchObject([
      { kind: 'ADD_MEMBER', month: '2026-12-01', actor: '测试county', patches: [{ id: Number(rows[0].id) }, {}, {}] },
    ])
  })

  it('减少成员: who leaves, leaves figures and roster', async () => {
    const family = await settled()
    await carriedOut(family, { kind: 'REMOVE_MEMBER', personId: idOf(family, '周子'), exitReason: 'MOVED' })
    expect(await household(family)).toMatchObject({ member_count: 2, insured_count: 1, monthly_amount_fen: 57_800 })
    expect(await rosterOf(idOf(family, '周子'))).toMatchObject({ exited: '2026-11-21' })
  })

  it('成员信息变更: name, state and 分类施保', async () => {
    const family = await settled()
    const facts = { ...someone, name: '周小子', sex: 'MALE', birthDate: '1980-06-01', relation: 'SON', health: 'ILL' }
    await carriedOut(family, {
      kind: 'EDIT_MEMBER',
      personId: idOf(family, '周子'),
      ...facts,
      idMissingReason: 'TO_CHECK',
    })
    expect(await household(family)).toMatchObject({ people: { 周小子: { base: 30_000, supplement: 11_600 } } })
  })

  it('保障金额变更: the amount is the sum of the shares, and the totals follow', async () => {
    const family = await settled()
    const totals = async () => {
      const { rows } = await database.owner.query(
        `SELECT level, members::int, insured::int, amount_fen::int AS amount FROM household_total
         WHERE region IN ($1, $2) AND category = 'RURAL_DIBAO' AND status = 'ACTIVE' ORDER BY level`,
        [PLACES.county, HOME],
      )
      return rows
    }
    const before = await totals()
    const shares = ['周父', '周子', '周孙'].map((name) => ({
      personId: idOf(family, name),
      insured: true,
      baseYuan: '400',
    }))
    await carriedOut(family, { kind: 'AMOUNT', incomeYuan: '180', shares })
    expect(await household(family)).toMatchObject({ monthly_amount_fen: 131_600, shares: 131_600, income_fen: 18_000 })
    const after = await totals()
    expect(after.map(({ amount }, index) => amount - before[index].amount)).toEqual([49_600, 49_600])
    expect(after.map(({ insured }, index) => insured - before[index].insured)).toEqual([1, 1])
  })

  it('户主变更: the head, and who is found by whose name', async () => {
    const family = await settled()
    const relations = [
      { personId: idOf(family, '周父'), relation: 'PARENT' },
      { personId: idOf(family, '周孙'), relation: 'SON' },
    ]
    await carriedOut(family, { kind: 'HEAD', personId: idOf(family, '周子'), relations })
    expect(await household(family)).toMatchObject({ head_name: '周子', people: { 周父: { relation: 'PARENT' } } })
    expect(await rosterOf(idOf(family, '周子'))).toMatchObject({ relation: 'HEAD' })
  })

  it('停保 and 恢复: off the roster and on again; the family stays what it is', async () => {
    const family = await settled()
    await carriedOut(family, { kind: 'STOP', stopReason: 'INCOME' })
    expect(await household(family)).toMatchObject({ status: 'STOPPED', stop_reason: 'INCOME', member_count: 3 })
    expect(await rosterOf(idOf(family, '周父'))).toMatchObject({ exited: '2026-11-21' })
    await carriedOut(family, { kind: 'RESUME', effectiveMonth: '2027-01' })
    expect(await household(family)).toMatchObject({ status: 'ACTIVE', stop_month: null, review_due: expect.anything() })
    expect(await rosterOf(idOf(family, '周父'))).toMatchObject({ exited: null })
  })

  it('迁移 within the county: the roster moves along', async () => {
    const family = await settled()
    await carriedOut(family, { kind: 'MOVE', region: NEXT_DOOR, address: '8组8号' })
    expect(await household(family)).toMatchObject({ region: String(NEXT_DOOR), address: '8组8号' })
    expect(await rosterOf(idOf(family, '周孙'))).toMatchObject({ region: String(NEXT_DOOR) })
  })

  it('迁移 to another county: gone here, found there, with its history and a review due', async () => {
    const family = await settled()
    const changeId = await carriedOut(family, { kind: 'MOVE', region: ABROAD, address: '9组9号' })
    expect(await household(family)).toMatchObject({ region: String(ABROAD), address: '9组9号' })
    const { rows } = await database.owner.query('SELECT review_due::text AS due FROM household WHERE id = $1', [
      family.householdId,
    ])
    expect(rows[0].due).toBe('2026-12-31')
    expect(await page('county', changeId)).toBeNull()
    expect(await page('othercounty', changeId)).toMatchObject({ status: 'APPROVED', actions: [] })
    expect(await historyOf(family)).toMatchObject([{ kind: 'MOVE' }])
  })

  it('家庭信息变更: telephone and account stand sealed or masked everywhere else', async () => {
    const family = await settled()
    const account = '6217001234567890'
    const info = {
      phone: '１３９００００００２２',
      address: '2组2号',
      registeredAddress: '太和社区',
      bankName: '农村商业银行',
    }
    const changeId = await carriedOut(family, { kind: 'INFO', ...info, bankAccount: account, guardianName: '' })
    expect(await household(family)).toMatchObject({ phone: '13900000022', bank_tail: '7890', address: '2组2号' })
    const { rows } = await database.owner.query(
      `SELECT to_jsonb(c) - 'content_sealed' AS request, (SELECT jsonb_agg(patches) FROM household_history WHERE change_id = c.id) AS history
       FROM change_request c WHERE c.id = $1`,
      [changeId],
    )
    const kept = JSON.stringify(rows)
    for (const secret of [account, '13900000022', '13800000001']) expect(kept).not.toContain(secret)
    expect((await page('county', changeId))?.preview.changes).toContainEqual({
      ...{ who: null, label: '联系电话', before: '138****0001', after: '139****0022' },
    })
  })
})

describe('a preview', () => {
  it('says before and after, and writes nothing', async () => {
    const family = await settled()
    const version = await clerks.versionOf(family)
    const change = { kind: 'REMOVE_MEMBER', personId: idOf(family, '周子'), exitReason: 'INCOME' }
    expect(await clerks.preview(family, change)).toEqual({
      ok: true,
      value: {
        changes: [
          { who: '周子', label: '退出本户', before: '—', after: '2026年12月起' },
          { who: '周子', label: '退出原因', before: '—', after: '收入超标' },
          { who: '周父', label: '分类施保', before: '0.00 元', after: '58.00 元' },
        ],
        figures: {
          ...{ membersBefore: 3, membersAfter: 2, insuredBefore: 2, insuredAfter: 1 },
          ...{ amountBeforeFen: 82_000, amountAfterFen: 57_800 },
        },
        warnings: [],
      },
    })
    expect(await clerks.versionOf(family)).toBe(version)
  })
})

describe('photos of a request', () => {
  it('belong to the household and are looked at by the county, on record', async () => {
    const family = await settled()
    const image = sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
    const photo = new File([new Uint8Array(await image.png().toBuffer())], '照片.png', { type: 'image/png' })
    const changeId = await request(family, { kind: 'STOP', stopReason: 'INCOME', photos: [photo] })
    const [id = 0] = (await page('county', changeId))?.evidence ?? []
    const look = (who: StaffName) => inScope(presenceOf(who, TODAY), '', 'write', (ctx) => readEvidence(ctx, id))
    expect((await look('county'))?.subarray(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]))
    expect(await look('othercounty')).toBeNull()
    const { rows } = await database.owner.query(
      `SELECT subject_type, subject_label FROM audit WHERE action = 'evidence.read'`,
    )
    expect(rows).toEqual([{ subject_type: 'household', subject_label: '周*' }])
  })
})
