import 'server-only'
import { log } from '@/lib/log'
import { workOnNext } from './carry-out'

const LOOK_EVERY_MS = 1_000
const LOOK_AGAIN_MS = 5_000

/**
 * Carries out uploaded files in the background, one after another, as long as the server lives. The queue is the table import_run
 * itself: a run waits from the very transaction that has asked for it, and one that was broken off is found again at once.
 */
export function startWorker(): void {
  const stopping = new AbortController()
  // npm start tells this process when to stop: the run under way is rolled back and goes on with the next start.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort())
  void look(stopping.signal)
}

async function look(stopping: AbortSignal): Promise<void> {
  let again = LOOK_EVERY_MS
  try {
    while (!stopping.aborted && (await workOnNext(stopping))) {
      // Each round is one run.
    }
  } catch (error) {
    if (stopping.aborted) return
    log.error({ error }, 'waiting imports could not be looked for')
    again = LOOK_AGAIN_MS
  }
  if (!stopping.aborted) setTimeout(look, again, stopping).unref()
}

/** Carries out everything that waits. */
export async function workOff(): Promise<void> {
  const never = new AbortController().signal
  while (await workOnNext(never)) {
    // Each round is one run.
  }
}
