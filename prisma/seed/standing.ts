/** Where a person stands, as the register had it on a day. */

import type { Relation } from '@/lib/certification/codes'
import type { RegionCode } from '@/lib/region'
import { type Day, dayAt } from './day'
import type { Membership } from './history'

/**
 * When the register let go of a membership, by itself or with its file; null while it lasts. A county that closes a file after a
 * death dates the end back to the month after it, but only from its decision on does the register know.
 */
export function endOf({ to, file, closedOn }: Membership): Day | null {
  const left = closedOn ?? to
  const stopped = file.stoppedOn ?? file.stopMonth
  return left === null || stopped === null ? (left ?? stopped) : Math.min(left, stopped)
}

function startOf({ from, openedOn }: Membership): Day {
  return openedOn ?? from
}

/** Where a person stands on a day: the insured membership first, else the earliest, as the view `placement` has it. */
export function standingOn(memberships: readonly Membership[], day: Day): Membership | null {
  let standing: Membership | null = null
  for (const membership of memberships) {
    const end = endOf(membership)
    if (startOf(membership) > day || (end !== null && end <= day)) continue
    const isBetter =
      standing === null ||
      (membership.insured && !standing.insured) ||
      (membership.insured === standing.insured && membership.from < standing.from)
    if (isBetter) standing = membership
  }
  return standing
}

/** The relation to the head as it was on a day: a 户主变更 restates it. */
export function relationOn({ relation, restated }: Membership, day: Day): Relation {
  return restated !== null && restated.on > day ? restated.before : relation
}

/** A person's place on a year's roster. */
export interface Place {
  membership: Membership
  /** Day on which the person left every household in payment. */
  exitedOn: Day | null
}

/**
 * Where a year's roster has a person as of a day (today, or the last day on which that year may change): null for whoever came
 * after the year or left before it.
 */
export function placeIn(memberships: readonly Membership[], year: number, asOf: Day): Place | null {
  const newYear = dayAt(year, 1, 1)
  const lastDay = dayAt(year, 12, 31)
  const now = standingOn(memberships, asOf)
  if (now && now.from <= lastDay) return { membership: now, exitedOn: null }
  if (now) {
    // Moved after the year had ended: its row stays where it was.
    const then = standingOn(memberships, lastDay)
    return then && { membership: then, exitedOn: null }
  }
  const exitedOn = Math.max(...memberships.map((membership) => endOf(membership) ?? 0))
  const last = standingOn(memberships, exitedOn - 1)
  return last && exitedOn > newYear && last.from <= lastDay ? { membership: last, exitedOn } : null
}

/** The place that the person's own record carries: where they stand today, else where they stood last. */
export function regionOf(memberships: readonly Membership[], today: Day): RegionCode {
  const standing = standingOn(memberships, today) ?? memberships.at(-1)
  if (!standing) throw new RangeError('a person without any household')
  return standing.file.community.code
}
