/** Two things measured side by side: in turns, so that whatever else the machine does falls on both. */

import { setTimeout as pause } from 'node:timers/promises'

/** What is measured, by name; each call is told its turn, from 0. */
export type Subjects<Name extends string> = Readonly<Record<Name, (turn: number) => Promise<unknown>>>

/** The value below which a share of all lies: 0.5 is the median. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function p95(values: readonly number[]): number {
  return quantile(values, 0.95)
}

export async function msOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** The subjects in turns, the order changing with every turn; `measure` says what one turn of one of them comes to. */
async function inTurns<Name extends string>(
  subjects: Subjects<Name>,
  turns: number,
  measure: (subject: Subjects<Name>[Name], turn: number) => Promise<number>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(subjects) as Name[]
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>
  for (let turn = 0; turn < turns; turn++) {
    for (const name of turn % 2 === 0 ? names : names.toReversed()) {
      values[name].push(await measure(subjects[name], turn))
    }
  }
  return values
}

/** Milliseconds of each call, after a few that do not count: prepared statements get their plan with the sixth. */
export async function timed<Name extends string>(
  subjects: Subjects<Name>,
  { turns, warmUp = 10 }: { turns: number; warmUp?: number },
): Promise<Record<Name, number[]>> {
  const measure = (subject: Subjects<Name>[Name], turn: number) => msOf(() => subject(turn))
  await inTurns(subjects, warmUp, measure)
  return inTurns(subjects, turns, measure)
}

export interface Load {
  /** How many do the same work at the same time. */
  clients: number
  turns: number
  secondsPerTurn: number
}

/** Pieces of work per second that a number of clients get done, the median of all turns; a turn before them does not count. */
export async function rated<Name extends string>(subjects: Subjects<Name>, load: Load): Promise<Record<Name, number>> {
  const measure = (subject: Subjects<Name>[Name]) => rateOf(subject, load)
  await inTurns(subjects, 1, measure)
  const rates = await inTurns(subjects, load.turns, measure)
  const entries = Object.entries<number[]>(rates).map(([name, values]) => [name, median(values)])
  return Object.fromEntries(entries) as Record<Name, number>
}

async function rateOf(work: (client: number) => Promise<unknown>, { clients, secondsPerTurn }: Load): Promise<number> {
  const start = performance.now()
  const end = start + secondsPerTurn * 1000
  let done = 0
  const client = async (index: number) => {
    while (performance.now() < end) {
      await work(index)
      done++
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)))
  return done / ((performance.now() - start) / 1000)
}

export interface Desks {
  /** How many are at work at the same time. */
  clients: number
  /** How long each of them looks at what came before the next call. */
  pauseMs: number
}

/**
 * Milliseconds of each call of people at work while something runs. Nobody asks again before the last answer is there: a server
 * that is short of breath is asked less often, as it is by people.
 */
export async function meanwhile(
  call: (turn: number) => Promise<unknown>,
  { clients, pauseMs }: Desks,
  work: Promise<unknown>,
): Promise<number[]> {
  let running = true
  const finished = work.finally(() => {
    running = false
  })
  const values: number[] = []
  let turn = 0
  const client = async (index: number) => {
    // Not all at the same moment.
    await pause((pauseMs / clients) * index)
    while (running) {
      const own = turn++
      values.push(await msOf(() => call(own)))
      await pause(pauseMs)
    }
  }
  await Promise.all([finished, ...Array.from({ length: clients }, (_, index) => client(index))])
  return values
}

/** The largest of what `read` says while something runs, looked at every 20 ms. */
export async function peakDuring(read: () => number, work: () => Promise<unknown>): Promise<number> {
  let peak = read()
  let running = true
  const finished = work().finally(() => {
    running = false
  })
  while (running) {
    await Promise.race([finished, pause(20)])
    peak = Math.max(peak, read())
  }
  await finished
  return peak
}
