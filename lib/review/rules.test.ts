import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, daysBetween, type PlainDate, plainDate } from '@/lib/plain-date'
import { dueStateOf, nextReviewDue, planReview, soonUntil } from './rules'

const START = plainDate('2020-01-01') ?? expect.fail()
const parameters = readParameters([])
const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(START, days))
const reviewClass = fc.constantFrom('STABLE' as const, 'UNSTABLE' as const)
const periods = fc.record({
  'review.stableMonths': fc.integer({ min: 1, max: 36 }),
  'review.unstableMonths': fc.integer({ min: 1, max: 36 }),
})

const on = (text: string): PlainDate => plainDate(text) ?? expect.fail()

describe('nextReviewDue', () => {
  it.each([
    ['2026-11-21', 'STABLE', '2027-11-21'],
    ['2026-11-21', 'UNSTABLE', '2027-05-21'],
    ['2026-08-31', 'UNSTABLE', '2027-02-28'],
    ['2024-02-29', 'STABLE', '2025-02-28'],
  ] as const)('after %s, %s: %s', (reviewed, which, due) => {
    expect(nextReviewDue(on(reviewed), which, parameters)).toBe(due)
  })

  it('lies so many months ahead as the class has, never before, and a later review is never due earlier', () => {
    fc.assert(
      fc.property(day, day, reviewClass, periods, (one, other, which, months) => {
        const due = nextReviewDue(one, which, months)
        const count = months[which === 'STABLE' ? 'review.stableMonths' : 'review.unstableMonths']
        const monthOf = (date: string) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7))
        expect(monthOf(due) - monthOf(one)).toBe(count)
        expect(Number(due.slice(8))).toBeLessThanOrEqual(Number(one.slice(8)))
        expect(due > one).toBe(true)
        if (one <= other) expect(due <= nextReviewDue(other, which, months)).toBe(true)
      }),
    )
  })
})

it('a due date passes from 未到期 over 即将到期 to 已到期 as the days go by, without a gap', () => {
  const ranks = { LATER: 0, SOON: 1, OVERDUE: 2 }
  fc.assert(
    fc.property(day, day, fc.integer({ min: 0, max: 180 }), (due, today, notice) => {
      const state = (at: PlainDate) => dueStateOf(due, at, soonUntil(at, { 'review.noticeDays': notice }))
      expect(ranks[state(addDays(today, 1))]).toBeGreaterThanOrEqual(ranks[state(today)])
      const left = daysBetween(today, due)
      expect(state(today)).toBe(left < 0 ? 'OVERDUE' : left <= notice ? 'SOON' : 'LATER')
      expect(dueStateOf(null, today, addDays(today, notice))).toBe('OVERDUE')
    }),
  )
})

describe('planReview', () => {
  it('takes a day after the last review and not after today, and sets the next one by class', () => {
    fc.assert(
      fc.property(
        fc.option(day, { nil: null }),
        day,
        day,
        reviewClass,
        periods,
        (last, reviewedOn, today, which, months) => {
          const reviewed = { reviewedOn, reviewClass: which, outcome: 'UNCHANGED' } as const
          const plan = planReview({ status: 'ACTIVE', reviewedOn: last }, reviewed, today, months)
          expect(plan.ok).toBe(reviewedOn <= today && (last === null || reviewedOn > last))
          if (plan.ok) {
            expect(plan.value.nextDue).toBe(nextReviewDue(reviewedOn, which, months))
            // The next one is due after it, so that it can be recorded again.
            const again = { ...reviewed, reviewedOn: plan.value.nextDue }
            expect(planReview({ status: 'ACTIVE', reviewedOn }, again, plan.value.nextDue, months).ok).toBe(true)
          } else expect(plan.error.about).toBe('reviewedOn')
        },
      ),
    )
  })

  it('refuses a household that has stopped', () => {
    const reviewed = { reviewedOn: on('2026-11-21'), reviewClass: 'STABLE', outcome: 'UNCHANGED' } as const
    expect(planReview({ status: 'STOPPED', reviewedOn: null }, reviewed, on('2026-11-21'), parameters)).toEqual({
      ok: false,
      error: { about: 'household', message: '该户已停保，无需复核。' },
    })
  })
})
