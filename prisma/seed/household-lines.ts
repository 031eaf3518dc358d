/** A household and what belongs to it alone, as lines for COPY. */

import type { Seal } from '@/lib/db/seal'
import { bytesText, dayText, gramsOf, line, midnightText, type Value } from './copy-text'
import { textOf } from './day'
import { type File, recognisedIn } from './history'
import { instantText } from './moment'
import type { Bank } from './particulars'
import type { Review, Reviewing } from './reviewing'

export const HOUSEHOLD_COLUMNS =
  'id, region, certificate_no, category, registration, address, registered_address, support_mode, start_month, stop_month, status, stop_reason, income_fen, phone, bank_name, bank_sealed, bank_hash, bank_tail, guardian_name, guardian_phone, review_class, reviewed_on, review_due, predecessor_id, recognised_month, created_at, head_person_id, head_name, member_count, insured_count, monthly_amount_fen, supplement_fen'

/** Name, sealed account, its fingerprint, its end. */
function bankValues(bank: Bank | null, seal: Seal | null): Value[] {
  if (!bank || !seal) return [null, null, null, null]
  const { name, account } = bank
  return [name, bytesText(seal.seal(account)), bytesText(seal.fingerprint(account)), account.slice(-4)]
}

/** `seal`: null where accounts are left out. */
export function householdLine(file: File, reviewing: Reviewing, seal: Seal | null): string {
  const { tally, guardian } = file
  const { headOrLast: head, sums } = tally
  return line([
    file.id,
    file.community.code,
    file.certificateNo,
    file.category,
    file.registration,
    file.address,
    file.registeredAddress,
    file.supportMode,
    textOf(file.startMonth),
    dayText(file.stopMonth),
    file.stopMonth === null ? 'ACTIVE' : 'STOPPED',
    file.stopReason,
    file.incomeFen,
    file.phone,
    ...bankValues(file.bank, seal),
    guardian?.name ?? null,
    guardian?.phone ?? null,
    file.reviewClass,
    dayText(reviewing.reviewedOn),
    dayText(reviewing.due),
    file.predecessor?.id ?? null,
    file.predecessor && textOf(recognisedIn(file)),
    midnightText(file.openedOn),
    head?.id ?? null,
    head?.name ?? '',
    tally.members,
    tally.insured,
    sums.amountFen,
    sums.supplementFen,
  ])
}

/** As settle_household_grams() makes them: of every current member, and of the head even when everybody has left. */
export function householdGramLines({ id, community, tally }: File): string[] {
  const lines = new Set<string>()
  const add = (name: string, isHead: boolean) => {
    for (const gram of gramsOf(name)) lines.add(line([gram, isHead, community.code, id]))
  }
  for (const { name, isHead } of tally.names) add(name, isHead)
  if (tally.headOrLast) add(tally.headOrLast.name, true)
  return [...lines]
}

export function reviewLine(id: number, file: File, review: Review): string {
  const { operator } = review
  return line([
    id,
    file.id,
    file.community.code,
    textOf(review.reviewedOn),
    review.outcome,
    file.reviewClass,
    review.note,
    textOf(review.dueOn),
    textOf(review.nextDue),
    instantText(review.at),
    operator.id,
    operator.name,
    operator.role,
    operator.region,
    review.requestId,
  ])
}
