import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { claim } from '@/lib/change/identity'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { findPersons } from '@/lib/household/data'
import { maskIdCard } from '@/lib/id-card'
import { personInReach } from '@/lib/person/reach'
import { ancestorAt, isWithin, type RegionCode } from '@/lib/region'
import type { Filled } from './fill'
import { type Obstacle, obstacleOf } from './obstacles'
import type { Known } from './plan'
import type { AdmissionRecord } from './records'

/** What is on file about the members of a form. */
export interface OnFile {
  /** Those who have a person's file in reach. */
  known: Known
  /** In the order of the members; at most one each. */
  obstacles: Obstacle[]
  /** Numbers that stand in another place's file, for `claimAll`. */
  elsewhere: { name: string; number: string; county: RegionCode }[]
}

interface PersonRow {
  id: number
  hash: string
  region: RegionCode
  home: { id: number; certificateNo: string; headName: string } | null
}

/** Looks up the members' ID numbers: in reach they lead to a person and a household in payment, beyond to a county alone. */
export async function lookUpMembers(ctx: Ctx, { content, secrets }: Filled): Promise<OnFile> {
  const numbered = content.members.flatMap(({ key, name }) => {
    const number = secrets.idNumbers[key]
    return number === undefined ? [] : [{ key, name, number, hash: seal().fingerprint(number) }]
  })
  if (numbered.length === 0) return { known: new Map(), obstacles: [], elsewhere: [] }
  const hashes = numbered.map(({ hash }) => hash)
  const [people, beyond] = await Promise.all([readPeople(ctx, hashes), readBeyond(ctx, hashes)])
  const isHere = ({ region }: PersonRow) => isWithin(region, ctx.viewer.region.code)
  const moved = people.filter((person) => !isHere(person))
  const counties = new Map([...beyond, ...moved].map(({ hash, region }) => [hash, ancestorAt(region, 3)]))
  const [states, names] = await Promise.all([
    findPersons(
      ctx,
      people.filter(isHere).map(({ id }) => id),
    ),
    readNames(ctx, [...counties.values()]),
  ])
  const ownCounty = ancestorAt(ctx.viewer.region.code, 3)
  const found = numbered.map(({ hash, ...member }) => {
    const row = people.find((one) => one.hash === hash.toString('hex'))
    const county = counties.get(hash.toString('hex'))
    return {
      ...member,
      person: states.find(({ personId }) => personId === row?.id) ?? null,
      home: row?.home ?? null,
      county: county === undefined ? null : { code: county, name: names.get(county) ?? '其他区县' },
    }
  })
  return {
    known: new Map(found.flatMap(({ key, person }) => (person ? [[key, person]] : []))),
    obstacles: found.flatMap((one) => obstacleOf(one, ownCounty) ?? []),
    elsewhere: found.flatMap(({ name, number, county }) =>
      county && county.code !== ownCounty ? [{ name, number, county: county.code }] : [],
    ),
  }
}

function readPeople(ctx: Ctx, hashes: readonly Buffer[]): Promise<PersonRow[]> {
  const { low, high } = ctx.reach
  return ctx.sql<PersonRow>(sql`
    SELECT p.id, encode(p.id_hash, 'hex') AS hash, p.region,
           (SELECT json_build_object('id', h.id, 'certificateNo', h.certificate_no, 'headName', h.head_name)
            FROM membership m JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
            WHERE m.person_id = p.id AND m.to_date IS NULL AND m.region BETWEEN ${low} AND ${high} ORDER BY h.id LIMIT 1) AS home
    FROM person p WHERE p.id_hash = ANY (${[...hashes]}::bytea[]) AND ${personInReach(ctx)}`)
}

function readBeyond(ctx: Ctx, hashes: readonly Buffer[]): Promise<{ hash: string; region: RegionCode }[]> {
  return ctx.sql<{ hash: string; region: RegionCode }>(sql`
    SELECT encode(id_hash, 'hex') AS hash, county AS region FROM registered_elsewhere(${[...hashes]}::bytea[])`)
}

/** Names of counties by their codes. */
async function readNames(ctx: Ctx, codes: readonly RegionCode[]): Promise<Map<RegionCode, string>> {
  if (codes.length === 0) return new Map()
  const rows = await ctx.sql<{ code: RegionCode; name: string }>(sql`
    SELECT code, name FROM region WHERE code = ANY (${[...new Set(codes)]}::bigint[])`)
  return new Map(rows.map(({ code, name }) => [code, name]))
}

/** Keeps, for 重复享受, that numbers of other counties were asked for here. */
export async function claimAll(
  ctx: Ctx,
  { id, region }: Pick<AdmissionRecord, 'id' | 'region'>,
  { elsewhere }: Pick<OnFile, 'elsewhere'>,
): Promise<void> {
  for (const { name, number, county } of elsewhere) {
    const masked = maskIdCard(number)
    await claim(ctx, { type: 'admission', id, region }, { hash: seal().fingerprint(number), masked, name, county })
  }
}
