import Link from 'next/link'
import styles from './case-list.module.css'

/** A tab of the list: an address of it. */
export interface TabLink {
  key: string
  label: string
  /** How many cases it would list. */
  count: number
  href: string
  current: boolean
  /** Its cases are late. */
  urgent: boolean
}

/** The list by state, by what waits for the viewer and by what is late or came back. */
export function CaseTabs({ tabs }: { tabs: readonly TabLink[] }) {
  return (
    <nav className={styles.tabs} aria-label="线索分类">
      {tabs.map(({ key, label, count, href, current, urgent }) => (
        <Link
          key={key}
          href={href}
          prefetch={false}
          scroll={false}
          className={styles.tab}
          aria-current={current ? 'page' : undefined}
        >
          {label}
          <span className={urgent && count > 0 ? `${styles.count} ${styles.urgent}` : styles.count}>
            {count.toLocaleString('en-US')}
            <span className="only-read-aloud">件</span>
          </span>
        </Link>
      ))}
    </nav>
  )
}
