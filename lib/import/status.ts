import type { ImportStatus } from '@/lib/household/codes'

const UNDERWAY: readonly ImportStatus[] = ['CHECKING', 'QUEUED', 'RUNNING']

/** Whether the server is at work on a run, or about to be. */
export function isUnderway(status: ImportStatus): boolean {
  return UNDERWAY.includes(status)
}

/** Whether a run can still be cancelled: nothing of it is being written yet. */
export function isCancellable(status: ImportStatus): boolean {
  return status === 'CHECKING' || status === 'CHECKED' || status === 'QUEUED'
}
