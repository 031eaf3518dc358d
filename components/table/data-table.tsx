import {
  type Column,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react'
import type { Cursor, Direction, ListQuery, TableShape } from '@/lib/table/list-query'
import type { TableSettings } from '@/lib/table/settings'
import styles from './data-table.module.css'
import { moveBetweenRows } from './row-keys'
import { SelectAll, type SelectionColumn, SelectRow, SortButton } from './table-controls'

export interface ListRow {
  readonly id: string
  readonly cells: Readonly<Record<string, string>>
  readonly cursor: Cursor
}

/** How a column's cells look; the text in them is always the row's own. */
export type CellViews<Row> = Readonly<Record<string, (row: Row, text: string) => ReactNode>>

export interface ActionColumn<Row> {
  readonly width: number
  readonly render: (row: Row) => ReactNode
}

interface DataTableProps<Row extends ListRow> {
  readonly shape: TableShape
  readonly rows: readonly Row[]
  readonly settings: TableSettings
  readonly query: ListQuery
  readonly busy: boolean
  readonly onSort: (sort: string, direction: Direction) => void
  readonly views?: CellViews<Row>
  /** What a cell says when pointed at. */
  readonly hintOf?: (row: Row, column: string) => string | undefined
  readonly actions?: ActionColumn<Row>
  readonly selection?: SelectionColumn<Row>
  /** In place of rows when there are none. */
  readonly empty: ReactNode
}

const SELECT = '#select'
const ACTIONS = '#actions'
const SELECT_WIDTH = 36

const features = tableFeatures({
  columnVisibilityFeature,
  columnOrderingFeature,
  columnPinningFeature,
  columnSizingFeature,
})

/** The one table: a plain `<table>` with its own scroll, whose header, pinned and action columns stay in view. */
export function DataTable<Row extends ListRow>(props: DataTableProps<Row>) {
  const { shape, rows, settings, query, views, hintOf, actions, selection } = props
  const table = useColumns(props)
  const columns = (table.getHeaderGroups()[0]?.headers ?? []).map((header) => header.column)
  const scroller = useRef<HTMLElement>(null)
  const address = JSON.stringify([query.values, query.sort, query.direction, query.size, query.position])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page of the list starts at its top.
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [address])

  const titleOf = (key: string) => shape.columns.find((column) => column.key === key)
  const grow = columns.find((column) => titleOf(column.id)?.grow) ?? columns.findLast((column) => !column.getIsPinned())
  const header = (id: string) => {
    if (id === SELECT) return selection && <SelectAll rows={rows} selection={selection} />
    if (id === ACTIONS) return '操作'
    const column = titleOf(id)
    return column?.sort ? (
      <SortButton title={column.title} sort={column.sort} first={shape.sorts[column.sort]} {...props} />
    ) : (
      column?.title
    )
  }
  const content = (row: Row, id: string) => {
    if (id === SELECT) return selection && <SelectRow row={row} selection={selection} />
    if (id === ACTIONS) return <div className={styles.actions}>{actions?.render(row)}</div>
    const text = row.cells[id] ?? ''
    return views?.[id]?.(row, text) ?? text
  }

  return (
    <section
      ref={scroller}
      className={styles.scroller}
      aria-label={`${shape.title}列表`}
      aria-busy={props.busy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keyboard.
      tabIndex={0}
    >
      <table className={`${styles.table} ${styles[settings.density]}`} style={{ minWidth: table.getTotalSize() }}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column === grow ? undefined : { width: column.getSize() }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classOf(column, titleOf(column.id)?.align)}
                style={placeOf(column)}
                aria-sort={sortStateOf(titleOf(column.id)?.sort, query)}
              >
                {header(column.id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={moveBetweenRows}>
          {table.getRowModel().rows.map(({ id, original: row }) => (
            <tr key={id} className={selection?.selected.has(id) ? styles.selected : undefined}>
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={classOf(column, titleOf(column.id)?.align)}
                  style={placeOf(column)}
                  title={hintOf?.(row, column.id)}
                >
                  {content(row, column.id)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && props.empty}
    </section>
  )
}

/** TanStack's model of the columns: which of them, in which order, where they are pinned and how wide. */
function useColumns<Row extends ListRow>({ shape, rows, settings, actions, selection }: DataTableProps<Row>) {
  const hasSelection = selection !== undefined
  const actionsWidth = actions?.width
  const columns = useMemo(() => {
    const declared = shape.columns.map(({ key, width }) => ({ id: key, size: width, minSize: width }))
    const first = hasSelection ? [{ id: SELECT, size: SELECT_WIDTH, minSize: SELECT_WIDTH }] : []
    const last = actionsWidth ? [{ id: ACTIONS, size: actionsWidth, minSize: actionsWidth }] : []
    return [...first, ...declared, ...last]
  }, [shape, hasSelection, actionsWidth])
  const state = useMemo(() => {
    const pinned = (side: 'left' | 'right') =>
      settings.columns.filter((column) => column.pinned === side).map(({ key }) => key)
    return {
      columnOrder: [SELECT, ...settings.columns.map(({ key }) => key), ACTIONS],
      columnVisibility: Object.fromEntries(settings.columns.map(({ key, shown }) => [key, shown])),
      columnPinning: {
        start: [...(hasSelection ? [SELECT] : []), ...pinned('left')],
        end: [...pinned('right'), ...(actionsWidth ? [ACTIONS] : [])],
      },
    }
  }, [settings, hasSelection, actionsWidth])
  return useTable({ features, columns, data: rows, getRowId: (row: Row) => row.id, state })
}

type AnyColumn<Row extends ListRow> = Column<typeof features, Row, unknown>

function placeOf<Row extends ListRow>(column: AnyColumn<Row>): CSSProperties | undefined {
  const side = column.getIsPinned()
  if (side === 'start') return { left: column.getStart('start') }
  return side === 'end' ? { right: column.getAfter('end') } : undefined
}

function classOf<Row extends ListRow>(column: AnyColumn<Row>, align: 'right' | 'center' | undefined): string {
  const side = column.getIsPinned()
  const edge = side === 'end' && column.getPinnedIndex() === 0
  return [side && styles.pinned, edge && styles.edge, align && styles[align]].filter(Boolean).join(' ')
}

function sortStateOf(sort: string | undefined, query: ListQuery) {
  if (!sort) return undefined
  if (sort !== query.sort) return 'none'
  return query.direction === 'asc' ? 'ascending' : 'descending'
}
