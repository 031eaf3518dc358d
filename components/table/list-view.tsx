'use client'

import { type ReactNode, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { EmptyList } from '@/components/feedback/empty-list'
import { ErrorCard } from '@/components/feedback/error-card'
import { Skeleton } from '@/components/feedback/skeleton'
import { Card } from '@/components/shell/page'
import type { ExportFormat } from '@/lib/table/export'
import { type Figures, figuresInWords } from '@/lib/table/figures'
import {
  DEFAULT_SIZE,
  filtersInWords,
  type ListQuery,
  type Problem,
  type TableShape,
  toSearchParams,
  type Values,
} from '@/lib/table/list-query'
import { type SavedSettings, settingsFor, type TableSettings } from '@/lib/table/settings'
import { ColumnSettings } from './column-settings'
import { type ActionColumn, type CellViews, DataTable, type ListRow } from './data-table'
import { ExportButton } from './export-button'
import { type ExchangeNumber, FilterBar, type RegionFilter } from './filter-bar'
import styles from './list-view.module.css'
import { Pager } from './pager'
import { type ListQueries, SavedQueries } from './saved-queries'
import type { SelectionColumn } from './table-controls'
import { useListNavigation } from './use-list-navigation'

/** What the page has read and loaded for an address. */
export interface ListPage<Row> {
  readonly query: ListQuery
  readonly typed: Values
  readonly problems: readonly Problem[]
  /** Or why there are none to show. */
  readonly loaded:
    | { readonly rows: readonly Row[]; readonly total: number; readonly sums?: Figures['sums'] }
    | { readonly failure: string; readonly number?: string }
}

interface ListViewProps<Row extends ListRow> {
  readonly shape: TableShape
  readonly page: ListPage<Row>
  readonly saved: SavedSettings
  readonly onSaveSettings: (settings: TableSettings) => void
  readonly region?: RegionFilter
  readonly exchangeNumber?: ExchangeNumber
  /** 查询方案; absent where the list keeps none. */
  readonly queries?: ListQueries
  readonly views?: CellViews<Row>
  readonly hintOf?: (row: Row, column: string) => string | undefined
  readonly actions?: ActionColumn<Row>
  readonly selection?: SelectionColumn<Row>
  /** What can be done with the list, at the left above the table. */
  readonly tools?: ReactNode
  /** Address that answers the list as a file; absent where the viewer may not export. */
  readonly exportPath?: string
  /** Between the filters and the table. */
  readonly children?: ReactNode
  /** In place of rows where there is nothing to do, which is no search without result. */
  readonly nothing?: ReactNode
}

/** A whole list: filters, table, pager, export and the user's own settings, on a `<Page fill>`. */
export function ListView<Row extends ListRow>(props: ListViewProps<Row>) {
  const { shape, page, region } = props
  const { query, typed, problems, loaded } = page
  const { pending, go, open, refresh } = useListNavigation(shape)
  const [settings, setSettings] = useState(() => settingsFor(shape, props.saved))
  const [whole, setWhole] = useState(false)
  const fromFirstPage = (change: Partial<ListQuery>) => go({ ...query, ...change, position: { page: 1 } })
  const rows = 'rows' in loaded ? loaded.rows : []
  const words = filtersInWords(shape, query.values, region?.chain.at(-1)?.name)

  return (
    <>
      <Card>
        <FilterBar
          {...{ shape, typed, problems, region }}
          exchangeNumber={props.exchangeNumber}
          onQuery={(values) => fromFirstPage({ values })}
        />
      </Card>
      {props.children}
      <Card grow>
        <div className={whole ? `${styles.list} ${styles.whole}` : styles.list}>
          <div className={styles.toolbar}>
            {props.tools}
            {'rows' in loaded && loaded.sums && <ListFigures shape={shape} total={loaded.total} sums={loaded.sums} />}
            <span className={styles.right}>
              {props.queries && <SavedQueries {...{ shape, query, words }} queries={props.queries} onOpen={open} />}
              {props.exportPath && <ExportButton hrefOf={exportHref(shape, query, props.exportPath)} />}
              <button type="button" className={styles.tool} onClick={refresh}>
                刷新
              </button>
              <ColumnSettings {...{ shape, settings }} onChange={setSettings} onSave={props.onSaveSettings} />
              <button type="button" className={styles.tool} aria-pressed={whole} onClick={() => setWhole(!whole)}>
                {whole ? '退出全屏' : '全屏'}
              </button>
            </span>
          </div>
          <ListProblems problems={problems} />
          {'failure' in loaded ? (
            <ErrorCard message={loaded.failure} number={loaded.number} onRetry={refresh} />
          ) : (
            <>
              <DataTable
                {...{ shape, rows, settings, query }}
                views={props.views}
                hintOf={props.hintOf}
                actions={props.actions}
                selection={props.selection}
                busy={pending}
                onSort={(sort, direction) => fromFirstPage({ sort, direction })}
                empty={
                  pending ? (
                    <Skeleton rows={8} />
                  ) : (
                    <NoRows
                      {...{ shape, query, region }}
                      nothing={props.nothing}
                      total={loaded.total}
                      onGo={fromFirstPage}
                    />
                  )
                }
              />
              <Pager
                shape={shape}
                query={query}
                shown={{ total: loaded.total, first: rows[0]?.cursor, last: rows.at(-1)?.cursor }}
                onGo={(change) => go({ ...query, ...change })}
              />
            </>
          )}
        </div>
      </Card>
    </>
  )
}

/** What the whole filtered list comes to. A list without sums says its number of rows in the pager alone. */
function ListFigures({ shape, ...figures }: Figures & { shape: TableShape }) {
  if (shape.sums.length === 0) return null
  return (
    <p className={styles.figures}>
      {figuresInWords(shape, figures).map((words) => (
        <span key={words}>{words}</span>
      ))}
    </p>
  )
}

function exportHref(shape: TableShape, query: ListQuery, path: string): (format: ExportFormat) => string {
  return (format) => {
    const params = toSearchParams(shape, { ...query, size: DEFAULT_SIZE, position: { page: 1 } })
    params.set('format', format)
    return `${path}?${params}`
  }
}

/** What is wrong with the address beside the fields: its sort, size or page. */
function ListProblems({ problems }: { problems: readonly Problem[] }) {
  const own = problems.filter(({ field }) => field === 'sort' || field === 'size' || field === 'page')
  return own.map(({ field, message }) => (
    <p key={field} className={styles.problem} role="alert">
      {message}
    </p>
  ))
}

/** Behind the last row, nothing found, or nothing there at all: each says what to do. */
function NoRows(props: {
  shape: TableShape
  query: ListQuery
  region?: RegionFilter
  nothing?: ReactNode
  total: number
  onGo: (change: Partial<ListQuery>) => void
}) {
  const { shape, query, region, total, onGo } = props
  if (total > 0) {
    return (
      <div className={styles.beyond}>
        <p>这一页已没有记录。</p>
        <ActionButton onClick={() => onGo({})}>回到首页</ActionButton>
      </div>
    )
  }
  if (props.nothing) return props.nothing
  const { year, ...filters } = query.values
  const words = filtersInWords(shape, filters, region?.chain.at(-1)?.name)
  return <EmptyList filters={words} onClear={() => onGo({ values: year ? { year } : {} })} />
}
