/** The years that the demo data knows, as they stand today: how far each has come and until when it may change. */

import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { DEMO_PLACES } from './communities'
import { type Day, dayAt, dayOf, monthAfter, yearOf } from './day'
import { Random } from './random'

/** Share of those due who are certified by a part of the year; the last month and the weeks after it bring the stragglers. */
const CURVE: readonly (readonly [part: number, share: number])[] = [
  [0, 0],
  [0.08, 0.03],
  [0.16, 0.09],
  [0.25, 0.22],
  [0.5, 0.54],
  [0.67, 0.73],
  [0.75, 0.8],
  [0.84, 0.855],
  [0.92, 0.91],
  [1, 0.95],
  [1.085, 0.975],
]
const EVER_CERTIFIED = 0.975
/** The demo's street leaves many to the last weeks, so that its clerk has work to do on any day. */
const DELAYED_SHARE = 0.5
const DELAYED_DAYS = 60

export class Season {
  readonly today: Day
  readonly yesterday: Day
  readonly year: number

  /** `years`: those with a roster, ascending, the last being the current one. */
  constructor(
    readonly seed: number,
    today: PlainDate,
    readonly years: readonly number[],
    readonly parameters: Parameters,
  ) {
    this.today = dayOf(today)
    this.yesterday = this.today - 1
    this.year = yearOf(this.today)
  }

  /** The last day on which a year's roster may change: default 31 January of the next. */
  lastDayOf(year: number): Day {
    return dayAt(year + 1, 1, 1) + this.parameters['certification.graceDays'] - 1
  }

  isOpen(year: number): boolean {
    return this.today <= this.lastDayOf(year)
  }

  /** The day as of which a year's roster stands. */
  asOf(year: number): Day {
    return Math.min(this.today, this.lastDayOf(year))
  }

  /** The last day with records: yesterday, because the hour at which the demo is made is not known. */
  lastRecord(year: number): Day {
    return Math.min(this.yesterday, this.lastDayOf(year))
  }

  /** First day without 免认证; null when it had passed before the year began. */
  exemptUntil(startMonth: Day, year: number): Day | null {
    const until = monthAfter(startMonth, this.parameters['certification.exemptMonths'])
    return until > dayAt(year, 1, 1) ? until : null
  }
}

/** The day of a year (or of the January after) on which a street has certified a share of its people; null for never. */
function dayOfShare(year: number, share: number): Day {
  const after = CURVE.findIndex(([, reached]) => reached >= share)
  const [toPart, toShare] = CURVE[after] ?? [1, 1]
  const [fromPart, fromShare] = CURVE[after - 1] ?? [0, 0]
  const part =
    toShare === fromShare ? toPart : fromPart + ((share - fromShare) / (toShare - fromShare)) * (toPart - fromPart)
  return dayAt(year, 1, 1) + Math.floor(part * 365)
}

/** How quick streets are: some counties are ahead of others, and within a county some streets. */
export class Paces {
  private readonly known = new Map<RegionCode, number>()

  constructor(private readonly seed: number) {}

  private drawn(label: string, code: RegionCode, low: number, high: number): number {
    const known = this.known.get(code)
    if (known !== undefined) return known
    const pace = low + (high - low) * new Random(this.seed, label, code).next()
    this.known.set(code, pace)
    return pace
  }

  /** The day on which somebody of a street is certified; null when not at all that year. */
  dayFor(random: Random, year: number, street: RegionCode, county: RegionCode): Day | null {
    const draw = random.next()
    if (draw >= EVER_CERTIFIED) return null
    if (street === DEMO_PLACES.street && random.chance(DELAYED_SHARE)) {
      return dayAt(year, 11, 24) + random.int(0, DELAYED_DAYS)
    }
    const pace = this.drawn('county pace', county, 0.62, 1.6) * this.drawn('street pace', street, 0.8, 1.25)
    return dayOfShare(year, EVER_CERTIFIED * (draw / EVER_CERTIFIED) ** pace)
  }
}
