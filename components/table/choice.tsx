'use client'

import { useState } from 'react'
import type { ListRow } from './data-table'
import styles from './row-work.module.css'

const MOST_AT_ONCE = 100

/** Rows chosen for a bulk, over several pages. */
export interface Choice<Row> {
  readonly rows: readonly Row[]
  readonly selected: ReadonlySet<string>
  /** More were wanted than one bulk takes. */
  readonly isFull: boolean
  readonly select: (some: readonly Row[], selected: boolean) => void
  readonly clear: () => void
}

/** The rows that a clerk chooses, none at first. */
export function useChoice<Row extends ListRow>(): Choice<Row> {
  const [rows, setRows] = useState<readonly Row[]>([])
  const [isFull, setFull] = useState(false)
  return {
    rows,
    selected: new Set(rows.map(({ id }) => id)),
    isFull,
    clear: () => {
      setRows([])
      setFull(false)
    },
    select: (some, selected) => {
      const others = rows.filter((row) => some.every(({ id }) => id !== row.id))
      const wanted = selected ? [...others, ...some] : others
      setRows(wanted.slice(0, MOST_AT_ONCE))
      setFull(wanted.length > MOST_AT_ONCE)
    },
  }
}

interface BulkToolsProps<Row> {
  choice: Choice<Row>
  /** 批量认证 */
  deed: string
  unit: string
  onBulk: (rows: readonly Row[], clear: () => void) => void
}

/** What is done with the chosen rows, above the table. */
export function BulkTools<Row>({ choice, deed, unit, onBulk }: BulkToolsProps<Row>) {
  const { rows, isFull, clear } = choice
  return (
    <>
      <button type="button" className={styles.bulk} disabled={rows.length === 0} onClick={() => onBulk(rows, clear)}>
        {deed}
      </button>
      <span role="status">{`已选 ${rows.length} ${unit}${isFull ? `，一次最多${MOST_AT_ONCE}${unit}` : ''}`}</span>
      {rows.length > 0 && (
        <button type="button" className={styles.clear} onClick={clear}>
          取消选择
        </button>
      )}
    </>
  )
}
