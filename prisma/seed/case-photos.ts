/** The photos and signatures of surveys, and papers that came with cases, in the file store. */

import { mkdirSync } from 'node:fs'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import type pg from 'pg'
import type { RegionCode } from '@/lib/region'
import type { EnteredCase, EnteredSurvey } from './case-register'
import { caseRegion } from './case-tables'
import { type Drawing, drawAll } from './drawings'
import { instantText, type Moment } from './moment'
import { Random } from './random'

interface Picture {
  caseId: number
  surveyId: number | null
  region: RegionCode
  drawing: Drawing
  at: Moment
  place: { latitude: number; longitude: number } | null
}

/** So many of the latest surveys have photos; files are few, for the demo starts with them. */
const SURVEYS_WITH_PHOTOS = 40
const CASES_WITH_PAPERS = 12
const PHOTO_PLACE_SHARE = 0.5

const INSERT = `
  INSERT INTO evidence (case_id, survey_id, region, kind, file_key, sha256, width, height, bytes, latitude, longitude, created_at)
  SELECT case_id, survey_id, region, kind, file_key, decode(sha256, 'hex'), width, height, bytes, latitude, longitude, created_at
  FROM jsonb_to_recordset($1) AS row (case_id bigint, survey_id bigint, region bigint, kind text, file_key text, sha256 text, width int,
    height int, bytes int, latitude float8, longitude float8, created_at timestamptz)`

function sentAt({ assignment: { survey } }: EnteredSurvey): number {
  return survey ? survey.at.day * 86_400 + survey.at.second : 0
}

function ofSurvey(
  random: Random,
  caseId: number,
  { id, assignment, found }: EnteredSurvey,
  drawings: readonly Drawing[],
): Picture[] {
  const { survey, street: region } = assignment
  if (!survey) return []
  const photos = drawings.filter(({ kind }) => kind === 'PHOTO')
  const hands = drawings.filter(({ kind }) => kind === 'SIGNATURE')
  const first = random.int(0, photos.length - 1)
  const taken = Array.from({ length: random.int(2, 4) }, (_, at) => photos[(first + at) % photos.length]).filter(
    (drawing) => drawing !== undefined,
  )
  const { position, met } = found.content
  const place =
    position && random.chance(PHOTO_PLACE_SHARE) ? { latitude: position.latitude, longitude: position.longitude } : null
  const common = { caseId, surveyId: id, region, at: survey.at }
  const signed = met === 'NOBODY' ? [] : [{ ...common, drawing: random.pick(hands), place: null }]
  return [...taken.map((drawing) => ({ ...common, drawing, place })), ...signed]
}

/** What somebody brought along when the case was entered by hand. */
function papersOf(random: Random, { id, made }: EnteredCase, drawings: readonly Drawing[]): Picture {
  const drawing = random.pick(drawings.filter(({ kind }) => kind === 'PHOTO'))
  return { caseId: id, surveyId: null, region: caseRegion(made), drawing, at: made.walk.registeredAt, place: null }
}

/** 128 bits, spread over 256 folders, as lib/evidence/store.ts has it; the same every time, so that a new demo writes over the old one. */
function fileKey(random: Random): string {
  const name = random.uuid().replaceAll('-', '')
  return `${name.slice(0, 2)}/${name.slice(2)}.jpg`
}

/** Gives the latest surveys of the cases their photos, in the directory of the file store. */
export async function takePhotos(
  client: pg.Client,
  seed: number,
  cases: readonly EnteredCase[],
  filesDir: string,
): Promise<void> {
  const random = new Random(seed, 'photos')
  const drawings = await drawAll(seed)
  const surveys = cases.flatMap(({ id, surveys: sent }) => sent.map((survey) => ({ id, survey })))
  const latest = surveys
    .toSorted((one, other) => sentAt(other.survey) - sentAt(one.survey))
    .slice(0, SURVEYS_WITH_PHOTOS)
  const entered = cases.filter(({ made: { told } }) => told.source === 'VISIT').slice(-CASES_WITH_PAPERS)
  const pictures = [
    ...latest.flatMap(({ id, survey }) => ofSurvey(random, id, survey, drawings)),
    ...entered.map((one) => papersOf(random, one, drawings)),
  ]
  const rows = pictures.map(({ caseId, surveyId, region, drawing, at, place }) => ({
    ...{ case_id: caseId, survey_id: surveyId, region, kind: drawing.kind, file_key: fileKey(random) },
    ...{
      sha256: drawing.sha256.toString('hex'),
      width: drawing.width,
      height: drawing.height,
      bytes: drawing.jpeg.byteLength,
    },
    ...{ latitude: place?.latitude ?? null, longitude: place?.longitude ?? null, created_at: instantText(at) },
  }))
  mkdirSync(filesDir, { recursive: true, mode: 0o700 })
  const disk = new Disk(new FSDriver({ location: filesDir, visibility: 'private' }))
  await Promise.all(rows.map(({ file_key }, at) => disk.put(file_key, pictures[at]?.drawing.jpeg ?? Buffer.alloc(0))))
  await client.query(INSERT, [JSON.stringify(rows)])
}
