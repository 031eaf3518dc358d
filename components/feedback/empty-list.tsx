import { ActionButton, ActionLink } from './action'
import styles from './feedback.module.css'

type Clear = { href: string; onClear?: never } | { href?: never; onClear: () => void }

/**
 * A list without rows. `filters` names what is on, as the clerk reads it (「认证状态：未认证」), so that nobody takes a
 * forgotten filter for an empty street; 清除筛选 goes to `href` or calls `onClear`.
 */
export function EmptyList({ filters, ...clear }: { filters: readonly string[] } & Clear) {
  if (filters.length === 0) {
    return (
      <div className={styles.notice}>
        <p className={styles.heading}>暂无记录</p>
      </div>
    )
  }
  return (
    <div className={styles.notice}>
      <p className={styles.heading}>没有符合条件的记录</p>
      <p className={styles.lead}>正在使用的筛选条件：</p>
      <ul className={styles.filters}>
        {filters.map((filter) => (
          <li key={filter}>{filter}</li>
        ))}
      </ul>
      {clear.href === undefined ? (
        <ActionButton onClick={clear.onClear}>清除筛选</ActionButton>
      ) : (
        <ActionLink href={clear.href}>清除筛选</ActionLink>
      )}
    </div>
  )
}
