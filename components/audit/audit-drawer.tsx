'use client'

import { Drawer } from 'antd'
import type { AuditRow } from '@/lib/audit/table'
import type { ColumnShape } from '@/lib/table/list-query'
import styles from './audit.module.css'

/** Everything that one audit row says, as labelled facts. */
export function AuditDrawer(props: { row: AuditRow; columns: readonly ColumnShape[]; onClose: () => void }) {
  const { row, columns, onClose } = props
  const told = columns.filter(({ key }) => key !== 'detail')
  return (
    <Drawer title={`${row.cells.action ?? ''}：${row.cells.subject ?? ''}`} open size={480} onClose={onClose}>
      <dl className={styles.facts}>
        {told.map(({ key, title }) => (
          <Fact key={key} label={title} value={key === 'region' ? row.extra.path : (row.cells[key] ?? '')} />
        ))}
      </dl>
      <h2 className={styles.heading}>详情</h2>
      {row.extra.facts.length > 0 ? (
        <dl className={styles.facts}>
          {row.extra.facts.map(({ label, value }) => (
            <Fact key={label} label={label} value={value} />
          ))}
        </dl>
      ) : (
        <p className={styles.none}>没有其他内容。</p>
      )}
    </Drawer>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value || '—'}</dd>
    </>
  )
}
