import { describe, expect, it } from 'vitest'
import { instantOf, isTimely, mayReportFrom, reportedAtOf } from './rules'

const NOW = new Date('2026-11-21T10:30:00+08:00')
const at = (minutes: number, seconds = 0) => new Date(NOW.getTime() + minutes * 60_000 + seconds * 1000)

describe('a timestamp', () => {
  it('says the same in seconds and as ISO 8601', () => {
    expect(instantOf('1795228200')).toBe(NOW.getTime())
    for (const text of ['2026-11-21T10:30:00+08:00', '2026-11-21T02:30:00Z', '2026-11-21T02:30:00.000Z'])
      expect(instantOf(text)).toBe(NOW.getTime())
  })

  it.each([
    [0, true],
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
    [-86_400, false],
  ])('that is off by %d seconds is timely: %s', (seconds, expected) => {
    expect(isTimely(at(0, seconds).getTime(), NOW.getTime())).toBe(expected)
  })
})

describe('a place', () => {
  const [PROVINCE, COUNTY] = [420000000000, 420702000000]
  it.each([
    [420702100001, PROVINCE, true],
    [420702100000, PROVINCE, true],
    [420702000000, PROVINCE, true],
    [429004000000, PROVINCE, true],
    [420700000000, PROVINCE, false],
    [420000000000, PROVINCE, false],
    [430102000000, PROVINCE, false],
    [420702100001, COUNTY, true],
    [420702000000, COUNTY, true],
    [420703000000, COUNTY, false],
  ])('%d may be reported from by a machine of %d: %s', (place, home, expected) => {
    expect(mayReportFrom(place, home)).toBe(expected)
  })
})

describe('the time of a report', () => {
  it('is kept, but never lies ahead', () => {
    expect(reportedAtOf(at(-90), NOW)).toEqual(at(-90))
    expect(reportedAtOf(NOW, NOW)).toEqual(NOW)
    expect(reportedAtOf(at(5), NOW)).toEqual(NOW)
    expect(reportedAtOf(at(5, 1), NOW)).toBeNull()
    expect(reportedAtOf(new Date('2000-01-01T00:00:00+08:00'), NOW)).not.toBeNull()
    expect(reportedAtOf(new Date('1999-12-31T23:59:59+08:00'), NOW)).toBeNull()
  })
})
