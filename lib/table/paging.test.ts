import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ListQuery, PAGE_SIZES, type Position } from './list-query'
import { lastPageByNumber, pageCount, pagesAround, rowsOnLastPage } from './paging'

const first = ['420702100001', '1']
const last = ['420702100009', '50']

function at(position: Position, size: ListQuery['size'] = 50): ListQuery {
  return { values: {}, sort: 'community', direction: 'asc', size, position }
}

describe('pagesAround', () => {
  it('counts pages by number within the first 10,000 rows', () => {
    expect(pagesAround(at({ page: 3 }), { total: 2_000, first, last })).toEqual({
      current: 3,
      count: 40,
      previous: { page: 2 },
      next: { page: 4 },
      end: { page: 40 },
      numbers: [1, 2, 3, 4, 5],
    })
  })

  it('goes on from the last row beyond them, and back from the first', () => {
    const pages = pagesAround(at({ page: 200 }), { total: 1_000_000, first, last })
    expect(pages.next).toEqual({ page: 201, after: last })
    expect(pages.end).toEqual({ page: 'last' })
    expect(pagesAround(at({ page: 900, after: ['1', '2'] }), { total: 1_000_000, first, last }).previous).toEqual({
      page: 899,
      before: first,
    })
  })

  it('knows the last page’s number', () => {
    const pages = pagesAround(at({ page: 'last' }), { total: 1_000_001, first, last })
    expect(pages).toMatchObject({
      current: 20_001,
      next: undefined,
      end: undefined,
      previous: { page: 20_000, before: first },
    })
  })

  it('offers no way out of an empty list', () => {
    expect(pagesAround(at({ page: 1 }), { total: 0 })).toEqual({
      current: 1,
      count: 1,
      previous: undefined,
      next: undefined,
      end: undefined,
      numbers: [1],
    })
  })

  it('from any page: forward once and back once is the same page, and numbers stay reachable', () => {
    const query = fc
      .tuple(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(...PAGE_SIZES))
      .map(([page, size]) => at(page > lastPageByNumber(size) ? { page, after: last } : { page }, size))
    fc.assert(
      fc.property(query, fc.nat(3_000_000), (asked, total) => {
        const pages = pagesAround(asked, { total, first, last })
        if (pages.next?.page) {
          const back = pagesAround({ ...asked, position: pages.next }, { total, first, last }).previous
          expect(back?.page).toBe(asked.position.page)
        }
        for (const number of pages.numbers) {
          expect(number).toBeGreaterThanOrEqual(1)
          expect(number).toBeLessThanOrEqual(Math.min(pages.count, lastPageByNumber(asked.size)))
        }
        expect(new Set(pages.numbers).size).toBe(pages.numbers.length)
      }),
    )
  })

  it('fills all pages but the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000_000 }), fc.constantFrom(...PAGE_SIZES), (total, size) => {
        expect((pageCount(total, size) - 1) * size + rowsOnLastPage(total, size)).toBe(total)
      }),
    )
  })
})
