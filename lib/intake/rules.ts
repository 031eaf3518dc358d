import { isWithin, levelOf, type RegionCode } from '@/lib/region'

/** How far the clock of a machine may be off, either way. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000

/** The instant of an X-Timestamp that its schema has let through: seconds since 1970, or ISO 8601 with an offset. In milliseconds. */
export function instantOf(timestamp: string): number {
  return /^\d+$/.test(timestamp) ? Number(timestamp) * 1000 : Date.parse(timestamp)
}

/** Whether a request that was signed at an instant may still, or already, be taken. */
export function isTimely(signedAt: number, now: number): boolean {
  return Math.abs(now - signedAt) <= CLOCK_TOLERANCE_MS
}

/** Whether a machine of `home` may send a case that lives at `place`: a county, street or community of its part of the province. */
export function mayReportFrom(place: RegionCode, home: RegionCode): boolean {
  return levelOf(place) >= 3 && isWithin(place, home)
}

/** The earliest day of which anything is taken. */
const EARLIEST = Date.parse('2000-01-01T00:00:00+08:00')

/**
 * When something was reported, never later than now; null for a time that cannot be meant. A clock that runs ahead within the
 * tolerance is forgiven.
 */
export function reportedAtOf(told: Date, now: Date): Date | null {
  const isPossible = told.getTime() >= EARLIEST && told.getTime() <= now.getTime() + CLOCK_TOLERANCE_MS
  return isPossible ? new Date(Math.min(told.getTime(), now.getTime())) : null
}
