/** Writes people down: numbers them, and gathers the lines for COPY. */

import type { Category } from '@/lib/certification/codes'
import type { Seal } from '@/lib/db/seal'
import type { Parameters } from '@/lib/parameters'
import type { RegionCode } from '@/lib/region'
import { planOf, type Vouching } from './aftermath'
import type { Community } from './communities'
import type { Day } from './day'
import type { Death } from './death'
import { type File, type Registry, regionOf } from './history'
import type { Life, RosterRow } from './life'
import { LineBuffer } from './line-buffer'
import {
  certificationLine,
  correctionLine,
  deathLine,
  gramLines,
  householdLine,
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

export class Registrar implements Registry {
  private readonly lines: Record<Table, LineBuffer> = {
    household: new LineBuffer(),
    person: new LineBuffer(),
    membership: new LineBuffer(),
    roster: new LineBuffer(),
    name_gram: new LineBuffer(),
    certification: new LineBuffer(),
    death: new LineBuffer(),
    roster_correction: new LineBuffer(),
  }
  private readonly lastIds = new Map<Table, number>(TABLES.map((table) => [table, 0]))
  private readonly serials = new Map<RegionCode, number>()

  constructor(
    private readonly seal: Seal,
    private readonly parameters: Parameters,
    private readonly today: Day,
  ) {}

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

  /** A household with its files and the lives of its members. */
  write(files: readonly File[], lives: readonly Life[]): void {
    for (const file of files) this.lines.household.add(householdLine(file))
    for (const life of lives) this.writeLife(life, lives)
  }

  private writeLife(life: Life, family: readonly Life[]): void {
    const { id, member, memberships } = life.resident
    const since = Math.min(...memberships.map(({ from }) => from))
    this.lines.person.add(personLine(id, member, regionOf(memberships, this.today), since, this.seal))
    for (const membership of memberships) {
      this.lines.membership.add(membershipLine(this.next('membership'), id, membership))
    }
    const deathId = life.death ? this.next('death') : null
    const vouchings = life.rows.flatMap((row) => this.writeRow(life, row, deathId))
    if (!life.death || deathId === null) return
    const plan = planOf(life, life.death, family, vouchings, this.parameters)
    const note = plan.doubtful.length > 0 ? DOUBT_NOTE : ''
    this.lines.death.add(deathLine(deathId, id, life.death, plan, note))
  }

  /** One year's row with its records. Answers the valid certification, if there is one. */
  private writeRow({ resident, death }: Life, row: RosterRow, deathId: number | null): Vouching[] {
    const ids = { rosterId: this.next('roster'), personId: resident.id }
    const certifications = row.certifications.map((made) => ({ ...made, id: this.next('certification') }))
    for (const made of certifications) this.lines.certification.add(certificationLine(made.id, ids, row.year, made))
    const valid = certifications.find(({ revoked }) => revoked === null) ?? null
    const standing = { certification: valid, deathId: row.isDead ? deathId : null }
    this.lines.roster.add(rosterLine(ids, resident.member, row, standing))
    for (const line of gramLines(resident.member.name, ids, row)) this.lines.name_gram.add(line)
    if (row.isCorrected && death && deathId !== null) this.writeCorrection(ids, row, death, deathId)
    if (!valid) return []
    const { id, visitDate, at, operator } = valid
    return [{ certificationId: id, on: visitDate ?? at.day, recordedOn: at.day, operatorName: operator.name }]
  }

  private writeCorrection(ids: { rosterId: number; personId: number }, row: RosterRow, death: Death, deathId: number) {
    const line = correctionLine(this.next('roster_correction'), ids, row, death, deathId)
    this.lines.roster_correction.add(line)
  }
}
