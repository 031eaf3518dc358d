import { EvidencePhotos } from '@/components/evidence/evidence-photos'
import { StateTag } from '@/components/feedback/state-tag'
import type { HistoryEntry } from '@/lib/person/history'
import styles from './person.module.css'

/** Everything on record, newest first. */
export function Timeline({ history }: { history: readonly HistoryEntry[] }) {
  if (history.length === 0) return <p className={styles.soft}>暂无记录。</p>
  return (
    <ol className={styles.timeline}>
      {history.map((entry) => (
        <li key={entry.key} className={entry.undone ? styles.undone : undefined}>
          <p className={styles.deed}>
            <strong>{entry.what}</strong>
            {entry.undone && <StateTag tone="dead">已撤销</StateTag>}
            {entry.doubtful && <StateTag tone="overdue">存疑</StateTag>}
            <time dateTime={entry.when.replace(' ', 'T')}>{entry.when}</time>
            {entry.who && <span>{entry.who}</span>}
          </p>
          {entry.facts.length > 0 && (
            <dl className={styles.details}>
              {entry.facts.map(({ label, value }) => (
                <div key={label}>
                  <dt>{label}：</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          )}
          {entry.evidence.length > 0 && <EvidencePhotos ids={entry.evidence} of={`${entry.when} ${entry.what}`} />}
        </li>
      ))}
    </ol>
  )
}
