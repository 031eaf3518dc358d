import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion, communitiesOf, DEMO_PLACES, PROVINCE, settle } from './communities'
import { readRegions } from './regions'

const COMMUNITIES = communitiesOf(readRegions(PROVINCE))

function personsBy(settlements: ReturnType<typeof settle>, place: (at: (typeof settlements)[number]) => number) {
  const persons = new Map<number, number>()
  for (const at of settlements) persons.set(place(at), (persons.get(place(at)) ?? 0) + at.persons)
  return persons
}

describe('apportion', () => {
  it('gives out everything, nothing negative, and to nobody much more than their share', () => {
    const weights = fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(weights, fc.nat(5000), fc.integer({ min: 1, max: 10 }), (list, persons, block) => {
        const shares = apportion(list, persons, block)
        const total = list.reduce((sum, weight) => sum + weight, 0)
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(persons)
        shares.forEach((share, at) => {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(((list[at] ?? 0) / total) * persons + 2 * block)
        })
      }),
    )
  })
})

describe('settle', () => {
  it.each([1, 300, 20_000, 2_000_000])('houses exactly %i persons', (persons) => {
    const settlements = settle(COMMUNITIES, persons, 1)
    expect(settlements.reduce((sum, at) => sum + at.persons, 0)).toBe(persons)
    expect(settlements.every((at) => at.persons > 0)).toBe(true)
  })

  it('fills every street of 梁子湖区, 太和镇 the most, and reaches every county', () => {
    const settlements = settle(COMMUNITIES, 20_000, 1)
    const streets = personsBy(settlements, ({ community }) => community.street.code)
    const dense = [...streets].filter(([street]) => Math.floor(street / 1e6) * 1e6 === DEMO_PLACES.county)
    expect(dense).toHaveLength(6)
    expect(Math.min(...dense.map(([, persons]) => persons))).toBeGreaterThanOrEqual(220)
    expect(Math.max(...dense.map(([, persons]) => persons))).toBe(streets.get(DEMO_PLACES.street))
    expect(streets.get(DEMO_PLACES.street)).toBeGreaterThan(350)
    const communities = personsBy(settlements, ({ community }) => community.code)
    expect(communities.get(DEMO_PLACES.community)).toBeGreaterThan(55)
    expect(personsBy(settlements, ({ community }) => community.county).size).toBe(105)
  })

  it('reaches nearly every community of the province at its scale', () => {
    const settlements = settle(COMMUNITIES, 2_000_000, 1)
    expect(settlements.length).toBeGreaterThan(COMMUNITIES.length * 0.99)
  })
})
