/**
 * 线索: pleas and warnings of the province in all their states, with steps, rounds and surveys. A few thousand for the demo, or
 * hundreds of thousands for the bench.
 */

import { setImmediate as breathe } from 'node:timers/promises'
import type pg from 'pg'
import type { Seal } from '@/lib/db/seal'
import { readParameters } from '@/lib/parameters'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { type Calendar, calendarOf } from '@/lib/workday'
import { clerkAccounts } from './accounts'
import { bareTables } from './bare-tables'
import { countyDesks, sendTeams } from './case-desks'
import { type Bureau, CountyCases, type MadeCase } from './case-making'
import { writeNotices } from './case-notices'
import { CaseRegister, type EnteredCase } from './case-register'
import { remindersSoFar } from './case-reminders'
import { newcomers, Outsiders, registeredPeople } from './case-subjects'
import { CASE_COLUMNS, CASE_TABLES, type CaseTable } from './case-tables'
import { PROVINCE } from './communities'
import { dayOf } from './day'
import { OutsiderNumbers } from './id-numbers'
import { copyLines } from './load'
import { Random } from './random'
import { type RegionRow, readRegions } from './regions'
import { Staffing } from './staffing'
import { Workdays } from './workdays'

export interface CaseSeedOptions {
  seal: Seal
  seed: number
  today: PlainDate
  /** Exactly so many, besides those that are there. */
  count: number
  /** Of the whole province, where they are at hand. */
  regions?: readonly RegionRow[]
  /** Whether cases closed with 纳入… lead on; then whoever calls writes the 纳入申请. */
  hasAdmissions?: boolean
  /** Hears of each case as it was written down. */
  onEntered?: (entered: EnteredCase) => void
}

/** Working days back over which cases were closed, of few and of many. */
const SPAN = { few: 230, many: 470 } as const
const MANY = 20_000
/** The longest that cases took, in working days, and how many calendar days that may be. */
const LONGEST = 160
const REGISTERED_SHARE = 0.35
/** So many are gathered before they are sent. */
const BATCH = 5_000
/** How many cases are made before the connection is given its turn. */
const CASES_PER_TURN = 100

/** As the triggers on cases count. */
const TOTALS = `
  INSERT INTO case_total (county, status, returned, due_on, cases)
  SELECT county, status, returned, coalesce(due_on, 'infinity'), count(*) FROM "case" GROUP BY 1, 2, 3, 4`

async function calendarFrom(client: pg.Client): Promise<Calendar> {
  const { rows: days } = await client.query<{ day: string; isOff: boolean }>(
    'SELECT day::text AS day, is_off AS "isOff" FROM holiday',
  )
  const { rows: years } = await client.query<{ year: number }>('SELECT year FROM calendar_year')
  const special = days.flatMap(({ day, isOff }) => {
    const date = plainDate(day)
    return date ? [{ day: date, isOff }] : []
  })
  return calendarOf(
    special,
    years.map(({ year }) => year),
  )
}

async function bureauOf(client: pg.Client, options: CaseSeedOptions, numbers: OutsiderNumbers): Promise<Bureau> {
  const { seal, seed, count, regions = readRegions(PROVINCE), hasAdmissions = false } = options
  const today = dayOf(options.today)
  const { rows } = await client.query<{ key: string; value: unknown }>('SELECT key, value FROM parameter')
  const parameters = readParameters(rows)
  const span = count > MANY ? SPAN.many : SPAN.few
  const back = Math.ceil((span + LONGEST) * 1.6)
  const counties = countyDesks(regions, seed, count)
  await sendTeams(client, counties, seed)
  return {
    ...{ seed, span, parameters, counties },
    workdays: new Workdays(await calendarFrom(client), parameters, today, back),
    staffing: new Staffing(seed, await clerkAccounts(client)),
    outsiders: new Outsiders(seal, numbers, today),
    registered: await registeredPeople(client, today, count * REGISTERED_SHARE),
    newcomers: hasAdmissions ? await newcomers(client, today) : null,
  }
}

async function lastIdsOf(client: pg.Client): Promise<Record<CaseTable, number>> {
  const highest = CASE_TABLES.map((table) => `(SELECT coalesce(max(id), 0)::int FROM "${table}") AS "${table}"`)
  const { rows } = await client.query<Record<CaseTable, number>>(`SELECT ${highest.join(', ')}`)
  const [last] = rows
  if (!last) throw new Error('no answer to what the highest ids are')
  return last
}

function byTime({ walk: one }: MadeCase, { walk: other }: MadeCase): number {
  return one.registeredAt.day - other.registeredAt.day || one.registeredAt.second - other.registeredAt.second
}

async function send(client: pg.Client, register: CaseRegister): Promise<void> {
  const gathered = CASE_TABLES.map((table) => ({ table, lines: register.take(table) }))
  for (const { table, lines } of gathered) {
    await copyLines(client, `${client.escapeIdentifier(table)} (${CASE_COLUMNS[table]}) FROM STDIN`, lines)
  }
}

/** The next batch is made while the last is on its way. */
async function enterAll(
  client: pg.Client,
  { counties, ...bureau }: Bureau,
  register: CaseRegister,
  hear = (_: EnteredCase) => {},
) {
  let underWay = Promise.resolve()
  let gathered = 0
  for (const county of counties) {
    const made = [...new CountyCases({ counties, ...bureau }, county).make()].sort(byTime)
    for (const [at, one] of made.entries()) {
      hear(register.enter(one))
      if (at % CASES_PER_TURN === 0) await breathe()
    }
    gathered += made.length
    if (gathered < BATCH) continue
    gathered = 0
    await underWay
    underWay = send(client, register)
    // Whoever awaits it sees the error; until then it must not count as unhandled.
    underWay.catch(() => {})
  }
  await underWay
  await send(client, register)
}

/**
 * Writes `count` cases, county by county, in the transaction of whoever calls; regions and people come first. Where streets have nobody
 * to send it makes accounts of surveyors to which nobody has the password. The same seed and day make the same cases.
 */
export async function seedCases(
  client: pg.Client,
  options: CaseSeedOptions,
): Promise<Pick<Bureau, 'workdays' | 'staffing'>> {
  const numbers = new OutsiderNumbers()
  const bureau = await bureauOf(client, options, numbers)
  const register = new CaseRegister(options.seal, numbers, options.seed, await lastIdsOf(client))
  const bared = await bareTables(client, CASE_TABLES)
  await enterAll(client, bureau, register, options.onEntered)
  await client.query('DELETE FROM case_total')
  await client.query(TOTALS)
  for (const table of CASE_TABLES) {
    await client.query(`SELECT setval(pg_get_serial_sequence('"${table}"', 'id'), (SELECT max(id) FROM "${table}"))`)
  }
  await bared.restore()
  return bureau
}

/**
 * The same for the bench: without photos, messages and 纳入申请, but as if the reminders of all that is due had gone out, so that the
 * product does not set about them as soon as it sees the cases.
 */
export async function seedManyCases(client: pg.Client, options: CaseSeedOptions): Promise<void> {
  const { workdays } = await seedCases(client, options)
  const told = await remindersSoFar(client, new Map(), workdays)
  await writeNotices(client, new Random(options.seed, 'messages'), told, [], workdays)
}
