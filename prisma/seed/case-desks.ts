/** Where cases are worked: counties with their streets, and who goes on surveys there. */

import type pg from 'pg'
import { ancestorAt, isPseudoCity, type RegionCode } from '@/lib/region'
import { generatedPassword, hashPassword } from '@/lib/staff/password'
import { apportion, type Community, communitiesOf, DEMO_PLACES } from './communities'
import { Random } from './random'
import type { RegionRow } from './regions'
import { type Operator, staffName } from './staffing'

/** Somebody with an account who can be sent on a survey. */
export interface Surveyor extends Operator {
  id: number
  region: RegionCode
}

export interface StreetDesk {
  code: RegionCode
  name: string
  communities: readonly Community[]
  /** Three at least where cases are surveyed; none elsewhere. */
  team: Surveyor[]
}

export interface CountyDesk {
  code: RegionCode
  name: string
  /** 鄂州市; '' for counties directly under the province. */
  cityName: string
  streets: readonly StreetDesk[]
  /** How many cases end up here. */
  cases: number
}

/** The demo's county and the one beside it get more than others: this share of the first 2,000 cases, and of many at least so much. */
const DENSE = [
  { county: DEMO_PLACES.county, share: 0.26, least: 0.03 },
  { county: DEMO_PLACES.otherCounty, share: 0.065, least: 0.01 },
] as const
const FEW = 2_000
/** So many cases keep one street's surveyors busy. */
const CASES_PER_STREET = 15
/** Two go together, and a third can take over. */
const SMALLEST_TEAM = 3

function denseCases({ share, least }: (typeof DENSE)[number], count: number): number {
  return Math.round(Math.max(count * least, Math.min(count, FEW) * share))
}

/** The counties of a province with how many of `count` cases each gets. */
export function countyDesks(regions: readonly RegionRow[], seed: number, count: number): CountyDesk[] {
  const names = new Map(regions.map(({ code, name }) => [code, name]))
  const streets = streetsByCounty(regions)
  const counties = regions.filter(({ code, level }) => level === 3 && (streets.get(code)?.length ?? 0) > 0)
  const weights = counties.map(({ code }) => 0.5 + new Random(seed, 'cases of', code).next())
  const dense = new Map(DENSE.map((one) => [one.county as RegionCode, denseCases(one, count)]))
  const left = count - [...dense.values()].reduce((sum, cases) => sum + cases, 0)
  const shares = apportion(
    counties.map(({ code }, at) => (dense.has(code) ? 0 : (weights[at] ?? 0))),
    left,
    1,
  )
  return counties.map(({ code, name }, at) => {
    const city = ancestorAt(code, 2)
    const cityName = isPseudoCity(city) ? '' : (names.get(city) ?? '')
    return { code, name, cityName, streets: streets.get(code) ?? [], cases: dense.get(code) ?? shares[at] ?? 0 }
  })
}

function streetsByCounty(regions: readonly RegionRow[]): Map<RegionCode, StreetDesk[]> {
  const streets = new Map<RegionCode, StreetDesk & { communities: Community[] }>()
  for (const community of communitiesOf(regions)) {
    const { code, name } = community.street
    const street = streets.get(code) ?? { code, name, communities: [], team: [] }
    streets.set(code, street)
    street.communities.push(community)
  }
  const byCounty = new Map<RegionCode, StreetDesk[]>()
  for (const street of streets.values()) {
    const county = ancestorAt(street.code, 3)
    const known = byCounty.get(county) ?? []
    byCounty.set(county, known)
    known.push(street)
  }
  return byCounty
}

interface StaffRow {
  id: string
  name: string
  role: 'SURVEYOR' | 'STREET_STAFF'
  region: string
}

const STAFF = `
  SELECT id, name, role, region FROM staff WHERE disabled_at IS NULL AND role IN ('SURVEYOR', 'STREET_STAFF') ORDER BY role, id`

/** With the password of all: nobody has been told it. */
const NEW_SURVEYORS = `
  INSERT INTO staff (username, name, password_hash, must_change_password, role, region)
  SELECT username, name, $2, true, 'SURVEYOR', region FROM jsonb_to_recordset($1) AS row (username text, name text, region bigint)
  ON CONFLICT (username) DO NOTHING`

/** How many streets of a county have cases surveyed: all of the demo's, elsewhere as many as the cases keep busy. */
function busyStreets({ code, streets, cases }: CountyDesk): readonly StreetDesk[] {
  if (code === DEMO_PLACES.county) return streets
  return streets.slice(0, Math.max(1, Math.ceil(cases / CASES_PER_STREET)))
}

/** Sees to it that the busy streets of all counties have surveyors, with accounts that nobody has signed in to where there were none. */
export async function sendTeams(client: pg.Client, counties: readonly CountyDesk[], seed: number): Promise<void> {
  const streets = new Map(counties.flatMap((county) => busyStreets(county).map((street) => [street.code, street])))
  await join(client, streets)
  const missing = [...streets.values()].flatMap(({ code, team }) => {
    const random = new Random(seed, 'surveyors', code)
    const lacking = Math.max(0, SMALLEST_TEAM - team.filter(({ role }) => role === 'SURVEYOR').length)
    return Array.from({ length: lacking }, (_, at) => ({
      username: `dcy${code / 1000}-${at + 1}`,
      name: staffName(random),
      region: code,
    }))
  })
  if (missing.length === 0) return
  const hash = await hashPassword(generatedPassword())
  await client.query(NEW_SURVEYORS, [JSON.stringify(missing), hash])
  await join(client, streets)
}

async function join(client: pg.Client, streets: ReadonlyMap<RegionCode, StreetDesk>): Promise<void> {
  const { rows } = await client.query<StaffRow>(STAFF)
  for (const street of streets.values()) street.team.length = 0
  for (const { id, name, role, region } of rows) {
    const home = Number(region)
    streets.get(ancestorAt(home, 4))?.team.push({ id: Number(id), name, role, region: home })
  }
}
