import { randomUUID } from 'node:crypto'
import { sealFromKey } from '@/lib/db/seal'
import type { FreshDatabase } from './fresh-database'
import { caseIn } from './target-case'
import { PLACES, type StaffName, settlePeople } from './world'

const COMMUNITY = PLACES.taihe + 1

/** Whom an action is tried on, by ids. */
export interface Target {
  rosterId: number
  personId: number
  certificationId: number
  deathId: number
  staffId: number
  householdId: number
  version: number
  membershipId: number
  /** Of a request that the account `street` has made; the task of the death where they are dead. */
  changeId: number
  suspicionId: number
  /** Of a file that the account `county` has uploaded. */
  importId: number
  /** A case of 梁子湖区, at 太和镇 once it is dispatched, and as often as it has moved. */
  caseId: number
  caseVersion: number
  /** Of the 纳入申请 that the closed case has opened, or the street by itself. */
  admissionId: number
  admissionVersion: number
}

export type State = 'open' | 'certified' | 'dead' | 'requested' | 'suspected' | 'doubled' | 'uploaded' | CaseState

/** How far a case has come; ADMITTED has ended in a 纳入申请 that waits for the street, ASKED in one that waits for the county. */
export type CaseState =
  | 'REPORTED'
  | 'OFFERED'
  | 'DISPATCHED'
  | 'SURVEYING'
  | 'TO_REVIEW'
  | 'CLOSED'
  | 'ADMITTED'
  | 'ASKED'

/** How the product itself does something on the way to a state. */
export type Doing = (name: string, who: StaffName, input: object) => Promise<void>

/** Somebody of 太和镇 in the state that the action needs, and an account of 东沟镇. */
export async function makeTarget(database: FreshDatabase, done: Doing, state: State): Promise<Target> {
  const [rosterId = 0] = await settlePeople(database.owner, 2026, COMMUNITY, ['矩阵'])
  const { rows: people } = await database.owner.query('SELECT person_id::int AS id FROM roster WHERE id = $1', [
    rosterId,
  ])
  const personId: number = people[0].id
  const one = async (statement: string, values: unknown[]) =>
    Number((await database.owner.query(statement, values)).rows[0]?.id)
  const dataKey = process.env.DATA_KEY
  if (!dataKey) throw new Error('DATA_KEY is not set: run `npm test`.')
  const seal = sealFromKey(dataKey)
  const number = `4207021950${String(personId).padStart(8, '0')}`
  await database.owner.query(
    `UPDATE person SET id_sealed = $2, id_hash = $3, id_masked = '420702********0019', id_missing_reason = NULL WHERE id = $1`,
    [personId, seal.seal(number), seal.fingerprint(number)],
  )
  const certificationId =
    state === 'certified'
      ? await one(
          `INSERT INTO certification (roster_id, year, person_id, region, channel, visit_date, certified_at, operator_id, operator_name, operator_role, operator_region, request_id)
           VALUES ($1, 0, 0, 0, 'VISIT', '2026-11-20', '2026-11-21 09:00+08', 4, '测试street', 'STREET_STAFF', $2, $3) RETURNING id`,
          [rosterId, PLACES.taihe, randomUUID()],
        )
      : 1
  const { rows: memberships } = await database.owner.query<{ id: string; householdId: string }>(
    'SELECT id, household_id AS "householdId" FROM membership WHERE person_id = $1',
    [personId],
  )
  const membershipId = Number(memberships[0]?.id)
  const householdId = Number(memberships[0]?.householdId)
  if (state === 'dead') {
    await done('registerPersonDeath', 'street', {
      rosterId,
      requestId: randomUUID(),
      diedOn: '2026-11-01',
      source: 'VISIT',
      note: '',
    })
  }
  const deathId = await one('SELECT coalesce(max(id), 1) AS id FROM death WHERE person_id = $1', [personId])
  if (state === 'doubled') {
    await database.owner.query(
      `WITH home AS (
         INSERT INTO household (region, certificate_no, category, registration, address, start_month)
         VALUES ($1, gen_random_uuid()::text, 'RURAL_DIBAO', 'RURAL', '2组2号', '2020-03-01') RETURNING id)
       INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, base_fen)
       SELECT home.id, $2, $1, 'HEAD', true, '2020-03-01', 30000 FROM home`,
      [COMMUNITY, personId],
    )
  }
  const suspicionId =
    state === 'suspected'
      ? await one(
          `INSERT INTO suspected_death (person_id, region, source, died_on, record_key)
           VALUES ($1, $2, 'FUNERAL', '2026-11-01', decode($3, 'hex')) RETURNING id`,
          [personId, COMMUNITY, randomUUID().replaceAll('-', '')],
        )
      : 1
  const importId =
    state === 'uploaded'
      ? await one(
          `INSERT INTO import_run (region, kind, file_name, file_key, file_sha256, status, operator_id, operator_name, operator_role, operator_region, request_id)
           VALUES ($1, 'HOUSEHOLD', '名册.xlsx', gen_random_uuid()::text, '\\x00', 'CHECKED', 3, '测试county', 'COUNTY_CASEWORKER', $1, gen_random_uuid()) RETURNING id`,
          [PLACES.county],
        )
      : 1
  const version = await one('SELECT version AS id FROM household WHERE id = $1', [householdId])
  if (state === 'requested') await done('requestHouseholdChange', 'street', stopping({ householdId, version }))
  const changeId = await one('SELECT coalesce(max(id), 1) AS id FROM change_request WHERE household_id = $1', [
    householdId,
  ])
  const staffId = await one(
    `INSERT INTO staff (username, name, password_hash, role, region) VALUES ('m' || substr(md5(random()::text), 1, 12), '矩阵', 'x', 'STREET_STAFF', $1) RETURNING id`,
    [PLACES.otherStreet],
  )
  return {
    rosterId,
    personId,
    certificationId,
    deathId,
    staffId,
    householdId,
    version,
    membershipId,
    changeId,
    suspicionId,
    importId,
    ...(await caseIn(database, done, state)),
  }
}

/** 停保 of a household as its street asks for it. */
export function stopping({ householdId, version }: Pick<Target, 'householdId' | 'version'>) {
  const asked = { kind: 'STOP', stopReason: 'INCOME', effectiveMonth: '2026-12', reason: '收入超过标准' }
  return { ...asked, householdId, version, photos: [], requestId: randomUUID() }
}
