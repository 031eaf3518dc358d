/** The cases of a county, made up one by one: where each stands, how it came there, who told of whom. */

import { type AdmissionStatus, CATEGORIES_OF_AIM } from '@/lib/admission/codes'
import {
  ADMISSION_OUTCOMES,
  type AdmissionOutcome,
  type CaseSource,
  type CaseStatus,
  type Outcome,
} from '@/lib/case/codes'
import type { Category } from '@/lib/certification/codes'
import type { Parameters } from '@/lib/parameters'
import { ancestorAt, isWithin, type RegionCode } from '@/lib/region'
import type { Setting } from './case-cast'
import type { CountyDesk, StreetDesk } from './case-desks'
import { agosOf, askingMoment, momentsOf } from './case-schedule'
import { goesAstray, type Script, scriptTo } from './case-scripts'
import type { Newcomer, Outsiders, Subject } from './case-subjects'
import { sourceOf, type Told, tell } from './case-told'
import { Walk } from './case-walk'
import { apportion, DEMO_PLACES } from './communities'
import type { Moment } from './moment'
import { Random, weighted } from './random'
import { type Operator, SELF, type Staffing } from './staffing'
import type { Workdays } from './workdays'

export interface MadeCase {
  told: Told
  walk: Walk
  /** Where the household lives as far as is known now: 移交 leaves no more than the county. */
  place: RegionCode
  /** What it has led to. */
  admission: AdmissionPlan | null
}

/** What became of a 纳入申请; approved ones are those of a household in the registry. */
export interface AdmissionPlan {
  aim: AdmissionOutcome
  status: AdmissionStatus
  newcomer: Newcomer | null
}

/** What is the same for all counties of a run. */
export interface Bureau {
  seed: number
  workdays: Workdays
  staffing: Staffing
  outsiders: Outsiders
  parameters: Parameters
  counties: readonly CountyDesk[]
  /** People of the registry by county; each is taken once. */
  registered: ReadonlyMap<RegionCode, Subject[]>
  /** Of late taken in; null where no case leads to a 纳入申请. */
  newcomers: ReadonlyMap<RegionCode, Newcomer[]> | null
  /** How many working days back cases were closed. */
  span: number
}

const SHARES: readonly (readonly [CaseStatus, number])[] = [
  ['CLOSED', 67],
  ['TO_DISPATCH', 6],
  ['TO_ACCEPT', 1.5],
  ['TO_ASSIGN', 6],
  ['SURVEYING', 13],
  ['TO_REVIEW', 6.5],
]
const drawnStatus = weighted(SHARES)
/** With fewer cases shares would leave states out that chance brings about somewhere. */
const FEWEST_BY_SHARE = 100
/** How far open cases are from their deadlines, over and over again. */
const STANDINGS = ['FRESH', 'OVERDUE', 'DUE', 'FRESH', 'SOON', 'FRESH', 'OVERDUE', 'FRESH', 'DUE', 'SOON'] as const
const MOST_OVERDUE = 7
/** One of so many cases of the demo's county is its own street's. */
const OWN_STREET_TURN = 4
const REGISTERED_SHARE = 0.07
const RETURNING_SHARE = 0.12

const HANDLED = weighted<Outcome>([
  ['ALREADY_ASSISTED', 34],
  ['NOT_NEEDED', 22],
  ['REFERRED', 20],
  ['INELIGIBLE', 12],
  ['NOT_FOUND', 12],
])
const APPROVED = weighted<Outcome>([
  ['TEMPORARY', 30],
  ['INELIGIBLE', 20],
  ['REFERRED', 13],
  ['NOT_NEEDED', 12],
  ['DIBAO', 9],
  ['DIBIAN', 6],
  ['TEKUN', 3],
  ['ALREADY_ASSISTED', 5],
  ['NOT_FOUND', 2],
])

export const HELP_DESK: Operator = { ...SELF, name: '湖北救助通', role: 'SYSTEM' }
export const WARNING_DESK: Operator = { ...SELF, name: '社会救助预警平台', role: 'SYSTEM' }

function aimOf(category: Category): AdmissionOutcome {
  return ADMISSION_OUTCOMES.find((aim) => CATEGORIES_OF_AIM[aim].includes(category)) ?? 'DIBAO'
}

function statusesOf(random: Random, cases: number): CaseStatus[] {
  if (cases < FEWEST_BY_SHARE) return Array.from({ length: cases }, () => drawnStatus(random)).sort()
  const counts = apportion(
    SHARES.map(([, share]) => share),
    cases,
    1,
  )
  return SHARES.flatMap(([status], at) => Array.from({ length: counts[at] ?? 0 }, () => status))
}

/** How many working days ago a case entered its state. */
function standingFor(random: Random, limit: number | null, place: number, span: number): number {
  if (limit === null) return random.int(1, span)
  switch (STANDINGS[place % STANDINGS.length]) {
    case 'OVERDUE':
      return limit + 1 + Math.floor(random.next() ** 2 * MOST_OVERDUE)
    case 'DUE':
      return limit
    case 'SOON':
      return Math.max(1, limit - random.int(1, 2))
    default:
      return random.int(1, Math.max(1, limit - 3))
  }
}

const DEMO_PAIR: readonly RegionCode[] = [DEMO_PLACES.county, DEMO_PLACES.otherCounty]
const PAIR_SHARE = 0.7

/** How a case ended, or that it has not; and about whom it therefore is. */
interface Ending {
  outcome: Outcome | null
  known: Subject | null
  admission: AdmissionPlan | null
}

/** So many working days a 纳入申请 takes at most; earlier ones are decided. */
const LONGEST_ADMISSION = 12
/** Calendar days from the end of a case to the first month of payment. */
const TO_PAYMENT = [8, 75] as const
const UNDECIDED: readonly AdmissionStatus[] = ['PENDING', 'TO_FILL', 'PENDING', 'PENDING', 'DECLINED']

type Cast = Omit<Setting, 'random' | 'staffing' | 'county' | 'turn' | 'inPairs'>

export class CountyCases {
  private readonly random: Random
  /** Streets with surveyors. */
  private readonly busy: readonly StreetDesk[]
  /** Counties that cases come from and go to: those of the same city, and of these the one beside the demo's. */
  private readonly neighbours: readonly CountyDesk[]
  private readonly favourites: readonly CountyDesk[]
  private readonly registered: Subject[]
  private readonly fresh: Newcomer[] | null
  private readonly turns = new Map<RegionCode, number>()
  /** Whose cases were closed, and when: some come back. */
  private readonly former: { subject: Subject; at: Moment }[] = []

  constructor(
    private readonly bureau: Bureau,
    private readonly county: CountyDesk,
  ) {
    this.random = new Random(bureau.seed, 'cases', county.code)
    this.busy = county.streets.filter(({ team }) => team.length > 0)
    const others = bureau.counties.filter(({ code }) => code !== county.code)
    const ofCity = others.filter(({ code }) => ancestorAt(code, 2) === ancestorAt(county.code, 2))
    this.neighbours = ofCity.length > 0 ? ofCity : others
    this.favourites = DEMO_PAIR.includes(county.code) ? ofCity.filter(({ code }) => DEMO_PAIR.includes(code)) : []
    const busyCodes = new Set(this.busy.map(({ code }) => code))
    const isBusy = ({ home }: Subject) => home !== null && busyCodes.has(ancestorAt(home.region, 4))
    this.registered = (bureau.registered.get(county.code) ?? []).filter(isBusy)
    const fresh = bureau.newcomers?.get(county.code) ?? []
    this.fresh = bureau.newcomers && fresh.filter(({ subject }) => isBusy(subject))
  }

  *make(): Generator<MadeCase> {
    const places = new Map<CaseStatus, number>()
    for (const status of statusesOf(this.random, this.county.cases)) {
      const place = places.get(status) ?? 0
      places.set(status, place + 1)
      yield this.makeOne(status, place)
    }
  }

  private makeOne(status: CaseStatus, place: number): MadeCase {
    const { random, county } = this
    const { workdays, span, outsiders } = this.bureau
    const { streets } = county
    const script = scriptTo(random, status, { hasOtherStreet: streets.length > 1, hasOtherTeam: this.busy.length > 1 })
    const { limitDays } = workdays.due(status, workdays.today)
    const standing = standingFor(random, limitDays, place, span)
    const agos = agosOf(random, script, standing, workdays)
    const [first, ...later] = momentsOf(random, agos, workdays)
    if (!first) throw new RangeError('a case without a beginning')
    const source = sourceOf(random)
    const at = source === 'HELP' ? askingMoment(random, agos[0] ?? 1, agos[0] !== agos[1], workdays) : first
    const { outcome, known, admission } = this.endingOf(script, at, standing)
    const street = this.streetFor(known, place)
    const otherCounty = random.pick(
      this.favourites.length > 0 && random.chance(PAIR_SHARE) ? this.favourites : this.neighbours,
    )
    const hasMoved = script.includes('ACCEPT')
    const registrar = this.registrarOf(source, hasMoved ? otherCounty : county, street)
    const told = tell(random, outsiders, { source, county, street, known, at, registrar })
    const otherStreet = this.otherStreet(street, script)
    const cast = { script, street, otherStreet, otherCounty, outcome, registrar, subjectName: told.subject.name }
    const walk = this.walked(cast, at, later)
    if (walk.closedAt) this.former.push({ subject: told.subject, at: walk.closedAt })
    return { told, walk, place: hasMoved ? county.code : told.place, admission }
  }

  private walked(cast: Cast, at: Moment, moments: readonly Moment[]): Walk {
    const { random, county } = this
    const { staffing, parameters, workdays } = this.bureau
    const turn = this.turns.get(cast.street.code) ?? 0
    if (cast.script.length > 0) this.turns.set(cast.street.code, turn + 1)
    const inPairs = parameters['case.investigators'] > 1
    const walk = new Walk({ ...cast, random, county, staffing, turn, inPairs }, workdays, at)
    for (const [index, leg] of cast.script.entries()) walk.take(leg, moments[index] ?? at, index)
    return walk
  }

  private endingOf(script: Script, at: Moment, standing: number): Ending {
    const { random, registered } = this
    const last = script.findLast((leg) => leg !== 'LATE_SURVEY')
    if (last !== 'APPROVE' && last !== 'HANDLE') return { outcome: null, known: this.knownFor(at), admission: null }
    const outcome = (last === 'HANDLE' ? HANDLED : APPROVED)(random)
    const known = outcome === 'ALREADY_ASSISTED' ? (registered.shift() ?? null) : null
    if (outcome === 'ALREADY_ASSISTED') return { outcome: known ? outcome : 'NOT_NEEDED', known, admission: null }
    const aim = ADMISSION_OUTCOMES.find((one) => one === outcome)
    if (!aim) return { outcome, known, admission: null }
    const admission = this.admissionFor(aim, standing)
    return { outcome: admission?.aim ?? 'TEMPORARY', known: admission?.newcomer?.subject ?? null, admission }
  }

  /** Of late it is under way; longer ago only for those who stand in the registry since. */
  private admissionFor(wanted: AdmissionOutcome, standing: number): AdmissionPlan | null {
    const { random, fresh } = this
    if (!fresh) return null
    // Who has nothing and nobody is rarely overlooked for long: 特困 is what the registry tells of.
    const aim = wanted === 'TEKUN' && standing <= LONGEST_ADMISSION ? 'DIBAO' : wanted
    if (standing <= 2) return { aim, status: 'TO_FILL', newcomer: null }
    if (standing <= LONGEST_ADMISSION) return { aim, status: random.pick(UNDECIDED), newcomer: null }
    const closedOn = this.bureau.workdays.ago(standing)
    const [soonest, latest] = TO_PAYMENT
    const found = fresh.findIndex(
      ({ startMonth }) => startMonth - closedOn >= soonest && startMonth - closedOn <= latest,
    )
    const [newcomer] = found < 0 ? [] : fresh.splice(found, 1)
    if (newcomer) return { aim: aimOf(newcomer.category), status: 'APPROVED', newcomer }
    return random.chance(0.2) ? { aim, status: random.pick(['DECLINED', 'WITHDRAWN']), newcomer: null } : null
  }

  /** Whom the registry knows, or who had a case before. */
  private knownFor({ day }: Moment): Subject | null {
    const { random, registered, former } = this
    if (random.chance(REGISTERED_SHARE)) return registered.shift() ?? null
    if (!random.chance(RETURNING_SHARE)) return null
    const earlier = former.filter(({ at }) => at.day < day)
    return earlier.length > 0 ? random.pick(earlier).subject : null
  }

  private streetFor(known: Subject | null, place: number): StreetDesk {
    const { random, county, busy } = this
    const homeStreet = known?.home ? ancestorAt(known.home.region, 4) : null
    const home = busy.find(({ code }) => code === homeStreet)
    if (home) return home
    if (county.code !== DEMO_PLACES.county) return random.pick(busy)
    const own = busy.find(({ code }) => code === DEMO_PLACES.street)
    const others = busy.filter((street) => street !== own)
    return own && place % OWN_STREET_TURN === 0 ? own : (others[place % others.length] ?? random.pick(busy))
  }

  /** Where a script goes wrong first: with surveyors where they are sent there. */
  private otherStreet(street: StreetDesk, script: Script): StreetDesk {
    if (!goesAstray(script)) return street
    const candidates = script.includes('LATE_SURVEY') ? this.busy : this.county.streets
    return this.random.pick(candidates.filter((one) => one !== street))
  }

  private registrarOf(source: CaseSource, county: CountyDesk, street: StreetDesk): Operator {
    if (source === 'HELP') return HELP_DESK
    if (source === 'WARNING') return WARNING_DESK
    const { random } = this
    const { staffing } = this.bureau
    return source === 'VISIT' && isWithin(street.code, county.code)
      ? staffing.clerkOf(random, street.code, 'STREET_STAFF')
      : staffing.clerkOf(random, county.code, 'COUNTY_CASEWORKER')
  }
}
