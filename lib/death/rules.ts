import type { Parameters } from '@/lib/parameters'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'

// What follows from a death, computed before anything is written. Money is decided by the county; this says what it will find.

/** One living member of a household that the dead person belongs to. */
export interface HouseholdMember {
  personId: number
  birthDate: PlainDate
  insured: boolean
}

/** A household in payment with the dead person as a member. */
export interface AffectedHousehold {
  householdId: number
  certificateNo: string
  isHead: boolean
  /** Whether the dead person is 保障. */
  insured: boolean
  /** The living members without the dead person. */
  others: HouseholdMember[]
}

/** A valid certification of the person: the day on which somebody vouched for their life. */
export interface VouchedDay {
  certificationId: number
  on: PlainDate
  operatorName: string
}

export interface DeathFacts {
  birthDate: PlainDate
  diedOn: PlainDate
  today: PlainDate
  households: AffectedHousehold[]
  vouched: VouchedDay[]
}

/** What becomes of a household without this person: 停保, 儿童保障, 户主变更/停旧建新, or only one member fewer. */
export type HouseholdFate = 'STOP' | 'MINORS_ONLY' | 'SUCCESSION' | 'REDUCE'

export interface HouseholdPlan {
  householdId: number
  certificateNo: string
  isHead: boolean
  insuredBefore: number
  insuredAfter: number
  fate: HouseholdFate
}

/** The plan of a death: shown in the dialog, stored with the record, undone from it. */
export interface DeathPlan {
  /** First day of the first month without benefit. */
  firstMonthWithoutBenefit: PlainDate
  /** Months from that month up to and with the current one: paid or about to be paid after the death. */
  overpaidMonths: number
  households: HouseholdPlan[]
  /** Certifications dated after the death, which become 存疑. */
  doubtful: VouchedDay[]
}

const ADULT_AGE = 18

/** Whether the date of a death can be meant; null or the sentence for the field. */
export function checkDeathDate({
  birthDate,
  diedOn,
  today,
}: Pick<DeathFacts, 'birthDate' | 'diedOn' | 'today'>): string | null {
  if (diedOn > today) return '死亡日期不能晚于今天。'
  if (diedOn < birthDate) return `死亡日期不能早于出生日期（${birthDate}）。`
  return null
}

/** The plan of a death. Benefit ends from the month after it (parameter); months paid later are overpaid. */
export function planDeath(facts: DeathFacts, parameters: Parameters): DeathPlan {
  const first = firstOfMonth(addMonths(firstOfMonth(facts.diedOn), parameters['death.benefitEndsAfterMonths']))
  return {
    firstMonthWithoutBenefit: first,
    overpaidMonths: Math.max(0, monthNumber(facts.today) - monthNumber(first) + 1),
    households: facts.households.map((household) => planHousehold(household, facts.today)),
    doubtful: facts.vouched.filter(({ on }) => on > facts.diedOn),
  }
}

function planHousehold(household: AffectedHousehold, today: PlainDate): HouseholdPlan {
  const insuredAfter = household.others.filter((member) => member.insured).length
  return {
    householdId: household.householdId,
    certificateNo: household.certificateNo,
    isHead: household.isHead,
    insuredBefore: insuredAfter + (household.insured ? 1 : 0),
    insuredAfter,
    fate: fateOf(household, today),
  }
}

function fateOf({ isHead, others }: AffectedHousehold, today: PlainDate): HouseholdFate {
  if (others.length === 0) return 'STOP'
  const adultsBefore = addMonths(today, -12 * ADULT_AGE)
  if (others.every(({ birthDate }) => birthDate > adultsBefore)) return 'MINORS_ONLY'
  return isHead ? 'SUCCESSION' : 'REDUCE'
}

function monthNumber(day: PlainDate): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
}

/** What a household's fate means, in words for the dialog. */
export const FATES: Record<HouseholdFate, string> = {
  STOP: '户内无其他成员，由区县办理停保。',
  MINORS_ONLY: '户内仅剩未成年人，由区县落实监护人和儿童保障。',
  SUCCESSION: '该对象为户主，由区县办理户主变更或停旧建新。',
  REDUCE: '由区县办理减保。',
}
