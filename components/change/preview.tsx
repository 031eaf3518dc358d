import type { ChangePreview } from '@/lib/change/words'
import { formatFen } from '@/lib/money'
import styles from './change.module.css'
import { ChangeTable } from './change-table'

/** What a change does: field by field, then the household's figures where they move, then what should be thought about. */
export function Preview({ preview: { changes, figures, warnings } }: { preview: ChangePreview }) {
  return (
    <>
      <ChangeTable changes={changes} title="变更内容" />
      {figures && isMoved(figures) && <Figures figures={figures} />}
      {warnings.length > 0 && (
        <ul className={styles.warnings} aria-label="请注意">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </>
  )
}

type FiguresShown = NonNullable<ChangePreview['figures']>

function isMoved(figures: FiguresShown): boolean {
  return (
    figures.membersBefore !== figures.membersAfter ||
    figures.insuredBefore !== figures.insuredAfter ||
    figures.amountBeforeFen !== figures.amountAfterFen
  )
}

function Figures({ figures }: { figures: FiguresShown }) {
  return (
    <table className={`${styles.table} ${styles.figures}`}>
      <caption className="only-read-aloud">人口和金额</caption>
      <thead>
        <tr>
          <th scope="col">人口和金额</th>
          <th scope="col">变更前</th>
          <th scope="col">变更后</th>
        </tr>
      </thead>
      <tbody>
        <Figure label="家庭人口" before={`${figures.membersBefore} 人`} after={`${figures.membersAfter} 人`} />
        <Figure label="保障人口" before={`${figures.insuredBefore} 人`} after={`${figures.insuredAfter} 人`} />
        <Figure
          label="户月保障金额"
          before={`${formatFen(figures.amountBeforeFen)} 元`}
          after={`${formatFen(figures.amountAfterFen)} 元`}
        />
      </tbody>
    </table>
  )
}

function Figure({ label, before, after }: { label: string; before: string; after: string }) {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td className={styles.before}>{before}</td>
      <td className={before === after ? styles.before : styles.after}>{before === after ? '不变' : after}</td>
    </tr>
  )
}
