import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, type PlainDate, plainDate, yearOf } from '@/lib/plain-date'
import type { Certification } from './certification'
import { communitiesOf, countiesOf, isDemoCounty, PROVINCE } from './communities'
import { dayAt, dayOf, yearOf as yearOfDay } from './day'
import { fileHousehold, Neighbourhood, type Registry } from './history'
import { makeHousehold } from './household'
import { IdNumbers } from './id-numbers'
import { type Life, liveThrough } from './life'
import { Random } from './random'
import { readRegions } from './regions'
import { Paces, Season } from './season'
import { Staffing } from './staffing'

const COMMUNITIES = communitiesOf(readRegions(PROVINCE)).filter(isDemoCounty)
const COUNTIES = countiesOf(COMMUNITIES)
const HOUSEHOLDS_EACH = 3

function day(text: string): PlainDate {
  return plainDate(text) ?? expect.fail()
}

class Counter implements Registry {
  private last = 0

  nextPerson(): number {
    return ++this.last
  }

  nextFile() {
    return { id: ++this.last, certificateNo: String(this.last) }
  }
}

/** The people of 梁子湖区 as they stand on a day. */
function livesOn(seed: number, today: PlainDate): { season: Season; lives: Life[] } {
  const parameters = readParameters([])
  const season = new Season(seed, today, [yearOf(today) - 1, yearOf(today)], parameters)
  const records = { season, paces: new Paces(seed), staffing: new Staffing(seed, []) }
  const ids = new IdNumbers(COUNTIES[0] ?? expect.fail(), COUNTIES)
  const random = new Random(seed, 'test')
  const registry = new Counter()
  const filer = { random, today: season.today, neighbourhood: new Neighbourhood(), abroad: null, registry }
  const lives = COMMUNITIES.flatMap((community) =>
    Array.from({ length: HOUSEHOLDS_EACH }, () => {
      const household = makeHousehold(random, { community, today: season.today, ids, parameters, room: 5 })
      return liveThrough(random, records, registry, fileHousehold(filer, household, community)).lives
    }).flat(),
  )
  return { season, lives }
}

const anyToday = fc.nat(365 * 8).map((days) => addDays(day('2024-01-01'), days))

/** Checks what holds for everybody on any day. */
function everybody(check: (life: Life, season: Season) => void): void {
  fc.assert(
    fc.property(fc.integer(), anyToday, (seed, today) => {
      const { season, lives } = livesOn(seed, today)
      for (const life of lives) check(life, season)
    }),
    { numRuns: 8 },
  )
}

function isOffline({ channel }: Certification): boolean {
  return channel === 'VISIT' || channel === 'VIDEO'
}

describe('certifications', () => {
  it('lie within their year or the weeks after it, and never later than yesterday', () => {
    everybody(({ rows }, season) => {
      for (const { year, certifications } of rows) {
        for (const { at } of certifications) {
          expect(at.day).toBeGreaterThanOrEqual(dayAt(year, 1, 1))
          expect(at.day).toBeLessThanOrEqual(season.lastDayOf(year))
          expect(at.day).toBeLessThan(season.today)
          expect(at.second).toBeGreaterThanOrEqual(8 * 3600)
          expect(at.second).toBeLessThan(18 * 3600)
        }
      }
    })
  })

  it('have a visit date exactly when they are offline, in their year and not after the record', () => {
    everybody(({ rows }) => {
      for (const { year, certifications } of rows) {
        for (const made of certifications) {
          expect(made.visitDate !== null).toBe(isOffline(made))
          if (made.visitDate === null) continue
          expect(yearOfDay(made.visitDate)).toBe(year)
          expect(made.visitDate).toBeLessThanOrEqual(made.at.day)
        }
      }
    })
  })

  it('are undone before another one is made, and at most the last is valid', () => {
    everybody(({ rows }) => {
      for (const { certifications } of rows) {
        certifications.forEach(({ at, revoked }, index) => {
          const next = certifications[index + 1]
          if (next) expect(revoked?.at.day).toBeLessThan(next.at.day)
          if (revoked) expect(revoked.at.day).toBeGreaterThan(at.day)
        })
      }
    })
  })

  it('of infants and people without an ID number are offline', () => {
    everybody(({ rows, resident: { member } }) => {
      for (const made of rows.flatMap(({ certifications }) => certifications)) {
        if ('missing' in member.id || made.at.day - member.birth < 300) expect(isOffline(made)).toBe(true)
      }
    })
  })

  it('of staff name an operator, those of citizens and machines do not', () => {
    everybody(({ rows }) => {
      for (const made of rows.flatMap(({ certifications }) => certifications)) {
        expect(made.operator.role === 'STREET_STAFF').toBe(isOffline(made))
        expect(made.operator.region !== null).toBe(isOffline(made))
      }
    })
  })
})

describe('deaths', () => {
  it('were registered after they happened, by yesterday, and end certifying except where that is doubtful', () => {
    everybody(({ death, rows, resident: { member } }, season) => {
      if (!death) return
      expect(death.diedOn).toBeGreaterThan(member.birth)
      expect(death.at.day).toBeGreaterThan(death.diedOn)
      expect(death.at.day).toBeLessThan(season.today)
      if (death.revoked) return
      for (const made of rows.flatMap(({ certifications }) => certifications)) {
        expect(made.doubtful).toBe((made.visitDate ?? made.at.day) > death.diedOn)
        expect(made.at.day).toBeLessThan(death.at.day)
      }
    })
  })
})

describe('the demo on any day', () => {
  it.each([
    ['2026-01-01', 0, 0],
    ['2026-01-15', 0.002, 0.08],
    ['2026-03-01', 0.03, 0.2],
    ['2024-02-29', 0.03, 0.2],
    ['2026-07-01', 0.35, 0.65],
    ['2026-09-02', 0.5, 0.82],
    ['2026-11-21', 0.65, 0.92],
    ['2026-12-31', 0.82, 0.97],
  ])('on %s has a plausible share of this year certified', (today, least, most) => {
    const { lives } = livesOn(1, day(today))
    const rows = lives.flatMap((life) => life.rows).filter(({ year }) => year === yearOf(day(today)))
    const certified = rows.filter(({ certifications }) => certifications.some(({ revoked }) => !revoked))
    expect(certified.length / rows.length).toBeGreaterThanOrEqual(least)
    expect(certified.length / rows.length).toBeLessThanOrEqual(most)
  })

  it('brings the year before to its end in January', () => {
    const shares = ['2026-01-01', '2026-01-31', '2026-02-01'].map((today) => {
      const { lives } = livesOn(1, day(today))
      const due = lives
        .flatMap(({ rows }) => rows)
        .filter(
          ({ year, exitedOn, isDead, exemptUntil }) =>
            year === 2025 && exitedOn === null && !isDead && (exemptUntil ?? 0) < dayOf(day('2025-12-01')),
        )
      return due.filter(({ certifications }) => certifications.some(({ revoked }) => !revoked)).length / due.length
    })
    expect(shares[0]).toBeLessThan(0.93)
    expect(shares[1]).toBeGreaterThan(0.93)
    expect(shares[2]).toBeGreaterThan(0.93)
  })
})
