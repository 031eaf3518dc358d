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
 * The item whose address is the longest beginning of `pathname`, whole segments only; '/' is itself alone. Of several items for one
 * list (`/households?category=DIBIAN&…`) that one whose first filter stands in the address just so.
 */
export function currentKey(
  items: readonly Pick<MenuItem, 'key' | 'href'>[],
  pathname: string,
  search: Pick<URLSearchParams, 'get'> = new URLSearchParams(),
): string | null {
  const places = items.map(({ key, href }) => ({ key, path: href.split('?')[0] ?? '', preset: href.split('?')[1] }))
  const above = places.filter(({ path, preset }) => {
    const shared = places.filter((place) => place.path === path).length > 1
    if (shared && preset !== undefined) return pathname === path && stands(preset, search)
    return pathname === path || (path !== '/' && pathname.startsWith(`${path}/`))
  })
  const nearest = above.sort((a, b) => b.path.length - a.path.length).at(0)
  return nearest?.key ?? null
}

function stands(preset: string, search: Pick<URLSearchParams, 'get'>): boolean {
  const [first] = new URLSearchParams(preset)
  return first !== undefined && search.get(first[0]) === first[1]
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
