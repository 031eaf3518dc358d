import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, firstOfMonth, type PlainDate, plainDate } from '@/lib/plain-date'
import { readDay, readMoney, readMonth } from './dates'

const EPOCH = plainDate('1900-01-01') ?? expect.fail('1900-01-01 is a day')
const days = fc.integer({ min: 0, max: 80_000 }).map((count) => addDays(EPOCH, count))
const parts = (date: PlainDate): [string, string, string] => [date.slice(0, 4), date.slice(5, 7), date.slice(8)]
const short = (part: string) => String(Number(part))
const wide = (text: string) =>
  text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0))

describe('a day', () => {
  it('is read in every way that clerks write it', () => {
    fc.assert(
      fc.property(days, (date) => {
        const [year, month, day] = parts(date)
        const ways = [
          date,
          date.replaceAll('-', '/'),
          date.replaceAll('-', '.'),
          `${year}/${short(month)}/${short(day)}`,
          `${year}年${month}月${day}日`,
          ` ${year} 年 ${short(month)} 月 ${short(day)} 号 `,
          `${year}${month}${day}`,
          `${date} 00:00:00`,
          `${year}/${short(month)}/${short(day)} 0:00`,
        ]
        for (const way of ways) expect([way, readDay(way), readDay(wide(way))]).toEqual([way, date, date])
      }),
    )
  })

  it.each([
    '',
    '2026',
    '2026-11',
    '26-11-21',
    '2026-02-29',
    '2026-13-01',
    '2026-11/21',
    '46347',
    '1900-02-29',
    '今天',
    '2026-11-21-1',
  ])('%j is none', (text) => expect(readDay(text)).toBeNull())
})

describe('a month', () => {
  it('is read in every way that clerks write it, as its first day', () => {
    fc.assert(
      fc.property(days, (date) => {
        const [year, month] = parts(date)
        const ways = [
          `${year}-${month}`,
          `${year}/${short(month)}`,
          `${year}.${month}`,
          `${year}年${short(month)}月`,
          `${year}年${month}月份`,
          `${year}${month}`,
          date,
        ]
        for (const way of ways)
          expect([way, readMonth(way), readMonth(wide(way))]).toEqual([way, firstOfMonth(date), firstOfMonth(date)])
      }),
    )
  })

  it.each(['', '2026', '2026-13', '2026-0', '202613', '11月', '2026.1', '2026-11-31'])('%j is none', (text) =>
    expect(readMonth(text)).toBeNull(),
  )
})

describe('money', () => {
  it('is read to the fen, plain, with signs and with thousands', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), (fen) => {
        const plain = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',')
        for (const way of [plain, grouped, `￥${plain}`, `¥ ${grouped}`, `${grouped} 元`, wide(grouped)]) {
          expect([way, readMoney(way)]).toEqual([way, fen])
        }
      }),
    )
    expect(['520', '1234.5元', '0', '007'].map(readMoney)).toEqual([52_000, 123_450, 0, 700])
  })

  it.each(['', '-1', '1.234', '1,23', '12,34.5', '1e3', '五百', '.5', '1.', '元', '1234567890123'])(
    '%j is none',
    (text) => expect(readMoney(text)).toBeNull(),
  )
})
