import Link from 'next/link'
import { hrefOf, type ListQuery, type TableShape } from '@/lib/table/list-query'
import styles from './message-list.module.css'

/** 全部 and 未读, within the filters that are on. */
export function ReadingTabs({ shape, query, unread }: { shape: TableShape; query: ListQuery; unread: number }) {
  const { reading, ...filters } = query.values
  const to = (values: ListQuery['values']) => hrefOf(shape, { ...query, values, position: { page: 1 } })
  const tabs = [
    { label: '全部', href: to(filters), current: reading === undefined },
    { label: `未读 ${unread}`, href: to({ ...filters, reading: 'UNREAD' }), current: reading === 'UNREAD' },
  ]
  return (
    <nav className={styles.tabs} aria-label="按状态查看">
      {tabs.map(({ label, href, current }) => (
        <Link
          key={label}
          href={href}
          prefetch={false}
          className={styles.tab}
          aria-current={current ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
