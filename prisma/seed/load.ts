/** Sends people into the tables by COPY, and fills in what triggers and sequences would have made of them. */

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as breathe } from 'node:timers/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { RegionRow } from './regions'
import type { Gathered, Registrar } from './registrar'
import { COLUMNS, TABLES } from './tables'

/** Some 40 MB of text. Each COPY leaves a few of the pages that it reserved empty, so batches should not be small. */
const PERSONS_PER_BATCH = 30_000
/** How many households are made before the connection is given its turn. */
const HOUSEHOLDS_PER_TURN = 60

/** Sends lines in the text format of COPY; `target` names the table with its columns, and FROM STDIN. */
export async function copyLines(client: pg.Client, target: string, lines: string | Buffer): Promise<void> {
  if (lines.length === 0) return
  await pipeline(Readable.from([lines]), client.query(copyFrom(`COPY ${target}`)))
}

async function copyGathered(client: pg.Client, gathered: readonly Gathered[]): Promise<void> {
  // FREEZE: the tables were emptied in this transaction, and nobody need vacuum them later.
  for (const { table, lines } of gathered) {
    await copyLines(client, `${table} (${COLUMNS[table]}) FROM STDIN (FREEZE)`, lines)
  }
}

/** Runs through `people` and sends what the registrar gathers: the next batch is made while the last is on its way. */
export async function loadPeople(client: pg.Client, people: Iterable<void>, registrar: Registrar): Promise<void> {
  let underWay = Promise.resolve()
  let sent = 0
  let household = 0
  const send = async () => {
    await underWay
    underWay = copyGathered(client, registrar.take())
    // Whoever awaits it sees the error; until then it must not count as unhandled.
    underWay.catch(() => {})
    sent = registrar.count('person')
  }
  for (const _ of people) {
    household++
    if (registrar.count('person') - sent >= PERSONS_PER_BATCH) await send()
    else if (household % HOUSEHOLDS_PER_TURN === 0) await breathe()
  }
  await send()
  await underWay
}

/** Adds the regions that are not there yet. */
export async function loadRegions(client: pg.Client, regions: readonly RegionRow[]): Promise<void> {
  const columns = 'code, level, parent, name, official_name, path'
  await client.query('CREATE TEMPORARY TABLE region_list (LIKE region) ON COMMIT DROP')
  const lines = regions.map(({ code, level, parent, name, officialName, path }) =>
    [code, level, parent ?? '\\N', name, officialName, path].join('\t'),
  )
  await copyLines(client, `region_list (${columns}) FROM STDIN`, `${lines.join('\n')}\n`)
  await client.query(
    `INSERT INTO region (${columns}) SELECT ${columns} FROM region_list ORDER BY code ON CONFLICT DO NOTHING`,
  )
}

/** As the triggers on `roster` count. */
const COMPLETION = `
  INSERT INTO completion (year, level, region, exempt_until, open, dead, self, relative, match, visit, video)
  SELECT r.year, place.level, place.region, coalesce(r.exempt_until, date '0001-01-01'),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel IS NULL),
         count(*) FILTER (WHERE r.death_id IS NOT NULL),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel = 'SELF'),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel = 'RELATIVE'),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel = 'MATCH'),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel = 'VISIT'),
         count(*) FILTER (WHERE r.death_id IS NULL AND r.channel = 'VIDEO')
  FROM roster r, LATERAL (VALUES (3::smallint, county_of(r.region)), (5::smallint, r.region)) AS place (level, region)
  WHERE r.exited_on IS NULL
  GROUP BY 1, 2, 3, 4`

/** As the triggers on `household` count. */
const HOUSEHOLD_TOTAL = `
  INSERT INTO household_total (level, region, category, status, households, members, insured, amount_fen)
  SELECT place.level, place.region, h.category, h.status, count(*), sum(h.member_count), sum(h.insured_count), sum(h.monthly_amount_fen)
  FROM household h, LATERAL (VALUES (3::smallint, county_of(h.region)), (5::smallint, h.region)) AS place (level, region)
  GROUP BY 1, 2, 3, 4`

/** Opens the years, counts completion and households, and moves the sequences past the ids that were given out. */
export async function fillDerived(client: pg.Client, years: readonly number[]): Promise<void> {
  for (const year of years) {
    const openedAt = `${year}-01-01 00:05:00+08`
    await client.query('INSERT INTO roster_year (year, opened_at) VALUES ($1, $2)', [year, openedAt])
  }
  await client.query(COMPLETION)
  await client.query(HOUSEHOLD_TOTAL)
  for (const table of TABLES.filter((name) => !name.endsWith('_gram'))) {
    const highest = `coalesce((SELECT max(id) FROM ${table}), 0) + 1`
    await client.query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), ${highest}, false)`)
  }
}

/** 重复享受, as the triggers on memberships keep it. Wants the indexes. */
export async function fillDuplicates(client: pg.Client): Promise<void> {
  await client.query(`
    SELECT settle_duplicates(ARRAY(
      SELECT person_id FROM membership WHERE to_date IS NULL GROUP BY person_id HAVING count(*) > 1 ORDER BY person_id))`)
}
