import { isRole, ROLES } from '@/lib/access/permissions'
import {
  CHANNELS,
  type Channel,
  DEATH_SOURCES,
  type DeathSource,
  RELATIONS,
  type Relation,
} from '@/lib/certification/codes'
import {
  SUSPICION_SOURCES,
  SUSPICION_STATUSES,
  type SuspicionSource,
  type SuspicionStatus,
} from '@/lib/household/codes'
import { formatDateTime, type PlainDate } from '@/lib/plain-date'
import { CORRECTIONS, type CorrectionKind, EXIT_REASONS, wordFor } from './codes'

// Everything that was ever done with a person, from the records: pure, newest first. Nothing is deleted, so nothing is missing.

/** Who did something, as the record holds them: the name and role of that day. */
export interface Operator {
  name: string
  /** Role code; for what citizens and comparisons did, no role of the staff. */
  role: string
  place: string | null
}

/** How a record was undone. */
export interface Undoing {
  at: Date
  by: Operator
  reason: string
}

interface Undoable {
  id: number
  at: Date
  by: Operator
  note: string
  /** Ids of the photos. */
  evidence: number[]
  undone: Undoing | null
}

export interface CertificationRecord extends Undoable {
  year: number
  channel: Channel
  visitDate: PlainDate | null
  doubtful: boolean
}

export interface DeathRecord extends Undoable {
  diedOn: PlainDate
  source: DeathSource
}

export interface CorrectionRecord {
  id: number
  year: number
  kind: CorrectionKind
  /** Source code of a death, or the words with which a death was undone. */
  reason: string
  deathId: number | null
  at: Date
}

export interface SuspicionRecord {
  id: number
  source: SuspicionSource
  /** The day of death that the other department's record names. */
  diedOn: PlainDate | null
  at: Date
  /** Ids of the photos of 核实健在. */
  evidence: number[]
  decided: { status: Exclude<SuspicionStatus, 'OPEN'>; at: Date; by: Operator; note: string } | null
}

export interface MembershipRecord {
  id: number
  certificateNo: string
  relation: Relation
  insured: boolean
  place: string | null
  from: PlainDate
  to: PlainDate | null
  exitReason: string | null
}

export interface PersonRecords {
  certifications: readonly CertificationRecord[]
  deaths: readonly DeathRecord[]
  suspicions: readonly SuspicionRecord[]
  corrections: readonly CorrectionRecord[]
  memberships: readonly MembershipRecord[]
}

/** One line of the history, in words. */
export interface HistoryEntry {
  key: string
  /** '2026-11-21 14:05', or the day alone where no more is known. */
  when: string
  what: string
  /** 「王某（街道经办，太和镇）」; null where nobody is on record. */
  who: string | null
  facts: { label: string; value: string }[]
  /** 存疑: certified after the day of a death. */
  doubtful: boolean
  /** Undone later; the entry of the undoing says by whom. */
  undone: boolean
  evidence: number[]
}

// At the same moment the later rank is the later deed: one leaves before one joins, and a record precedes its undoing.
const RANKS = [
  'leave',
  'join',
  'suspicion',
  'verification',
  'certification',
  'revocation',
  'death',
  'deathRevocation',
  'correction',
] as const

interface Dated {
  instant: number
  rank: number
  id: number
  entry: HistoryEntry
}

/** The history of a person, newest first; the order does not depend on the order of the records. */
export function historyOf({
  certifications,
  deaths,
  suspicions,
  corrections,
  memberships,
}: PersonRecords): HistoryEntry[] {
  const dated = [
    ...certifications.flatMap(ofCertification),
    ...deaths.flatMap(ofDeath),
    ...suspicions.flatMap(ofSuspicion),
    ...corrections.map((correction) => ofCorrection(correction, deaths)),
    ...memberships.flatMap(ofMembership),
  ]
  dated.sort((one, other) => other.instant - one.instant || other.rank - one.rank || other.id - one.id)
  return dated.map(({ entry }) => entry)
}

type Words = Pick<HistoryEntry, 'what' | 'who'> & Partial<HistoryEntry>

function dated(kind: (typeof RANKS)[number], id: number, at: Date | PlainDate, words: Words): Dated {
  const entry: HistoryEntry = {
    key: `${kind}-${id}`,
    when: at instanceof Date ? formatDateTime(at) : at,
    facts: [],
    doubtful: false,
    undone: false,
    evidence: [],
    ...words,
  }
  const instant = at instanceof Date ? at.getTime() : Date.parse(`${at}T00:00:00+08:00`)
  return { instant, rank: RANKS.indexOf(kind), id, entry }
}

function ofCertification(record: CertificationRecord): Dated[] {
  const { id, at, by, channel, visitDate, note, doubtful, evidence, undone } = record
  const what = `${record.year}年度认证`
  const made = dated('certification', id, at, {
    what,
    who: operatorInWords(by),
    facts: facts({ 认证方式: CHANNELS[channel], 走访日期: visitDate, 备注: note }),
    doubtful,
    undone: undone !== null,
    evidence,
  })
  return undone ? [made, ofUndoing('revocation', id, `撤销${what}`, undone)] : [made]
}

function ofDeath({ id, at, by, diedOn, source, note, evidence, undone }: DeathRecord): Dated[] {
  const made = dated('death', id, at, {
    what: '死亡登记',
    who: operatorInWords(by),
    facts: facts({ 死亡日期: diedOn, 信息来源: DEATH_SOURCES[source], 备注: note }),
    undone: undone !== null,
    evidence,
  })
  return undone ? [made, ofUndoing('deathRevocation', id, '撤销死亡登记', undone)] : [made]
}

function ofUndoing(
  kind: 'revocation' | 'deathRevocation',
  id: number,
  what: string,
  { at, by, reason }: Undoing,
): Dated {
  return dated(kind, id, at, { what, who: operatorInWords(by), facts: facts({ 撤销原因: reason }) })
}

function ofSuspicion({ id, at, source, diedOn, evidence, decided }: SuspicionRecord): Dated[] {
  const listed = dated('suspicion', id, at, {
    what: '列为疑似死亡',
    who: null,
    facts: facts({ 来源: SUSPICION_SOURCES[source], 疑似死亡日期: diedOn }),
  })
  if (!decided) return [listed]
  const verified = dated('verification', id, decided.at, {
    what: SUSPICION_STATUSES[decided.status],
    who: operatorInWords(decided.by),
    facts: facts({ 核实经过: decided.note }),
    evidence,
  })
  return [listed, verified]
}

function ofCorrection(correction: CorrectionRecord, deaths: readonly DeathRecord[]): Dated {
  const { id, at, year, kind, deathId } = correction
  const death = deaths.find((one) => one.id === deathId)
  const by = kind === 'DEATH' ? death?.by : death?.undone?.by
  return dated('correction', id, at, {
    what: `${year}年度名册更正`,
    who: by ? operatorInWords(by) : null,
    facts: facts({ 更正内容: correctionInWords(correction) }),
  })
}

/** 「补记死亡（公安比对）」 */
export function correctionInWords({ kind, reason }: Pick<CorrectionRecord, 'kind' | 'reason'>): string {
  return `${CORRECTIONS[kind]}（${kind === 'DEATH' ? wordFor(DEATH_SOURCES, reason) : reason}）`
}

function ofMembership({ id, from, to, exitReason, ...membership }: MembershipRecord): Dated[] {
  const household = { 证号: membership.certificateNo, 居住地: membership.place }
  const joined = dated('join', id, from, {
    what: '入户',
    who: null,
    facts: facts({
      ...household,
      与户主关系: RELATIONS[membership.relation],
      是否保障: membership.insured ? '是' : '否',
    }),
  })
  if (to === null) return [joined]
  const reason = exitReason === null ? null : wordFor(EXIT_REASONS, exitReason)
  return [joined, dated('leave', id, to, { what: '离户', who: null, facts: facts({ ...household, 离户原因: reason }) })]
}

function facts(values: Readonly<Record<string, string | null>>): HistoryEntry['facts'] {
  return Object.entries(values).flatMap(([label, value]) => (value ? [{ label, value }] : []))
}

/** 「王某（街道经办，太和镇）」 */
export function operatorInWords({ name, role, place }: Operator): string {
  const known = [isRole(role) ? ROLES[role] : null, place].filter((part) => part !== null)
  return known.length > 0 ? `${name}（${known.join('，')}）` : name
}
