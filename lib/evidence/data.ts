import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { rawSql, sql } from '@/lib/db/sql'
import { personInReach } from '@/lib/person/reach'
import type { RegionCode } from '@/lib/region'
import type { Photo } from './photo'
import { discardFiles, readStoredFile, storeFile } from './store'

/** What photos are evidence of. */
export interface Deed {
  kind: keyof typeof DEEDS
  id: number
}

/** Each kind's table, and the column that holds the subject of its photos. */
const DEEDS = {
  certification: { table: rawSql('certification'), of: rawSql('person_id') },
  death: { table: rawSql('death'), of: rawSql('person_id') },
  suspected_death: { table: rawSql('suspected_death'), of: rawSql('person_id') },
  change: { table: rawSql('change_request'), of: rawSql('household_id') },
} as const

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

/** Subject and place of a photo are those of its deed. */
function insertEvidence(ctx: Ctx, { kind, id }: Deed, photos: readonly Photo[], keys: string[]): Promise<number> {
  const { table, of } = DEEDS[kind]
  return ctx.execute(sql`
    INSERT INTO evidence (${of}, region, ${rawSql(`${kind}_id`)}, file_key, sha256, width, height, bytes, created_at)
    SELECT deed.${of}, deed.region, deed.id, photo.file_key, photo.sha256, photo.width, photo.height, photo.bytes, ${ctx.now}
    FROM ${table} AS deed,
         unnest(${keys}::text[], ${photos.map(({ sha256 }) => sha256)}::bytea[], ${photos.map(({ width }) => width)}::int[],
                ${photos.map(({ height }) => height)}::int[], ${photos.map(({ jpeg }) => jpeg.byteLength)}::int[])
           WITH ORDINALITY AS photo (file_key, sha256, width, height, bytes, place)
    WHERE deed.id = ${id}
    ORDER BY photo.place`)
}

interface EvidenceRow {
  /** Of a certification, a death or a suspicion. */
  personId: number | null
  /** Of a change. */
  householdId: number | null
  /** Of the person, or of the household's head; null when they have moved out of reach and only the record remains. */
  name: string | null
  region: RegionCode
  fileKey: string
}

/** A photo as JPEG, recorded as looked at; null when there is none in reach. */
export async function readEvidence(ctx: Ctx, id: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<EvidenceRow>(sql`
    SELECT e.person_id AS "personId", e.household_id AS "householdId", coalesce(p.name, h.head_name) AS name, e.region,
           e.file_key AS "fileKey"
    FROM evidence e
    LEFT JOIN person p ON p.id = e.person_id
    LEFT JOIN household h ON h.id = e.household_id
    WHERE e.id = ${id} AND (e.region BETWEEN ${low} AND ${high} OR h.region BETWEEN ${low} AND ${high} OR ${personInReach(ctx)})`)
  if (!row) {
    ctx.unchanged()
    return null
  }
  ctx.record({
    action: 'evidence.read',
    subjectType: row.personId === null ? 'household' : 'person',
    subjectId: row.personId ?? row.householdId ?? undefined,
    subjectLabel: row.name === null ? '—' : maskName(row.name),
    region: row.region,
    detail: { evidenceId: id },
  })
  return readStoredFile(row.fileKey)
}
