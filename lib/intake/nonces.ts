import 'server-only'
import { sql } from '@/lib/db/sql'
import type { Transaction } from '@/lib/db/transaction'
import type { IntakeClient } from './clients'
import { IntakeError } from './errors'
import { CLOCK_TOLERANCE_MS } from './rules'

/** Twice as long as a signature can be good for: from the tolerance before its time to the tolerance after it. */
const KEPT_MS = 2 * 2 * CLOCK_TOLERANCE_MS
const SWEEP_EVERY_MS = 10 * 60_000

/**
 * Takes a nonce for a machine, in the transaction of its request: it counts as used if the request is carried out as a whole, and a
 * refused request leaves no trace. Throws IntakeError UNAUTHORIZED when the machine has been disabled, NONCE_USED when the request has
 * been carried out before; of two at the same instant the second one waits for the first.
 */
export async function takeNonce(transaction: Transaction, { id }: IntakeClient, nonce: string): Promise<void> {
  const [found] = await transaction.sql<{ isEnabled: boolean; isFresh: boolean }>(sql`
    WITH client AS (SELECT id FROM intake_client WHERE id = ${id} AND disabled_at IS NULL),
         fresh AS (INSERT INTO intake_nonce (client_id, nonce) SELECT id, ${nonce} FROM client ON CONFLICT DO NOTHING RETURNING nonce)
    SELECT EXISTS (SELECT FROM client) AS "isEnabled", EXISTS (SELECT FROM fresh) AS "isFresh"`)
  if (!found?.isEnabled) throw new IntakeError('UNAUTHORIZED')
  if (!found.isFresh) throw new IntakeError('NONCE_USED')
}

let sweptAt = Number.NEGATIVE_INFINITY

/** Now and then forgets nonces that no signature can be good with any more; the statement travels with COMMIT. */
export function sweepNonces(transaction: Transaction): void {
  const now = performance.now()
  if (now - sweptAt < SWEEP_EVERY_MS) return
  sweptAt = now
  transaction.send(sql`DELETE FROM intake_nonce WHERE at < now() - ${KEPT_MS / 1000} * interval '1 second'`)
}
