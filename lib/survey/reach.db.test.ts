import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { CaseStory, staffId } from '@/lib/case/test-story'
import { closePool } from '@/lib/db/pool'
import { sql } from '@/lib/db/sql'
import { attachPhotos, readEvidence } from '@/lib/evidence/data'
import { readPhotos } from '@/lib/evidence/photo'
import { plainDate } from '@/lib/plain-date'
import { surveysOf } from './records'
import { cameraPhoto, handIn, sentSurvey } from './test-survey'

const today = plainDate('2026-11-21') ?? expect.fail()
const everybody = Object.keys(STAFF) as StaffName[]
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

const at = <T>(who: StaffName, run: Parameters<typeof inScope<T>>[3]) =>
  inScope(presenceOf(who, today), '', 'write', run)

async function idOf(statement: string, id: number): Promise<number> {
  const { rows } = await database.owner.query<{ id: string }>(statement, [id])
  return Number(rows[0]?.id ?? expect.fail(statement))
}

/** A case of 太和镇 with a result that has a photo. */
async function surveyed(name: string, late = false) {
  const story = await CaseStory.told('street', '2026-11-13', { place: PLACES.community, name })
  await story.dispatch('2026-11-13', PLACES.taihe)
  await story.assign('2026-11-16', staffId('surveyor'), staffId('partner'))
  const task = await idOf('SELECT id FROM case_assignment WHERE case_id = $1', story.id)
  if (late) await story.redirect('2026-11-18', PLACES.otherStreet)
  const answer = await handIn('surveyor', sentSurvey(task, { photos: [await cameraPhoto()] }))
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  const survey = await idOf('SELECT id FROM survey WHERE case_id = $1', story.id)
  const photo = await idOf('SELECT id FROM evidence WHERE case_id = $1', story.id)
  return { story, task, survey, photo }
}

/** Who can read the survey of a case, and who its photo: the same people. */
async function readersOf({ story, photo }: { story: CaseStory; photo: number }): Promise<StaffName[]> {
  const readers: StaffName[] = []
  for (const who of everybody) {
    const surveys = await at(who, async (ctx) => {
      ctx.unchanged()
      return surveysOf(ctx, story.id)
    })
    const seen = (await at(who, (ctx) => readEvidence(ctx, photo))) !== null
    expect(seen, who).toBe(surveys.length > 0)
    if (seen) readers.push(who)
  }
  return readers
}

const ABOVE: StaffName[] = ['province', 'city', 'county']
const STREET: StaffName[] = ['street', 'colleague']

describe('a result and its photos', () => {
  it('are read by the region above, the street that sent the surveyor, and the two who went', async () => {
    const made = await surveyed('张三')
    expect(await readersOf(made)).toEqual([...ABOVE, ...STREET, 'surveyor', 'partner'])
    const [survey] = await at('county', async (ctx) => {
      ctx.unchanged()
      return surveysOf(ctx, made.story.id)
    })
    expect(survey).toMatchObject({ round: 1, late: false, by: { name: '测试surveyor', place: '太和镇' } })
    expect(survey?.photos).toEqual([{ id: made.photo, position: null }])
  })

  it('stay with the former street and their author when the case goes to another, which reads them now', async () => {
    const made = await surveyed('张四')
    await made.story.redirect('2026-11-21', PLACES.otherStreet)
    expect(await readersOf(made)).toEqual([...ABOVE, ...STREET, 'otherstreet', 'surveyor'])
  })

  it('of a late survey are read by its author, both streets and the region above', async () => {
    const made = await surveyed('张五', true)
    expect(await readersOf(made)).toEqual([...ABOVE, ...STREET, 'otherstreet', 'surveyor'])
  })

  it('stay readable once the case is closed', async () => {
    const made = await surveyed('张六')
    await made.story.close('2026-11-21', 'TEMPORARY')
    expect(await readersOf(made)).toEqual([...ABOVE, ...STREET, 'surveyor', 'partner'])
  })
})

describe('the database itself', () => {
  it('takes photos of a survey from its author alone', async () => {
    const { survey } = await surveyed('李一')
    const photos = await readPhotos([await cameraPhoto('blue')])
    const attach = (who: StaffName) =>
      at(who, async (ctx) => {
        ctx.unchanged()
        await attachPhotos(ctx, { kind: 'survey', id: survey }, photos)
      })
    for (const who of everybody.filter((one) => one !== 'surveyor')) {
      await expect(attach(who), who).rejects.toThrow()
    }
    await attach('surveyor')
  })

  it('takes papers of a case from its county', async () => {
    const { story } = await surveyed('李二')
    const photos = await readPhotos([await cameraPhoto('green')])
    const attach = (who: StaffName) =>
      at(who, async (ctx) => {
        ctx.unchanged()
        await attachPhotos(ctx, { kind: 'case', id: story.id }, photos)
      })
    await attach('county')
    for (const who of ['othercounty', 'otherstreet', 'surveyor', 'partner', 'city', 'sysadmin'] as const) {
      await expect(attach(who), who).rejects.toThrow()
    }
    const paper = await idOf('SELECT id FROM evidence WHERE case_id = $1 AND survey_id IS NULL', story.id)
    const readers: StaffName[] = []
    for (const who of everybody) if (await at(who, (ctx) => readEvidence(ctx, paper))) readers.push(who)
    expect(readers).toEqual([...ABOVE, ...STREET, 'surveyor', 'partner'])
  })

  it('lets nobody write a survey but through its door', async () => {
    const { task, story } = await surveyed('李三')
    for (const who of ['surveyor', 'street', 'county'] as const) {
      const insert = at(who, (ctx) =>
        ctx.execute(sql`
          INSERT INTO survey (assignment_id, case_id, region, visited_on, late, content, author_id, author_name, author_role, author_region,
                              submitted_at, request_id)
          VALUES (${task}, ${story.id}, ${PLACES.taihe}, '2026-11-20', false, '{}', ${staffId(who)}, 'x', 'x', ${PLACES.taihe}, now(),
                  gen_random_uuid())`),
      )
      await expect(insert, who).rejects.toThrow(/permission denied/)
      const change = at(who, (ctx) => ctx.execute(sql`UPDATE survey SET late = true WHERE case_id = ${story.id}`))
      await expect(change, who).rejects.toThrow(/permission denied/)
      const sealed = at(who, (ctx) => ctx.sql(sql`SELECT content_sealed FROM survey WHERE case_id = ${story.id}`))
      await expect(sealed, who).rejects.toThrow(/permission denied/)
    }
  })
})
