/** The tables that are filled by COPY, and how one row of each reads in its text format. */

import type { Seal } from '@/lib/db/seal'
import type { DeathPlan } from '@/lib/death/rules'
import { maskIdCard } from '@/lib/id-card'
import type { RegionCode } from '@/lib/region'
import type { Certification } from './certification'
import { type Day, textOf } from './day'
import type { Death } from './death'
import type { File, Membership } from './history'
import type { Member } from './household'
import type { RosterRow } from './life'
import { instantText } from './moment'

/** In an order in which each table comes after those it refers to. */
export const COLUMNS = {
  household:
    'id, region, certificate_no, category, registration, address, monthly_amount_fen, support_mode, start_month, stop_month, status',
  person:
    'id, region, name, initials, sex, birth_date, ethnicity, id_sealed, id_hash, id_masked, id_missing_reason, created_at',
  membership: 'id, household_id, person_id, region, relation, insured, from_date, to_date, exit_reason',
  roster:
    'id, year, person_id, household_id, region, name, initials, id_masked, birth_date, category, relation, insured, exempt_until, certification_id, channel, certified_at, death_id, exited_on, version',
  name_gram: 'gram, year, region, roster_id',
  certification:
    'id, roster_id, year, person_id, region, channel, visit_date, note, certified_at, operator_id, operator_name, operator_role, operator_region, request_id, doubtful, revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason',
  death:
    'id, person_id, region, died_on, source, note, plan, registered_at, operator_id, operator_name, operator_role, operator_region, request_id, revoked_at, revoked_by_id, revoked_by_name, revoked_by_role, revoked_by_region, revoke_reason',
  roster_correction: 'id, roster_id, year, person_id, region, kind, reason, death_id, created_at',
} as const

export type Table = keyof typeof COLUMNS
export const TABLES = Object.keys(COLUMNS) as Table[]

type Value = string | number | boolean | null

/** One line. No text of the demo data holds a tab, a line break or a backslash. */
function line(values: readonly Value[]): string {
  let text = ''
  for (const value of values) {
    if (text !== '') text += '\t'
    text += value === null ? '\\N' : value === true ? 't' : value === false ? 'f' : value
  }
  return text
}

function dayText(day: Day | null): string | null {
  return day === null ? null : textOf(day)
}

function bytesText(bytes: Buffer): string {
  return `\\\\x${bytes.toString('hex')}`
}

export function householdLine(file: File): string {
  return line([
    file.id,
    file.community.code,
    file.certificateNo,
    file.category,
    file.registration,
    file.address,
    file.monthlyAmountFen,
    file.supportMode,
    textOf(file.startMonth),
    dayText(file.stopMonth),
    file.stopMonth === null ? 'ACTIVE' : 'STOPPED',
  ])
}

export function maskedId({ id }: Member): string | null {
  return 'number' in id ? maskIdCard(id.number) : null
}

export function personLine(id: number, member: Member, region: RegionCode, since: Day, seal: Seal): string {
  const card = member.id
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
    `${textOf(since)} 00:00:00+08`,
  ])
}

export function membershipLine(id: number, personId: number, membership: Membership): string {
  const { file, relation, insured, from, to, exitReason } = membership
  return line([id, file.id, personId, file.community.code, relation, insured, textOf(from), dayText(to), exitReason])
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
  const { file, relation, insured } = row.membership
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
    relation,
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

/** As the SQL function `name_grams` cuts a name: every two neighbouring characters once. */
export function gramLines(name: string, { rosterId }: RowIds, { year, membership }: RosterRow): string[] {
  const grams = new Set<string>()
  for (let at = 0; at + 1 < name.length; at++) grams.add(name.slice(at, at + 2))
  return [...grams].map((gram) => line([gram, year, membership.file.community.code, rosterId]))
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

export function deathLine(id: number, personId: number, death: Death, plan: DeathPlan, note: string): string {
  const { operator } = death
  return line([
    id,
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

export function correctionLine(id: number, ids: RowIds, row: RosterRow, death: Death, deathId: number): string {
  const region = row.membership.file.community.code
  return line([id, ids.rosterId, row.year, ids.personId, region, 'DEATH', death.source, deathId, instantText(death.at)])
}
