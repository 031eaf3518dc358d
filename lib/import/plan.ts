import type { ImportMode } from '@/lib/household/codes'
import type { Patch } from '@/lib/household/patch'
import type { HouseholdFields, MembershipFields, PersonFields } from '@/lib/household/state'
import type { HouseholdStatus } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { RowVerdict } from './verdict'

// What stands on file of whom a roster speaks of, and what the roster does to it, as data.

/** Fields of a person that a roster may set. */
export type PersonValues = Omit<PersonFields, 'lostActs'>

export type MembershipValues = Pick<MembershipFields, 'relation' | 'insured' | 'baseFen' | 'supplementFen'>

/** Fields of a household that a roster may set. Telephone and account stand apart: they are written only where they change. */
export type HouseholdValues = Pick<
  HouseholdFields,
  | 'category'
  | 'registration'
  | 'address'
  | 'registeredAddress'
  | 'supportMode'
  | 'startMonth'
  | 'incomeFen'
  | 'bankName'
>

/** A current membership in a household in payment. */
export interface StoredHome {
  readonly householdId: number
  readonly certificateNo: string
  readonly headName: string
}

export interface StoredPerson extends PersonValues {
  readonly personId: number
  /** Fingerprint of the ID number; null without one. */
  readonly idKey: string | null
  /** Day of a valid death. */
  readonly diedOn: PlainDate | null
  readonly homes: readonly StoredHome[]
  /** Whether they stand in the reach: who is insured in another county's household belongs to that county. */
  readonly here: boolean
}

export interface StoredMember extends StoredPerson, MembershipValues {
  readonly membershipId: number
}

export interface StoredHousehold extends HouseholdValues {
  readonly id: number
  readonly certificateNo: string
  readonly region: RegionCode
  readonly status: HouseholdStatus
  /** Plain. */
  readonly phone: string | null
  /** '****1234' */
  readonly bankAccount: string | null
  /** Fingerprint of the account. */
  readonly bankKey: string | null
  /** The current ones. */
  readonly members: readonly StoredMember[]
}

export interface OnFile {
  /** By 证号, those in reach. */
  readonly households: ReadonlyMap<string, StoredHousehold>
  /** By the fingerprint of the ID number, those in reach. */
  readonly people: ReadonlyMap<string, StoredPerson>
  /** By the same, those registered beyond the reach: the name of the county. */
  readonly elsewhere: ReadonlyMap<string, string>
}

export interface PlanContext {
  readonly onFile: OnFile
  readonly mode: ImportMode
  readonly today: PlainDate
  /** Fingerprint of an ID number or an account. */
  readonly keyOf: (plain: string) => string
}

/** Somebody becomes a member. */
export interface Joining {
  /** Null for somebody who is not on file yet. */
  readonly personId: number | null
  readonly person: PersonValues
  /** Plain; null without one. */
  readonly idNumber: string | null
  readonly membership: MembershipValues
  readonly fromDate: PlainDate
}

/** What somebody on file becomes. */
export interface PersonChange {
  readonly personId: number
  readonly values: PersonValues
  /** The ID number of somebody who had none. */
  readonly newIdNumber: string | null
}

export interface MembershipChange {
  readonly membershipId: number
  readonly values: MembershipValues
}

/** An ID number that another county has registered, as it was typed here. */
export interface Claim {
  readonly idNumber: string
  readonly name: string
  /** Null where the row does not say it. */
  readonly region: RegionCode | null
  readonly householdId: number | null
}

/** What becomes of the household itself. `phone` and `bankAccount` are plain, null where they stay. */
export interface HouseholdWrite {
  /** Null for one that is not on file yet. */
  readonly id: number | null
  readonly certificateNo: string
  readonly region: RegionCode
  /** Null where they stay. */
  readonly values: HouseholdValues | null
  readonly phone: string | null
  readonly bankAccount: string | null
}

export interface HouseholdPlan {
  readonly verdicts: readonly RowVerdict[]
  /** Null when a row is wrong: then nothing of the household is written. */
  readonly household: HouseholdWrite | null
  readonly joining: readonly Joining[]
  readonly people: readonly PersonChange[]
  readonly memberships: readonly MembershipChange[]
  /** What is written, for the history; empty when nothing changes. */
  readonly patches: readonly Patch[]
  /** Noted even when the household is wrong: that is why it is. */
  readonly claims: readonly Claim[]
}
