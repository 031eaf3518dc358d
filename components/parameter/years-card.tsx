import { Card } from '@/components/shell/page'
import type { ShownYear } from '@/lib/parameter/data'
import type { PlainDate } from '@/lib/plain-date'
import styles from './parameter.module.css'

/** 认证年度: which years have begun, and until when each can be entered. A year begins by itself with 1 January. */
export function YearsCard({ years, today }: { years: readonly ShownYear[]; today: PlainDate }) {
  return (
    <Card title="认证年度">
      <p className={styles.soft}>每年1月1日自动开启新年度；上年度在补录期限后自动冻结。</p>
      <table className={styles.table} aria-label="认证年度">
        <thead>
          <tr>
            <th scope="col">年度</th>
            <th scope="col">开启日期</th>
            <th scope="col">可补录至</th>
            <th scope="col">状态</th>
          </tr>
        </thead>
        <tbody>
          {years.map(({ year, openedOn, lastDay }) => (
            <tr key={year}>
              <th scope="row">{year}年度</th>
              <td>{openedOn}</td>
              <td>{lastDay}</td>
              <td>{today <= lastDay ? '办理中' : '已冻结'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}
