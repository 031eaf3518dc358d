import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { addDays, daysBetween, type PlainDate, plainDate } from './plain-date'
import { addWorkdays, type Calendar, calendarOf, type SpecialDay, unpublishedYears, workdaysBetween } from './workday'

const on = (text: string): PlainDate => plainDate(text) ?? expect.fail(text)
const published = calendarOf([], [])

const START = on('2024-06-01')
const day = fc.integer({ min: 0, max: 1_400 }).map((days) => addDays(START, days))
/** Calendars with a table of their own, also over weekends, holidays and years without a notice. */
const calendar: fc.Arbitrary<Calendar> = fc
  .array(fc.record({ day, isOff: fc.boolean() }), { maxLength: 60 })
  .map((rows: SpecialDay[]) => calendarOf(rows, []))
const count = fc.integer({ min: -80, max: 80 })

describe('the published calendar', () => {
  // Counted by hand on the State Council's notices: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026.
  it.each([
    // 春节 2025: off from 28 January to 4 February, at work on Sunday 26 January and Saturday 8 February.
    ['2025-01-24', 1, '2025-01-26'],
    ['2025-01-24', 2, '2025-01-27'],
    ['2025-01-27', 1, '2025-02-05'],
    ['2025-01-27', 4, '2025-02-08'],
    ['2025-01-27', 10, '2025-02-17'],
    // 国庆 and 中秋 2025: off from 1 to 8 October, at work on Sunday 28 September and Saturday 11 October.
    ['2025-09-26', 1, '2025-09-28'],
    ['2025-09-26', 3, '2025-09-30'],
    ['2025-09-30', 1, '2025-10-09'],
    ['2025-09-30', 3, '2025-10-11'],
    ['2025-09-30', 10, '2025-10-21'],
    ['2025-10-04', 2, '2025-10-10'],
    // 元旦 2026: off from Thursday 1 to 3 January, at work on Sunday the 4th.
    ['2025-12-31', 1, '2026-01-04'],
    // 春节 2026: off from 15 to 23 February, at work on Saturdays 14 and 28 February.
    ['2026-02-13', 1, '2026-02-14'],
    ['2026-02-13', 2, '2026-02-24'],
    ['2026-02-14', 5, '2026-02-28'],
    ['2026-02-14', 10, '2026-03-06'],
    // 中秋 2026: off from 25 to 27 September; 国庆 off from 1 to 7 October, at work on Sunday 20 September and Saturday 10 October.
    ['2026-09-18', 1, '2026-09-20'],
    ['2026-09-24', 1, '2026-09-28'],
    ['2026-09-30', 1, '2026-10-08'],
    ['2026-09-30', 3, '2026-10-10'],
    ['2026-09-30', 10, '2026-10-20'],
  ])('%s and %i working days: %s', (from, days, due) => {
    expect(addWorkdays(published, on(from), days)).toBe(due)
  })

  it.each(['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
    'is the same on a server in %s',
    (zone) => {
      process.env.TZ = zone
      expect(published.isWorkday(on('2026-09-28'))).toBe(true)
      expect(published.isWorkday(on('2026-10-01'))).toBe(false)
      expect(published.isWorkday(on('2026-10-10'))).toBe(true)
      expect(published.isWorkday(on('2026-10-11'))).toBe(false)
      expect(published.isWorkday(on('2026-10-12'))).toBe(true)
    },
  )

  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('is known from 2004 to 2026; beyond, a year follows the week until its notice has been entered', () => {
    expect([2003, 2004, 2026, 2027].map((year) => published.isPublished(year))).toEqual([false, true, true, false])
    expect(published.isWorkday(on('2027-01-01'))).toBe(true)
    const entered = calendarOf([{ day: on('2027-01-01'), isOff: true }], [])
    expect([entered.isWorkday(on('2027-01-01')), entered.isPublished(2027)]).toEqual([false, false])
    expect(calendarOf([], [2027]).isPublished(2027)).toBe(true)
    expect(unpublishedYears(published, on('2026-12-30'), on('2028-01-05'))).toEqual([2027, 2028])
    expect(unpublishedYears(calendarOf([], [2027]), on('2026-12-30'), on('2027-01-05'))).toEqual([])
  })

  it('gives way to the own table, whatever it says', () => {
    fc.assert(
      fc.property(day, fc.boolean(), (when, isOff) => {
        expect(calendarOf([{ day: when, isOff }], []).isWorkday(when)).toBe(!isOff)
      }),
    )
  })
})

describe('addWorkdays and workdaysBetween', () => {
  it('undo each other, forwards and backwards', () => {
    fc.assert(
      fc.property(calendar, day, count, (among, from, days) => {
        expect(workdaysBetween(among, from, addWorkdays(among, from, days))).toBe(days)
      }),
    )
  })

  it('end on a working day, and count every working day on the way once', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 1, max: 80 }), (among, from, days) => {
        const to = addWorkdays(among, from, days)
        const onTheWay = Array.from({ length: daysBetween(from, to) }, (_, index) => addDays(from, index + 1))
        expect(among.isWorkday(to)).toBe(true)
        expect(onTheWay.filter((one) => among.isWorkday(one))).toHaveLength(days)
      }),
    )
  })

  it('are monotone: later or longer is never earlier', () => {
    fc.assert(
      fc.property(calendar, day, day, count, (among, one, other, days) => {
        const [early, late] = one <= other ? [one, other] : [other, one]
        expect(addWorkdays(among, early, days) <= addWorkdays(among, late, days)).toBe(true)
        expect(addWorkdays(among, early, days) < addWorkdays(among, early, days + 1)).toBe(true)
        expect(workdaysBetween(among, early, late)).toBeGreaterThanOrEqual(0)
        expect(workdaysBetween(among, late, early)).toBeLessThanOrEqual(0)
      }),
    )
  })
})

describe('the calendar in the browser', () => {
  it('is in no bundle: nothing that begins with a client component imports it', () => {
    const files = ['app', 'components']
      .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((path) => join(room, path)))
      .filter((path) => /\.tsx?$/.test(path) && readFileSync(path, 'utf8').startsWith("'use client'"))
    expect(files.length).toBeGreaterThan(10)
    const bundled = new Set<string>()
    for (const waiting = [...files]; waiting.length > 0; ) {
      const path = waiting.pop() ?? ''
      if (bundled.has(path)) continue
      bundled.add(path)
      // What begins with 'use server' is called, not bundled.
      if (!readFileSync(path, 'utf8').startsWith("'use server'")) waiting.push(...importsOf(path))
    }
    expect([...bundled].filter((path) => path.startsWith('lib/')).length).toBeGreaterThan(10)
    expect([...bundled]).not.toContain('lib/workday.ts')
  })
})

/** The modules of this code base that a module imports for more than their types. */
function importsOf(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const imports = [...source.matchAll(/(?:import|export)\s+(?!type\b)(?:([^'";]*?)\s+from\s+)?'(@\/|\.\.?\/)([^']+)'/g)]
  const lazy = [...source.matchAll(/import\('(@\/|\.\.?\/)([^']+)'\)/g)].map(([, root = '', rest = '']) => [root, rest])
  const eager = imports
    .filter(([, names = '']) => !/^\{\s*(?:type\s+\w+(?:\s+as\s+\w+)?,?\s*)+\}$/.test(names))
    .map(([, , root = '', rest = '']) => [root, rest])
  return [...eager, ...lazy].flatMap(([root = '', rest = '']) => {
    const target = root === '@/' ? rest : join(dirname(path), root, rest)
    return [`${target}.ts`, `${target}.tsx`].filter((file) => existsSync(file))
  })
}
