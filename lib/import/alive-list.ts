import 'server-only'
import { currentYear } from '@/lib/certification/rules'
import { sql } from '@/lib/db/sql'
import type { SpreadsheetTable } from '@/lib/spreadsheet/table'
import type { AliveKey } from './columns'
import type { Work } from './context'
import { carryOutPeople } from './people'
import { decideAlive, type KnownToAlive, type ListedPerson, matchNote } from './rules-people'
import type { RowVerdict } from './verdict'

/** 健在名单: everybody of it on this year's roster is certified by 数据比对, with the source in the note. */
export function carryOutAlive(work: Work, table: SpreadsheetTable<AliveKey>): Promise<RowVerdict[]> {
  return carryOutPeople(work, table, {
    add: (reader, row) => reader.addAlive(row),
    find: (people) => findKnown(work, people),
    decide: decideAlive,
    write: (people) => certify(work, people),
  })
}

async function findKnown({ ctx, keyOf }: Work, people: readonly ListedPerson[]): Promise<Map<string, KnownToAlive>> {
  const { reach, today } = ctx
  const hashes = people.map(({ idNumber }) => Buffer.from(keyOf(idNumber), 'hex'))
  const found = await ctx.sql<KnownToAlive & { idKey: string }>(sql`
    SELECT encode(p.id_hash, 'hex') AS "idKey", p.name, r.id AS "rosterId", r.certification_id IS NOT NULL AS certified,
           coalesce(r.exempt_until > ${today}::date, false) AS exempt,
           EXISTS (SELECT FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS dead,
           EXISTS (SELECT FROM suspected_death s WHERE s.person_id = p.id AND s.status = 'OPEN') AS suspected
    FROM person p
    LEFT JOIN roster r ON r.person_id = p.id AND r.year = ${currentYear(today)} AND r.exited_on IS NULL
      AND r.region BETWEEN ${reach.low} AND ${reach.high}
    WHERE p.id_hash = ANY (${hashes}::bytea[]) AND p.region BETWEEN ${reach.low} AND ${reach.high}`)
  const byKey = new Map(found.map(({ idKey, ...known }) => [idKey, known]))
  return new Map(
    people.flatMap(({ idNumber }): [string, KnownToAlive][] => {
      const known = byKey.get(keyOf(idNumber))
      return known ? [[idNumber, known]] : []
    }),
  )
}

/** The trigger certification_guard leaves out whoever was certified, reported or registered dead in this very moment. */
async function certify(
  { ctx, run }: Work,
  people: readonly (readonly [ListedPerson, KnownToAlive])[],
): Promise<ReadonlySet<string>> {
  const { viewer } = ctx
  const rows = people.map(([person, { rosterId }]) => ({ rosterId, note: matchNote(person, run.source) }))
  const made = await ctx.sql<{ rosterId: number }>(sql`
    INSERT INTO certification (roster_id, year, person_id, region, channel, note, certified_at, operator_id, operator_name, operator_role,
                               operator_region, request_id)
    SELECT x."rosterId", 0, 0, 0, 'MATCH', x.note, ${ctx.now}, ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code},
           gen_random_uuid()
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("rosterId" bigint, note text)
    ORDER BY x."rosterId"
    ON CONFLICT DO NOTHING
    RETURNING roster_id AS "rosterId"`)
  const certified = new Set(made.map(({ rosterId }) => rosterId))
  return new Set(
    people.flatMap(([{ idNumber }, { rosterId }]) => (rosterId !== null && certified.has(rosterId) ? idNumber : [])),
  )
}
