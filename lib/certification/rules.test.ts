import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ROLES, type Role } from '@/lib/access/permissions'
import { readParameters } from '@/lib/parameters'
import { addDays, dayOf, type PlainDate, plainDate } from '@/lib/plain-date'
import { CHANNELS, type Channel, codesOf, STATUSES, type Status } from './codes'
import {
  asOfDay,
  checkVisitDate,
  closedYear,
  completionRate,
  exemptUntilOf,
  ladderOf,
  lastDayOf,
  mayRevoke,
  rowActions,
  statusOf,
  yearIsOpen,
} from './rules'

const parameters = readParameters([])
const day = (text: string): PlainDate => plainDate(text) ?? expect.fail(`no such day: ${text}`)
const aDay = fc.integer({ min: 0, max: 3650 }).map((offset) => addDays(day('2022-01-01'), offset))
const aYear = fc.integer({ min: 2022, max: 2031 })
const aRole = fc.constantFrom(...codesOf(ROLES))
const TAIHE = 420702100000
const DONGGOU = 420702101000

describe('status', () => {
  it('is 已死亡 before 已认证 before 免认证 before 未认证', () => {
    const asOf = day('2026-11-21')
    const exempt = day('2027-02-01')
    expect(statusOf({ deathId: 1, certificationId: 1, exemptUntil: exempt }, asOf)).toBe('DEAD')
    expect(statusOf({ deathId: null, certificationId: 1, exemptUntil: exempt }, asOf)).toBe('CERTIFIED')
    expect(statusOf({ deathId: null, certificationId: null, exemptUntil: exempt }, asOf)).toBe('EXEMPT')
    expect(statusOf({ deathId: null, certificationId: null, exemptUntil: asOf }, asOf)).toBe('PENDING')
    expect(statusOf({ deathId: null, certificationId: null, exemptUntil: null }, asOf)).toBe('PENDING')
  })

  it('免认证 holds for six months from the first month with benefit', () => {
    expect(exemptUntilOf(day('2026-08-01'), 2026, parameters)).toBe('2027-02-01')
    expect(exemptUntilOf(day('2025-06-01'), 2026, parameters)).toBeNull()
    expect(exemptUntilOf(day('2025-07-01'), 2026, parameters)).toBeNull()
    expect(exemptUntilOf(day('2025-08-01'), 2026, parameters)).toBe('2026-02-01')
  })
})

describe('the year', () => {
  it('takes entries until 31 January of the next, then freezes', () => {
    expect(lastDayOf(2026, parameters)).toBe('2027-01-31')
    expect(yearIsOpen(2026, day('2027-01-31'), parameters)).toBe(true)
    expect(closedYear(2026, day('2027-02-01'), parameters)).toEqual({ code: 'YEAR_FROZEN', year: 2026 })
    expect(closedYear(2026, day('2025-12-31'), parameters)).toEqual({ code: 'YEAR_NOT_OPEN', year: 2026 })
  })

  it('is read as of today, and once frozen as of its last day, for ever', () => {
    fc.assert(
      fc.property(aYear, aDay, (year, today) => {
        const asOf = asOfDay(year, today, parameters)
        expect(asOf <= today && asOf <= lastDayOf(year, parameters)).toBe(true)
        expect(asOf === today || asOf === lastDayOf(year, parameters)).toBe(true)
      }),
    )
  })

  it('climbs the ladder and never down again', () => {
    expect(ladderOf(2026, day('2026-08-31'), parameters)).toBeNull()
    expect(ladderOf(2026, day('2026-09-01'), parameters)).toBe('REMIND')
    expect(ladderOf(2026, day('2026-11-01'), parameters)).toBe('WARN')
    expect(ladderOf(2026, day('2027-01-01'), parameters)).toBe('OVERDUE')
    const rung = [null, 'REMIND', 'WARN', 'OVERDUE']
    fc.assert(
      fc.property(aYear, aDay, fc.nat(500), (year, today, later) => {
        const before = rung.indexOf(ladderOf(year, today, parameters))
        const after = rung.indexOf(ladderOf(year, addDays(today, later), parameters))
        expect(after).toBeGreaterThanOrEqual(before)
      }),
    )
  })
})

describe('the visit date', () => {
  it('lies inside the year and not in the future', () => {
    fc.assert(
      fc.property(aYear, aDay, aDay, (year, visit, today) => {
        const good = visit <= today && visit >= dayOf(year, '01-01') && visit <= dayOf(year, '12-31')
        expect(checkVisitDate(visit, year, today).ok).toBe(good)
      }),
    )
  })
})

describe('undoing a certification', () => {
  const today = day('2026-11-21')
  const own = { channel: 'VISIT' as Channel, certifiedOn: today, operatorRegion: TAIHE }

  it('the county may always, the street its own of the same day only', () => {
    expect(mayRevoke(own, { role: 'COUNTY_CASEWORKER', region: 420702000000 }, today, parameters)).toBe(true)
    expect(mayRevoke(own, { role: 'STREET_STAFF', region: TAIHE }, today, parameters)).toBe(true)
    expect(mayRevoke(own, { role: 'STREET_STAFF', region: DONGGOU }, today, parameters)).toBe(false)
    expect(mayRevoke(own, { role: 'STREET_STAFF', region: TAIHE }, addDays(today, 1), parameters)).toBe(false)
    expect(
      mayRevoke({ ...own, operatorRegion: null }, { role: 'STREET_STAFF', region: TAIHE }, today, parameters),
    ).toBe(false)
  })

  it('the street may not where the parameter says so', () => {
    const strict = readParameters([{ key: 'certification.streetRevokesSameDay', value: false }])
    expect(mayRevoke(own, { role: 'STREET_STAFF', region: TAIHE }, today, strict)).toBe(false)
  })
})

describe('the buttons of a row', () => {
  const today = day('2026-11-21')
  const buttons = (status: Status, role: Role, region = TAIHE, year = 2026, suspected = false) =>
    rowActions(
      {
        year,
        status,
        recorded: status === 'CERTIFIED' ? { channel: 'VISIT', certifiedOn: today, operatorRegion: TAIHE } : null,
        suspected,
      },
      { role, region },
      today,
      parameters,
    )

  it('are those of the guide', () => {
    expect(buttons('PENDING', 'STREET_STAFF')).toEqual(['certify', 'death'])
    expect(buttons('EXEMPT', 'STREET_STAFF')).toEqual(['certify', 'death'])
    expect(buttons('CERTIFIED', 'STREET_STAFF')).toEqual(['death', 'revoke'])
    expect(buttons('CERTIFIED', 'STREET_STAFF', DONGGOU)).toEqual(['death'])
    expect(buttons('DEAD', 'STREET_STAFF')).toEqual([])
    expect(buttons('DEAD', 'COUNTY_CASEWORKER', 420702000000)).toEqual(['revokeDeath'])
    expect(buttons('CERTIFIED', 'COUNTY_CASEWORKER', 420702000000)).toEqual(['revoke'])
    expect(buttons('PENDING', 'COUNTY_CASEWORKER', 420702000000)).toEqual([])
  })

  it('of somebody suspected dead have no 认证', () => {
    expect(buttons('PENDING', 'STREET_STAFF', TAIHE, 2026, true)).toEqual(['death'])
    expect(buttons('EXEMPT', 'STREET_STAFF', TAIHE, 2026, true)).toEqual(['death'])
    expect(buttons('CERTIFIED', 'STREET_STAFF', TAIHE, 2026, true)).toEqual(['death', 'revoke'])
  })

  it('are absent for supervisors and administrators, and in a frozen year for all', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codesOf(STATUSES)), aRole, (status, role) => {
        if (role !== 'STREET_STAFF' && role !== 'COUNTY_CASEWORKER') expect(buttons(status, role)).toEqual([])
        expect(buttons(status, role, TAIHE, 2024)).toEqual([])
      }),
    )
  })
})

describe('认证率', () => {
  it('is 已认证 ÷ 应认证 with one decimal, and — when nobody is due', () => {
    expect(completionRate({ certified: 0, due: 0 })).toBe('—')
    expect(completionRate({ certified: 1, due: 3 })).toBe('33.3%')
    expect(completionRate({ certified: 3, due: 3 })).toBe('100.0%')
  })
})

it('knows every channel by its word', () => {
  expect(Object.values(CHANNELS)).toEqual(['本人线上', '亲友代办线上', '数据比对', '实地走访', '视频连线'])
})
