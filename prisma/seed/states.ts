/** Households as the product's rules see them, read from the database for the owner. */

import type pg from 'pg'
import type { HouseholdState, MemberState } from '@/lib/household/state'

/** As JSON: numbers and dates arrive as the rules want them. */
const STATES = `
  SELECT jsonb_build_object('id', h.id, 'version', h.version, 'certificateNo', h.certificate_no, 'predecessorId', h.predecessor_id,
    'region', h.region, 'category', h.category, 'registration', h.registration, 'address', h.address,
    'registeredAddress', h.registered_address, 'supportMode', h.support_mode, 'startMonth', h.start_month, 'stopMonth', h.stop_month,
    'status', h.status, 'stopReason', h.stop_reason, 'incomeFen', h.income_fen, 'phone', h.phone_masked, 'bankName', h.bank_name,
    'bankAccount', '****' || h.bank_tail, 'guardianName', h.guardian_name,
    'guardianPhone', left(h.guardian_phone, 3) || '****' || right(h.guardian_phone, 4),
    'reviewClass', h.review_class, 'reviewedOn', h.reviewed_on, 'reviewDue', h.review_due) AS household,
    coalesce((
      SELECT jsonb_agg(jsonb_build_object('membershipId', m.id, 'relation', m.relation, 'insured', m.insured, 'baseFen', m.base_fen,
        'supplementFen', m.supplement_fen, 'fromDate', m.from_date, 'toDate', m.to_date, 'exitReason', m.exit_reason,
        'personId', p.id, 'personRegion', p.region, 'name', p.name, 'sex', p.sex, 'birthDate', p.birth_date, 'ethnicity', p.ethnicity,
        'idMasked', p.id_masked, 'idMissingReason', p.id_missing_reason, 'marital', p.marital, 'education', p.education,
        'health', p.health, 'disabilityKind', p.disability_kind, 'disabilityGrade', p.disability_grade, 'labour', p.labour,
        'lostActs', p.lost_acts,
        'diedOn', (SELECT d.died_on FROM death d WHERE d.person_id = p.id AND d.revoked_at IS NULL)) ORDER BY m.id)
      FROM membership m JOIN person p ON p.id = m.person_id WHERE m.household_id = h.id), '[]') AS memberships
  FROM household h WHERE h.id = ANY ($1::bigint[]) ORDER BY h.id`

type HouseholdColumns = Omit<HouseholdState, 'members' | 'former' | 'opened' | 'known'>

/** The households of these ids, in the order of the ids. */
export async function readStates(client: pg.Client, ids: readonly number[]): Promise<HouseholdState[]> {
  const { rows } = await client.query<{ household: HouseholdColumns; memberships: MemberState[] }>(STATES, [ids])
  return rows.map(({ household, memberships }) => ({
    ...household,
    members: memberships.filter(({ toDate }) => toDate === null),
    former: memberships.filter(({ toDate }) => toDate !== null),
    opened: [],
    known: [],
  }))
}
