import { ActionButton } from './action'
import styles from './feedback.module.css'

/** Something did not load. `message` says what and what to do, `number` is what the help desk asks for. */
export function ErrorCard({ message, number, onRetry }: { message: string; number?: string; onRetry: () => void }) {
  return (
    <div className={styles.notice} role="alert">
      <p className={styles.heading}>{message}</p>
      <ActionButton weight="main" onClick={onRetry}>
        重试
      </ActionButton>
      {number && <p className={styles.number}>错误编号：{number}</p>}
    </div>
  )
}
