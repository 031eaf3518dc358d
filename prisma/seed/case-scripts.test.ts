import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CASE_STATUSES, type CaseStatus } from '@/lib/case/codes'
import { TRANSITIONS } from '@/lib/case/transitions'
import { codesOf } from '@/lib/certification/codes'
import { readParameters } from '@/lib/parameters'
import { plainDate } from '@/lib/plain-date'
import { calendarOf } from '@/lib/workday'
import { after, agosOf, momentsOf } from './case-schedule'
import { type Leg, SCRIPTS, type Script } from './case-scripts'
import { dayOf } from './day'
import { Random } from './random'
import { Workdays } from './workdays'

const everyScript = Object.entries(SCRIPTS).flatMap(([status, scripts]) =>
  scripts.map(([script]) => [status as CaseStatus, script] as const),
)

function end(script: Script): CaseStatus {
  return script.reduce<CaseStatus>((status, leg) => after(status, leg), 'TO_DISPATCH')
}

function daysAround(today: string): Workdays {
  return new Workdays(calendarOf([], []), readParameters([]), dayOf(plainDate(today) ?? expect.fail()), 900)
}

describe('the scripts', () => {
  it.each(everyScript)('lead to %s: %j', (status, script) => {
    expect(end(script)).toBe(status)
  })

  it('together take every step that the table knows', () => {
    const legs = new Set<Leg>(everyScript.flatMap(([, script]) => script))
    const actions = Object.values(TRANSITIONS).flatMap((transitions) => Object.keys(transitions))
    expect([...new Set(actions)].filter((action) => !legs.has(action as Leg))).toEqual([])
    expect(codesOf(CASE_STATUSES).filter((status) => !Object.hasOwn(SCRIPTS, status))).toEqual([])
  })
})

describe('the schedule', () => {
  it('goes forward, on working days before today, with two steps of a day at most, and stands where it should', () => {
    const anyDay = fc.constantFrom('2026-01-01', '2026-02-20', '2026-02-24', '2026-10-04', '2026-11-21', '2027-03-01')
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(...everyScript),
        fc.nat(),
        fc.integer({ min: 1, max: 200 }),
        (today, [, script], seed, standing) => {
          const workdays = daysAround(today)
          const random = new Random(seed)
          const agos = agosOf(random, script, standing, workdays)
          const moments = momentsOf(random, agos, workdays)
          const seconds = moments.map(({ day, second }) => day * 86_400 + second)
          expect(seconds).toEqual(seconds.toSorted((one, other) => one - other))
          expect(new Set(seconds).size).toBe(script.length + 1)
          for (const { day } of moments) expect([day < workdays.today, workdays.isWorkday(day)]).toEqual([true, true])
          const entry = 1 + script.findLastIndex((leg) => leg !== 'LATE_SURVEY' && leg !== 'REASSIGN')
          expect(agos[entry]).toBe(standing)
        },
      ),
    )
  })
})
