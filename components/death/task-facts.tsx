import Link from 'next/link'
import { FactList } from '@/components/person/facts'
import { CHANNELS, DEATH_SOURCES } from '@/lib/certification/codes'
import { monthInWords } from '@/lib/change/words'
import type { DeathTask } from '@/lib/death/decide'
import { formatFen } from '@/lib/money'
import { formatDateTime } from '@/lib/plain-date'
import { supplementsInWords } from './consequences'
import styles from './death-decision.module.css'

/** What the county finds: the death, the proposal for the household as it is now, and certifications that contradict the death. */
export function TaskFacts({ task: { dead, proposal, doubtful } }: { task: DeathTask }) {
  const { before, ways, supplements, overpaidMonths, wasHead } = proposal
  const proposed = ways[0]
  return (
    <>
      <FactList
        facts={[
          [
            '去世人员',
            <Link key="person" href={`/people/${dead.personId}`} prefetch={false}>
              {dead.name}
              {wasHead ? '（户主）' : ''}
            </Link>,
          ],
          ['死亡日期', dead.diedOn],
          ['信息来源', DEATH_SOURCES[dead.source]],
          ['停发首月', monthInWords(proposal.firstMonth)],
          ['已多发', overpaidMonths > 0 ? `${overpaidMonths} 个月，${formatFen(proposed?.overpaidFen ?? 0)} 元` : '无'],
          ['保障人口', `${before.insured} 人 → ${proposed?.after.insured ?? 0} 人`],
          ['月保障金额', `${formatFen(before.amountFen)} 元 → ${formatFen(proposed?.after.amountFen ?? 0)} 元`],
        ]}
        long={[
          ...(supplements.length > 0 ? [['分类施保重新核定', supplementsInWords(supplements)] as const] : []),
          ...(dead.note ? [['登记备注', dead.note] as const] : []),
        ]}
      />
      {doubtful.length > 0 && (
        <section className={styles.doubtful} aria-label="存疑认证">
          <h3>死亡日期之后仍有认证，请核查</h3>
          <ul>
            {doubtful.map((one) => (
              <li key={one.id}>
                {one.year}年度认证，{CHANNELS[one.channel]}，走访日期 {one.on}，{one.operatorName}
                {one.operatorPlace ? `（${one.operatorPlace}）` : ''}于 {formatDateTime(one.at)} 办理
                {one.note ? `，备注：${one.note}` : ''}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
