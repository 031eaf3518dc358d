import type { Cursor, ListQuery, PageSize, Position } from './list-query'

/** Within so many rows a page is reached by its number; deeper ones from their neighbour, which costs the same at any depth. */
export const ROWS_BY_NUMBER = 10_000

export function pageCount(total: number, size: PageSize): number {
  return Math.max(1, Math.ceil(total / size))
}

export function lastPageByNumber(size: PageSize): number {
  return ROWS_BY_NUMBER / size
}

/** Rows on the last page of a list; a whole page when there is none. */
export function rowsOnLastPage(total: number, size: PageSize): number {
  return total % size || size
}

export interface Shown {
  readonly total: number
  /** Cursors of the first and last row on the screen; none when it is empty. */
  readonly first?: Cursor
  readonly last?: Cursor
}

export interface Pages {
  readonly current: number
  readonly count: number
  readonly previous?: Position
  readonly next?: Position
  readonly end?: Position
  /** Page numbers to offer, with room for the neighbours of the current one. */
  readonly numbers: readonly number[]
}

/** Where the pager's buttons lead from what is on the screen. A button without a way has no position. */
export function pagesAround(query: ListQuery, shown: Shown): Pages {
  const count = pageCount(shown.total, query.size)
  const current = query.position.page === 'last' ? count : query.position.page
  const step = (page: number, cursor: Position | undefined) =>
    page <= lastPageByNumber(query.size) ? { page } : cursor
  return {
    current,
    count,
    previous: current > 1 ? step(current - 1, shown.first && { page: current - 1, before: shown.first }) : undefined,
    next: current < count ? step(current + 1, shown.last && { page: current + 1, after: shown.last }) : undefined,
    end: current === count ? undefined : step(count, { page: 'last' }),
    numbers: numbersAround(current, Math.min(count, lastPageByNumber(query.size))),
  }
}

const NUMBERS_SHOWN = 5

function numbersAround(current: number, highest: number): number[] {
  const low = Math.max(1, Math.min(current - 2, highest - NUMBERS_SHOWN + 1))
  return Array.from({ length: Math.min(NUMBERS_SHOWN, highest) }, (_, index) => low + index)
}
