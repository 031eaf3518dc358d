import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idNumberOf } from '@/e2e/families'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { closePool } from '@/lib/db/pool'
import { sealFromKey } from '@/lib/db/seal'
import { plainDate } from '@/lib/plain-date'
import type { Registered } from './register'
import { DEEDS, stored } from './test-cases'

const TODAY = plainDate('2026-09-30') ?? expect.fail()
let database: FreshDatabase
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assistance-files-'))
  process.env.FILES_DIR = directory
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
  rmSync(directory, { recursive: true })
})

const told = () => ({
  ...{ place: PLACES.community, source: 'VISIT', difficulty: 'ILLNESS', subjectName: '王求助', idNumber: '' },
  ...{ phone: '13800000001', address: '3组12号', description: '长期患病，无力负担', askerKind: 'STAFF' },
  ...{ askerName: '李网格', askerPhone: '', requestId: randomUUID() },
})

const register = (who: StaffName, more: object = {}) => DEEDS.REGISTER(presenceOf(who, TODAY), { ...told(), ...more })

async function registered(...call: Parameters<typeof register>): Promise<Registered> {
  const answer = await register(...call)
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer.value as Registered
}

const rowsOf = async (statement: string, values: unknown[] = []) => (await database.owner.query(statement, values)).rows
const casesInAll = async () => (await rowsOf('SELECT count(*)::int AS cases FROM "case"'))[0].cases

describe('登记线索', () => {
  it.each([
    ['county', PLACES.county],
    ['county', PLACES.otherStreet],
    ['street', PLACES.community],
    ['street', PLACES.otherStreet],
  ] as const)('by the %s at %i comes to the county, due after one working day', async (who, place) => {
    const { caseId, no } = await registered(who, { place })
    expect(no).toMatch(/^JZ20260930\d{7}$/)
    expect(await stored(database.owner, caseId)).toMatchObject({
      ...{
        status: 'TO_DISPATCH',
        county: PLACES.county,
        street: null,
        region: place,
        dueOn: '2026-10-08',
        limitDays: 1,
      },
    })
    expect(await rowsOf('SELECT action, actor_name AS actor FROM case_step WHERE case_id = $1', [caseId])).toEqual([
      { action: 'REGISTER', actor: `测试${who}` },
    ])
    expect(
      await rowsOf(`SELECT action, subject_label AS label, region::text, detail FROM audit WHERE subject_id = $1`, [
        caseId,
      ]),
    ).toEqual([
      {
        ...{ action: 'case.register', label: '王**', region: String(place) },
        detail: { caseNo: no, caseSource: 'VISIT', difficulty: 'ILLNESS' },
      },
    ])
    expect(await rowsOf('SELECT kind, region::text, role FROM notice WHERE case_id = $1', [caseId])).toEqual([
      { kind: 'NEW_CASE', region: String(PLACES.county), role: 'COUNTY_CASEWORKER' },
    ])
  })

  it('seals the ID number, and masks it and the telephones', async () => {
    const idNumber = idNumberOf(7)
    const { caseId } = await registered('street', { idNumber: ` ${idNumber} `, askerPhone: '0711-3870000' })
    const [row] = await rowsOf(`SELECT *, to_jsonb(c) - 'phone' - 'asker_phone' AS rest FROM "case" c WHERE id = $1`, [
      caseId,
    ])
    const seal = sealFromKey(process.env.DATA_KEY ?? '')
    expect(seal.open(row.subject_id_sealed)).toBe(idNumber)
    expect(row.subject_id_hash).toEqual(seal.fingerprint(idNumber))
    expect([row.subject_id_masked, row.phone_masked, row.asker_phone_masked]).toEqual([
      ...[`420702********${idNumber.slice(14)}`, '138****0001', '071****0000'],
    ])
    const everything = JSON.stringify([
      row.rest,
      await rowsOf('SELECT detail FROM audit'),
      await rowsOf('SELECT * FROM notice'),
    ])
    for (const secret of [idNumber, '13800000001', '0711-3870000']) expect(everything).not.toContain(secret)
  })

  it.each([
    [{ place: PLACES.otherCounty }, { place: '居住地区应在本区县之内，请重新选择。' }],
    [{ place: PLACES.city }, { place: '居住地区应在本区县之内，请重新选择。' }],
    [{ place: PLACES.taihe + 998 }, { place: '居住地区应在本区县之内，请重新选择。' }],
    [{ idNumber: '420702195006010011' }, { idNumber: '身份证号校验码不正确，请核对。' }],
    [{ idNumber: '42070219' }, { idNumber: '身份证号应为18位。' }],
    [{ photos: [new File(['x'], 'x.jpg')] }, { photos: '第 1 张照片不是照片，请选择 JPG、PNG 或 WebP 格式的图片。' }],
  ])('says at the field what is wrong with %j, and enters nothing', async (wrong, fieldErrors) => {
    const before = await casesInAll()
    for (const who of ['county', 'street'] as const) {
      expect(await register(who, wrong)).toEqual({ ok: false, fieldErrors })
    }
    expect(await casesInAll()).toBe(before)
  })

  it('enters one case however often the same click arrives, one after the other or at once', async () => {
    const requestId = randomUUID()
    const before = await casesInAll()
    const answers = await Promise.all(Array.from({ length: 8 }, () => registered('street', { requestId })))
    answers.push(await registered('street', { requestId }))
    expect(new Set(answers.map(({ no }) => no)).size).toBe(1)
    expect(await casesInAll()).toBe(before + 1)
    // The same number from somebody else is another click.
    await registered('county', { requestId })
    expect(await casesInAll()).toBe(before + 2)
  })

  it.each([
    ['county', PLACES.community],
    ['street', PLACES.community],
    ['street', PLACES.otherStreet],
  ] as const)('by the %s at %i keeps the photos with the case', async (who, place) => {
    const jpeg = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'grey' } })
      .jpeg()
      .toBuffer()
    const { caseId } = await registered(who, {
      place: String(place),
      photos: [new File([new Uint8Array(jpeg)], '现场.jpg', { type: 'image/jpeg' })],
    })
    expect(await rowsOf('SELECT kind, width, height FROM evidence WHERE case_id = $1', [caseId])).toEqual([
      { kind: 'PHOTO', width: 40, height: 30 },
    ])
  })

  it('is nobody else’s', async () => {
    const before = await casesInAll()
    for (const who of Object.keys(STAFF) as StaffName[]) {
      if (STAFF[who].role === 'COUNTY_CASEWORKER' || STAFF[who].role === 'STREET_STAFF') continue
      expect([who, await register(who)]).toMatchObject([who, { refusal: { code: 'NOT_FOUND' } }])
    }
    expect(await casesInAll()).toBe(before)
  })
})
