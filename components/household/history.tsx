import Link from 'next/link'
import { ChangeTable } from '@/components/change/change-table'
import { StateTag } from '@/components/feedback/state-tag'
import person from '@/components/person/person.module.css'
import type { FileEntry } from '@/lib/household/file-history'
import styles from './household.module.css'

/** 变更记录, newest first: each with what it was before and what it became. `linked` where the viewer may open the requests. */
export function History({ history, linked }: { history: readonly FileEntry[]; linked: boolean }) {
  if (history.length === 0) return <p className={styles.soft}>建档以来没有变更。</p>
  return (
    <ol className={person.timeline}>
      {history.map((entry) => (
        <li key={entry.key} className={entry.undone ? person.undone : undefined}>
          <p className={person.deed}>
            <strong>{entry.what}</strong>
            {entry.undone && <StateTag tone="dead">已撤销</StateTag>}
            <time dateTime={entry.when.replace(' ', 'T')}>{entry.when}</time>
            <span className={styles.soft}>{entry.who}</span>
            {linked && entry.requestId !== null && (
              <Link href={`/changes/${entry.requestId}`} prefetch={false}>
                查看申请
              </Link>
            )}
          </p>
          {entry.facts.length > 0 && (
            <dl className={person.details}>
              {entry.facts.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}：</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {entry.changes.length > 0 && <ChangeTable changes={entry.changes} title={`${entry.when} ${entry.what}`} />}
        </li>
      ))}
    </ol>
  )
}
