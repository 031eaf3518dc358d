import { type PlainDate, plainDate } from '@/lib/plain-date'
import { normalised } from './cell'

// What clerks write into cells that mean a day, a month or money. Whether it makes sense is for the rules to say.

/** Databases and spreadsheets put a time behind a day. */
const TIME = /[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/
const DAY = /^(\d{4})(?:-(\d{1,2})-|\/(\d{1,2})\/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})[日号]?$/
const MONTH = /^(\d{4})(?:[-/](\d{1,2})|\.(\d{2}|[2-9])|年(\d{1,2})月份?)$/

/** Blanks around the parts of a date mean nothing. */
function compact(text: string): string {
  return normalised(text).replace(TIME, '').replace(/\s/g, '')
}

function dayFrom(year = '', month = '', day = ''): PlainDate | null {
  return plainDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** A day written as 2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 or 20261121, full-width too; null for anything else. */
export function readDay(text: string): PlainDate | null {
  const written = compact(text)
  if (/^\d{8}$/.test(written)) return dayFrom(written.slice(0, 4), written.slice(4, 6), written.slice(6))
  const parts = DAY.exec(written)
  if (!parts) return null
  const [, year, dash, slash, dot, character, day] = parts
  return dayFrom(year, dash ?? slash ?? dot ?? character, day)
}

/**
 * The first day of a month written as 2026-11, 2026/11, 2026.11, 2026年11月 or 202611, or of the month of a day, into which
 * spreadsheets turn a month. Null for anything else, and for 2026.1: a spreadsheet writes that for 2026.10.
 */
export function readMonth(text: string): PlainDate | null {
  const written = compact(text)
  if (/^\d{6}$/.test(written)) return dayFrom(written.slice(0, 4), written.slice(4), '01')
  const day = readDay(written)
  if (day) return dayFrom(day.slice(0, 4), day.slice(5, 7), '01')
  const parts = MONTH.exec(written)
  if (!parts) return null
  const [, year, dashed, dotted, character] = parts
  return dayFrom(year, dashed ?? dotted ?? character, '01')
}

const MONEY = /^[¥￥]?(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.(\d{1,2}))?元?$/

/** Integer fen of 1234.5, '1,234.50', '520元' or '￥520'; null for anything else: negative, finer than fen, a trillion and more. */
export function readMoney(text: string): number | null {
  const parts = MONEY.exec(normalised(text).replace(/\s/g, ''))
  if (!parts) return null
  const [, yuan = '', fen = ''] = parts
  return Number(yuan.replaceAll(',', '')) * 100 + Number(fen.padEnd(2, '0'))
}
