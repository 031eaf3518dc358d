import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, type StaffName, settle } from '@/e2e/world'
import { CaseStory, staffId } from '@/lib/case/test-story'
import { closePool } from '@/lib/db/pool'
import { readStoredFile } from '@/lib/evidence/store'
import { openIdNumbers } from './sealed'
import { cameraPhoto, handIn, ID_NUMBER, sentSurvey, signaturePicture } from './test-survey'

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

const stored = () =>
  readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.jpg')).length

/** A case of 太和镇 that was given to somebody on Monday; the id of its open assignment. */
async function taskOf(name: string, surveyor: StaffName = 'surveyor'): Promise<{ story: CaseStory; task: number }> {
  const story = await CaseStory.told('street', '2026-11-13', { place: PLACES.community, name, phone: '13800000001' })
  await story.dispatch('2026-11-13', PLACES.taihe)
  await story.assign('2026-11-16', staffId(surveyor), staffId('partner'))
  return { story, task: await openTask(story) }
}

async function openTask({ id }: CaseStory): Promise<number> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT id FROM case_assignment WHERE case_id = $1 ORDER BY id DESC LIMIT 1',
    [id],
  )
  return Number(rows[0]?.id)
}

async function rowsOf<Row extends object>(statement: string, id: number): Promise<Row[]> {
  return (await database.owner.query<Row>(statement, [id])).rows
}

const statusOf = async ({ id }: CaseStory) =>
  (await rowsOf<{ status: string }>('SELECT status FROM "case" WHERE id = $1', id))[0]?.status

const noticesOf = async ({ id }: CaseStory) =>
  (
    await rowsOf<{ told: string }>(
      `SELECT kind || ' ' || coalesce(staff_id::text, role || ' ' || region) AS told FROM notice
       WHERE case_id = $1 AND kind IN ('SUBMITTED', 'LATE_SURVEY') ORDER BY id`,
      id,
    )
  ).map(({ told }) => told)

const auditOf = async ({ id }: CaseStory) =>
  rowsOf<{ action: string; subject_label: string; detail: object }>(
    `SELECT action, subject_label, detail FROM audit WHERE subject_type = 'case' AND subject_id = $1::text::bigint AND action LIKE 'survey.%'`,
    id,
  )

describe('提交结果', () => {
  it('takes the case to 待审核 with everything that was found, told and recorded', async () => {
    const { story, task } = await taskOf('张三')
    const photos = [await cameraPhoto('red'), await cameraPhoto('blue')]
    const photoPositions = [{ latitude: 30.25, longitude: 114.68 }, null]
    const raw = sentSurvey(task, { photos, photoPositions, signature: await signaturePicture() })
    expect(await handIn('surveyor', raw)).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
    expect(await statusOf(story)).toBe('TO_REVIEW')
    const [survey] = await rowsOf<{ content: object; content_sealed: Buffer; late: boolean; region: string }>(
      'SELECT * FROM survey WHERE case_id = $1',
      story.id,
    )
    expect(survey).toMatchObject({ late: false, region: String(PLACES.taihe) })
    expect(JSON.stringify(survey?.content)).not.toContain(ID_NUMBER)
    expect(survey?.content).toMatchObject({
      investigators: ['测试surveyor', '测试partner'],
      income: { WAGE: 1_200_000 },
    })
    expect(openIdNumbers(survey?.content_sealed ?? null)).toEqual([ID_NUMBER])
    const evidence = await rowsOf<{ kind: string; latitude: number | null; file_key: string }>(
      'SELECT kind, latitude, file_key FROM evidence WHERE case_id = $1 ORDER BY id',
      story.id,
    )
    expect(evidence.map(({ kind, latitude }) => [kind, latitude])).toEqual([
      ['PHOTO', 30.25],
      ['PHOTO', null],
      ['SIGNATURE', null],
    ])
    for (const { file_key } of evidence) {
      const { format, exif } = await sharp(await readStoredFile(file_key)).metadata()
      expect({ format, exif }).toEqual({ format: 'jpeg', exif: undefined })
    }
    expect(await noticesOf(story)).toEqual([`SUBMITTED COUNTY_CASEWORKER ${PLACES.county}`])
    expect(await auditOf(story)).toMatchObject([
      { action: 'survey.submit', subject_label: '张*', detail: { visitDate: '2026-11-20', photos: 2, signed: true } },
    ])
  })

  it('is due for review three working days later', async () => {
    const { story, task } = await taskOf('张四')
    await handIn('surveyor', sentSurvey(task))
    const [row] = await rowsOf<{ due_on: string; limit_days: number }>(
      'SELECT due_on::text, limit_days FROM "case" WHERE id = $1',
      story.id,
    )
    // From a Saturday on: Monday to Wednesday.
    expect(row).toEqual({ due_on: '2026-11-25', limit_days: 3 })
  })

  it('is taken in once of fifty identical ones, each of which is told so', async () => {
    const { story, task } = await taskOf('张五')
    const before = stored()
    const raw = sentSurvey(task, { photos: [await cameraPhoto()], signature: await signaturePicture() })
    const answers = await Promise.all(Array.from({ length: 50 }, () => handIn('surveyor', raw)))
    expect(answers).toEqual(Array.from({ length: 50 }, () => ({ ok: true, value: { outcome: 'ACCEPTED' } })))
    expect(await rowsOf('SELECT id FROM survey WHERE case_id = $1', story.id)).toHaveLength(1)
    expect(await rowsOf('SELECT id FROM evidence WHERE case_id = $1', story.id)).toHaveLength(2)
    expect(stored() - before).toBe(2)
    expect(await noticesOf(story)).toHaveLength(1)
    expect(await auditOf(story)).toHaveLength(1)
    const steps = `SELECT id FROM case_step WHERE case_id = $1 AND action = 'SUBMIT'`
    expect(await rowsOf(steps, story.id)).toHaveLength(1)
  })

  it('answers another draft of the same round that a result stands, and keeps the first', async () => {
    const { story, task } = await taskOf('张六')
    const first = sentSurvey(task)
    await handIn('surveyor', first)
    const other = sentSurvey(task, { finding: '另一份草稿的调查情况。' })
    expect(await handIn('surveyor', other)).toEqual({ ok: true, value: { outcome: 'ALREADY' } })
    const again = { ...first, requestId: first.requestId.toUpperCase() }
    expect(await handIn('surveyor', again)).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
    const [survey] = await rowsOf<{ content: { finding: string } }>(
      'SELECT content FROM survey WHERE case_id = $1',
      story.id,
    )
    expect(survey?.content.finding).toBe(first.finding)
  })

  it('is for street staff who were sent, too', async () => {
    const { story, task } = await taskOf('张七', 'colleague')
    expect(await handIn('colleague', sentSurvey(task))).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
    expect(await statusOf(story)).toBe('TO_REVIEW')
  })

  it('is for nobody else: not the partner, the street, another surveyor, the county', async () => {
    const { story, task } = await taskOf('张八')
    for (const who of ['partner', 'street', 'colleague', 'othersurveyor', 'otherstreet', 'county', 'city'] as const) {
      expect(await handIn(who, sentSurvey(task)), who).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } })
    }
    expect(await handIn('surveyor', sentSurvey(999_999))).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await statusOf(story)).toBe('SURVEYING')
  })
})

describe('a survey that is not whole', () => {
  it('is told at its fields, and nothing of it is written', async () => {
    const { story, task } = await taskOf('李一')
    const before = stored()
    const fields = {
      ...{ visitedOn: '2026-11-13', partnerName: '', finding: '', unsignedReason: '' },
      members: [{ ...NO_NAME, idNumber: '123' }],
      income: { WAGE: '很多' },
    }
    const answer = await handIn('surveyor', sentSurvey(task, { ...fields, photos: [await cameraPhoto()] }))
    expect(answer.ok).toBe(false)
    expect(Object.keys('fieldErrors' in answer ? answer.fieldErrors : {}).sort()).toEqual([
      'finding',
      'income.WAGE',
      'members.0.health',
      'members.0.idNumber',
      'members.0.name',
      'members.0.relation',
      'partnerName',
      'signature',
      'visitedOn',
    ])
    expect(stored()).toBe(before)
    expect(await statusOf(story)).toBe('SURVEYING')
  })

  it('is refused in words where it is no form at all', async () => {
    const { task } = await taskOf('李二')
    const strange = [
      { members: 'x' },
      { met: 'GHOST' },
      { income: { WAGE: 5 } },
      { extra: 1 },
      { photos: ['x'] },
      { position: { latitude: 91, longitude: 0, accuracy: 1 } },
      { finding: `${'字'.repeat(2001)}` },
      { signature: 'data:image/png;base64,' },
    ]
    for (const fields of strange) {
      const answer = await handIn('surveyor', sentSurvey(task, fields))
      const said = Object.values('fieldErrors' in answer ? answer.fieldErrors : {})
      expect(said.length, JSON.stringify(fields)).toBeGreaterThan(0)
      for (const sentence of said) expect(sentence.replace('JPG、PNG 或 WebP', '')).toMatch(/^[^A-Za-z]*。$/)
    }
  })

  it('writes nothing when a photo or the signature is broken', async () => {
    const { story, task } = await taskOf('李三')
    const before = stored()
    const broken = new File([new Uint8Array([0xff, 0xd8, 0xff, 0, 1])], '照片.jpg', { type: 'image/jpeg' })
    const photos = [await cameraPhoto(), broken]
    expect(await handIn('surveyor', sentSurvey(task, { photos }))).toMatchObject({
      fieldErrors: { photos: expect.stringContaining('第 2 张') },
    })
    const signed = sentSurvey(task, { photos: [await cameraPhoto()], signature: broken })
    expect(await handIn('surveyor', signed)).toMatchObject({ fieldErrors: { signature: expect.any(String) } })
    expect(stored()).toBe(before)
    expect(await rowsOf('SELECT id FROM survey WHERE case_id = $1', story.id)).toEqual([])
    expect(await statusOf(story)).toBe('SURVEYING')
  })

  it('leaves nothing behind when the transaction does not come to its end', async () => {
    const { story, task } = await taskOf('李四')
    const before = stored()
    await database.owner.query(`
      CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'power cut'; END $$;
      CREATE TRIGGER fails BEFORE INSERT ON evidence FOR EACH ROW EXECUTE FUNCTION fails()`)
    const raw = sentSurvey(task, { photos: [await cameraPhoto()] })
    await expect(handIn('surveyor', raw)).rejects.toThrow('power cut')
    await database.owner.query('DROP TRIGGER fails ON evidence; DROP FUNCTION fails()')
    for (const table of ['survey', 'evidence']) {
      expect(await rowsOf(`SELECT id FROM ${table} WHERE case_id = $1`, story.id)).toEqual([])
    }
    expect([stored(), await statusOf(story), await noticesOf(story)]).toEqual([before, 'SURVEYING', []])
    expect(await handIn('surveyor', raw)).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
  })
})

describe('迟到调查', () => {
  it('is kept, changes no state, and is told to county and surveyor', async () => {
    const { story, task } = await taskOf('王一')
    await story.redirect('2026-11-18', PLACES.otherStreet)
    const raw = sentSurvey(task, { photos: [await cameraPhoto()] })
    expect(await handIn('surveyor', raw)).toEqual({ ok: true, value: { outcome: 'LATE' } })
    expect(await handIn('surveyor', raw)).toEqual({ ok: true, value: { outcome: 'LATE' } })
    expect(await statusOf(story)).toBe('TO_ASSIGN')
    const county = `LATE_SURVEY COUNTY_CASEWORKER ${PLACES.county}`
    expect(await noticesOf(story)).toEqual([county, `LATE_SURVEY ${staffId('surveyor')}`])
    expect(await auditOf(story)).toMatchObject([{ action: 'survey.late', subject_label: '—' }])
    expect(await rowsOf('SELECT id FROM evidence WHERE case_id = $1', story.id)).toHaveLength(1)
  })

  it('leaves the round of whoever came after alone', async () => {
    const { story, task } = await taskOf('王二')
    await story.redirect('2026-11-17', PLACES.otherStreet)
    await story.redirect('2026-11-18', PLACES.taihe)
    await story.assign('2026-11-19', staffId('colleague'), staffId('partner'))
    expect(await handIn('surveyor', sentSurvey(task))).toMatchObject({ value: { outcome: 'LATE' } })
    expect(await statusOf(story)).toBe('SURVEYING')
    const next = sentSurvey(await openTask(story))
    expect(await handIn('colleague', next)).toEqual({ ok: true, value: { outcome: 'ACCEPTED' } })
  })
})

const NO_NAME = { name: '', relation: null, idNumber: '', age: '', health: null, labour: null, note: '' }
