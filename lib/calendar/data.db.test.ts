import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, STAFF, type StaffName, settle } from '@/e2e/world'
import { inScope } from '@/lib/access/perform'
import { DEEDS, newCase, stored } from '@/lib/case/test-cases'
import { closePool } from '@/lib/db/pool'
import { asSystem } from '@/lib/db/system'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { loadCalendar } from './data'

const on = (text: string): PlainDate => plainDate(text) ?? expect.fail(text)
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
  await database.owner.query(
    `INSERT INTO holiday (day, is_off, name) VALUES ('2027-01-01', true, '元旦'), ('2026-12-26', false, '元旦调休'), ('2026-11-24', true, '停电')`,
  )
  await database.owner.query(`INSERT INTO calendar_year (year, confirmed_by_name) VALUES (2027, '测试sysadmin')`)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

it('the own table lies over the published calendar, for everybody and for the product itself', async () => {
  const loaded = [
    await asSystem('intake', (transaction) => loadCalendar(transaction)),
    ...(await Promise.all(
      (Object.keys(STAFF) as StaffName[]).map((who) =>
        inScope(presenceOf(who, on('2026-11-20')), '', 'read', (ctx) => loadCalendar(ctx)),
      ),
    )),
  ]
  for (const calendar of loaded) {
    const days = ['2027-01-01', '2026-12-26', '2026-11-24', '2026-11-25', '2026-10-01', '2026-10-10']
    expect(days.map((day) => calendar.isWorkday(on(day)))).toEqual([false, true, false, true, false, true])
    expect([2026, 2027, 2028].map((year) => calendar.isPublished(year))).toEqual([true, true, false])
  }
})

it('due dates follow it', async () => {
  const today = on('2026-11-23')
  const caseId = await newCase(database.owner, today)
  await DEEDS.DISPATCH(presenceOf('county', today), { cases: [{ caseId, version: 0 }], street: PLACES.taihe })
  expect(await stored(database.owner, caseId)).toMatchObject({ status: 'TO_ASSIGN', dueOn: '2026-11-26' })
})
