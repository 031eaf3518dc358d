import type { MenuIconName } from './menu-icon'

/** One line of the side menu. The server lists only what the viewer may do. */
export interface MenuItem {
  key: string
  label: string
  href: string
  icon: MenuIconName
}

/** The browser's memory of a folded menu: a cookie, because the server must know the width before it draws the page. */
export const FOLDED_COOKIE = 'menu-folded'

/** The item whose address is the longest beginning of `pathname`, whole segments only; '/' is itself alone. */
export function currentKey(items: readonly Pick<MenuItem, 'key' | 'href'>[], pathname: string): string | null {
  const above = items.filter(({ href }) => pathname === href || (href !== '/' && pathname.startsWith(`${href}/`)))
  const nearest = above.sort((a, b) => b.href.length - a.href.length).at(0)
  return nearest?.key ?? null
}
