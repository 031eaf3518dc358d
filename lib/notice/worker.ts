import 'server-only'
import { log } from '@/lib/log'
import { deliverNext } from './deliver'
import { spreadNext } from './spread'
import { remindNext } from './sweep'

const LOOK_AGAIN_MS = 5_000

/** What is done in the background: a batch at a time, at once again while there is more, else after a while. */
const ROUNDS = [
  { what: 'notices to spread', next: spreadNext, every: 1_000 },
  // Apart from the others: a gateway that hangs holds up nobody's message.
  { what: 'messages to deliver', next: () => deliverNext(), every: 2_000 },
  { what: 'cases that fall due', next: () => remindNext(), every: 60_000 },
] as const
type Round = (typeof ROUNDS)[number]

/**
 * Tells staff what has happened as long as the server lives. The queue is the outbox itself: a notice waits from the very transaction of
 * its step, and what was broken off is found again.
 */
export function startNotices(): void {
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())
  for (const round of ROUNDS) void look(round, stopping.signal)
}

async function look(round: Round, stopping: AbortSignal): Promise<void> {
  let again: number = round.every
  try {
    while (!stopping.aborted && (await round.next()) > 0) {
      // Each time is one batch.
    }
  } catch (error) {
    if (stopping.aborted) return
    log.error({ error }, `${round.what} could not be looked for`)
    again = LOOK_AGAIN_MS
  }
  if (!stopping.aborted) setTimeout(look, again, round, stopping).unref()
}
