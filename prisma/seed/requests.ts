/** 变更 in the demo's county: what streets asked for in the last weeks, and what the county said. */

import type pg from 'pg'
import { planChange } from '@/lib/change/rules'
import { figuresInPreview } from '@/lib/change/words'
import type { Seal } from '@/lib/db/seal'
import type { ChangeStatus } from '@/lib/household/codes'
import { withPatches } from '@/lib/household/patch'
import { figuresOf, type HouseholdState } from '@/lib/household/state'
import { checkDigit } from '@/lib/id-card'
import { ancestorAt, type RegionCode } from '@/lib/region'
import { carryOut } from './carry-out'
import { DEMO_PLACES } from './communities'
import { type Day, plainOf } from './day'
import { type Moment, workingDay, workingHours } from './moment'
import { Random } from './random'
import type { BookedRequest, Decided, RegisterBook } from './register-book'
import type { Season } from './season'
import type { Operator, Staffing } from './staffing'
import { readStates } from './states'
import { type Newcomer, someone, type Target, type Wish, type Wishing } from './wish'
import { WISHERS, type WishName } from './wishes'

interface Asked {
  wish: WishName
  /** Days ago. */
  age: number
  status: ChangeStatus
  /** Days from the request to the decision. */
  after?: number
  note?: string
  /** In the demo's own street, or anywhere in the county. */
  anywhere?: true
}

const OK = '情况属实，同意。'

const PENDING: readonly Asked[] = [
  { wish: 'amount', age: 1, status: 'PENDING' },
  { wish: 'stop', age: 1, status: 'PENDING' },
  { wish: 'birth', age: 2, status: 'PENDING', anywhere: true },
  { wish: 'resumption', age: 2, status: 'PENDING', anywhere: true },
  { wish: 'illness', age: 3, status: 'PENDING' },
  { wish: 'amount', age: 4, status: 'PENDING', anywhere: true },
  { wish: 'move', age: 5, status: 'PENDING' },
  { wish: 'newcomer', age: 6, status: 'PENDING' },
  { wish: 'succession', age: 7, status: 'PENDING', anywhere: true },
  { wish: 'illness', age: 8, status: 'PENDING', anywhere: true },
  { wish: 'amount', age: 9, status: 'PENDING' },
  { wish: 'telephone', age: 10, status: 'PENDING' },
  { wish: 'stop', age: 11, status: 'PENDING', anywhere: true },
  { wish: 'removal', age: 12, status: 'PENDING', anywhere: true },
]
const DECIDED: readonly Asked[] = [
  { wish: 'amount', age: 15, status: 'APPROVED', after: 3, note: OK },
  { wish: 'address', age: 17, status: 'APPROVED', after: 1, note: OK },
  { wish: 'stop', age: 21, status: 'APPROVED', after: 4, note: '经核对务工收入属实，同意停保。' },
  { wish: 'illness', age: 24, status: 'APPROVED', after: 2, note: '诊断证明齐全，同意变更并重新核定分类施保。' },
  { wish: 'succession', age: 28, status: 'APPROVED', after: 5, note: OK, anywhere: true },
  {
    wish: 'resumption',
    age: 32,
    status: 'APPROVED',
    after: 6,
    note: '已入户复核，符合条件，同意恢复。',
    anywhere: true,
  },
  { wish: 'move', age: 36, status: 'APPROVED', after: 4, note: OK, anywhere: true },
  { wish: 'removal', age: 41, status: 'APPROVED', after: 3, note: OK, anywhere: true },
  { wish: 'amount', age: 47, status: 'APPROVED', after: 7, note: OK, anywhere: true },
  { wish: 'stop', age: 6, status: 'SENT_BACK', after: 2, note: '缺少户主签字的书面申请，请补充后重新提交。' },
  { wish: 'amount', age: 13, status: 'SENT_BACK', after: 3, note: '月人均收入与核对报告不一致，请重新核实后申请。' },
  { wish: 'birth', age: 19, status: 'SENT_BACK', after: 1, note: '未附出生医学证明，请补充。', anywhere: true },
  { wish: 'telephone', age: 8, status: 'WITHDRAWN', after: 1, note: '号码登记有误，核实后重新申请。' },
  { wish: 'stop', age: 22, status: 'WITHDRAWN', after: 2, note: '户主撤回书面申请。', anywhere: true },
]

const CANDIDATES = `
  SELECT h.id::int AS id FROM household h
  WHERE h.region BETWEEN $1 AND $2
    AND NOT EXISTS (SELECT FROM membership m JOIN death d ON d.person_id = m.person_id AND d.revoked_at IS NULL
                    WHERE m.household_id = h.id AND m.to_date IS NULL)
    AND NOT EXISTS (SELECT FROM duplicate d WHERE d.household_id = h.id)
    AND NOT EXISTS (SELECT FROM death d JOIN membership m ON m.person_id = d.person_id WHERE m.household_id = h.id)
  ORDER BY md5(h.id::text || $3)`

/** A region with everything under it. */
function rangeOf(code: RegionCode, width: number): [RegionCode, RegionCode] {
  return [code, code + width]
}

export interface Office {
  client: pg.Client
  book: RegisterBook
  season: Season
  staffing: Staffing
  seal: Seal
}

/** A number that fits and that nobody in the database has. */
async function newcomerOf({ client, seal }: Office, random: Random, on: Day): Promise<Newcomer> {
  const { sex, birthDate } = someone(random, plainOf(on))
  for (let serial = sex === 'MALE' ? 1 : 2; serial < 1000; serial += 2) {
    const digits = `420702${birthDate.replaceAll('-', '')}${String(serial).padStart(3, '0')}`
    const idNumber = digits + checkDigit(digits)
    const { rowCount } = await client.query('SELECT FROM person WHERE id_hash = $1', [seal.fingerprint(idNumber)])
    if (rowCount === 0) return { idNumber, sex, birthDate }
  }
  throw new RangeError(`no ID number left for ${birthDate}`)
}

/** Households that a request may be about, in an order of chance; each is taken once. */
class Candidates {
  private constructor(private states: HouseholdState[]) {}

  static async of({ client, season }: Office): Promise<Candidates> {
    const values = [...rangeOf(DEMO_PLACES.county, 999_999), String(season.seed)]
    const { rows } = await client.query<{ id: number }>(CANDIDATES, values)
    const ids = rows.map(({ id }) => id)
    const states = new Map((await readStates(client, ids)).map((state) => [state.id, state]))
    return new Candidates(ids.flatMap((id) => states.get(id) ?? []))
  }

  /** The first one that something can be made of. */
  take<T>(isPlace: (region: RegionCode) => boolean, make: (state: HouseholdState) => T | null): T | null {
    for (const [at, state] of this.states.entries()) {
      const made = isPlace(state.region) ? make(state) : null
      if (made === null) continue
      this.states = this.states.toSpliced(at, 1)
      return made
    }
    return null
  }

  /** Where others of another street live. */
  target(random: Random, from: RegionCode): Target | null {
    const others = this.states.filter(({ region }) => ancestorAt(region, 4) !== from)
    if (others.length === 0) return null
    const { region, address } = random.pick(others)
    return { region, address: address.replace(/\d+组\d+号$/, `${random.int(1, 12)}组${random.int(1, 96)}号`) }
  }
}

interface Made {
  state: HouseholdState
  wish: Wish
  plan: BookedRequest['plan']
}

/** The product's own rules plan it, on the household as it stands. */
function planned({ season }: Office, asked: Asked, state: HouseholdState, wishing: Wishing): Made | null {
  const isStopped = state.status === 'STOPPED'
  if (isStopped !== (asked.wish === 'resumption')) return null
  const wish = WISHERS[asked.wish](state, wishing)
  const result = wish && planChange(state, wish.change, season.parameters, wishing.today)
  if (!wish || !result?.ok) return null
  const { patches, warnings } = result.value
  const figures = figuresInPreview(figuresOf(state), figuresOf(withPatches(state, patches)))
  return { state, wish, plan: { patches, warnings, figures } }
}

function decidedOf(random: Random, office: Office, asked: Asked, at: Moment, requester: Operator): Decided | null {
  const { status, after = 1, note = '' } = asked
  if (status === 'PENDING') return null
  const { season, staffing } = office
  const day = Math.min(season.yesterday, Math.max(at.day, workingDay(at.day + after)))
  const second = day === at.day ? Math.min(at.second + 3600, 18 * 3600 - 1) : workingHours(random, day).second
  const by = status === 'WITHDRAWN' ? requester : staffing.clerkOf(random, DEMO_PLACES.county, 'COUNTY_CASEWORKER')
  return { status, at: { day, second }, by, note }
}

async function ask(office: Office, random: Random, candidates: Candidates, asked: Asked): Promise<void> {
  const { season, staffing, seal, book, client } = office
  const at = workingHours(random, workingDay(season.today - asked.age))
  const target = candidates.target(random, DEMO_PLACES.street)
  if (!target) return
  const newcomer = await newcomerOf(office, random, at.day)
  const wishing = { random, today: plainOf(at.day), target, newcomer }
  const isPlace = (region: RegionCode) => asked.anywhere || ancestorAt(region, 4) === DEMO_PLACES.street
  const made = candidates.take(isPlace, (state) => planned(office, asked, state, wishing))
  if (!made) return
  const { state, wish, plan } = made
  const by = staffing.clerkOf(random, ancestorAt(state.region, 4), 'STREET_STAFF')
  const decided = decidedOf(random, office, asked, at, by)
  const isMoved = decided?.status === 'APPROVED' && wish.content.kind === 'MOVE'
  const request = book.request({
    householdId: state.id,
    region: isMoved ? target.region : state.region,
    kind: wish.content.kind,
    content: wish.content,
    contentSealed: Object.keys(wish.secrets).length === 0 ? null : seal.seal(JSON.stringify(wish.secrets)),
    effectiveMonth: wish.content.effectiveMonth,
    reason: wish.reason,
    baseVersion: state.version,
    plan,
    deathId: null,
    at,
    by,
    decided,
    requestId: random.uuid(),
  })
  if (decided?.status !== 'APPROVED') return
  await carryOut(client, state, plan.patches, decided.at.day)
  const { kind, effectiveMonth, reason } = request
  book.done({
    householdId: state.id,
    region: state.region,
    kind,
    effectiveMonth,
    reason,
    patches: plan.patches,
    request,
  })
}

/** Books the demo county's requests, and carries out those that were approved. */
export async function bookRequests(office: Office): Promise<void> {
  const random = new Random(office.season.seed, 'requests')
  const candidates = await Candidates.of(office)
  for (const asked of [...DECIDED, ...PENDING]) await ask(office, random, candidates, asked)
}
