import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIdCard, type Sex } from '@/lib/id-card'
import { communitiesOf, countiesOf, PROVINCE } from './communities'
import { dayAt, textOf } from './day'
import { IdNumbers, OutsiderNumbers } from './id-numbers'
import { Random } from './random'
import { readRegions } from './regions'

const COUNTIES = countiesOf(communitiesOf(readRegions(PROVINCE)))
const TODAY = dayAt(2026, 11, 21)

function issued(seed: number, birth: number, sex: Sex, each: number): string[] {
  return COUNTIES.flatMap((county) => {
    const ids = new IdNumbers(county, COUNTIES)
    const random = new Random(seed, county.code)
    return Array.from({ length: each }, () => ids.issue(random, birth, sex, TODAY))
  })
}

describe('ID numbers', () => {
  it('are valid and say birth and sex', () => {
    const births = fc.integer({ min: dayAt(1930, 1, 1), max: TODAY })
    fc.assert(
      fc.property(fc.integer(), births, fc.constantFrom<Sex>('MALE', 'FEMALE'), (seed, birth, sex) => {
        for (const number of issued(seed, birth, sex, 1)) {
          const parsed = parseIdCard(number)
          expect(parsed).toEqual({ ok: true, value: { number, sex, birthDate: textOf(birth) } })
        }
      }),
      { numRuns: 20 },
    )
  })

  it('never repeat, although counties use the places of others and those that are gone', () => {
    const numbers = issued(1, dayAt(1958, 3, 4), 'MALE', 60)
    expect(new Set(numbers).size).toBe(numbers.length)
    const places = new Set(numbers.map((number) => number.slice(0, 6)))
    expect(places.has('420701')).toBe(true)
    expect(places.size).toBeGreaterThan(COUNTIES.length)
  })

  it('of outsiders are valid, few, and nobody’s in the registry', () => {
    const birth = dayAt(1958, 3, 4)
    const registered = new Set(issued(1, birth, 'MALE', 200))
    const numbers = new OutsiderNumbers()
    const outside = COUNTIES.flatMap(({ place }) =>
      Array.from({ length: 6 }, () => numbers.issue(place, birth, 'MALE')),
    )
    const given = outside.filter((number) => number !== null)
    expect(given).toHaveLength(COUNTIES.length * 4)
    expect(new Set(given).size).toBe(given.length)
    for (const number of given) {
      expect(parseIdCard(number)).toEqual({ ok: true, value: { number, sex: 'MALE', birthDate: textOf(birth) } })
      expect(registered.has(number)).toBe(false)
    }
  })

  it('run out with an error and not with a repetition', () => {
    expect(() => issued(1, dayAt(1958, 3, 4), 'MALE', 400)).toThrow(RangeError)
  })
})
