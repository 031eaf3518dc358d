import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { seal } from '@/lib/db/sealing'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import type { HouseholdState } from '@/lib/household/state'
import { type IdCard, maskIdCard, parseIdCard } from '@/lib/id-card'
import { personInReach } from '@/lib/person/reach'
import type { RegionCode } from '@/lib/region'
import type { Identified } from './plan'

/** The ID number stands in another place's file: the claim has been kept for 重复享受, nothing else was done. */
export interface RegisteredElsewhere {
  /** 梁子湖区: the screen says 「该身份证号已在梁子湖区建档」. */
  registeredElsewhere: string
}

/** An ID number with what is known about it. */
export interface FoundIdentity {
  card: IdCard
  identified: Identified
}

/**
 * Looks an ID number up for a household that wants to register it under a name. In reach it leads to the person; beyond, to the county
 * alone, and the claim is kept. Throws FieldError for what is no ID number.
 */
export async function identify(
  ctx: Ctx,
  state: HouseholdState,
  { idNumber, name }: { idNumber: string; name: string },
): Promise<FoundIdentity | RegisteredElsewhere> {
  const parsed = parseIdCard(idNumber, ctx.today)
  if (!parsed.ok) throw new FieldError({ idNumber: parsed.error.message })
  const card = parsed.value
  const hash = seal().fingerprint(card.number)
  const { personId, county } = await whereRegistered(ctx, hash)
  const masked = maskIdCard(card.number)
  const claimant = { type: 'household', id: state.id, region: state.region } as const
  if (personId === null && county !== null) return claim(ctx, claimant, { hash, masked, name, county })
  return { card, identified: { masked, sex: card.sex, birthDate: card.birthDate, personId } }
}

/** Who in reach has an ID number, or else which county's file it stands in. Both null when it is nobody's. */
export async function whereRegistered(
  ctx: Ctx,
  hash: Buffer,
): Promise<{ personId: number | null; county: RegionCode | null }> {
  const [people, elsewhere] = await Promise.all([
    ctx.sql<{ id: number }>(sql`SELECT p.id FROM person p WHERE p.id_hash = ${hash} AND ${personInReach(ctx)}`),
    ctx.sql<{ county: RegionCode }>(sql`SELECT county FROM registered_elsewhere(ARRAY[${hash}::bytea])`),
  ])
  return { personId: people[0]?.id ?? null, county: elsewhere[0]?.county ?? null }
}

/** Whose form claims an ID number: a household's, or a 纳入申请 that has none as yet. */
export interface Claimant {
  type: 'household' | 'admission'
  id: number
  region: RegionCode
}

/** Notes, for 重复享受, that an ID number which stands in another county's file was claimed here; answers that county's name. */
export async function claim(
  ctx: Ctx,
  { type, id, region }: Claimant,
  { hash, masked, name, county }: { hash: Buffer; masked: string; name: string; county: RegionCode },
): Promise<RegisteredElsewhere> {
  const [[place], [kept]] = await Promise.all([
    ctx.sql<{ name: string }>(sql`SELECT name FROM region WHERE code = ${county}`),
    ctx.sql<{ id: number | null }>(sql`
      SELECT claim_duplicate(${hash}, ${region}, ${type === 'household' ? id : null}, ${name}, ${masked}, 'REQUEST', NULL, ${ctx.now}, ${ctx.viewer.name}) AS id`),
  ])
  ctx.record({
    action: 'duplicate.claim',
    subjectType: type,
    subjectId: id,
    subjectLabel: maskName(name),
    region,
    detail: { claimId: kept?.id ?? null, registeredIn: county },
  })
  return { registeredElsewhere: place?.name ?? '其他区县' }
}

/** What the clerk should know about a person who joins: where they have a file, and that they draw benefit twice from now on. */
export async function warnAboutKnown(ctx: Ctx, personId: number): Promise<string[]> {
  const rows = await ctx.sql<{
    name: string
    place: string | null
    certificateNo: string | null
    home: string | null
  }>(sql`
    SELECT p.name, place.name AS place, h.certificate_no AS "certificateNo", home.name AS home
    FROM person p
    LEFT JOIN region place ON place.code = p.region
    LEFT JOIN membership m ON m.person_id = p.id AND m.to_date IS NULL AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    LEFT JOIN household h ON h.id = m.household_id AND h.status = 'ACTIVE'
    LEFT JOIN region home ON home.code = h.region
    WHERE p.id = ${personId} AND ${personInReach(ctx)} ORDER BY h.id`)
  const [first] = rows
  if (!first) return []
  return [
    `已在本辖区建档：${first.name}，${first.place ?? '其他地区'}。批准后使用原有人员档案。`,
    ...rows.flatMap(({ certificateNo, home }) =>
      certificateNo === null
        ? []
        : [`${first.name}现为另一在保户（${home ?? '其他地区'}，证号${certificateNo}）的成员，批准后将列入重复享受。`],
    ),
  ]
}
