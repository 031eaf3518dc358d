import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { plainDate } from '@/lib/plain-date'
import { RefusedError } from '@/lib/refusal'
import { admissionsOfCase } from './of-case'
import { ACCOUNT, clerksAt, closedCase, FATHER, granted, openingsOf, PHONE, SON } from './test-admissions'

// From a closed case to a household's file: prefilled, completed by the street, decided by the county.

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const HOME = PLACES.taihe + 1
const clerks = clerksAt(TODAY)
let database: FreshDatabase
let openings: ReturnType<typeof openingsOf>

beforeAll(async () => {
  database = await freshDatabase()
  openings = openingsOf(clerks, database.owner)
  await settle(database.owner)
  await database.owner.query('INSERT INTO roster_year (year) VALUES (2026)')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

async function stored(id: number) {
  const { rows } = await database.owner.query(
    `SELECT to_jsonb(a) - 'content_sealed' AS row, content_sealed AS sealed FROM admission a WHERE id = $1`,
    [id],
  )
  return rows[0]
}

describe('an admission that a case opens', () => {
  it('is prefilled from the case and its latest survey in time', async () => {
    const { id, caseId } = await openings.opened()
    const page = await clerks.seen('street', id)
    expect(page).toMatchObject({
      ...{ status: 'TO_FILL', aim: 'DIBAO', subjectName: '钱老大', region: HOME, version: 0 },
      source: { caseId },
      content: {
        ...{ category: null, address: '3组12号（老屋）', phone: '139****0088', incomeYuan: '400.00' },
        reason: '致贫原因：因病、缺劳力。住房：自有住房，危房。户主卧病，儿子在家照料。',
        members: [
          { key: 'm1', name: '钱老大', relation: 'HEAD', health: 'ILL', birthDate: '1950-06-01', insured: true },
          { key: 'm2', name: '钱小二', relation: 'SON', labour: 'FULL', birthDate: '1980-06-01', sex: 'MALE' },
        ],
      },
      actions: ['save', 'request', 'withdraw'],
    })
    expect((await clerks.seen('county', id)).actions).toEqual(['supersede'])
    const listed = await inScope(presenceOf('county', TODAY), '', 'read', (ctx) => admissionsOfCase(ctx, caseId))
    expect(listed).toEqual([{ id, status: 'TO_FILL', aim: 'DIBAO' }])
  })

  it('holds no number in plain, and tells the street', async () => {
    const { id, caseId } = await openings.opened()
    granted(await clerks.save(await openings.completed(id)))
    const { row, sealed } = await stored(id)
    for (const secret of [FATHER, SON, PHONE, ACCOUNT]) expect(JSON.stringify(row)).not.toContain(secret)
    expect(JSON.parse(sealFromKey(process.env.DATA_KEY ?? '').open(sealed))).toEqual({
      ...{ phone: PHONE, bankAccount: ACCOUNT, idNumbers: { m1: FATHER, m2: SON } },
    })
    const { rows } = await database.owner.query('SELECT kind, role, region FROM notice WHERE case_id = $1', [caseId])
    expect(rows).toEqual([{ kind: 'ADMISSION', role: 'STREET_STAFF', region: String(PLACES.taihe) }])
    const { rows: audit } = await database.owner.query(
      `SELECT string_agg(action, ' ' ORDER BY id) AS actions, string_agg(detail::text || subject_label, '') AS said FROM audit
       WHERE subject_type = 'admission' AND subject_id = $1`,
      [id],
    )
    expect(audit[0].actions).toBe('admission.open admission.save')
    for (const secret of [FATHER, PHONE, ACCOUNT, '钱老大']) expect(audit[0].said).not.toContain(secret)
  })

  it('is one a case, until it is declined or withdrawn', async () => {
    const { caseId } = await openings.opened()
    await expect(clerks.open(caseId, 'TEKUN')).rejects.toThrow(RefusedError)
    expect(await clerks.reopen(caseId, '情况有误')).toBe(1)
    expect(await clerks.reopen(caseId, '情况有误')).toBe(0)
    const again = await clerks.open(caseId, 'TEKUN')
    expect(await clerks.seen('street', again)).toMatchObject({ status: 'TO_FILL', aim: 'TEKUN' })
  })

  it('is opened by the county of the case, at a street of its own', async () => {
    const caseId = await closedCase(database.owner, { name: '孙一' })
    await expect(clerks.open(caseId, 'DIBAO', 'othercounty', PLACES.otherCounty + 100_000)).rejects.toThrow()
    await expect(clerks.open(caseId, 'DIBAO', 'county', PLACES.otherCounty + 100_000)).rejects.toThrow()
    const id = await clerks.open(caseId, 'DIBIAN', 'county', PLACES.otherStreet)
    expect(await clerks.seen('otherstreet', id)).toMatchObject({
      ...{ region: PLACES.otherStreet, source: { no: null } },
      content: { category: 'DIBIAN', members: [{ name: '孙一', relation: 'HEAD', insured: false }] },
    })
  })
})

describe('who sees it', () => {
  it('is nobody beyond its street and county', async () => {
    const { id } = await openings.opened()
    expect(await clerks.find('otherstreet', id)).toBeNull()
    expect(await clerks.find('othercounty', id)).toBeNull()
    const unknown = { ok: false, refusal: { code: 'NOT_FOUND' } }
    expect(await clerks.save(await openings.completed(id), 'otherstreet')).toMatchObject(unknown)
    expect(await clerks.approve(id, {}, 'othercounty')).toMatchObject(unknown)
    expect(await clerks.decline(id, 'othercounty')).toMatchObject(unknown)
    expect(await clerks.withdraw(id, 'otherstreet')).toMatchObject(unknown)
  })
})

describe('the form', () => {
  it('is kept half done, and says who was faster', async () => {
    const { id } = await openings.opened()
    const early = await openings.completed(id, { category: null, incomeYuan: '' })
    expect(granted(await clerks.save(early))).toEqual({ version: 1, requested: false, obstacles: [] })
    expect(granted(await clerks.save(early))).toEqual({ version: 1, requested: false, obstacles: [] })
    expect(await clerks.save({ ...early, address: '5组' }, 'colleague')).toMatchObject({
      ok: false,
      refusal: { code: 'STALE' },
    })
    expect((await clerks.seen('street', id)).content).toMatchObject({ incomeYuan: '', phone: '139****0088' })
  })

  it('says what is missing or wrong at its very field, and keeps nothing then', async () => {
    const { id } = await openings.opened()
    const form = await clerks.formOf('street', id)
    const [first, second] = form.members
    const typed = {
      ...form,
      category: 'DIBIAN',
      members: [
        { ...first, relation: 'SON' },
        { ...second, idNumber: FATHER },
      ],
    }
    expect(await clerks.request(typed)).toEqual({
      ok: false,
      fieldErrors: {
        category: '拟纳入低保，对象类型应为城市低保或农村低保。',
        registration: '请选择户籍性质。',
        members: '请指定一名户主。',
        'members.1.idNumber': '与钱老大的身份证号相同，请核对。',
      },
    })
    const wrong = {
      ...form,
      phone: '12',
      members: [
        { ...first, baseYuan: '-1' },
        { ...second, idNumber: '420702198006011119' },
      ],
    }
    expect(await clerks.save(wrong)).toMatchObject({
      ok: false,
      fieldErrors: { phone: expect.any(String), 'members.0.baseYuan': expect.any(String) },
    })
    expect(
      await clerks.save({ ...form, members: [first, { ...second, idNumber: '420702198006011119' }] }),
    ).toMatchObject({
      fieldErrors: { 'members.1.idNumber': '身份证号校验码不正确，请核对。' },
    })
    expect(await clerks.save({ ...form, region: PLACES.otherStreet + 1 })).toMatchObject({
      fieldErrors: { region: expect.any(String) },
    })
    expect(await clerks.seen('street', id)).toMatchObject({ version: 0 })
  })

  it('begins without a case, too, once for one intention', async () => {
    const raw = { aim: 'TEKUN', headName: '李孤', requestId: '7a0c5f6e-0000-4000-8000-000000000001' }
    const { admissionId } = granted(await clerks.start(raw))
    expect(granted(await clerks.start(raw))).toEqual({ admissionId })
    expect(await clerks.seen('street', admissionId)).toMatchObject({
      ...{ source: null, region: PLACES.taihe, aim: 'TEKUN', subjectName: '李孤' },
    })
    expect(await clerks.start(raw, 'county')).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
  })
})
