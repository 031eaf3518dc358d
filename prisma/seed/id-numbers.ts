/**
 * ID numbers that never repeat in a run, without remembering them all: every county numbers for itself, and where two counties
 * use the same six-digit place they take sequence numbers of different residues.
 */

import { checkDigit, type Sex } from '@/lib/id-card'
import { type Day, textOf } from './day'
import type { Random } from './random'

/** Of the 500 sequence numbers of one sex, residues 0–3 modulo 8 are the own county's, 4–7 those of its four neighbours. */
const NEIGHBOURS = 4
const OWN_RESIDUES = 4
const MODULUS = OWN_RESIDUES + NEIGHBOURS
const SEQUENCES = 500
/** Counties of a city that share its abolished places. */
const SHARERS = 20
const KEYS_PER_PLACE = 200_000

/** Counties that were renamed or merged between 1979 and 2010, under the city of today: their codes live on in old cards. */
const ABOLISHED: Readonly<Record<number, readonly string[]>> = {
  4201: ['420121', '420122', '420123', '420124'],
  4202: ['420221'],
  4203: ['422622', '422624', '422626'],
  4205: ['422721', '422725', '422727'],
  4206: ['420621', '420622'],
  4207: ['420700', '420701'],
  4208: ['422431', '422432'],
  4209: ['422201', '422224'],
  4210: ['422421', '422422', '422423'],
  4211: ['422101', '422128', '422130'],
  4212: ['422301', '422324', '422326'],
  4213: ['420619', '429001'],
  4228: ['422821', '422824'],
}

export interface CountyPlace {
  /** Six digits. */
  place: string
  /** Position among its city's counties, and among all. */
  indexInCity: number
  index: number
}

interface Series {
  place: string
  residues: readonly number[]
  modulus: number
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + at)
}

/** The sequence numbers of one sex that no county reaches: what the modulus leaves over. */
const LEFT_OVER = range(SEQUENCES - (SEQUENCES % MODULUS), SEQUENCES % MODULUS)

/** Numbers for people who stand in no registry: nobody of it ever gets one of them, and none is given twice. */
export class OutsiderNumbers {
  private readonly issued = new Set<string>()

  /** A number of a place (six digits) that fits birth and sex; null when none of that day is left. */
  issue(place: string, birth: Day, sex: Sex): string | null {
    for (const sequence of LEFT_OVER) {
      const serial = String(sequence * 2 + (sex === 'MALE' ? 1 : 0)).padStart(3, '0')
      const digits = place + textOf(birth).replaceAll('-', '') + serial
      const number = digits + checkDigit(digits)
      if (this.issued.has(number)) continue
      this.issued.add(number)
      return number
    }
    return null
  }
}

/** Numbers for the people of one county. */
export class IdNumbers {
  private readonly own: Series
  private readonly neighbours: readonly Series[]
  private readonly abolished: readonly Series[]
  private readonly issued = new Map<number, number>()
  private readonly keys = new Map<string, number>()

  /** `counties`: all counties of the province in the order of their index. */
  constructor(county: CountyPlace, counties: readonly CountyPlace[]) {
    const current = new Set(counties.map(({ place }) => place))
    this.own = { place: county.place, residues: range(0, OWN_RESIDUES), modulus: MODULUS }
    this.neighbours = range(1, NEIGHBOURS).flatMap((step) => {
      const other = counties[(county.index + step) % counties.length]
      return other && other.index !== county.index
        ? [{ place: other.place, residues: [OWN_RESIDUES + step - 1], modulus: MODULUS }]
        : []
    })
    const city = Number(county.place.slice(0, 4))
    const places = county.indexInCity < SHARERS ? (ABOLISHED[city] ?? []) : []
    this.abolished = places
      .filter((place) => !current.has(place))
      .map((place) => ({ place, residues: [county.indexInCity], modulus: SHARERS }))
  }

  /** A number that fits birth and sex: mostly of the own county, some of a neighbour, few of an abolished county. */
  issue(random: Random, birth: Day, sex: Sex, today: Day): string {
    const series = this.seriesFor(random, today - birth)
    const digits = series.place + textOf(birth).replaceAll('-', '') + this.sequence(series, birth, sex)
    return digits + checkDigit(digits)
  }

  private seriesFor(random: Random, daysOld: number): Series {
    const draw = random.next()
    const isOldCard = daysOld > 40 * 365
    if (isOldCard && draw < 0.02 && this.abolished.length > 0) return random.pick(this.abolished)
    if (draw > 0.92 && this.neighbours.length > 0) return random.pick(this.neighbours)
    return this.own
  }

  /** Three digits, odd for men (GB 11643-1999); each (place, day, sex) runs through its own order of them. */
  private sequence(series: Series, birth: Day, sex: Sex): string {
    const parity = sex === 'MALE' ? 1 : 0
    const key = (this.keyOf(series.place) * KEYS_PER_PLACE + birth + KEYS_PER_PLACE / 2) * 2 + parity
    const count = this.issued.get(key) ?? 0
    const capacity = Math.floor(SEQUENCES / series.modulus) * series.residues.length
    if (count >= capacity) throw new RangeError(`no sequence number left for ${series.place} ${textOf(birth)}`)
    this.issued.set(key, count + 1)
    const at = (Math.imul(key, 0x9e3779b1) >>> 0) + count
    const turn = at % capacity
    const residue = series.residues[turn % series.residues.length] ?? 0
    const sequence = Math.floor(turn / series.residues.length) * series.modulus + residue
    return String(sequence * 2 + parity).padStart(3, '0')
  }

  private keyOf(place: string): number {
    const known = this.keys.get(place)
    if (known !== undefined) return known
    this.keys.set(place, this.keys.size)
    return this.keys.size - 1
  }
}
