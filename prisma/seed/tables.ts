/** The tables that are filled by COPY, and how one row of each reads in its text format. */

import type { Seal } from '@/lib/db/seal'
import type { DeathPlan } from '@/lib/death/rules'
import { maskIdCard } from '@/lib/id-card'
import type { RegionCode } from '@/lib/region'
import type { Certification } from './certification'
import { bytesText, dayText, gramsOf, line, midnightText, type Value } from './copy-text'
import { type Day, textOf } from './day'
import type { Death } from './death'
import type { Membership } from './history'
import type { Member } from './household'
import { HOUSEHOLD_COLUMNS } from './household-lines'
import type { RosterRow } from './life'
import { instantText } from './moment'
import type { Share } from './shares'

/** In an order in which each table comes after those it refers to. */
export const COLUMNS = {
  household: HOUSEHOLD_COLUMNS,
  person:
    'id, region, name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked, id_missing_reason, created_at, marital, education, health, disability_kind, disability_grade, labour, lost_acts',
  membership:
    'id, household_id, person_id, region, relation, insured, from_date, to_date, exit_reason, base_fen, supplement_fen',
  roster:
    'id, year, person_id, household_id, region, name, initials, id_masked, birth_date, category, relation, insured, exempt_until, certification_id, channel, certified_at, death_id, exited_on, version',
  name_gram: 'gram, year, region, roster_id',
  certification:
    'id, roster_id, year, person_id, region, channel, visit_date, note, certified_at, operator_id, operator_name, operator_role, operator_region, request_id, doubtful, revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason',
  death:
    'id, person_id, region, died_on, source, note, plan, registered_at, operator_id, operator_name, operator_role, operator_region, request_id, revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason',
  roster_correction: 'id, roster_id, year, person_id, region, kind, reason, death_id, created_at',
  household_gram: 'gram, is_head, region, household_id',
  review:
    'id, household_id, region, reviewed_on, outcome, review_class, note, due_on, next_due, reviewed_at, operator_id, operator_name, operator_role, operator_region, request_id',
} as const

export type Table = keyof typeof COLUMNS
export const TABLES = Object.keys(COLUMNS) as Table[]

export function maskedId({ id }: Member): string | null {
  return 'number' in id ? maskIdCard(id.number) : null
}

export function personLine(id: number, member: Member, region: RegionCode, since: Day, seal: Seal): string {
  const { id: card, condition } = member
  const { disability, lostActs } = condition
  const isKnown = 'number' in card
  return line([
    id,
    region,
    member.name,
    member.initials,
    member.sex,
    textOf(member.birth),
    member.ethnicity,
    isKnown ? bytesText(seal.seal(card.number)) : null,
    isKnown ? bytesText(seal.fingerprint(card.number)) : null,
    maskedId(member),
    isKnown ? null : card.missing,
    midnightText(since),
    condition.marital,
    condition.education,
    condition.health,
    disability?.kind ?? null,
    disability?.grade ?? null,
    condition.labour,
    `{${lostActs.join(',')}}`,
  ])
}

export function membershipLine(personId: number, membership: Membership, share: Share): string {
  const { id, file, relation, insured, from, to, exitReason } = membership
  const term: Value[] = [textOf(from), dayText(to), exitReason]
  return line([
    id,
    file.id,
    personId,
    file.community.code,
    relation,
    insured,
    ...term,
    share.baseFen,
    share.supplementFen,
  ])
}

/** What a row is called by: its own id and its person's. */
export interface RowIds {
  rosterId: number
  personId: number
}

export interface Standing {
  certification: (Certification & { id: number }) | null
  deathId: number | null
}

export function rosterLine({ rosterId, personId }: RowIds, member: Member, row: RosterRow, standing: Standing): string {
  const { file, insured } = row.membership
  const { certification, deathId } = standing
  return line([
    rosterId,
    row.year,
    personId,
    file.id,
    file.community.code,
    member.name,
    member.initials,
    maskedId(member),
    textOf(member.birth),
    file.category,
    row.relation,
    insured,
    dayText(row.exemptUntil),
    certification?.id ?? null,
    certification?.channel ?? null,
    certification ? instantText(certification.at) : null,
    deathId,
    dayText(row.exitedOn),
    row.version,
  ])
}

export function gramLines(name: string, { rosterId }: RowIds, { year, membership }: RosterRow): string[] {
  return [...gramsOf(name)].map((gram) => line([gram, year, membership.file.community.code, rosterId]))
}

function undoneValues({ revoked }: Certification | Death): Value[] {
  if (!revoked) return [null, null, null, null, null, null]
  return [instantText(revoked.at), revoked.by.id, revoked.by.name, revoked.by.role, revoked.by.region, revoked.reason]
}

export function certificationLine(
  id: number,
  { rosterId, personId }: RowIds,
  year: number,
  made: Certification,
): string {
  const { operator } = made
  return line([
    id,
    rosterId,
    year,
    personId,
    made.region,
    made.channel,
    dayText(made.visitDate),
    made.note,
    instantText(made.at),
    operator.id,
    operator.name,
    operator.role,
    operator.region,
    made.requestId,
    made.doubtful,
    ...undoneValues(made),
  ])
}

export function deathLine(personId: number, death: Death, plan: DeathPlan, note: string): string {
  const { operator } = death
  return line([
    death.id,
    personId,
    death.region,
    textOf(death.diedOn),
    death.source,
    note,
    JSON.stringify(plan),
    instantText(death.at),
    operator.id,
    operator.name,
    operator.role,
    operator.region,
    death.requestId,
    ...undoneValues(death),
  ])
}

export function correctionLine(id: number, ids: RowIds, row: RosterRow, death: Death): string {
  const region = row.membership.file.community.code
  return line([
    id,
    ids.rosterId,
    row.year,
    ids.personId,
    region,
    'DEATH',
    death.source,
    death.id,
    instantText(death.at),
  ])
}
