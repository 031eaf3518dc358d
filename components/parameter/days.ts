import type { ShownHoliday } from '@/lib/parameter/calendar'

/** 「2026-10-01 至 2026-10-07」, or one day by itself. */
export function daysOf({ from, to }: Pick<ShownHoliday, 'from' | 'to'>): string {
  return from === to ? from : `${from} 至 ${to}`
}
