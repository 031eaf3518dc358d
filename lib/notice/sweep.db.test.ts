import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, settle } from '@/e2e/world'
import type { Clock } from '@/lib/clock'
import { closePool } from '@/lib/db/pool'
import { plainDate } from '@/lib/plain-date'
import { spreadOff } from './spread'
import { remindNext, remindOfAll } from './sweep'
import { makeCase, toldSoFar } from './test-cases'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

beforeEach(async () => {
  await database.owner.query('TRUNCATE "case", notice, message, delivery CASCADE')
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

/** A day of the week from Monday 2026-11-23 on. */
function on(day: string): Clock {
  return { today: plainDate(day) ?? expect.fail(), now: new Date(`${day}T08:00:00+08:00`) }
}

async function toldOn(day: string): Promise<string[]> {
  const before = (await toldSoFar(database.owner)).length
  await remindOfAll(on(day))
  await spreadOff()
  return (await toldSoFar(database.owner)).slice(before)
}

describe('reminders', () => {
  it('go to whoever the step waits for', async () => {
    const late = { dueOn: '2026-11-23' }
    const { taihe: street } = PLACES
    await makeCase(database.owner, late)
    await makeCase(database.owner, { status: 'TO_ACCEPT', transferTo: PLACES.otherCounty, ...late })
    await makeCase(database.owner, { status: 'TO_ASSIGN', street, ...late })
    await makeCase(database.owner, { status: 'SURVEYING', street, surveyor: 'surveyor', ...late })
    await makeCase(database.owner, { status: 'TO_REVIEW', street, surveyor: 'surveyor', ...late })
    await makeCase(database.owner, { status: 'CLOSED', street })
    expect(await toldOn('2026-11-24')).toEqual([
      'county 已超期',
      'othercounty 已超期',
      'street 已超期',
      'colleague 已超期',
      'surveyor 已超期',
      'street 已超期',
      'colleague 已超期',
      'county 已超期',
      'county 已超期',
    ])
    const { rows } = await database.owner.query(`SELECT text FROM message WHERE text LIKE '%调查中%' LIMIT 1`)
    expect(rows[0].text).toMatch(/^JZ\d+ 张\*\*（太和镇太和社区）：调查中（测试surveyor），办理期限为 2026-11-23。$/)
  })

  it('come once when it falls due soon and once when it is late, of a short step only on its last day', async () => {
    await makeCase(database.owner, { limitDays: 3, dueOn: '2026-11-26' })
    await makeCase(database.owner, { limitDays: 1, dueOn: '2026-11-26' })
    expect(await toldOn('2026-11-23')).toEqual([])
    expect(await toldOn('2026-11-24')).toEqual(['county 即将到期'])
    expect(await toldOn('2026-11-25')).toEqual([])
    expect(await toldOn('2026-11-26')).toEqual(['county 即将到期'])
    expect(await toldOn('2026-11-27')).toEqual(['county 已超期', 'county 已超期'])
    expect(await toldOn('2026-11-30')).toEqual([])
  })

  it('count working days: what is due on Monday is due soon on Thursday', async () => {
    await makeCase(database.owner, { limitDays: 10, dueOn: '2026-11-30' })
    expect(await toldOn('2026-11-25')).toEqual([])
    expect(await toldOn('2026-11-26')).toEqual(['county 即将到期'])
  })

  it('come again for another step, and for another surveyor to that one alone', async () => {
    const { owner } = database
    const task = { status: 'SURVEYING', street: PLACES.taihe, surveyor: 'surveyor', dueOn: '2026-11-23' } as const
    const caseId = await makeCase(owner, task)
    expect(await toldOn('2026-11-24')).toHaveLength(4)
    await owner.query(
      `UPDATE "case" SET surveyor_id = (SELECT id FROM staff WHERE username = 'colleague'), surveyor_name = 'x' WHERE id = $1`,
      [caseId],
    )
    expect(await toldOn('2026-11-24')).toEqual(['colleague 已超期'])
    await owner.query(`UPDATE "case" SET status = 'TO_REVIEW', entered_at = '2026-11-24 12:00+08' WHERE id = $1`, [
      caseId,
    ])
    expect(await toldOn('2026-11-25')).toEqual(['county 已超期'])
  })

  it('are written once by several servers at once, the longest overdue first, a batch at a time', async () => {
    await database.owner.query(
      `INSERT INTO "case" (county, place, region, source, difficulty, subject_name, description, asker_kind, entered_at, limit_days, due_on)
       SELECT $1, $1, $1, 'HELP', 'OTHER', '甲', '难', 'SELF', '2026-11-01', 1, '2026-11-23'::date - n % 7 FROM generate_series(1, 1200) AS n`,
      [PLACES.county],
    )
    const tomorrow = on('2026-11-24')
    expect(await remindNext(tomorrow)).toBe(500)
    const { rows: first } = await database.owner.query(
      `SELECT max(c.due_on)::text AS due FROM notice n JOIN "case" c ON c.id = n.case_id`,
    )
    expect(first[0].due).toBe('2026-11-19')
    await Promise.all([remindOfAll(tomorrow), remindOfAll(tomorrow), remindOfAll(tomorrow)])
    const { rows } = await database.owner.query('SELECT count(*)::int AS total FROM notice')
    expect(rows[0].total).toBe(1_200)
    expect(await remindNext(tomorrow)).toBe(0)
  })
})
