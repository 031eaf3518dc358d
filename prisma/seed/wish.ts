/** What a clerk asks the county for, and what it takes to make it up. */

import type { ChangeContent } from '@/lib/change/input'
import type { ChangeToPlan } from '@/lib/change/plan'
import type { HouseholdState } from '@/lib/household/state'
import type { Sex } from '@/lib/id-card'
import { addMonths, firstOfMonth, type PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { dayOf, plainOf } from './day'
import type { Random } from './random'

/** Where a household may move to. */
export interface Target {
  region: RegionCode
  address: string
}

/** Somebody with an ID number that nobody has. */
export interface Newcomer {
  idNumber: string
  sex: Sex
  birthDate: PlainDate
}

export interface Wishing {
  random: Random
  /** The day on which it is asked for. */
  today: PlainDate
  target: Target
  newcomer: Newcomer
}

/** A request, and what stands sealed beside it. */
export interface Wish {
  change: ChangeToPlan
  /** As it is kept: numbers masked. */
  content: ChangeContent
  secrets: Readonly<Record<string, string>>
  reason: string
}

export type Wisher = (state: HouseholdState, wishing: Wishing) => Wish | null

export function plainWish(content: ChangeContent, reason: string): Wish {
  return { change: { ...content, identified: null }, content, secrets: {}, reason }
}

export function nextMonth(today: PlainDate): PlainDate {
  return addMonths(firstOfMonth(today), 1)
}

/** Fen as typed. */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2)
}

export function isDibao({ category }: HouseholdState): boolean {
  return category.endsWith('DIBAO')
}

/** Somebody between thirty and forty-five, who has no file. */
export function someone(random: Random, today: PlainDate): Pick<Newcomer, 'sex' | 'birthDate'> {
  const birthDate = plainOf(dayOf(today) - random.int(30 * 366, 45 * 365))
  return { sex: random.chance(0.5) ? 'MALE' : 'FEMALE', birthDate }
}
