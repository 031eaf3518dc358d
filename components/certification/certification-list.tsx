'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { StateTag } from '@/components/feedback/state-tag'
import { StandingTag } from '@/components/person/standing-tag'
import { BulkTools, useChoice } from '@/components/table/choice'
import type { CellViews } from '@/components/table/data-table'
import type { ExchangeNumber, RegionFilter } from '@/components/table/filter-bar'
import { type ListPage, ListView } from '@/components/table/list-view'
import work from '@/components/table/row-work.module.css'
import type { ListQueries } from '@/components/table/saved-queries'
import { codesOf, LADDER, type LadderStep } from '@/lib/certification/codes'
import type { ListedRow } from '@/lib/certification/list'
import type { RowAction } from '@/lib/certification/rules'
import type { TableShape } from '@/lib/table/list-query'
import type { SavedSettings, TableSettings } from '@/lib/table/settings'
import styles from './certification-list.module.css'

interface CertificationListProps {
  readonly shape: TableShape
  readonly page: ListPage<ListedRow>
  readonly region: RegionFilter
  readonly exchangeNumber: ExchangeNumber
  readonly queries: ListQueries
  readonly saved: SavedSettings
  readonly onSaveSettings: (settings: TableSettings) => void
  /** What the buttons of a row do. Absent where the viewer has none: then there is no column 操作. */
  readonly onAction?: (action: RowAction, row: ListedRow) => void
  /** 批量认证 of the chosen rows; `clear` takes the choice back once it is done. Absent where the viewer may not. */
  readonly onBulk?: (rows: readonly ListedRow[], clear: () => void) => void
  readonly exportPath?: string
  /** Between the filters and the table: the completion. */
  readonly children?: ReactNode
}

/** The list of 生存认证 as a clerk works on it. */
export function CertificationList({ onAction, onBulk, ...list }: CertificationListProps) {
  const chosen = useChoice<ListedRow>()
  return (
    <ListView
      {...list}
      views={VIEWS}
      hintOf={(row, column) => (REGIONS.includes(column) ? row.extra.path : undefined)}
      actions={onAction && { width: 140, render: (row) => <RowButtons row={row} onAction={onAction} /> }}
      selection={
        onBulk && {
          selected: chosen.selected,
          canSelect: (row) => row.actions.includes('certify'),
          nameOf: (row) => `${row.cells.name ?? ''}（${row.extra.community}）`,
          onSelect: chosen.select,
        }
      }
      tools={onBulk && <BulkTools choice={chosen} deed="批量认证" unit="人" onBulk={onBulk} />}
    />
  )
}

const REGIONS = ['county', 'street', 'community']

const VIEWS: CellViews<ListedRow> = {
  name: (row, text) => (
    <Link href={`/people/${row.extra.personId}`} prefetch={false}>
      {text}
    </Link>
  ),
  status: (row, text) => {
    const standing = <StandingTag status={row.extra.status} ladder={ladderIn(text)} />
    if (!row.extra.suspected) return standing
    return (
      <span className={styles.standings}>
        {standing}
        <span className="only-read-aloud">，</span>
        <StateTag tone="suspectedDeath">疑似死亡</StateTag>
      </span>
    )
  },
}

/** Where the ladder stands, as the status says it: 「未认证（警示）」. */
function ladderIn(status: string): LadderStep | null {
  return codesOf(LADDER).find((step) => status.includes(LADDER[step])) ?? null
}

const BUTTONS: readonly (readonly [RowAction, string])[] = [
  ['certify', '认证'],
  ['revoke', '撤销认证'],
  ['revokeDeath', '撤销死亡登记'],
  ['death', '死亡'],
]

/**
 * 死亡 stands last, apart and in the colour of danger, so that nobody presses it for 认证. Somebody suspected dead is verified in the
 * list of 疑似死亡.
 */
function RowButtons({ row, onAction }: { row: ListedRow; onAction: (action: RowAction, row: ListedRow) => void }) {
  const buttons = BUTTONS.filter(([action]) => row.actions.includes(action)).map(([action, label]) => (
    <button
      key={action}
      type="button"
      className={action === 'death' ? `${work.button} ${work.death}` : work.button}
      onClick={() => onAction(action, row)}
    >
      {label}
    </button>
  ))
  if (row.verify === null) return buttons
  return (
    <span className={styles.verify}>
      <Link href={row.verify} prefetch={false} className={work.button}>
        核实健在
      </Link>
      <Link href={row.verify} prefetch={false} className={work.button}>
        核实死亡
      </Link>
      {buttons}
    </span>
  )
}
