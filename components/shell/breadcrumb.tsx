import Link from 'next/link'
import styles from './page.module.css'

export interface Crumb {
  label: string
  href?: string
}

/** 「当前位置：生存认证 >> 生存认证」; the marks are text, so that it reads and copies as it looks. */
export function Breadcrumb({ trail }: { trail: readonly Crumb[] }) {
  return (
    <nav className={styles.breadcrumb} aria-label="面包屑">
      {'当前位置：'}
      {trail.map(({ label, href }, depth) => (
        <span key={pathTo(trail, depth)} aria-current={depth === trail.length - 1 ? 'page' : undefined}>
          {depth > 0 && ' >> '}
          {href ? (
            <Link href={href} prefetch={false}>
              {label}
            </Link>
          ) : (
            label
          )}
        </span>
      ))}
    </nav>
  )
}

/** A label may stand twice in one trail, a way to it may not. */
function pathTo(trail: readonly Crumb[], depth: number): string {
  return trail
    .slice(0, depth + 1)
    .map(({ label }) => label)
    .join(' >> ')
}
