import 'server-only'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { IntakeClient } from './clients'
import { IntakeError } from './errors'

// Counted in this process's memory: nothing is written for whoever is refused, and a restart forgives everybody.

const MINUTE = 60
/** Requests without a right signature that one address gets told about within a minute. */
const FAILURES_PER_MINUTE = 30

const failures = new RateLimiterMemory({ points: FAILURES_PER_MINUTE, duration: MINUTE })
const allowances = new Map<number, RateLimiterMemory>()

/** Counts a rightly signed request of a machine. Throws IntakeError RATE_LIMITED beyond what it may send in a minute. */
export function spendAllowance({ id, perMinute }: Pick<IntakeClient, 'id' | 'perMinute'>): Promise<void> {
  let allowance = allowances.get(perMinute)
  if (!allowance) {
    allowance = new RateLimiterMemory({ points: perMinute, duration: MINUTE })
    allowances.set(perMinute, allowance)
  }
  return spend(allowance, String(id))
}

/**
 * Counts a request without a right signature. Throws IntakeError RATE_LIMITED when its address has sent too many. Whoever signs rightly
 * gets through all the same: machines may share an address with strangers.
 */
export function countFailure(address: string): Promise<void> {
  return spend(failures, address)
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    throw new IntakeError('RATE_LIMITED', undefined, Math.max(1, Math.ceil(refused.msBeforeNext / 1000)))
  }
}
