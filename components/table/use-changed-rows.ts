import { useState } from 'react'
import type { ListRow } from './data-table'
import type { ListPage } from './list-view'

/** The page's rows with those that were changed since it was loaded: they stay where they are until the next 查询. */
export function useChangedRows<Row extends ListRow>(page: ListPage<Row>) {
  const [kept, setKept] = useState({ of: page.loaded, rows: new Map<string, Row>() })
  const changed = kept.of === page.loaded ? kept.rows : new Map<string, Row>()
  const loaded =
    'rows' in page.loaded
      ? { ...page.loaded, rows: page.loaded.rows.map((row) => changed.get(row.id) ?? row) }
      : page.loaded
  return {
    page: { ...page, loaded },
    /** By id. */
    changed,
    change: (some: readonly Row[]) =>
      setKept({ of: page.loaded, rows: new Map([...changed, ...some.map((row) => [row.id, row] as const)]) }),
  }
}
