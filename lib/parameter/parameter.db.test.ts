import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/e2e/fresh-database'
import { PLACES, presenceOf, type StaffName, settle } from '@/e2e/world'
import { type Answer, inScope, perform } from '@/lib/access/perform'
import { closePool } from '@/lib/db/pool'
import { readParameters } from '@/lib/parameters'
import { type PlainDate, plainDate } from '@/lib/plain-date'
import { confirmYear, loadShownCalendar, removeHolidays, setHolidays } from './calendar'
import { setParameter } from './data'
import { ConfirmYearInput, RemoveHolidaysInput, SetHolidaysInput, SetParameterInput } from './input'

const today: PlainDate = plainDate('2026-11-21') ?? expect.fail()
let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
  await settle(database.owner)
})

afterAll(async () => {
  await closePool()
  await database.drop()
})

const set = (typed: string, seen: string, who: StaffName = 'sysadmin'): Promise<Answer<string>> =>
  perform(
    { permission: 'parameter.manage', input: SetParameterInput, run: setParameter },
    'write',
    presenceOf(who, today),
    '',
    { key: 'case.surveyDays', typed, seen, reason: '按省厅要求调整' },
  )

const holidays = (from: string, to: string, isOff: boolean, name: string) =>
  perform(
    { permission: 'parameter.manage', input: SetHolidaysInput, run: setHolidays },
    'write',
    presenceOf('sysadmin', today),
    '',
    { from, to, isOff, name },
  )

async function inForce() {
  const { rows } = await database.owner.query('SELECT key, value FROM parameter')
  return readParameters(rows)
}

describe('a parameter', () => {
  it('is set by the system administrator with a reason, and by nobody else', async () => {
    expect(await set('15', '10', 'secadmin')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await set('15', '10', 'county')).toMatchObject({ refusal: { code: 'NOT_FOUND' } })
    expect(await set('15', '10')).toEqual({ ok: true, value: '15 个工作日' })
    expect((await inForce())['case.surveyDays']).toBe(15)
    const { rows } = await database.owner.query(`SELECT detail FROM audit WHERE action = 'parameter.set'`)
    expect(rows).toEqual([
      { detail: { valueBefore: '10 个工作日', valueAfter: '15 个工作日', reason: '按省厅要求调整' } },
    ])
  })

  it('keeps what somebody else has set meanwhile, and what makes no sense out', async () => {
    expect(await set('20', '10')).toMatchObject({ refusal: { code: 'STALE' } })
    expect(await set('0', '15')).toMatchObject({ fieldErrors: { typed: '应在 1 至 120 之间。' } })
    expect(await set('很多', '15')).toMatchObject({ fieldErrors: { typed: '请填写整数。' } })
    expect(await set('15', '15')).toMatchObject({ fieldErrors: { typed: '与当前值相同，无需修改。' } })
    expect((await inForce())['case.surveyDays']).toBe(15)
  })

  it('is not written by anybody else even past the application', async () => {
    await expect(
      inScope(presenceOf('county', today), '', 'preference', (ctx) => ctx.db.parameter.deleteMany()),
    ).resolves.toEqual({ count: 0 })
    expect((await inForce())['case.surveyDays']).toBe(15)
  })
})

describe('the calendar', () => {
  const shown = (year: number) =>
    inScope(presenceOf('sysadmin', today), '', 'read', (ctx) => loadShownCalendar(ctx, year))

  it('shows what the product knows of a year', async () => {
    const { published, holidays: known } = await shown(2026)
    expect(published).toBe(true)
    expect(known).toContainEqual({ from: '2026-10-01', to: '2026-10-07', isOff: true, name: '国庆节', own: false })
    expect(known.some(({ isOff, name }) => !isOff && name === '国庆节')).toBe(true)
  })

  it('moves what is due when days are entered, and back when they are taken away', async () => {
    await database.owner.query(`SELECT register_cases($1::jsonb, '测试', '2026-12-31 09:00+08')`, [
      JSON.stringify([
        {
          ...{ place: PLACES.taihe, source: 'VISIT', difficulty: 'ILLNESS', subject_name: '陈一', description: '住院' },
          ...{ asker_kind: 'STAFF', limit_days: 1, due_on: '2027-01-01' },
        },
      ]),
    ])
    const due = async () => (await database.owner.query(`SELECT due_on::text AS due FROM "case"`)).rows[0]?.due
    expect(await holidays('2027-01-01', '2027-01-03', true, '元旦')).toEqual({ ok: true, value: 1 })
    expect(await due()).toBe('2027-01-04')
    expect((await shown(2027)).holidays).toEqual([
      { from: '2027-01-01', to: '2027-01-03', isOff: true, name: '元旦', own: true },
    ])
    const removed = await perform(
      { permission: 'parameter.manage', input: RemoveHolidaysInput, run: removeHolidays },
      'write',
      presenceOf('sysadmin', today),
      '',
      { from: '2027-01-01', to: '2027-01-03', reason: '录入有误' },
    )
    expect(removed).toEqual({ ok: true, value: 1 })
    expect(await due()).toBe('2027-01-01')
  })

  it('is complete when somebody says so, and not before anything was entered', async () => {
    const confirm = () =>
      perform(
        { permission: 'parameter.manage', input: ConfirmYearInput, run: confirmYear },
        'write',
        presenceOf('sysadmin', today),
        '',
        { year: 2027, notice: '国办发明电〔2026〕7号' },
      )
    expect(await confirm()).toMatchObject({ fieldErrors: { year: expect.stringContaining('尚未录入2027年') } })
    expect((await shown(2027)).published).toBe(false)
    expect(await holidays('2027-01-01', '2027-01-01', true, '元旦')).toMatchObject({ ok: true })
    expect(await confirm()).toMatchObject({ ok: true })
    expect(await shown(2027)).toMatchObject({ published: true, confirmed: expect.stringContaining('国办发明电') })
  })

  it('takes no weekday for a working day of 调休, and no end before its beginning', async () => {
    expect(await holidays('2027-02-08', '2027-02-08', false, '春节')).toMatchObject({
      fieldErrors: { from: expect.stringContaining('本来就是工作日') },
    })
    expect(await holidays('2027-02-08', '2027-02-01', true, '春节')).toMatchObject({
      fieldErrors: { to: '结束日期不能早于开始日期。' },
    })
  })
})
