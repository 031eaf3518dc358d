/** What a number format says about a number: a date, a whole number with leading zeros (their count), or nothing of interest. */
export type NumberFormat = 'date' | number | null

/**
 * Built-in formats of dates, ECMA-376 part 1, 18.8.30, with those of Chinese programs (27–31, 36, 50–54, 57, 58). The rest of
 * the list are times of day.
 */
const BUILT_IN_DATES = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58])

/** `code` is the format's own text, if the file defines one for `id`. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return BUILT_IN_DATES.has(id) ? 'date' : null
  const [positive = ''] = code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').split(';')
  if (/^0{2,30}$/.test(positive)) return positive.length
  return isDate(positive.toLowerCase()) ? 'date' : null
}

function isDate(code: string): boolean {
  if (code.includes('general') || code.includes('通用') || /[#?]/.test(code)) return false
  if (/[yd]/.test(code)) return true
  return /[em]/.test(code) && !/[0hs[]/.test(code)
}

const MS_PER_DAY = 86_400_000
const LAST_DAY = 2_958_465

/**
 * The day 'YYYY-MM-DD' of a serial number; null for what is no day (time of day alone, negative, after 9999).
 * The 1900 system counts 1900-02-29 (60), which never was: it is answered as the program shows it, and no calendar will take it.
 */
export function dayOfSerial(serial: number, from1904: boolean): string | null {
  const days = Math.floor(Math.round(serial * MS_PER_DAY) / MS_PER_DAY)
  if (days > LAST_DAY || days < (from1904 ? 0 : 1)) return null
  if (from1904) return isoDay(Date.UTC(1904, 0, 1 + days))
  if (days === 60) return '1900-02-29'
  return isoDay(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * MS_PER_DAY)
}

function isoDay(milliseconds: number): string | null {
  const text = new Date(milliseconds).toISOString()
  return text.startsWith('+') ? null : text.slice(0, 10)
}
