'use client'

import dynamic from 'next/dynamic'
import { type ComponentProps, useRef, useState } from 'react'
import type { CellViews } from '@/components/table/data-table'
import { ServedList } from '@/components/table/served-list'
import type { AuditRow } from '@/lib/audit/table'
import styles from './audit.module.css'

// Fetched with the first look at a row.
const AuditDrawer = dynamic(() => import('./audit-drawer').then((module) => module.AuditDrawer), { ssr: false })

type ListProps = ComponentProps<typeof ServedList<AuditRow>>

interface AuditListProps extends Pick<ListProps, 'shape' | 'page' | 'saved' | 'server' | 'home' | 'chain'> {
  /** Which days are shown when none were asked for. */
  readonly span: string | null
}

/** The audit trail as an auditor reads it: a row's 详情 opens everything that was recorded. */
export function AuditList({ span, ...list }: AuditListProps) {
  const [opened, setOpened] = useState<AuditRow>()
  const opener = useRef<HTMLButtonElement>(null)
  const views: CellViews<AuditRow> = {
    detail: (row, text) => (
      <button
        type="button"
        className={styles.open}
        onClick={({ currentTarget }) => {
          opener.current = currentTarget
          setOpened(row)
        }}
      >
        {text || '查看'}
      </button>
    ),
  }

  function close() {
    setOpened(undefined)
    requestAnimationFrame(() => opener.current?.focus())
  }

  return (
    <>
      <ServedList<AuditRow>
        {...list}
        views={views}
        hintOf={hintOf}
        tools={span && <span className={styles.span}>{span}</span>}
      />
      {opened && <AuditDrawer row={opened} columns={list.shape.columns} onClose={close} />}
    </>
  )
}

function hintOf(row: AuditRow, column: string): string | undefined {
  if (column === 'region') return row.extra.path
  return column === 'detail' || column === 'subject' ? row.cells[column] : undefined
}
