import 'server-only'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { maskIdCard } from '@/lib/id-card'
import { initialsOf } from '@/lib/person/initials'
import type { RegionCode } from '@/lib/region'
import type { Work } from './context'
import type { Joining, PersonChange, PersonValues } from './plan'
import { inTurns } from './turns'

/** Somebody else has registered one of the file's people meanwhile: what was decided no longer holds, and is decided anew. */
export class OvertakenError extends Error {}

/** A household that is on file now. */
export interface Placed {
  readonly id: number
  readonly region: RegionCode
}

/** As JSON carries bytes into a bytea column. */
export function bytea(bytes: Buffer): string {
  return `\\x${bytes.toString('hex')}`
}

function personColumns(values: PersonValues) {
  return { ...values, initials: initialsOf(values.name) }
}

function idColumns(idNumber: string | null) {
  return {
    id_sealed: idNumber && bytea(seal().seal(idNumber)),
    id_hash: idNumber && bytea(seal().fingerprint(idNumber)),
    id_masked: idNumber && maskIdCard(idNumber),
  }
}

/** Writes what people become. Throws when a new ID number is another's. */
export async function changePeople({ ctx }: Work, people: readonly PersonChange[]): Promise<void> {
  if (people.length === 0) return
  const rows = await inTurns(people, ({ personId, values }) => ({ personId, ...personColumns(values) }))
  await ctx.execute(sql`
    UPDATE person p SET name = x.name, initials = x.initials, sex = x.sex, birth_date = x."birthDate", ethnicity = x.ethnicity,
           marital = x.marital, education = x.education, health = x.health, disability_kind = x."disabilityKind",
           disability_grade = x."disabilityGrade", labour = x.labour,
           id_missing_reason = CASE WHEN p.id_hash IS NULL THEN coalesce(x."idMissingReason", p.id_missing_reason) END
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("personId" bigint, name text, initials text, sex text, "birthDate" date,
      ethnicity text, marital text, education text, health text, "disabilityKind" text, "disabilityGrade" smallint, labour text,
      "idMissingReason" text)
    WHERE p.id = x."personId" AND p.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  const numbered = people.filter(({ newIdNumber }) => newIdNumber !== null)
  if (numbered.length === 0) return
  const numbers = numbered.map(({ personId, newIdNumber }) => ({ personId, ...idColumns(newIdNumber) }))
  await ctx.execute(sql`
    UPDATE person p SET id_sealed = x.id_sealed, id_hash = x.id_hash, id_masked = x.id_masked, id_missing_reason = NULL
    FROM json_to_recordset(${JSON.stringify(numbers)}::json) AS x ("personId" bigint, id_sealed bytea, id_hash bytea, id_masked text)
    WHERE p.id = x."personId" AND p.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
}

/** Puts people on file who were not; answers their ids. Throws OvertakenError. */
export async function insertPeople(
  { ctx }: Work,
  all: readonly { joining: Joining; home: Placed }[],
): Promise<Map<Joining, number>> {
  if (all.length === 0) return new Map()
  const given = await ctx.sql<{ id: number }>(
    sql`SELECT nextval('person_id_seq') AS id FROM generate_series(1, ${all.length}::int)`,
  )
  const ids = new Map(all.map(({ joining }, place) => [joining, given[place]?.id ?? 0]))
  const rows = await inTurns(all, ({ joining, home }) => ({
    id: ids.get(joining),
    region: home.region,
    ...personColumns(joining.person),
    ...idColumns(joining.idNumber),
  }))
  const made = await ctx.execute(sql`
    INSERT INTO person (id, region, name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked, id_missing_reason, marital,
                        education, health, disability_kind, disability_grade, labour, created_at)
    SELECT x.id, x.region, x.name, x.initials, x.sex, x."birthDate", x.ethnicity, x.id_sealed, x.id_hash, x.id_masked,
           x."idMissingReason", x.marital, x.education, x.health, x."disabilityKind", x."disabilityGrade", x.labour, ${ctx.now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (id bigint, region bigint, name text, initials text, sex text,
      "birthDate" date, ethnicity text, id_sealed bytea, id_hash bytea, id_masked text, "idMissingReason" text, marital text,
      education text, health text, "disabilityKind" text, "disabilityGrade" smallint, labour text)
    ON CONFLICT (id_hash) DO NOTHING`)
  if (made !== all.length) throw new OvertakenError()
  return ids
}
