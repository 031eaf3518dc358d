import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { loadRows, readListing } from './list'

const TODAY = plainDate('2026-11-21') ?? expect.fail()
const COMMUNITY = PLACES.taihe + 1

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  const { owner } = database
  await settle(owner)
  for (const [certificate, status, relations] of [
    ['ALONE', 'ACTIVE', ['HEAD']],
    ['COUPLE', 'ACTIVE', ['HEAD', 'SPOUSE']],
    ['WIDOW', 'ACTIVE', ['HEAD', 'SPOUSE']],
    ['STOPPED', 'STOPPED', ['HEAD', 'SPOUSE']],
    ['EMPTY', 'STOPPED', []],
  ] as const) {
    const { rows } = await owner.query(
      `INSERT INTO household (region, certificate_no, category, registration, address, start_month, status, stop_month)
       VALUES ($1, $2, 'RURAL_DIBAO', 'RURAL', '1组1号', '2019-03-01', $3, CASE WHEN $3 = 'STOPPED' THEN date '2026-11-01' END) RETURNING id`,
      [COMMUNITY, certificate, status],
    )
    for (const relation of relations)
      await owner.query(
        `WITH who AS (
           INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_missing_reason)
           VALUES ($1, '王某', 'x', 'MALE', '1950-06-01', '汉族', 'TO_CHECK') RETURNING id)
         INSERT INTO membership (household_id, person_id, region, relation, insured, from_date)
         SELECT $2, id, $1, $3, true, '2019-03-01' FROM who`,
        [COMMUNITY, rows[0].id, relation],
      )
  }
  await owner.query(
    `INSERT INTO death (person_id, region, died_on, source, plan, operator_name, operator_role, request_id)
     SELECT m.person_id, 0, '2026-11-01', 'VISIT', '{"doubtful":[]}', '测试', 'STREET_STAFF', gen_random_uuid()
     FROM membership m JOIN household h ON h.id = m.household_id WHERE h.certificate_no = 'WIDOW' AND m.relation = 'SPOUSE'`,
  )
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

async function kindsFor(who: StaffName, certificate: string) {
  const presence = presenceOf(who, TODAY)
  const listed = readListing({ ...presence, today: TODAY }, new URLSearchParams({ certificate }))
  const { rows } = await inScope(presence, '', 'read', (ctx) => loadRows(ctx, listed))
  return rows.map(({ kinds }) => kinds)
}

describe('the changes that a row offers', () => {
  it.each([
    ['ALONE', ['ADD_MEMBER', 'EDIT_MEMBER', 'AMOUNT', 'MOVE', 'INFO', 'STOP']],
    ['COUPLE', ['ADD_MEMBER', 'REMOVE_MEMBER', 'EDIT_MEMBER', 'AMOUNT', 'HEAD', 'MOVE', 'INFO', 'STOP']],
    ['WIDOW', ['REMOVE_MEMBER', 'HEAD', 'MOVE', 'INFO', 'STOP']],
    ['STOPPED', ['RESUME', 'REMOVE_MEMBER', 'EDIT_MEMBER', 'INFO']],
    ['EMPTY', []],
  ] as const)('are for %s those that are possible now', async (certificate, kinds) => {
    expect(await kindsFor('street', certificate)).toEqual([kinds])
  })

  it.each(['county', 'province'] as const)('are none for the %s, which asks for none', async (who) => {
    expect(await kindsFor(who, 'COUPLE')).toEqual([[]])
  })
})
