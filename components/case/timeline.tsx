import { StateTag } from '@/components/feedback/state-tag'
import person from '@/components/person/person.module.css'
import type { CaseEntry } from '@/lib/case/timeline'
import styles from './case.module.css'

/** 办理记录, newest first: who took which step when, and whether in time. */
export function Timeline({ timeline }: { timeline: readonly CaseEntry[] }) {
  if (timeline.length === 0) return <p className={styles.soft}>没有本单位的办理记录。</p>
  return (
    <ol className={person.timeline}>
      {timeline.map((entry) => (
        <li key={entry.key}>
          <p className={person.deed}>
            <strong className={entry.returned ? styles.returned : undefined}>{entry.what}</strong>
            {entry.round && <span className={styles.soft}>{entry.round}</span>}
            {entry.kept && <StateTag tone={entry.kept.late ? 'overdue' : 'certified'}>{entry.kept.words}</StateTag>}
            <time dateTime={entry.when.replace(' ', 'T')}>{entry.when}</time>
            <span>{entry.who}</span>
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
        </li>
      ))}
    </ol>
  )
}
