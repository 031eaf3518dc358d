/** One row in the text format of COPY. */

import { type Day, textOf } from './day'

export type Value = string | number | boolean | null

/** One line. No text of the demo data holds a tab, a line break or a backslash. */
export function line(values: readonly Value[]): string {
  let text = ''
  for (const value of values) {
    if (text !== '') text += '\t'
    text += value === null ? '\\N' : value === true ? 't' : value === false ? 'f' : value
  }
  return text
}

export function dayText(day: Day | null): string | null {
  return day === null ? null : textOf(day)
}

export function bytesText(bytes: Buffer): string {
  return `\\\\x${bytes.toString('hex')}`
}

/** The beginning of a day in Asia/Shanghai. */
export function midnightText(day: Day): string {
  return `${textOf(day)} 00:00:00+08`
}

/** As the SQL function `name_grams` cuts a name: every two neighbouring characters once. */
export function gramsOf(name: string): Set<string> {
  const grams = new Set<string>()
  for (let at = 0; at + 1 < name.length; at++) grams.add(name.slice(at, at + 2))
  return grams
}
