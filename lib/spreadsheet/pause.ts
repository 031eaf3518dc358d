import { setImmediate } from 'node:timers/promises'

const LONGEST_STRETCH_MS = 5

/** Gives other requests of this process their turn: to be awaited after each piece of long work. */
export class Pause {
  private since = performance.now()

  /** Waits for the event loop to go round when the work has gone on for five milliseconds. */
  async ifDue(): Promise<void> {
    if (performance.now() - this.since < LONGEST_STRETCH_MS) return
    await setImmediate()
    this.since = performance.now()
  }
}
