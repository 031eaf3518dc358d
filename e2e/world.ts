import type pg from 'pg'
import type { Role } from '@/lib/access/permissions'
import type { Presence } from '@/lib/access/viewer'
import { readParameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import { levelOf, type RegionCode } from '@/lib/region'
import { readRegions } from '@/prisma/seed/regions'

/** Places of the small world: two counties of 鄂州市 with two streets each in the first, and another city. */
export const PLACES = {
  province: 420000000000,
  city: 420700000000,
  county: 420702000000,
  taihe: 420702100000,
  /** 太和社区 */
  community: 420702100001,
  otherStreet: 420702101000,
  otherCounty: 420703000000,
  otherCity: 420100000000,
} as const

/** The accounts of the small world, by the name under which tests speak of them. */
export const STAFF = {
  province: { role: 'PROVINCE_SUPERVISOR', region: PLACES.province },
  city: { role: 'CITY_SUPERVISOR', region: PLACES.city },
  county: { role: 'COUNTY_CASEWORKER', region: PLACES.county },
  street: { role: 'STREET_STAFF', region: PLACES.taihe },
  colleague: { role: 'STREET_STAFF', region: PLACES.taihe },
  otherstreet: { role: 'STREET_STAFF', region: PLACES.otherStreet },
  othercounty: { role: 'COUNTY_CASEWORKER', region: PLACES.otherCounty },
  surveyor: { role: 'SURVEYOR', region: PLACES.taihe },
  sysadmin: { role: 'SYSTEM_ADMIN', region: PLACES.province },
  secadmin: { role: 'SECURITY_ADMIN', region: PLACES.province },
  auditor: { role: 'AUDITOR', region: PLACES.province },
  farsysadmin: { role: 'SYSTEM_ADMIN', region: PLACES.otherCity },
  farsecadmin: { role: 'SECURITY_ADMIN', region: PLACES.otherCity },
  partner: { role: 'SURVEYOR', region: PLACES.community },
  othersurveyor: { role: 'SURVEYOR', region: PLACES.otherStreet },
} as const satisfies Record<string, { role: Role; region: RegionCode }>

export type StaffName = keyof typeof STAFF

/** Regions and accounts of the small world. Ids of accounts follow the order of STAFF, from 1. */
export async function settle(owner: pg.Client): Promise<void> {
  const ehuzhou = readRegions('42').filter(({ code, level }) => level <= 2 || String(code).startsWith('4207'))
  await owner.query(
    `INSERT INTO region (code, level, parent, name, official_name, path)
     SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::text[], $5::text[], $6::text[])`,
    [
      ehuzhou.map(({ code }) => code),
      ehuzhou.map(({ level }) => level),
      ehuzhou.map(({ parent }) => parent),
      ehuzhou.map(({ name }) => name),
      ehuzhou.map(({ officialName }) => officialName),
      ehuzhou.map(({ path }) => path),
    ],
  )
  for (const [username, { role, region }] of Object.entries(STAFF)) {
    await owner.query(
      `INSERT INTO staff (username, name, password_hash, must_change_password, role, region) VALUES ($1, $2, 'x', false, $3, $4)`,
      [username, `测试${username}`, role, region],
    )
  }
}

/** Opens a year and settles households of one in a community; answers the roster ids, in order. */
export async function settlePeople(
  owner: pg.Client,
  year: number,
  community: RegionCode,
  names: readonly string[],
): Promise<number[]> {
  await owner.query('INSERT INTO roster_year (year) VALUES ($1) ON CONFLICT DO NOTHING', [year])
  const ids: number[] = []
  for (const name of names) {
    const { rows } = await owner.query<{ id: string }>(
      `WITH home AS (
         INSERT INTO household (region, certificate_no, category, registration, address, start_month)
         VALUES ($1, gen_random_uuid()::text, 'RURAL_DIBAO', 'RURAL', '1组1号', '2019-03-01') RETURNING id),
       who AS (
         INSERT INTO person (region, name, initials, sex, birth_date, ethnicity, id_missing_reason)
         VALUES ($1, $2, 'x', 'MALE', '1950-06-01', '汉族', 'TO_CHECK') RETURNING id)
       INSERT INTO membership (household_id, person_id, region, relation, insured, from_date, base_fen)
       SELECT home.id, who.id, $1, 'HEAD', true, '2019-03-01', 52000 FROM home, who RETURNING person_id AS id`,
      [community, name],
    )
    const roster = await owner.query<{ id: string }>('SELECT id FROM roster WHERE year = $1 AND person_id = $2', [
      year,
      rows[0]?.id,
    ])
    ids.push(Number(roster.rows[0]?.id))
  }
  return ids
}

/** A member of staff at work on a day, as the entry would find them. */
export function presenceOf(
  who: StaffName,
  today: PlainDate,
  settings: readonly { key: string; value: unknown }[] = [],
): Presence {
  const { role, region } = STAFF[who]
  return {
    viewer: {
      id: Object.keys(STAFF).indexOf(who) + 1,
      username: who,
      name: `测试${who}`,
      role,
      region: { code: region, level: levelOf(region), name: who, path: who },
      sessionId: '',
      mustChangePassword: false,
    },
    parameters: readParameters(settings),
    clock: { today, now: new Date(`${today}T10:30:00+08:00`) },
  }
}
