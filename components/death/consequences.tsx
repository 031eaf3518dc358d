import { type DeathPlan, FATES } from '@/lib/death/rules'
import styles from './consequences.module.css'

/** What will follow from a death, as far as the records know it. */
export function Consequences({ plan }: { plan: DeathPlan | undefined }) {
  return (
    <section className={styles.box} aria-live="polite" aria-label="登记后的变化">
      <h3 className={styles.heading}>登记后的变化</h3>
      {plan ? <Lines plan={plan} /> : <p className={styles.empty}>填写死亡日期后显示。</p>}
    </section>
  )
}

function Lines({ plan }: { plan: DeathPlan }) {
  const [year, month] = plan.firstMonthWithoutBenefit.split('-')
  return (
    <ul className={styles.list}>
      {plan.households.map((household) => (
        <li key={household.householdId}>
          户（证号 {household.certificateNo}）：保障人口 {household.insuredBefore} 人 → {household.insuredAfter} 人，
          {household.isHead ? '该对象是户主。' : '该对象不是户主。'}
          {FATES[household.fate]}
        </li>
      ))}
      <li>
        自 {year} 年 {Number(month)} 月起不再发放保障金
        {plan.overpaidMonths > 0 ? `，截至本月涉及 ${plan.overpaidMonths} 个月，由区县核实追回。` : '。'}
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
