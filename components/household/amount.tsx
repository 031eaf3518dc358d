import { Card } from '@/components/shell/page'
import type { HouseholdFacts } from '@/lib/household/file'
import { formatFen } from '@/lib/money'
import styles from './household.module.css'

/** 保障金额 = 基本保障 + 分类施保; the members' table says who has which part of it. */
export function Amount({ facts }: { facts: HouseholdFacts }) {
  const { monthlyAmountFen, supplementFen, insuredCount, memberCount, status } = facts
  return (
    <Card title={status === 'ACTIVE' ? '保障金额' : '保障金额（停保前）'}>
      <dl className={styles.amount}>
        <Figure label="户月保障金额" value={`${formatFen(monthlyAmountFen)} 元/月`} look="total" />
        <Figure label="基本保障" value={`${formatFen(monthlyAmountFen - supplementFen)} 元/月`} look="base" />
        <Figure label="分类施保" value={`${formatFen(supplementFen)} 元/月`} look="supplement" />
        <Figure label="保障人口/家庭人口" value={`${insuredCount} 人 / ${memberCount} 人`} look="people" />
      </dl>
    </Card>
  )
}

function Figure(props: { label: string; value: string; look: 'total' | 'base' | 'supplement' | 'people' }) {
  return (
    <div className={styles[props.look]}>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </div>
  )
}
