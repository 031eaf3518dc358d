import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { emptySql, type Sql, sql } from '@/lib/db/sql'
import { personInReach } from '@/lib/person/reach'
import { refuse } from '@/lib/refusal'
import type { HouseholdState, MemberState, PersonState } from './state'

interface Wanted {
  /** Keeps everybody else from changing the household until the end of the transaction. */
  lock?: boolean
  /** Files that a plan had opened, those in reach; see `HouseholdState.opened`. */
  opened?: readonly number[]
  /** Persons of other files whom a plan takes in; see `HouseholdState.known`. */
  known?: readonly number[]
}

/** A household with all that a change can rest on, in one round trip. Refuses with NOT_FOUND what is not in reach. */
export async function getHouseholdState(
  ctx: Ctx,
  id: number,
  { lock = false, opened = [], known = [] }: Wanted = {},
): Promise<HouseholdState> {
  const ids = [id, ...opened]
  // In this order: what is read after the lock has been taken cannot change any more.
  const [households, members, persons] = await Promise.all([
    readHouseholds(ctx, ids, lock),
    readMemberships(ctx, ids),
    known.length > 0 ? findPersons(ctx, known) : [],
  ])
  const states = households.map((household) => withMembers(household, members))
  const own = states.find((state) => state.id === id)
  if (!own) return refuse({ code: 'NOT_FOUND' })
  return { ...own, opened: states.filter((state) => state.id !== id), known: persons }
}

type HouseholdColumns = Omit<HouseholdState, 'members' | 'former' | 'opened' | 'known'>

function readHouseholds(ctx: Ctx, ids: readonly number[], lock: boolean): Promise<HouseholdColumns[]> {
  return ctx.sql<HouseholdColumns>(sql`
    SELECT h.id, h.version, h.certificate_no AS "certificateNo", h.predecessor_id AS "predecessorId", h.region, h.category, h.registration,
           h.address, h.registered_address AS "registeredAddress", h.support_mode AS "supportMode", h.start_month AS "startMonth",
           h.stop_month AS "stopMonth", h.status, h.stop_reason AS "stopReason", h.income_fen AS "incomeFen", h.phone_masked AS phone,
           h.bank_name AS "bankName", '****' || h.bank_tail AS "bankAccount", h.guardian_name AS "guardianName",
           (SELECT left(c.guardian_phone, 3) || '****' || right(c.guardian_phone, 4) FROM contact_of(h.id) c) AS "guardianPhone",
           h.review_class AS "reviewClass", h.reviewed_on AS "reviewedOn", h.review_due AS "reviewDue"
    FROM household h WHERE h.id = ANY (${[...ids]}::bigint[]) AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY h.id ${lock ? sql`FOR UPDATE OF h` : emptySql}`)
}

interface MembershipColumns extends MemberState {
  householdId: number
}

function readMemberships(ctx: Ctx, ids: readonly number[]): Promise<MembershipColumns[]> {
  return ctx.sql<MembershipColumns>(sql`
    SELECT m.household_id AS "householdId", m.id AS "membershipId", m.relation, m.insured, m.base_fen AS "baseFen",
           m.supplement_fen AS "supplementFen", m.from_date AS "fromDate", m.to_date AS "toDate", m.exit_reason AS "exitReason",
           ${personColumns()}
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.household_id = ANY (${[...ids]}::bigint[]) AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY m.id`)
}

/** Persons by id, those in reach, as a plan takes them in. */
export function findPersons(ctx: Ctx, ids: readonly number[]): Promise<PersonState[]> {
  return ctx.sql<PersonState>(sql`
    SELECT ${personColumns()} FROM person p WHERE p.id = ANY (${[...ids]}::bigint[]) AND ${personInReach(ctx)} ORDER BY p.id`)
}

function personColumns(): Sql {
  return sql`p.id AS "personId", p.region AS "personRegion", p.name, p.sex, p.birth_date AS "birthDate", p.ethnicity,
           p.id_masked AS "idMasked", p.id_missing_reason AS "idMissingReason", p.marital, p.education, p.health,
           p.disability_kind AS "disabilityKind", p.disability_grade AS "disabilityGrade", p.labour, p.lost_acts AS "lostActs",
           (SELECT d.died_on FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL) AS "diedOn"`
}

function withMembers(household: HouseholdColumns, all: readonly MembershipColumns[]): HouseholdState {
  const own = all
    .filter(({ householdId }) => householdId === household.id)
    .map(({ householdId: _householdId, ...member }): MemberState => member)
  return {
    ...household,
    members: own.filter(({ toDate }) => toDate === null),
    former: own.filter(({ toDate }) => toDate !== null),
    opened: [],
    known: [],
  }
}
