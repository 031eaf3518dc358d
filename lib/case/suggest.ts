import { ancestorAt, type RegionCode } from '@/lib/region'

/** A street with its communities, as staff name them. */
export interface StreetNames {
  code: RegionCode
  name: string
  communities: readonly string[]
}

/** A street that a case probably belongs to, with what says so. */
export interface Suggestion {
  street: RegionCode
  /** A sentence for the screen. */
  reason: string
}

/**
 * Which street a case probably belongs to: the one that its place names, else the one whose name, or a community's, stands in the
 * address. Null when unsure: nothing is named, a community's name is several streets', or the names contradict each other.
 */
export function suggestStreet(place: RegionCode, address: string, streets: readonly StreetNames[]): Suggestion | null {
  const told = streets.find(({ code }) => code === ancestorAt(place, 4))
  if (told) return { street: told.code, reason: '按登记的居住地区建议。' }
  const found = namesIn(address, streets)
  const longest = Math.max(0, ...found.map(({ name }) => name.length))
  // The longest name, and any street that is named outright, must all be of one street: two villages may have the same name.
  const telling = found.filter(({ name, isStreet }) => isStreet || name.length === longest)
  const agreed = streets.filter(({ code }) =>
    telling.every(({ name }) => found.some((one) => one.name === name && one.street === code)),
  )
  const [street] = agreed
  const by = telling.find(({ name }) => name.length === longest)
  return by && street && agreed.length === 1 ? { street: street.code, reason: `按地址中的“${by.name}”建议。` } : null
}

interface Found {
  name: string
  street: RegionCode
  isStreet: boolean
}

/** The names that stand in an address, without those that are only a part of a longer one. */
function namesIn(address: string, streets: readonly StreetNames[]): Found[] {
  const all = streets.flatMap(({ code, name, communities }): Found[] => [
    { name, street: code, isStreet: true },
    ...communities.map((community) => ({ name: community, street: code, isStreet: false })),
  ])
  const found = all.filter(({ name }) => name !== '' && address.includes(name))
  return found.filter(({ name }) => !found.some((other) => other.name !== name && other.name.includes(name)))
}
