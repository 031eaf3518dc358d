import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codesOf } from '@/lib/certification/codes'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate } from '@/lib/plain-date'
import { addWorkdays, calendarOf } from '@/lib/workday'
import { CASE_STATUSES } from './codes'
import { dueOf, lightOf, limitDaysOf, noticeDates, remainingInWords } from './due'

const on = (text: string): PlainDate => plainDate(text) ?? expect.fail(text)
const calendar = calendarOf([], [])
const standard = readParameters([])
const status = fc.constantFrom(...codesOf(CASE_STATUSES))
const day = fc.integer({ min: 0, max: 900 }).map((days) => addDays(on('2025-01-01'), days))
const parameters = fc
  .record({
    'case.dispatchDays': fc.integer({ min: 1, max: 60 }),
    'case.acceptDays': fc.integer({ min: 1, max: 60 }),
    'case.assignDays': fc.integer({ min: 1, max: 60 }),
    'case.surveyDays': fc.integer({ min: 1, max: 120 }),
    'case.reviewDays': fc.integer({ min: 1, max: 60 }),
    'case.noticeDays': fc.integer({ min: 0, max: 30 }),
  })
  .map((settings) => readParameters(Object.entries(settings).map(([key, value]) => ({ key, value }))))

describe('a due date', () => {
  // A case that is dispatched, appointed, surveyed and reviewed around 国庆 2026 (at work on 10 October) and 春节 2026 (on 14 and 28 February).
  it.each([
    ['2026-09-30', '2026-10-08', '2026-10-09', '2026-10-20', '2026-10-10'],
    ['2026-10-01', '2026-10-08', '2026-10-09', '2026-10-20', '2026-10-10'],
    ['2026-02-13', '2026-02-14', '2026-02-24', '2026-03-05', '2026-02-25'],
    ['2026-02-20', '2026-02-24', '2026-02-25', '2026-03-06', '2026-02-26'],
    ['2026-11-21', '2026-11-23', '2026-11-24', '2026-12-04', '2026-11-25'],
  ])('of a step begun on %s', (from, dispatch, assign, survey, review) => {
    const due = (...[which]: Parameters<typeof limitDaysOf>) => dueOf(which, on(from), calendar, standard).dueOn
    expect([due('TO_DISPATCH', standard), due('TO_ACCEPT', standard), due('TO_ASSIGN', standard)]).toEqual([
      dispatch,
      dispatch,
      assign,
    ])
    expect([due('SURVEYING', standard), due('TO_REVIEW', standard), due('CLOSED', standard)]).toEqual([
      survey,
      review,
      null,
    ])
  })

  it('is a working day as many working days ahead as the parameter says; a closed case has none', () => {
    fc.assert(
      fc.property(status, day, parameters, (which, from, settings) => {
        const { limitDays, dueOn } = dueOf(which, from, calendar, settings)
        expect(limitDays).toBe(limitDaysOf(which, settings))
        expect(dueOn === null).toBe(which === 'CLOSED')
        if (dueOn !== null && limitDays !== null) {
          expect(calendar.isWorkday(dueOn)).toBe(true)
          expect(dueOn).toBe(addWorkdays(calendar, from, limitDays))
        }
      }),
    )
  })
})

describe('a light', () => {
  it('turns 临期 some working days ahead, on the first day of a step never but for the last one, and 超期 the day after', () => {
    const lights = (entered: string, which: 'TO_DISPATCH' | 'TO_ASSIGN' | 'SURVEYING', days: string[]) =>
      days.map((today) =>
        lightOf(dueOf(which, on(entered), calendar, standard), noticeDates(on(today), calendar, standard)),
      )
    // A step of one day, begun on a Friday.
    expect(lights('2026-11-20', 'TO_DISPATCH', ['2026-11-20', '2026-11-22', '2026-11-23', '2026-11-24'])).toEqual([
      ...['NORMAL', 'NORMAL', 'SOON', 'OVERDUE'],
    ])
    expect(lights('2026-11-20', 'TO_ASSIGN', ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25'])).toEqual([
      ...['NORMAL', 'SOON', 'SOON', 'OVERDUE'],
    ])
    // Due on 20 October: the last two working days before it are 16 and 19 October.
    expect(lights('2026-09-30', 'SURVEYING', ['2026-10-15', '2026-10-16', '2026-10-20', '2026-10-21'])).toEqual([
      ...['NORMAL', 'SOON', 'SOON', 'OVERDUE'],
    ])
  })

  it('never goes back as days pass, and agrees with the words', () => {
    const order = ['NORMAL', 'SOON', 'OVERDUE']
    fc.assert(
      fc.property(status, day, fc.nat(200), parameters, (which, entered, passed, settings) => {
        const due = dueOf(which, entered, calendar, settings)
        const at = (days: number) => lightOf(due, noticeDates(addDays(entered, days), calendar, settings))
        const [light, next] = [at(passed), at(passed + 1)]
        if (due.dueOn === null || light === null || next === null) {
          expect([which, light, next]).toEqual(['CLOSED', null, null])
          return
        }
        expect(order.indexOf(next)).toBeGreaterThanOrEqual(order.indexOf(light))
        expect(at(0)).toBe('NORMAL')
        const words = remainingInWords(due.dueOn, addDays(entered, passed), calendar)
        expect(words.startsWith('超')).toBe(light === 'OVERDUE')
        if (words === '今日到期') expect(light).toBe('SOON')
      }),
    )
  })
})

describe('what remains', () => {
  it.each([
    ['2026-10-09', '2026-09-30', '剩 2 个工作日'],
    ['2026-10-09', '2026-10-08', '剩 1 个工作日'],
    ['2026-10-09', '2026-10-09', '今日到期'],
    ['2026-10-09', '2026-10-10', '超 1 个工作日'],
    ['2026-10-09', '2026-10-11', '超 1 个工作日'],
    ['2026-10-09', '2026-10-12', '超 2 个工作日'],
    ['2026-11-20', '2026-11-22', '超 1 个工作日'],
    ['2026-11-20', '2026-11-25', '超 3 个工作日'],
    // A due date that a changed calendar has left on a day off.
    ['2026-10-04', '2026-10-02', '剩 1 个工作日'],
    ['2026-10-04', '2026-10-06', '超 1 个工作日'],
  ])('of a step due on %s is on %s: %s', (due, today, words) => {
    expect(remainingInWords(on(due), on(today), calendar)).toBe(words)
  })

  it('is told by as many days as the list needs', () => {
    const notice = noticeDates(on('2026-09-30'), calendar, standard)
    expect(notice).toEqual(['2026-09-30', '2026-10-08', '2026-10-09'])
  })
})
