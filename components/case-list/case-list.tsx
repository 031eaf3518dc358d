'use client'

import Link from 'next/link'
import type { ComponentProps } from 'react'
import { CaseStatusTag } from '@/components/case/case-status-tag'
import { ActionLink } from '@/components/feedback/action'
import notice from '@/components/feedback/feedback.module.css'
import { StateTag } from '@/components/feedback/state-tag'
import { LightTag } from '@/components/household/light-tag'
import { BulkTools, useChoice } from '@/components/table/choice'
import type { CellViews } from '@/components/table/data-table'
import work from '@/components/table/row-work.module.css'
import { ServedList } from '@/components/table/served-list'
import type { CaseRow } from '@/lib/case/table'
import styles from './case-list.module.css'
import { CaseTabs, type TabLink } from './case-tabs'

export type ListProps = ComponentProps<typeof ServedList<CaseRow>>

interface CaseListProps
  extends Pick<
    ListProps,
    'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain' | 'queries' | 'exportPath' | 'exchangeNumber'
  > {
  readonly tabs: readonly TabLink[]
  /** What is said when the tab is empty and nothing else was asked for. */
  readonly nothing?: string
  /** 分派 of the chosen rows; `clear` takes the choice back once it is done. Absent where the viewer may not. */
  readonly onDispatch?: (rows: readonly CaseRow[], clear: () => void) => void
}

/** The list of cases as a clerk works on it. */
export function CaseList({ tabs, nothing, onDispatch, ...list }: CaseListProps) {
  const chosen = useChoice<CaseRow>()
  const rows = 'rows' in list.page.loaded ? list.page.loaded.rows : []
  // Where nothing can be dispatched there is no column to choose in.
  const dispatch = chosen.rows.length > 0 || rows.some(canDispatch) ? onDispatch : undefined
  return (
    <ServedList<CaseRow>
      {...list}
      views={VIEWS}
      hintOf={hintOf}
      actions={ACTIONS}
      selection={dispatch && { selected: chosen.selected, canSelect: canDispatch, nameOf, onSelect: chosen.select }}
      tools={dispatch && <BulkTools choice={chosen} deed="分派" unit="件" onBulk={dispatch} />}
      nothing={
        nothing && <NothingThere words={nothing} isWhole={tabs.some(({ key, current }) => current && key === 'ALL')} />
      }
    >
      <CaseTabs tabs={tabs} />
    </ServedList>
  )
}

function canDispatch({ extra }: CaseRow): boolean {
  return extra.waits && extra.status === 'TO_DISPATCH'
}

function NothingThere({ words, isWhole }: { words: string; isWhole: boolean }) {
  return (
    <div className={notice.notice}>
      <p className={notice.heading}>{words}</p>
      {!isWhole && <ActionLink href="/cases">查看全部线索</ActionLink>}
    </div>
  )
}

function nameOf({ cells }: CaseRow): string {
  return `${cells.name ?? ''}（${cells.no ?? ''}）`
}

function hintOf({ cells, extra }: CaseRow, column: string): string | undefined {
  if (column === 'county' || column === 'street' || column === 'community') return extra.path
  return column === 'due' ? cells.due : undefined
}

const VIEWS: CellViews<CaseRow> = {
  no: ({ id }, text) => (
    <Link href={`/cases/${id}`} prefetch={false}>
      {text}
    </Link>
  ),
  status: ({ extra }) => (
    <span className={styles.tags}>
      <CaseStatusTag status={extra.status} />
      {extra.returned && <StateTag tone="overdue">退回</StateTag>}
    </span>
  ),
  due: ({ extra }, text) =>
    extra.light && (
      <span className={styles.tags}>
        <LightTag light={extra.light} />
        {text.replace(/（.*）$/, '')}
      </span>
    ),
}

const ACTIONS: ListProps['actions'] = {
  width: 64,
  render: (row) => {
    const word = row.extra.waits ? '办理' : '查看'
    return (
      <Link className={work.button} href={`/cases/${row.id}`} prefetch={false} aria-label={`${word} ${nameOf(row)}`}>
        {word}
      </Link>
    )
  },
}
