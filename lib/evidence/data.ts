import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { rawSql, type Sql, sql } from '@/lib/db/sql'
import { personInReach } from '@/lib/person/reach'
import type { RegionCode } from '@/lib/region'
import { surveyInReach } from '@/lib/survey/reach'
import type { Photo } from './photo'
import { discardFiles, readStoredFile, storeFile } from './store'

/** What photos are evidence of. */
export interface Deed {
  kind: keyof typeof DEEDS
  id: number
}

/** A photo with what it shows, and where it was taken if that is to be kept. */
export interface TakenPhoto extends Photo {
  /** PHOTO unless told otherwise. */
  kind?: 'PHOTO' | 'SIGNATURE'
  /** Degrees, WGS 84. */
  position?: { latitude: number; longitude: number } | null
}

/** Each kind's table, and what its photos are filed under: whose they are, and which deed they prove. */
const DEEDS = {
  certification: of('certification', { person_id: 'person_id', certification_id: 'id' }),
  death: of('death', { person_id: 'person_id', death_id: 'id' }),
  suspected_death: of('suspected_death', { person_id: 'person_id', suspected_death_id: 'id' }),
  change: of('change_request', { household_id: 'household_id', change_id: 'id' }),
  survey: of('survey', { case_id: 'case_id', survey_id: 'id' }),
  case: of('"case"', { case_id: 'id' }),
} as const

/** `filed` maps columns of `evidence` to those of the deed. */
function of(table: string, filed: Readonly<Record<string, string>>) {
  const values = Object.values(filed).map((column) => `deed.${column}`)
  return { table: rawSql(table), columns: rawSql(Object.keys(filed).join(', ')), values: rawSql(values.join(', ')) }
}

/**
 * Stores the photos of a deed that was recorded in this very transaction. Comes last, when nothing can be refused any more. Files
 * are removed again when their rows cannot be written; after COMMIT has been sent they stay, for it may have succeeded though its
 * answer was lost, and a file that no row speaks of does no harm.
 */
export async function attachPhotos(ctx: Ctx, deed: Deed, photos: readonly TakenPhoto[]): Promise<void> {
  if (photos.length === 0) return
  const keys: string[] = []
  try {
    for (const { jpeg } of photos) keys.push(await storeFile(jpeg))
    const written = await insertEvidence(ctx, deed, photos, keys)
    if (written !== photos.length) throw new Error(`The ${deed.kind} of the photos is not in reach.`)
  } catch (error) {
    await discardFiles(keys)
    throw error
  }
}

/** Subject and place of a photo are those of its deed. */
function insertEvidence(ctx: Ctx, { kind, id }: Deed, photos: readonly TakenPhoto[], keys: string[]): Promise<number> {
  const { table, columns, values } = DEEDS[kind]
  return ctx.execute(sql`
    INSERT INTO evidence (${columns}, region, kind, latitude, longitude, file_key, sha256, width, height, bytes, created_at)
    SELECT ${values}, deed.region, photo.kind, photo.latitude, photo.longitude, photo.file_key, photo.sha256, photo.width, photo.height,
           photo.bytes, ${ctx.now}
    FROM ${table} AS deed,
         unnest(${keys}::text[], ${photos.map((photo) => photo.kind ?? 'PHOTO')}::text[],
                ${photos.map(({ position }) => position?.latitude ?? null)}::float8[],
                ${photos.map(({ position }) => position?.longitude ?? null)}::float8[],
                ${photos.map(({ sha256 }) => sha256)}::bytea[], ${photos.map(({ width }) => width)}::int[],
                ${photos.map(({ height }) => height)}::int[], ${photos.map(({ jpeg }) => jpeg.byteLength)}::int[])
           WITH ORDINALITY AS photo (file_key, kind, latitude, longitude, sha256, width, height, bytes, place)
    WHERE deed.id = ${id}
    ORDER BY photo.place`)
}

interface EvidenceRow {
  subjectType: 'person' | 'household' | 'case'
  subjectId: number
  /** Of the person, the household's head, or the one a case is about; null when they have moved out of reach and only the record remains. */
  name: string | null
  region: RegionCode
  fileKey: string
}

/** A photo as JPEG, recorded as looked at; null when there is none in reach. */
export async function readEvidence(ctx: Ctx, id: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const [row] = await ctx.sql<EvidenceRow>(sql`
    SELECT CASE WHEN e.case_id IS NOT NULL THEN 'case' WHEN e.person_id IS NOT NULL THEN 'person' ELSE 'household' END AS "subjectType",
           coalesce(e.case_id, e.person_id, e.household_id) AS "subjectId", coalesce(c.subject_name, p.name, h.head_name) AS name, e.region,
           e.file_key AS "fileKey"
    FROM evidence e
    LEFT JOIN person p ON p.id = e.person_id
    LEFT JOIN household h ON h.id = e.household_id
    LEFT JOIN "case" c ON c.id = e.case_id
    LEFT JOIN survey s ON s.id = e.survey_id
    WHERE e.id = ${id} AND ${evidenceInReach(ctx)}`)
  if (!row) {
    ctx.unchanged()
    return null
  }
  ctx.record({
    action: 'evidence.read',
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    subjectLabel: row.name === null ? '—' : maskName(row.name),
    region: row.region,
    detail: { evidenceId: id },
  })
  return readStoredFile(row.fileKey)
}

/** What belongs to a survey is seen with it, a paper of a case with the case, all else with the person or the household. */
function evidenceInReach(ctx: Ctx): Sql {
  const { low, high } = ctx.reach
  // A surveyor has a home region and no reach.
  const here = ctx.viewer.role === 'SURVEYOR' ? sql`false` : sql`e.region BETWEEN ${low} AND ${high}`
  const theirs =
    ctx.viewer.role === 'SURVEYOR' ? sql`false` : sql`(h.region BETWEEN ${low} AND ${high} OR ${personInReach(ctx)})`
  return sql`CASE WHEN e.survey_id IS NOT NULL THEN ${surveyInReach(ctx)}
    WHEN e.case_id IS NOT NULL THEN ${here} OR case_in_hand(e.case_id)
    ELSE ${here} OR ${theirs} END`
}
