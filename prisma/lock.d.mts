export interface ProcessMark {
  pid: number
  born: string
}

export interface TakenLock<Details> {
  taken: true
  update(details: Details): void
  release(): void
}

export interface HeldLock<Details> {
  taken: false
  holder: ProcessMark & Partial<Details>
}

export function birthOf(pid: number): string | null
export function markOf(pid: number): ProcessMark | null
export function isAlive(mark: ProcessMark): boolean
export function holderOf<Details>(file: string): (ProcessMark & Partial<Details>) | null
export function takeLock<Details>(file: string, details?: Details): TakenLock<Details> | HeldLock<Details>
export function waitForLock(
  file: string,
  onWait: (holder: ProcessMark) => void,
  signal?: AbortSignal,
): Promise<TakenLock<Record<string, never>>>
