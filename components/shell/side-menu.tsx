'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { type ReactNode, useId, useState } from 'react'
import { currentKey, FOLDED_COOKIE, type MenuSection, sectionsOf } from './menu'
import styles from './side-menu.module.css'

const YEAR_IN_SECONDS = 31_536_000

export interface DrawnMenuItem {
  key: string
  label: string
  href: string
  icon: ReactNode
  group?: string
}

/** The left menu, 208 px, or 56 px when folded; on a phone a strip that scrolls sideways. */
export function SideMenu({ items, initiallyFolded }: { items: readonly DrawnMenuItem[]; initiallyFolded: boolean }) {
  const [folded, setFolded] = useState(initiallyFolded)
  const current = currentKey(items, usePathname(), useSearchParams())

  function fold() {
    rememberFolded(!folded)
    setFolded(!folded)
  }

  return (
    <nav className={folded ? `${styles.menu} ${styles.folded}` : styles.menu} aria-label="主菜单">
      <ul className={styles.items}>
        {sectionsOf(items).map((section) => (
          <Section key={section.items[0]?.key} section={section} current={current} />
        ))}
      </ul>
      <button type="button" className={styles.fold} onClick={fold} aria-expanded={!folded}>
        <FoldArrow />
        <span className={styles.label}>{folded ? '展开菜单' : '收起菜单'}</span>
      </button>
    </nav>
  )
}

/** Items under their heading; when the menu is folded a line stands for it. */
function Section({
  section: { group, items },
  current,
}: {
  section: MenuSection<DrawnMenuItem>
  current: string | null
}) {
  const id = useId()
  return (
    <li className={group ? styles.section : `${styles.section} ${styles.single}`}>
      {group && (
        <p id={id} className={styles.heading}>
          {group}
        </p>
      )}
      <ul aria-labelledby={group && id}>
        {items.map(({ key, label, href, icon }) => (
          <li key={key}>
            <Link
              href={href}
              prefetch={false}
              className={styles.item}
              aria-current={key === current ? 'page' : undefined}
            >
              {icon}
              <span className={styles.label}>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}

function rememberFolded(folded: boolean) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs https, which a county's intranet may not have
  document.cookie = `${FOLDED_COOKIE}=${folded ? 1 : 0}; path=/; max-age=${YEAR_IN_SECONDS}; samesite=lax`
}

function FoldArrow() {
  return (
    <svg
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      aria-hidden="true"
    >
      <path d="M3 4h14M9 8h8M9 12h8M3 16h14M6 8l-2.5 2L6 12" />
    </svg>
  )
}
