import form from '@/components/change/change.module.css'
import { ActionButton } from '@/components/feedback/action'
import type { AdmissionContent } from '@/lib/admission/content'
import type { Obstacle } from '@/lib/admission/obstacles'
import { doubtsAbout, figuresOf, gapFenOf } from '@/lib/admission/rules'
import { formatFen } from '@/lib/money'
import type { Parameters } from '@/lib/parameters'
import type { PlainDate } from '@/lib/plain-date'
import styles from './admission.module.css'
import { Obstacles } from './obstacles'

/** 保障金额 as the form stands, what should be thought about, and who cannot be taken in. It stays in view beside the form. */
export function FiguresPanel(props: {
  content: AdmissionContent
  obstacles: readonly Obstacle[]
  parameters: Parameters
  today: PlainDate
  /** Puts the same share into every insured member's field. */
  onShare: (fen: number) => void
}) {
  const { content, obstacles, parameters, today, onShare } = props
  const figures = figuresOf(content, parameters, today)
  const doubts = doubtsAbout(content, parameters, today)
  const gap = gapFenOf(content, parameters)
  return (
    <aside className={form.panel} aria-label="纳入后">
      <h2>纳入后</h2>
      <dl className={styles.figures}>
        <Figure label="家庭人口" value={`${figures.members} 人`} />
        <Figure label="保障人口" value={`${figures.insured} 人`} />
        <Figure label="基本保障" value={`${formatFen(figures.amountFen - figures.supplementFen)} 元/月`} />
        <Figure label="分类施保" value={`${formatFen(figures.supplementFen)} 元/月`} />
        <Figure label="户月保障金额" value={`${formatFen(figures.amountFen)} 元/月`} total />
      </dl>
      {gap !== null && (
        <div className={styles.under}>
          <p className={form.soft}>按当地低保标准和月人均收入，每名保障对象补差 {formatFen(gap)} 元/月。</p>
          <ActionButton onClick={() => onShare(gap)}>按补差填入</ActionButton>
        </div>
      )}
      <Obstacles obstacles={obstacles} />
      {doubts.length > 0 && (
        <ul className={form.warnings} aria-label="请注意">
          {doubts.map((doubt) => (
            <li key={doubt}>{doubt}</li>
          ))}
        </ul>
      )}
    </aside>
  )
}

function Figure({ label, value, total }: { label: string; value: string; total?: boolean }) {
  return (
    <div className={total ? styles.total : undefined}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
