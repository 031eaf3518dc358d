import { Pause } from '@/lib/spreadsheet/pause'

/** `map` over many items, giving other requests of this process their turn. */
export async function inTurns<T, U>(items: readonly T[], map: (item: T) => U): Promise<U[]> {
  const pause = new Pause()
  const mapped: U[] = []
  for (const item of items) {
    mapped.push(map(item))
    await pause.ifDue()
  }
  return mapped
}
