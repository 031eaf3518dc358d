import 'server-only'
import { sql } from '@/lib/db/sql'
import { asSystem } from '@/lib/db/system'
import { log } from '@/lib/log'
import { type Channel, DeliveryError, type OutgoingMessage } from './channel'
import { openChannels } from './channels'

/** So many go out at the same time. */
const BATCH = 10

/** How long a delivery is whoever's who took it: longer than any attempt, so that no two servers are ever at the same one. */
const LEASE_SECONDS = 60

/** 1, 2, 4 … minutes between attempts: with the last of them about two hours have passed. */
export const MOST_ATTEMPTS = 8
const FIRST_WAIT_SECONDS = 60

interface TakenDelivery extends OutgoingMessage {
  readonly channel: string
  /** Which attempt this is, from 1. */
  readonly attempt: number
  /** False where the reader has no telephone any more, or no account. */
  readonly reachable: boolean
}

/** Sends what is due through the given channels, a batch at a time, and answers how many were tried. */
export async function deliverNext(channels: readonly Channel[] = openChannels()): Promise<number> {
  if (channels.length === 0) return 0
  const taken = await take(channels)
  await Promise.all(taken.map((delivery) => attempt(delivery, channels)))
  return taken.length
}

/** Sends everything that is due. */
export async function deliverOff(channels?: readonly Channel[]): Promise<void> {
  while ((await deliverNext(channels)) > 0) {
    // Each round is one batch.
  }
}

/**
 * Takes what is due, in a transaction of its own: its next attempt is put off first, so that another server, or this one after a
 * crash, does not send it while this attempt may be under way.
 */
function take(channels: readonly Channel[]): Promise<TakenDelivery[]> {
  return asSystem('notices', (transaction) =>
    transaction.sql<TakenDelivery>(sql`
      UPDATE delivery d SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => ${LEASE_SECONDS}::int)
      FROM (SELECT id FROM delivery
            WHERE sent_at IS NULL AND failed_at IS NULL AND next_at <= now() AND channel = ANY (${channels.map(({ name }) => name)}::text[])
            ORDER BY next_at, id LIMIT ${BATCH}::int FOR UPDATE SKIP LOCKED) AS due,
           message m, "case" c, staff s
      WHERE d.id = due.id AND m.id = d.message_id AND c.id = m.case_id AND s.id = m.staff_id
      RETURNING d.id, d.channel, d.attempts AS attempt, m.title, c.no AS "caseNo", coalesce(s.phone, '') AS phone,
                s.phone IS NOT NULL AND s.disabled_at IS NULL AS reachable`),
  )
}

async function attempt(delivery: TakenDelivery, channels: readonly Channel[]): Promise<void> {
  const channel = channels.find(({ name }) => name === delivery.channel)
  // Broken off in the middle of the last attempt: nobody knows whether it went through.
  if (delivery.attempt > MOST_ATTEMPTS) return giveUp(delivery, '多次发送后未能确认')
  if (!delivery.reachable) return giveUp(delivery, '收信人已停用或没有手机号')
  try {
    await channel?.deliver(delivery)
  } catch (error) {
    if (!(error instanceof DeliveryError)) log.error({ error, deliveryId: delivery.id }, 'a delivery failed')
    const problem = error instanceof DeliveryError ? error.message : '发送时出错'
    return delivery.attempt >= MOST_ATTEMPTS ? giveUp(delivery, problem) : tryLater(delivery, problem)
  }
  await asSystem('notices', (transaction) =>
    transaction.execute(
      sql`UPDATE delivery SET sent_at = now(), failed_at = NULL, problem = '' WHERE id = ${delivery.id} AND sent_at IS NULL`,
    ),
  )
}

/** Waits twice as long as the last time. An attempt that has been overtaken by a later one says nothing. */
async function tryLater({ id, attempt: made }: TakenDelivery, problem: string): Promise<void> {
  const wait = FIRST_WAIT_SECONDS * 2 ** (made - 1)
  await asSystem('notices', (transaction) =>
    transaction.execute(sql`UPDATE delivery SET next_at = now() + make_interval(secs => ${wait}::int), problem = ${problem}
                WHERE id = ${id} AND attempts = ${made} AND sent_at IS NULL AND failed_at IS NULL`),
  )
}

async function giveUp({ id, attempt: made }: TakenDelivery, problem: string): Promise<void> {
  await asSystem('notices', (transaction) =>
    transaction.execute(sql`UPDATE delivery SET failed_at = now(), problem = ${problem}
                WHERE id = ${id} AND attempts = ${made} AND sent_at IS NULL AND failed_at IS NULL`),
  )
}
