import 'server-only'
import { sql } from '@/lib/db/sql'
import type { RegionCode } from '@/lib/region'
import type { SpreadsheetTable } from '@/lib/spreadsheet/table'
import type { DeathKey } from './columns'
import type { Work } from './context'
import { carryOutPeople } from './people'
import { bytea } from './person-write'
import { decideDeath, type KnownToDeath, type ListedPerson } from './rules-people'
import type { RowVerdict } from './verdict'

interface Known extends KnownToDeath {
  readonly personId: number
  readonly region: RegionCode
  /** Fingerprint of ID number, source and date. */
  readonly recordKey: string
}

/** 死亡名单: everybody of it who is on file and in payment becomes 疑似死亡, once for each record of the source. */
export async function carryOutDeaths(work: Work, table: SpreadsheetTable<DeathKey>): Promise<RowVerdict[]> {
  const verdicts = await carryOutPeople(work, table, {
    add: (reader, row) => reader.addDeath(row),
    find: (people) => findKnown(work, people),
    decide: decideDeath,
    write: (people) => suspect(work, people),
  })
  const fresh = verdicts.filter(({ verdict }) => verdict === 'NEW').length
  if (work.phase === 'RUN' && fresh > 0) {
    const { run, ctx } = work
    ctx.record({
      action: 'suspected-death.report',
      subjectType: 'import',
      subjectId: run.id,
      subjectLabel: run.fileName,
      region: ctx.viewer.region.code,
      detail: { source: run.source, fresh },
    })
  }
  return verdicts
}

function recordKeyOf({ keyOf, run }: Work, { idNumber, on }: ListedPerson): string {
  return keyOf(`death ${idNumber} ${run.source} ${on ?? ''}`)
}

async function findKnown(work: Work, people: readonly ListedPerson[]): Promise<Map<string, Known>> {
  const { ctx, keyOf } = work
  const { low, high } = ctx.reach
  const hashes = people.map(({ idNumber }) => Buffer.from(keyOf(idNumber), 'hex'))
  const records = people.map((person) => Buffer.from(recordKeyOf(work, person), 'hex'))
  const [found, before] = await Promise.all([
    ctx.sql<Omit<Known, 'record' | 'recordKey'> & { idKey: string }>(sql`
      SELECT encode(p.id_hash, 'hex') AS "idKey", p.id AS "personId", p.region, p.name,
             (SELECT d.died_on FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS "diedOn",
             EXISTS (SELECT FROM membership m JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
                     WHERE m.person_id = p.id AND m.to_date IS NULL) AS current
      FROM person p WHERE p.id_hash = ANY (${hashes}::bytea[]) AND p.region BETWEEN ${low} AND ${high}`),
    ctx.sql<{ recordKey: string; status: KnownToDeath['record'] }>(sql`
      SELECT encode(record_key, 'hex') AS "recordKey", status FROM suspected_death
      WHERE record_key = ANY (${records}::bytea[]) AND region BETWEEN ${low} AND ${high}`),
  ])
  const byKey = new Map(found.map(({ idKey, ...person }) => [idKey, person]))
  const statuses = new Map(before.map(({ recordKey, status }) => [recordKey, status]))
  return new Map(
    people.flatMap((person): [string, Known][] => {
      const known = byKey.get(keyOf(person.idNumber))
      const recordKey = recordKeyOf(work, person)
      return known ? [[person.idNumber, { ...known, recordKey, record: statuses.get(recordKey) ?? null }]] : []
    }),
  )
}

async function suspect(
  { ctx, run }: Work,
  people: readonly (readonly [ListedPerson, Known])[],
): Promise<ReadonlySet<string>> {
  const rows = people.map(([{ on }, { personId, region, recordKey }]) => ({
    personId,
    region,
    on,
    key: bytea(Buffer.from(recordKey, 'hex')),
  }))
  const made = await ctx.sql<{ recordKey: string }>(sql`
    INSERT INTO suspected_death (person_id, region, source, died_on, record_key, import_id, reported_at)
    SELECT x."personId", x.region, ${run.source}, x."on", x.key, ${run.id}, ${ctx.now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("personId" bigint, region bigint, "on" date, key bytea)
    ORDER BY x."personId"
    ON CONFLICT (record_key) DO NOTHING
    RETURNING encode(record_key, 'hex') AS "recordKey"`)
  const keys = new Set(made.map(({ recordKey }) => recordKey))
  return new Set(people.flatMap(([{ idNumber }, { recordKey }]) => (keys.has(recordKey) ? idNumber : [])))
}
