import type { Answer } from '@/lib/access/perform'
import styles from './account.module.css'

/** Why something was not done, apart from what belongs to a field. */
export interface Trouble {
  message: string
  /** For the help desk. */
  number?: string
}

export const UNREACHABLE: Trouble = { message: '网络不通，未能确认是否已办理，请稍后重试。' }

/** What an answer that is not good says; its field errors are taken as one when they have no field on the screen. */
export function troubleOf(answer: Exclude<Answer<unknown>, { ok: true }>): Trouble {
  if ('refusal' in answer) return { message: answer.refusal.message }
  if ('failure' in answer) return answer.failure
  return { message: Object.values(answer.fieldErrors).join(' ') }
}

/** Read aloud when it appears. */
export function TroubleNote({ trouble }: { trouble: Trouble | null }) {
  if (!trouble) return null
  return (
    <div role="alert" className={styles.trouble}>
      {trouble.message}
      {trouble.number && <p className={styles.number}>错误编号：{trouble.number}</p>}
    </div>
  )
}
