import type { Direction, ListQuery } from '@/lib/table/list-query'
import styles from './data-table.module.css'

export interface SelectionColumn<Row> {
  readonly selected: ReadonlySet<string>
  readonly canSelect: (row: Row) => boolean
  /** Who the row is, for the name of its box. */
  readonly nameOf: (row: Row) => string
  readonly onSelect: (rows: readonly Row[], selected: boolean) => void
}

/** A column's title that sorts by it: first the way its sort begins, then to and fro. */
export function SortButton(props: {
  title: string
  sort: string
  first: Direction | undefined
  query: ListQuery
  onSort: (sort: string, direction: Direction) => void
}) {
  const { title, sort, first = 'asc', query, onSort } = props
  const active = query.sort === sort ? query.direction : undefined
  const next = active ? (active === 'asc' ? 'desc' : 'asc') : first
  return (
    <button type="button" className={styles.sort} onClick={() => onSort(sort, next)}>
      {title}
      <svg width="8" height="12" viewBox="0 0 8 12" aria-hidden="true">
        <path className={active === 'asc' ? styles.on : undefined} d="M4 0 8 5H0z" />
        <path className={active === 'desc' ? styles.on : undefined} d="M4 12 0 7h8z" />
      </svg>
    </button>
  )
}

export function SelectAll<Row extends { id: string }>({
  rows,
  selection,
}: {
  rows: readonly Row[]
  selection: SelectionColumn<Row>
}) {
  const able = rows.filter(selection.canSelect)
  const chosen = able.filter((row) => selection.selected.has(row.id)).length
  return (
    <input
      type="checkbox"
      aria-label="选择本页全部"
      disabled={able.length === 0}
      checked={able.length > 0 && chosen === able.length}
      ref={(box) => {
        if (box) box.indeterminate = chosen > 0 && chosen < able.length
      }}
      onChange={(event) => selection.onSelect(able, event.target.checked)}
    />
  )
}

export function SelectRow<Row extends { id: string }>({
  row,
  selection,
}: {
  row: Row
  selection: SelectionColumn<Row>
}) {
  if (!selection.canSelect(row)) return null
  return (
    <input
      type="checkbox"
      aria-label={`选择 ${selection.nameOf(row)}`}
      checked={selection.selected.has(row.id)}
      onChange={(event) => selection.onSelect([row], event.target.checked)}
    />
  )
}
