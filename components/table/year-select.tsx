'use client'

import type { ListQuery, TableShape } from '@/lib/table/list-query'
import styles from './list-view.module.css'
import { useListNavigation } from './use-list-navigation'

/** 年度, beside the title: the same list in another year, from its first page. */
export function YearSelect(props: { shape: TableShape; query: ListQuery; year: number; years: readonly number[] }) {
  const { shape, query, year, years } = props
  const { go, pending } = useListNavigation(shape)
  const filter = shape.filters.find(({ kind }) => kind === 'year')
  if (filter?.kind !== 'year') return null
  return (
    <label className={styles.year} aria-busy={pending}>
      {filter.label}
      <select
        value={year}
        onChange={(event) =>
          go({ ...query, values: { ...query.values, [filter.key]: event.target.value }, position: { page: 1 } })
        }
      >
        {years.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}
