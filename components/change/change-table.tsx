import type { ChangeLine } from '@/lib/change/words'
import styles from './change.module.css'

/** Before and after, a line for each field, with whom they are about once for all of theirs; `title` is read aloud. */
export function ChangeTable({ changes, title }: { changes: readonly ChangeLine[]; title: string }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption className="only-read-aloud">{title}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.who}>
              对象
            </th>
            <th scope="col" className={styles.label}>
              项目
            </th>
            <th scope="col">变更前</th>
            <th scope="col">变更后</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ who, label, before, after }, place) => (
            <tr key={`${who ?? ''} ${label} ${before} ${after}`}>
              {(place === 0 || changes[place - 1]?.who !== who) && (
                <th scope="rowgroup" rowSpan={sameFrom(changes, place)}>
                  {who ?? '本户'}
                </th>
              )}
              <th scope="row">{label}</th>
              <td className={styles.before}>{before}</td>
              <td className={styles.after}>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How many lines from this place on are about the same member, or about the household. */
function sameFrom(changes: readonly ChangeLine[], place: number): number {
  const next = changes.findIndex((change, other) => other > place && change.who !== changes[place]?.who)
  return (next === -1 ? changes.length : next) - place
}
