import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readParameters } from '@/lib/parameters'
import { addDays, plainDate, yearOf } from '@/lib/plain-date'
import type { Closing } from './closing'
import { communitiesOf, countiesOf, isDemoCounty, PROVINCE } from './communities'
import { plainOf } from './day'
import { bookClosing } from './death-tasks'
import { type File, fileHousehold, Neighbourhood } from './history'
import { makeHousehold } from './household'
import { IdNumbers } from './id-numbers'
import { type Lived, liveThrough } from './life'
import { Random } from './random'
import { readRegions } from './regions'
import { RegisterBook } from './register-book'
import { Paces, Season } from './season'
import { Staffing } from './staffing'

const COMMUNITIES = communitiesOf(readRegions(PROVINCE)).filter(isDemoCounty)
const COUNTIES = countiesOf(COMMUNITIES)
const PARAMETERS = readParameters([])
const HOUSEHOLDS_EACH = 8
const FIRST_DAY = plainDate('2024-01-01') ?? expect.fail()

/** The households of 梁子湖区 in which the county has closed a death. */
function bereaved(seed: number, days: number): { season: Season; all: Lived[] } {
  const today = addDays(FIRST_DAY, days)
  const season = new Season(seed, today, [yearOf(today) - 1, yearOf(today)], PARAMETERS)
  const records = { season, paces: new Paces(seed), staffing: new Staffing(seed, []) }
  const ids = new IdNumbers(COUNTIES[0] ?? expect.fail(), COUNTIES)
  const random = new Random(seed, 'closing')
  let last = 0
  const registry = { nextPerson: () => ++last, nextFile: () => ({ id: ++last, certificateNo: String(last) }) }
  const filer = { random, today: season.today, neighbourhood: new Neighbourhood(), abroad: null, registry }
  const all = COMMUNITIES.flatMap((community) =>
    Array.from({ length: HOUSEHOLDS_EACH }, () => {
      const around = { community, today: season.today, ids, parameters: PARAMETERS, room: 5 }
      return liveThrough(random, records, registry, fileHousehold(filer, makeHousehold(random, around), community))
    }),
  )
  return { season, all: all.filter(({ closings }) => closings.length > 0) }
}

function each(check: (lived: Lived, closing: Closing, season: Season) => void): void {
  fc.assert(
    fc.property(fc.integer(), fc.nat(365 * 8), (seed, days) => {
      const { season, all } = bereaved(seed, days)
      for (const lived of all) for (const closing of lived.closings) check(lived, closing, season)
    }),
    { numRuns: 3 },
  )
}

function headsOf({ residents }: Lived, file: File): number {
  const current = residents.flatMap(({ memberships }) => memberships.filter((m) => m.file === file && m.to === null))
  return current.filter(({ relation }) => relation === 'HEAD').length
}

describe('a death that the county has closed', () => {
  it('was decided after it was registered, and as the product’s own rules have it', () => {
    each((_, closing, season) => {
      expect(closing.at.day).toBeGreaterThan(closing.death.at.day)
      expect(closing.at.day).toBeLessThan(season.today)
      expect(() => bookClosing(new RegisterBook(), new Random(1), closing, PARAMETERS)).not.toThrow()
    })
  })

  it('leaves the dead without a membership, from the month after', () => {
    each((_, { dead, death, month }) => {
      expect(dead.memberships.every(({ to }) => to !== null)).toBe(true)
      expect(dead.memberships.at(-1)).toMatchObject({ to: month, exitReason: 'DEATH' })
      expect(plainOf(month) > plainOf(death.diedOn)).toBe(true)
    })
  })

  it('leaves every file in payment with one head, and a file of children with a guardian', () => {
    each((lived, { way, file, successor }) => {
      for (const one of lived.files) if (one.stopMonth === null) expect(headsOf(lived, one)).toBe(1)
      if (way === 'STOP' || way === 'NEW_FILE') expect(file.stopReason).toBe('DEATH')
      if (way === 'NEW_FILE') expect(successor?.predecessor).toBe(file)
      if (way === 'MINORS') expect(file.guardian).not.toBeNull()
    })
  })
})
