import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import { personInReach } from '@/lib/person/reach'
import type { RegionCode } from '@/lib/region'
import type { Photo } from './photo'
import { discardFiles, readStoredFile, storeFile } from './store'

/** What photos are evidence of. */
export type Deed = { kind: 'certification'; id: number } | { kind: 'death'; id: number }

/**
 * Stores the photos of a deed that was recorded in this very transaction. Comes last, when nothing can be refused any more. Files
 * are removed again when their rows cannot be written; after COMMIT has been sent they stay, for it may have succeeded though its
 * answer was lost, and a file that no row speaks of does no harm.
 */
export async function attachPhotos(ctx: Ctx, deed: Deed, photos: readonly Photo[]): Promise<void> {
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

/** Person and place of a photo are those of its deed. */
function insertEvidence(ctx: Ctx, { kind, id }: Deed, photos: readonly Photo[], keys: string[]): Promise<number> {
  const deed =
    kind === 'certification'
      ? sql`SELECT person_id, region, id AS certification_id, NULL::bigint AS death_id FROM certification WHERE id = ${id}`
      : sql`SELECT person_id, region, NULL::bigint AS certification_id, id AS death_id FROM death WHERE id = ${id}`
  return ctx.execute(sql`
    INSERT INTO evidence (person_id, region, certification_id, death_id, file_key, sha256, width, height, bytes, created_at)
    SELECT deed.person_id, deed.region, deed.certification_id, deed.death_id,
           photo.file_key, photo.sha256, photo.width, photo.height, photo.bytes, ${ctx.now}
    FROM (${deed}) AS deed,
         unnest(${keys}::text[], ${photos.map(({ sha256 }) => sha256)}::bytea[], ${photos.map(({ width }) => width)}::int[],
                ${photos.map(({ height }) => height)}::int[], ${photos.map(({ jpeg }) => jpeg.byteLength)}::int[])
           WITH ORDINALITY AS photo (file_key, sha256, width, height, bytes, place)
    ORDER BY photo.place`)
}

interface EvidenceRow {
  personId: number
  /** Null when the person has moved out of reach and only the record remains. */
  name: string | null
  region: RegionCode
  fileKey: string
}

/** A photo as JPEG, recorded as looked at; null when there is none in reach. */
export async function readEvidence(ctx: Ctx, id: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const [row] = await ctx.sql<EvidenceRow>(sql`
    SELECT e.person_id AS "personId", p.name, e.region, e.file_key AS "fileKey"
    FROM evidence e LEFT JOIN person p ON p.id = e.person_id
    WHERE e.id = ${id} AND (e.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high} OR ${personInReach(ctx)})`)
  if (!row) {
    ctx.unchanged()
    return null
  }
  ctx.record({
    action: 'evidence.read',
    subjectType: 'person',
    subjectId: row.personId,
    subjectLabel: row.name === null ? '—' : maskName(row.name),
    region: row.region,
    detail: { evidenceId: id },
  })
  return readStoredFile(row.fileKey)
}
