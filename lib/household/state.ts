import type { Category, Relation } from '@/lib/certification/codes'
import type { Sex } from '@/lib/id-card'
import type { EXIT_REASONS, HouseholdStatus, IdMissingReason } from '@/lib/person/codes'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type {
  Act,
  DisabilityGrade,
  DisabilityKind,
  Education,
  Health,
  Labour,
  MaritalState,
  Registration,
  ReviewClass,
  SupportMode,
} from './codes'

// A household as its changes see it. Patches name these very fields (`field: 'baseFen'`), never columns.

export type ExitReason = keyof typeof EXIT_REASONS

/** What a patch of target `household` may set. Telephones and the account are masked here and everywhere in patches. */
export interface HouseholdFields {
  region: RegionCode
  category: Category
  registration: Registration
  address: string
  registeredAddress: string
  supportMode: SupportMode | null
  /** First of a month. */
  startMonth: PlainDate
  /** First month without benefit. */
  stopMonth: PlainDate | null
  status: HouseholdStatus
  stopReason: ExitReason | null
  /** 月人均收入, fen. */
  incomeFen: number
  /** '138****0001' */
  phone: string | null
  bankName: string | null
  /** '****1234' */
  bankAccount: string | null
  guardianName: string | null
  /** '138****0001' */
  guardianPhone: string | null
  reviewClass: ReviewClass
  reviewedOn: PlainDate | null
  reviewDue: PlainDate | null
}

/** What a patch of target `membership` may set. */
export interface MembershipFields {
  relation: Relation
  insured: boolean
  /** The benefit itself, fen a month. */
  baseFen: number
  /** 分类施保, fen a month. */
  supplementFen: number
  /** First day on which they were no longer a member; null for a current one. */
  toDate: PlainDate | null
  exitReason: ExitReason | null
}

/** What a patch of target `person` may set. */
export interface PersonFields {
  name: string
  sex: Sex
  birthDate: PlainDate
  ethnicity: string
  /** '420702********1234'; null without a number, and then there is a reason. */
  idMasked: string | null
  idMissingReason: IdMissingReason | null
  marital: MaritalState | null
  education: Education | null
  health: Health
  disabilityKind: DisabilityKind | null
  disabilityGrade: DisabilityGrade | null
  labour: Labour | null
  /** Of the six acts those that they cannot do themselves. */
  lostActs: readonly Act[]
}

export interface PersonState extends PersonFields {
  personId: number
  /** Where the person's roster row stands. */
  personRegion: RegionCode
  /** Day of a valid death. */
  diedOn: PlainDate | null
}

/** One membership with the person. What a plan creates has a negative id until it has been applied. */
export interface MemberState extends MembershipFields, PersonState {
  membershipId: number
  fromDate: PlainDate
}

export interface HouseholdState extends HouseholdFields {
  /** Negative for a file that a plan opens, until it has been applied. */
  id: number
  /** Bumped by anything a decision could rest on. */
  version: number
  certificateNo: string
  predecessorId: number | null
  /** The current memberships in the order of their ids, the dead included until 减保. */
  members: readonly MemberState[]
  /** Those that have ended. */
  former: readonly MemberState[]
  /** 停旧建新: the files that the same plan opens, or that were opened by what is about to be undone. */
  opened: readonly HouseholdState[]
  /** Persons of other files whom a plan takes in. */
  known: readonly PersonState[]
}

export interface HouseholdFigures {
  members: number
  insured: number
  /** Sum of all shares, fen a month. */
  amountFen: number
  /** Of these 分类施保. */
  supplementFen: number
}

/** Headcount and amount as the database keeps them: from the current memberships alone. */
export function figuresOf({ members }: Pick<HouseholdState, 'members'>): HouseholdFigures {
  const sum = (part: (member: MemberState) => number) => members.reduce((total, member) => total + part(member), 0)
  return {
    members: members.length,
    insured: members.filter(({ insured }) => insured).length,
    amountFen: sum(({ baseFen, supplementFen }) => baseFen + supplementFen),
    supplementFen: sum(({ supplementFen }) => supplementFen),
  }
}

/** What is paid for a household: its figures, and nothing for one that has stopped. */
export function paidFiguresOf(state: Pick<HouseholdState, 'members' | 'status'>): HouseholdFigures {
  const figures = figuresOf(state)
  return state.status === 'ACTIVE' ? figures : { ...figures, insured: 0, amountFen: 0, supplementFen: 0 }
}

/** The current members who are not registered dead. */
export function livingMembers({ members }: Pick<HouseholdState, 'members'>): MemberState[] {
  return members.filter(({ diedOn }) => diedOn === null)
}

/** The current head; undefined once everybody has left. */
export function headOf({ members }: Pick<HouseholdState, 'members'>): MemberState | undefined {
  return members.find(({ relation }) => relation === 'HEAD')
}

/** '138****0001', as the database masks it; of a short number, without an area code, less is shown. */
export function maskPhone(phone: string): string {
  return phone.length >= 10
    ? `${phone.slice(0, 3)}****${phone.slice(-4)}`
    : `${phone.slice(0, 2)}****${phone.slice(-1)}`
}

/** '****1234' */
export function maskAccount(account: string): string {
  return `****${account.slice(-4)}`
}
