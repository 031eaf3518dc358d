import type { ReactNode } from 'react'
import styles from './feedback.module.css'

/** One calm sheet in place of a page: for what was not found and for outages. */
export function WholePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.wholePage}>
      <div className={styles.sheet}>
        <h1>{title}</h1>
        {children}
      </div>
    </div>
  )
}
