import type { MenuIconName } from './menu-icon'

/** One line of the side menu. The server lists only what the viewer may do. */
export interface MenuItem {
  key: string
  label: string
  href: string
  icon: MenuIconName
  /** Heading under which it stands with its neighbours of the same group; none stands by itself. */
  group?: string
}

/** The browser's memory of a folded menu: a cookie, because the server must know the width before it draws the page. */
export const FOLDED_COOKIE = 'menu-folded'

/**
 * The item whose address is the longest beginning of `pathname`, whole segments only; '/' is itself alone. An item that presets a
 * filter (`/households?category=DIBIAN&…`) is current while the first of its filters stands in the address just so.
 */
export function currentKey(
  items: readonly Pick<MenuItem, 'key' | 'href'>[],
  pathname: string,
  search: Pick<URLSearchParams, 'get'> = new URLSearchParams(),
): string | null {
  const above = items.filter(({ href }) => {
    const [path = href, preset] = href.split('?')
    if (preset === undefined) return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`))
    const [key, value] = [...new URLSearchParams(preset)][0] ?? ['', '']
    return pathname === path && search.get(key) === value
  })
  const nearest = above.sort((a, b) => b.href.length - a.href.length).at(0)
  return nearest?.key ?? null
}

/** Neighbours of one group, in the order of the menu. */
export interface MenuSection<Item> {
  group: string | undefined
  items: readonly Item[]
}

/** The menu cut where the group changes. */
export function sectionsOf<Item extends Pick<MenuItem, 'group'>>(items: readonly Item[]): MenuSection<Item>[] {
  const sections: { group: string | undefined; items: Item[] }[] = []
  for (const item of items) {
    const last = sections.at(-1)
    if (last && last.group === item.group) last.items.push(item)
    else sections.push({ group: item.group, items: [item] })
  }
  return sections
}
