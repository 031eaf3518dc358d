/** 疑似死亡: what the lists of funeral homes, police and health say about people on the roster, and what the streets found out. */

import type pg from 'pg'
import type { Seal } from '@/lib/db/seal'
import type { SuspicionSource } from '@/lib/household/codes'
import { ancestorAt, type RegionCode } from '@/lib/region'
import { DEMO_PLACES } from './communities'
import { type Day, textOf } from './day'
import { instantText, type Moment, workingDay, workingHours } from './moment'
import { Random, weighted } from './random'
import type { Season } from './season'
import type { Operator, Staffing } from './staffing'

interface Suspected {
  personId: string
  region: string
  idSealed: Buffer
}

interface DiedSuspected extends Suspected {
  deathId: string
  diedOn: string
  source: SuspicionSource
  reportedAt: string
  registeredAt: string
  note: string
  operatorId: string | null
  operatorName: string
  operatorRole: string
  operatorRegion: string | null
}

interface SuspicionRow {
  person_id: number
  region: number
  source: SuspicionSource
  died_on: string
  record_key: string
  reported_at: string
  status: 'OPEN' | 'DEAD' | 'ALIVE'
  death_id?: number
  decided_at?: string
  decider_id?: number | null
  decider_name?: string
  decider_role?: string
  decider_region?: number | null
  decision_note?: string
}

interface Plan {
  range: [RegionCode, RegionCode]
  open: number
  alive: number
  dead: number
}

const DEMO: Plan = { range: [DEMO_PLACES.county, DEMO_PLACES.county + 999_999], open: 18, alive: 6, dead: 6 }
const ELSEWHERE: readonly Plan[] = [
  { range: [DEMO_PLACES.province, DEMO_PLACES.county - 1], open: 15, alive: 4, dead: 3 },
  { range: [DEMO_PLACES.otherCounty, DEMO_PLACES.province + 99_999_999_99], open: 15, alive: 4, dead: 3 },
]
const source = weighted<SuspicionSource>([
  ['FUNERAL', 60],
  ['HEALTH', 22],
  ['POLICE', 18],
])
const OLDEST_OPEN = 20
const ALIVE_NOTES = [
  '入户见到本人，健在，系殡葬机构登记身份证号有误。',
  '电话和视频连线确认本人健在，名单中为同名人员。',
  '村干部陪同入户，本人在家，健康状况良好。',
  '本人在儿子家居住，视频连线确认健在。',
]

/** Of old people first; whoever is not yet certified among the last, so that a clerk's list begins with others. */
const LIVING = `
  SELECT p.id AS "personId", p.region, p.id_sealed AS "idSealed"
  FROM roster r JOIN person p ON p.id = r.person_id
  WHERE r.year = $3 AND r.exited_on IS NULL AND r.death_id IS NULL AND r.region BETWEEN $1 AND $2
    AND p.id_sealed IS NOT NULL AND p.birth_date < $4::date AND p.region = r.region
    AND (r.certified_at IS NULL OR r.certified_at < $5::timestamptz)
    AND NOT EXISTS (SELECT FROM death d WHERE d.person_id = p.id)
  ORDER BY r.certified_at IS NULL AND r.region / 1000 = ${DEMO_PLACES.street / 1000}, md5(p.id::text || $6), p.id DESC LIMIT $7`

const DIED = `
  SELECT p.id AS "personId", p.region, p.id_sealed AS "idSealed", d.id AS "deathId", d.died_on::text AS "diedOn", d.source,
         (d.registered_at - interval '2 days')::text AS "reportedAt", d.registered_at::text AS "registeredAt", d.note, d.operator_id AS "operatorId", d.operator_name AS "operatorName",
         d.operator_role AS "operatorRole", d.operator_region AS "operatorRegion"
  FROM death d JOIN person p ON p.id = d.person_id
  WHERE d.revoked_at IS NULL AND d.source IN ('FUNERAL', 'HEALTH', 'POLICE') AND p.region BETWEEN $1 AND $2 AND p.id_sealed IS NOT NULL
    AND d.registered_at > d.died_on::timestamptz + interval '3 days'
  ORDER BY d.registered_at DESC, d.id LIMIT $3`

const INSERT = `
  INSERT INTO suspected_death (person_id, region, source, died_on, record_key, reported_at, status, death_id, decided_at,
    decider_id, decider_name, decider_role, decider_region, decision_note)
  SELECT person_id, region, source, died_on, decode(record_key, 'hex'), reported_at, status, death_id, decided_at,
    decider_id, decider_name, decider_role, decider_region, decision_note
  FROM jsonb_to_recordset($1) AS row (person_id bigint, region bigint, source text, died_on date, record_key text, reported_at timestamptz,
    status text, death_id bigint, decided_at timestamptz, decider_id bigint, decider_name text, decider_role text, decider_region bigint,
    decision_note text)
  ORDER BY reported_at, person_id`

export interface Desk {
  client: pg.Client
  season: Season
  staffing: Staffing
  seal: Seal
}

/** The key of a record, as lib/import/death-list.ts makes it: the same list loaded again suspects nobody anew. */
function recordKey(seal: Seal, idSealed: Buffer, from: SuspicionSource, diedOn: string): string {
  return seal.fingerprint(`death ${seal.open(idSealed)} ${from} ${diedOn}`).toString('hex')
}

function reportedRow(random: Random, { seal }: Desk, who: Suspected, reportedOn: Day): SuspicionRow {
  const from = source(random)
  const diedOn = textOf(reportedOn - random.int(6, 34))
  return {
    person_id: Number(who.personId),
    region: Number(who.region),
    source: from,
    died_on: diedOn,
    record_key: recordKey(seal, who.idSealed, from, diedOn),
    reported_at: instantText({ day: reportedOn, second: 9 * 3600 + random.int(0, 1800) }),
    status: 'OPEN',
  }
}

function verified(by: Operator, at: Moment, note: string): Partial<SuspicionRow> {
  return {
    decided_at: instantText(at),
    decider_id: by.id,
    decider_name: by.name,
    decider_role: by.role,
    decider_region: by.region,
    decision_note: note,
  }
}

/** The list comes on a working day; the ages of those that are open spread evenly. */
function openRows(random: Random, desk: Desk, people: readonly Suspected[]): SuspicionRow[] {
  const { today } = desk.season
  return people.map((who, at) => {
    const age = 1 + Math.floor((at * OLDEST_OPEN) / Math.max(1, people.length))
    return reportedRow(random, desk, who, workingDay(today - age))
  })
}

function aliveRows(random: Random, desk: Desk, people: readonly Suspected[]): SuspicionRow[] {
  const { season, staffing } = desk
  return people.map((who) => {
    const reportedOn = workingDay(season.today - random.int(6, 45))
    const decidedOn = Math.min(season.yesterday, Math.max(reportedOn + 1, workingDay(reportedOn + random.int(2, 9))))
    const by = staffing.clerkOf(random, ancestorAt(Number(who.region), 4), 'STREET_STAFF')
    const row = reportedRow(random, desk, who, reportedOn)
    return { ...row, status: 'ALIVE', ...verified(by, workingHours(random, decidedOn), random.pick(ALIVE_NOTES)) }
  })
}

function deadRow({ seal }: Desk, row: DiedSuspected): SuspicionRow {
  return {
    person_id: Number(row.personId),
    region: Number(row.region),
    source: row.source,
    died_on: row.diedOn,
    record_key: recordKey(seal, row.idSealed, row.source, row.diedOn),
    reported_at: row.reportedAt,
    status: 'DEAD',
    death_id: Number(row.deathId),
    decided_at: row.registeredAt,
    decider_id: row.operatorId === null ? null : Number(row.operatorId),
    decider_name: row.operatorName,
    decider_role: row.operatorRole,
    decider_region: row.operatorRegion === null ? null : Number(row.operatorRegion),
    decision_note: row.note,
  }
}

async function suspectedIn(random: Random, desk: Desk, { range, open, alive, dead }: Plan): Promise<SuspicionRow[]> {
  const { client, season } = desk
  const [low, high] = range
  const bornBefore = textOf(season.today - 55 * 366)
  const certifiedBefore = `${textOf(season.today - 65)} 00:00:00+08`
  const { rows: living } = await client.query<Suspected>(LIVING, [
    low,
    high,
    season.year,
    bornBefore,
    certifiedBefore,
    String(season.seed),
    open + alive,
  ])
  const { rows: died } = await client.query<DiedSuspected>(DIED, [low, high, dead])
  return [
    ...openRows(random, desk, living.slice(0, open)),
    ...aliveRows(random, desk, living.slice(open)),
    ...died.map((row) => deadRow(desk, row)),
  ]
}

/** Lists people of the demo's county and a few elsewhere. */
export async function suspectDeaths(desk: Desk): Promise<void> {
  const random = new Random(desk.season.seed, 'suspicions')
  const rows: SuspicionRow[] = []
  for (const plan of [DEMO, ...ELSEWHERE]) rows.push(...(await suspectedIn(random, desk, plan)))
  await desk.client.query(INSERT, [JSON.stringify(rows)])
}
