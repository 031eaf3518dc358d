import { pinyin } from 'pinyin-pro'

/** Initials of a name in pinyin, lower case, 曾国强 → 'zgq': what a search by initials works on. */
export function initialsOf(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', surname: 'head', type: 'array' }).join('').toLowerCase()
}
