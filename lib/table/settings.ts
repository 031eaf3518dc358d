import type { TableShape } from './list-query'

export const DENSITIES = { ordinary: '适中', compact: '紧凑' } as const
export type Density = keyof typeof DENSITIES

export interface ColumnSetting {
  readonly key: string
  readonly shown: boolean
  readonly pinned?: 'left' | 'right'
}

/** How one user wants a list: its columns in order, and how dense. */
export interface TableSettings {
  readonly density: Density
  readonly columns: readonly ColumnSetting[]
}

/** What is kept of a user's settings; either part may never have been touched. */
export interface SavedSettings {
  readonly density?: Density
  readonly columns?: readonly ColumnSetting[]
}

/** The kept settings on today's columns: columns that are gone are left out, new ones stand where the table declares them. */
export function settingsFor(shape: TableShape, saved: SavedSettings): TableSettings {
  const declared = shape.columns.map(({ key, pinned }): ColumnSetting => ({ key, shown: true, pinned }))
  const kept = (saved.columns ?? []).filter(({ key }) => declared.some((column) => column.key === key))
  const columns = declared.reduce<ColumnSetting[]>((ordered, column, index) => {
    if (ordered.some(({ key }) => key === column.key)) return ordered
    const before = declared[index - 1]?.key
    return ordered.toSpliced(ordered.findIndex(({ key }) => key === before) + 1, 0, column)
  }, withoutRepeats(kept))
  return { density: saved.density ?? 'ordinary', columns: columns.some(({ shown }) => shown) ? columns : declared }
}

function withoutRepeats(columns: readonly ColumnSetting[]): ColumnSetting[] {
  return columns.filter(({ key }, index) => columns.findIndex((column) => column.key === key) === index)
}

/** One column a step to the left or the right. */
export function moved(columns: readonly ColumnSetting[], key: string, steps: -1 | 1): readonly ColumnSetting[] {
  const from = columns.findIndex((column) => column.key === key)
  const column = columns[from]
  const to = from + steps
  if (!column || to < 0 || to >= columns.length) return columns
  return columns.toSpliced(from, 1).toSpliced(to, 0, column)
}
