/** Where how many persons live: the communities of a province with their share of the recipients. */

import { ancestorAt, isWithin, type RegionCode } from '@/lib/region'
import { Random } from './random'
import type { RegionRow } from './regions'

export const PROVINCE = '42'

/** The places of the demo accounts. */
export const DEMO_PLACES = {
  province: 420000000000,
  city: 420700000000,
  /** 梁子湖区 */
  county: 420702000000,
  /** 华容区 */
  otherCounty: 420703000000,
  /** 太和镇 */
  street: 420702100000,
  /** 东沟镇 */
  otherStreet: 420702101000,
  /** 太和社区 */
  community: 420702100001,
} as const satisfies Record<string, RegionCode>

export interface Community {
  code: RegionCode
  name: string
  street: { code: RegionCode; name: string }
  county: RegionCode
  /** Under a villagers' committee. */
  rural: boolean
}

export interface Settlement {
  community: Community
  persons: number
}

/** Recipients per head differ: the mountains of 恩施 and 十堰 have the most, 武汉 the fewest. */
const CITY_NEED: Readonly<Record<number, number>> = {
  4201: 0.5,
  4203: 1.4,
  4205: 0.9,
  4207: 1.1,
  4211: 1.3,
  4212: 1.1,
  4228: 1.6,
}
/** In a small province a community still gets whole families, so the rest of the communities stay empty. */
const SMALLEST_SETTLEMENT = 10
/** What 梁子湖区 gets at least of 20,000 persons, and never more than this share of fewer. */
const DENSE_PERSONS = 1_700
const DENSE_SHARE = 0.3
const DENSE_STREET_SHARE = 0.235
const DENSE_COMMUNITY_SHARE = 0.18

/** All communities of the rows, in the order of their codes. */
export function communitiesOf(regions: readonly RegionRow[]): Community[] {
  const names = new Map(regions.map(({ code, name }) => [code, name]))
  return regions
    .filter(({ level }) => level === 5)
    .map(({ code, name, officialName }) => {
      const street = ancestorAt(code, 4)
      return {
        code,
        name,
        street: { code: street, name: names.get(street) ?? '' },
        county: ancestorAt(code, 3),
        rural: officialName.includes('村委'),
      }
    })
}

/**
 * Shares `persons` out in whole multiples of `block`, systematically along the list: neighbours share fairly and no remainder
 * piles up anywhere. What `block` leaves over goes to the first.
 */
export function apportion(weights: readonly number[], persons: number, block: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const blocks = Math.floor(persons / block)
  let before = 0
  const shares = weights.map((weight) => {
    const from = Math.floor((before / total) * blocks + 0.5)
    before += weight
    return (Math.floor((before / total) * blocks + 0.5) - from) * block
  })
  const left = persons - shares.reduce((sum, share) => sum + share, 0)
  return shares.map((share, at) => (at === 0 ? share + left : share))
}

function weightOf(seed: number, { code }: Community): number {
  const need = CITY_NEED[Math.floor(code / 1e8)] ?? 1
  return need * (0.4 + 1.2 * new Random(seed, 'community', code).next())
}

function settled(communities: readonly Community[], weights: readonly number[], persons: number, block: number) {
  const shares = apportion(weights, persons, block)
  return communities.flatMap((community, at) => {
    const share = shares[at] ?? 0
    return share > 0 ? [{ community, persons: share }] : []
  })
}

function settleBroadly(communities: readonly Community[], persons: number, seed: number): Settlement[] {
  const isThin = persons < communities.length * SMALLEST_SETTLEMENT
  const weights = communities.map((community) => weightOf(seed, community))
  return settled(communities, weights, persons, isThin ? SMALLEST_SETTLEMENT : 1)
}

/** 太和镇 gets the most, 太和社区 the most of it; the other streets the same each. */
function settleDensely(communities: readonly Community[], persons: number, seed: number): Settlement[] {
  const streets = [...new Set(communities.map(({ street }) => street.code))]
  const streetWeights = streets.map((street) =>
    street === DEMO_PLACES.street ? DENSE_STREET_SHARE : (1 - DENSE_STREET_SHARE) / (streets.length - 1),
  )
  const shares = apportion(streetWeights, persons, 1)
  return streets.flatMap((street, at) => {
    const own = communities.filter((community) => community.street.code === street)
    const weights = own.map((community) => weightOf(seed, community))
    const others = own.reduce(
      (sum, { code }, index) => sum + (code === DEMO_PLACES.community ? 0 : (weights[index] ?? 0)),
      0,
    )
    const capital = (others * DENSE_COMMUNITY_SHARE) / (1 - DENSE_COMMUNITY_SHARE)
    const weightsHere = own.map(({ code }, index) => (code === DEMO_PLACES.community ? capital : (weights[index] ?? 0)))
    return settled(own, weightsHere, shares[at] ?? 0, 1)
  })
}

/**
 * Where exactly `persons` persons live, in the order of the codes: over the whole province by need, and in 梁子湖区, where the
 * demo's accounts are at home, densely enough for full lists.
 */
export function settle(communities: readonly Community[], persons: number, seed: number): Settlement[] {
  const dense = communities.filter(({ code }) => isWithin(code, DEMO_PLACES.county))
  const broad = communities.filter(({ code }) => !isWithin(code, DEMO_PLACES.county))
  const natural = (persons * dense.length) / communities.length
  const inDense = Math.round(Math.max(natural, Math.min(DENSE_PERSONS, persons * DENSE_SHARE)))
  return [...settleBroadly(broad, persons - inDense, seed), ...settleDensely(dense, inDense, seed)].sort(
    (a, b) => a.community.code - b.community.code,
  )
}

/** The counties that communities lie in, each with what its ID numbers need. */
export function countiesOf(communities: readonly Community[]) {
  const perCity = new Map<number, number>()
  return [...new Set(communities.map(({ county }) => county))].map((code, index) => {
    const city = Math.floor(code / 1e8)
    const indexInCity = perCity.get(city) ?? 0
    perCity.set(city, indexInCity + 1)
    return { code, index, indexInCity, place: String(code / 1e6) }
  })
}

/** Whether a community lies in the county of the demo accounts. */
export function isDemoCounty({ county }: Community): boolean {
  return county === DEMO_PLACES.county
}
