import type { DeathProposal, DeathWay } from '@/lib/death/proposal'
import type { DeathPreview } from '@/lib/death/rules'
import { formatFen } from '@/lib/money'
import styles from './consequences.module.css'

/** What will follow from a death, as far as the records know it. */
export function Consequences({ plan }: { plan: DeathPreview | undefined }) {
  return (
    <section className={styles.box} aria-live="polite" aria-label="登记后的变化">
      <h3 className={styles.heading}>登记后的变化</h3>
      {plan ? <Lines plan={plan} /> : <p className={styles.empty}>填写死亡日期后显示。</p>}
    </section>
  )
}

function Lines({ plan }: { plan: DeathPreview }) {
  const [year, month] = plan.firstMonthWithoutBenefit.split('-')
  return (
    <ul className={styles.list}>
      {plan.households.map((household) => (
        <Household key={household.householdId} proposal={household} />
      ))}
      <li>
        自 {year} 年 {Number(month)} 月起不再发放保障金
        {plan.overpaidMonths > 0
          ? `，截至本月涉及 ${plan.overpaidMonths} 个月${overpaid(plan)}，由区县核实追回。`
          : '。'}
      </li>
      <li>本年度无需再做生存认证，名册状态变为「已死亡」。</li>
      {plan.doubtful.map((vouched) => (
        <li key={vouched.certificationId} className={styles.doubt}>
          {vouched.on} 的认证（{vouched.operatorName}）晚于死亡日期，将标记为「存疑」并报区县核查，请在备注中说明情况。
        </li>
      ))}
    </ul>
  )
}

/** What the default way would have to ask back; nothing where there is no household to ask. */
function overpaid({ households }: DeathPreview): string {
  const fen = households.reduce((sum, { ways }) => sum + (ways[0]?.overpaidFen ?? 0), 0)
  return fen > 0 ? `、约 ${formatFen(fen)} 元` : ''
}

function Household({ proposal }: { proposal: DeathProposal }) {
  const { certificateNo, wasHead, before, ways, supplements } = proposal
  const proposed = ways[0]
  if (!proposed) return null
  const { way, after } = proposed
  return (
    <li>
      户（证号 {certificateNo}）：保障人口 {before.insured} 人 → {after.insured} 人，月保障金额{' '}
      {formatFen(before.amountFen)} 元 → {formatFen(after.amountFen)} 元，
      {wasHead ? '该对象是户主。' : '该对象不是户主。'}
      {way !== 'STOP' && supplements.length > 0 && `分类施保按健在成员重新核定：${supplementsInWords(supplements)}。`}
      {way === 'STOP' && after.members > 0 ? '户内已无保障对象，由区县办理停保。' : NEXT[way]}
    </li>
  )
}

/** 「张某 0.00 元 → 58.00 元」 */
export function supplementsInWords(supplements: DeathProposal['supplements']): string {
  return supplements
    .map(({ name, beforeFen, afterFen }) => `${name} ${formatFen(beforeFen)} 元 → ${formatFen(afterFen)} 元`)
    .join('，')
}

/** What the county is going to do, as the street is told. */
const NEXT: Record<DeathWay, string> = {
  STOP: '户内无其他成员，由区县办理停保。',
  MINORS: '户内仅剩未成年人，由区县落实监护人和儿童保障。',
  SUCCESSION: '由区县办理户主变更或停旧建新。',
  NEW_FILE: '由区县办理停旧建新或户主变更。',
  REDUCE: '由区县办理减保。',
}
