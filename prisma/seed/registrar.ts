/** Writes people down: numbers them, and gathers the lines for COPY. */

import type { Category } from '@/lib/certification/codes'
import type { Seal } from '@/lib/db/seal'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { planOf, type Vouching } from './aftermath'
import type { Closing } from './closing'
import { type Community, isDemoCounty } from './communities'
import { plainOf } from './day'
import type { Death } from './death'
import type { File, Membership, Registry, Resident } from './history'
import { householdGramLines, householdLine, reviewLine } from './household-lines'
import type { Life, Lived, RosterRow } from './life'
import { LineBuffer } from './line-buffer'
import { Random } from './random'
import { reviewingOf, reviewOf } from './reviewing'
import type { Season } from './season'
import { shareOf } from './shares'
import type { Staffing } from './staffing'
import { regionOf } from './standing'
import {
  certificationLine,
  correctionLine,
  deathLine,
  gramLines,
  membershipLine,
  personLine,
  rosterLine,
  TABLES,
  type Table,
} from './tables'

/** The lines of a table, for COPY. */
export interface Gathered {
  table: Table
  lines: Buffer
}

/** 证号 begins with the category. */
const CERTIFICATE_PREFIX: Record<Category, string> = {
  URBAN_DIBAO: 'CD',
  RURAL_DIBAO: 'ND',
  URBAN_TEKUN: 'CT',
  RURAL_TEKUN: 'NT',
  DIBIAN: 'DB',
}
const DOUBT_NOTE = '死亡日期早于走访认证日期，已向村（居）委会和家属核实，以死亡证明为准。'

/** What a registrar works with. */
export interface Desk {
  seal: Seal
  season: Season
  staffing: Staffing
  /** Whether accounts and reviews are written and what the county decided is kept in mind: millions can do without. */
  isDetailed: boolean
}

export class Registrar implements Registry {
  private readonly lines: Record<Table, LineBuffer>
  private readonly lastIds = new Map<Table, number>(TABLES.map((table) => [table, 0]))
  private readonly serials = new Map<RegionCode, number>()
  /** Files that somebody may still join, in the order of their ids. */
  private open: File[] = []
  private readonly today: PlainDate
  private readonly random: Random
  /** Deaths that the county has closed; only where the desk is detailed. */
  readonly closings: Closing[] = []

  constructor(private readonly desk: Desk) {
    this.lines = Object.fromEntries(TABLES.map((table) => [table, new LineBuffer()])) as Record<Table, LineBuffer>
    this.today = plainOf(desk.season.today)
    this.random = new Random(desk.season.seed, 'registrar')
  }

  /** Rows written so far, those of taken batches included. */
  count(table: Table): number {
    return this.lastIds.get(table) ?? 0
  }

  /** What was gathered since the last time. */
  take(): Gathered[] {
    return TABLES.map((table) => ({ table, lines: this.lines[table].take() }))
  }

  private next(table: Table): number {
    const id = this.count(table) + 1
    this.lastIds.set(table, id)
    return id
  }

  nextPerson(): number {
    return this.next('person')
  }

  /** 证号: category, street, and a number that the street counts. */
  nextFile(category: Category, { street }: Community): Pick<File, 'id' | 'certificateNo'> {
    const serial = (this.serials.get(street.code) ?? 0) + 1
    this.serials.set(street.code, serial)
    const certificateNo = `${CERTIFICATE_PREFIX[category]}${street.code / 1000}${String(serial).padStart(6, '0')}`
    return { id: this.next('household'), certificateNo }
  }

  /** A household with its files and the lives of its members. Its files are written when their county is closed. */
  write({ files, lives, closings }: Lived): void {
    this.open.push(...files)
    for (const life of lives) this.writeLife(life)
    if (this.desk.isDetailed) this.closings.push(...closings)
  }

  /** Writes the files that nobody can join any more: of a county whose people are all there, but the demo's only at the end. */
  closeCounty(): void {
    this.writeFiles(({ community }) => !isDemoCounty(community))
  }

  /** Writes the files that are left. */
  close(): void {
    this.writeFiles(() => true)
  }

  private writeFiles(isClosed: (file: File) => boolean): void {
    for (const file of this.open.filter(isClosed)) this.writeFile(file)
    this.open = this.open.filter((file) => !isClosed(file))
  }

  private writeFile(file: File): void {
    const { seal, season, staffing, isDetailed } = this.desk
    const reviewing = reviewingOf(this.random, file, season.today, season.parameters)
    this.lines.household.add(householdLine(file, reviewing, isDetailed ? seal : null))
    for (const line of householdGramLines(file)) this.lines.household_gram.add(line)
    const review = isDetailed ? reviewOf(this.random, file, reviewing, staffing) : null
    if (review) this.lines.review.add(reviewLine(this.next('review'), file, review))
  }

  private writeLife(life: Life): void {
    const { seal, season } = this.desk
    const { id, member, memberships } = life.resident
    const since = Math.min(...memberships.map(({ from }) => from))
    this.lines.person.add(personLine(id, member, regionOf(memberships, season.today), since, seal))
    for (const membership of memberships) this.writeMembership(life.resident, membership)
    if (life.death) life.death.id = this.next('death')
    const vouchings = life.rows.flatMap((row) => this.writeRow(life, row))
    if (!life.death) return
    const plan = planOf(member, life.death, vouchings, season.parameters)
    const note = plan.doubtful.length > 0 ? DOUBT_NOTE : ''
    this.lines.death.add(deathLine(id, life.death, plan, note))
  }

  private writeMembership({ id, member }: Resident, membership: Membership): void {
    const { file, insured, to } = membership
    const share = shareOf(membership, member, this.desk.season.parameters, this.today)
    membership.id = this.next('membership')
    this.lines.membership.add(membershipLine(id, membership, share))
    const isHead = membership.relation === 'HEAD'
    file.tally.add({ personId: id, name: member.name, isHead, insured, to }, share)
  }

  /** One year's row with its records. Answers the valid certification, if there is one. */
  private writeRow({ resident, death }: Life, row: RosterRow): Vouching[] {
    const ids = { rosterId: this.next('roster'), personId: resident.id }
    const certifications = row.certifications.map((made) => ({ ...made, id: this.next('certification') }))
    for (const made of certifications) this.lines.certification.add(certificationLine(made.id, ids, row.year, made))
    const valid = certifications.find(({ revoked }) => revoked === null) ?? null
    const standing = { certification: valid, deathId: row.isDead && death ? death.id : null }
    this.lines.roster.add(rosterLine(ids, resident.member, row, standing))
    for (const line of gramLines(resident.member.name, ids, row)) this.lines.name_gram.add(line)
    if (row.isCorrected && death) this.writeCorrection(ids, row, death)
    if (!valid) return []
    const { id, visitDate, at, operator } = valid
    return [{ certificationId: id, on: visitDate ?? at.day, recordedOn: at.day, operatorName: operator.name }]
  }

  private writeCorrection(ids: { rosterId: number; personId: number }, row: RosterRow, death: Death) {
    this.lines.roster_correction.add(correctionLine(this.next('roster_correction'), ids, row, death))
  }
}
