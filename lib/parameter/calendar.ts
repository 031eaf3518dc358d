import 'server-only'
import published from 'chinese-days/dist/chinese-days.json'
import type { Ctx } from '@/lib/access/perform'
import { loadCalendar } from '@/lib/calendar/data'
import { sql } from '@/lib/db/sql'
import { FieldError } from '@/lib/field-errors'
import { addDays, type PlainDate, plainDate, yearOf } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import { addWorkdays, type Calendar, unpublishedYears } from '@/lib/workday'
import type { ConfirmYearInput, RemoveHolidaysInput, SetHolidaysInput } from './input'

/** A run of days on which people work otherwise than the week says. */
export interface ShownHoliday {
  from: PlainDate
  to: PlainDate
  isOff: boolean
  name: string
  /** Entered here; the others come with the product. */
  own: boolean
}

/** The calendar of one year, as the administrator keeps it. */
export interface ShownCalendar {
  year: number
  /** The product knows the year, or somebody has confirmed that its notice was entered. */
  published: boolean
  /** 「国办发明电〔2026〕…号，王某，2026-11-21」 where it was confirmed here. */
  confirmed: string | null
  holidays: ShownHoliday[]
}

interface OwnDay {
  day: PlainDate
  isOff: boolean
  name: string
}

/** What differs from the week in a year, with what has been entered for it. */
export async function loadShownCalendar(ctx: Ctx, year: number): Promise<ShownCalendar> {
  const [calendar, own, confirmations] = await Promise.all([
    loadCalendar(ctx),
    ctx.sql<OwnDay>(sql`
      SELECT day, is_off AS "isOff", name FROM holiday WHERE day BETWEEN make_date(${year}::int, 1, 1) AND make_date(${year}::int, 12, 31)
      ORDER BY day`),
    ctx.sql<{ words: string }>(sql`
      SELECT notice || '，' || confirmed_by_name || '，' || to_char(confirmed_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS words
      FROM calendar_year WHERE year = ${year}`),
  ])
  return {
    year,
    published: calendar.isPublished(year),
    confirmed: confirmations[0]?.words ?? null,
    holidays: differingDays(calendar, year, new Map(own.map((row) => [row.day, row]))),
  }
}

function differingDays(calendar: Calendar, year: number, own: ReadonlyMap<PlainDate, OwnDay>): ShownHoliday[] {
  const runs: ShownHoliday[] = []
  for (let day = firstDay(year); yearOf(day) === year; day = addDays(day, 1)) {
    const isOff = !calendar.isWorkday(day)
    const entered = own.get(day)
    const name = entered?.name ?? knownName(day)
    // The weekend within a holiday is named too; any other day as the week has it is not.
    if (isOff === isWeekend(day) && name === '') continue
    const next = { isOff, name, own: entered !== undefined }
    const last = runs.at(-1)
    const goesOn =
      last && last.to === addDays(day, -1) && last.isOff === isOff && last.name === next.name && last.own === next.own
    if (goesOn) last.to = day
    else runs.push({ from: day, to: day, ...next })
  }
  return runs
}

function firstDay(year: number): PlainDate {
  const day = plainDate(`${year}-01-01`)
  if (!day) throw new RangeError(`no such year: ${year}`)
  return day
}

function isWeekend(day: PlainDate): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())
}

const KNOWN_NAMES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(published.holidays),
  ...Object.entries(published.workdays),
])

/** 「国庆节」 of the package's 'National Day,国庆节,3'. */
function knownName(day: PlainDate): string {
  return KNOWN_NAMES.get(day)?.split(',')[1] ?? ''
}

/** The first year whose calendar is missing although deadlines may already reach into it; null when there is none. */
export function missingYear(calendar: Calendar, today: PlainDate, longestDays: number): number | null {
  const [first] = unpublishedYears(calendar, today, addWorkdays(calendar, today, longestDays))
  return first ?? null
}

/** Enters a run of days off or at work; deadlines of open cases move with them. Answers how many cases that were. */
export async function setHolidays(ctx: Ctx, { from, to, isOff, name }: SetHolidaysInput): Promise<number> {
  const days: PlainDate[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  const calendar = await loadCalendar(ctx)
  // 调休 works on Saturdays and Sundays: a weekday at work needs no line, and one among them is a slip of the pen.
  const plain = isOff ? undefined : days.find((day) => !isWeekend(day) && calendar.isWorkday(day))
  if (plain) throw new FieldError({ from: `${plain} 本来就是工作日，无需录入上班。` })
  return underNewCalendar(ctx, from, async () => {
    await ctx.execute(sql`
      INSERT INTO holiday (day, is_off, name) SELECT day, ${isOff}, ${name} FROM unnest(${days}::date[]) AS day
      ON CONFLICT (day) DO UPDATE SET is_off = excluded.is_off, name = excluded.name`)
    return { label: `${name} ${from} 至 ${to}`, said: isOff ? '放假' : '上班' }
  })
}

/** Takes entered days away; what the product knows about them holds again. Answers how many cases moved. */
export function removeHolidays(ctx: Ctx, { from, to, reason }: RemoveHolidaysInput): Promise<number> {
  return underNewCalendar(ctx, from, async () => {
    const gone = await ctx.sql<{ name: string; isOff: boolean }>(
      sql`DELETE FROM holiday WHERE day BETWEEN ${from} AND ${to} RETURNING name, is_off AS "isOff"`,
    )
    const [first] = gone
    // Somebody else was quicker: what was on the screen is gone.
    if (!first) refuse({ code: 'STALE' })
    return { label: `${first.name} ${from} 至 ${to}`, said: `删除${first.isOff ? '放假' : '上班'}`, reason }
  })
}

/** Notes that a year's notice has been entered in full: its warning goes away. */
export async function confirmYear(ctx: Ctx, { year, notice }: ConfirmYearInput): Promise<void> {
  const [entered] = await ctx.sql<{ days: number }>(sql`
    SELECT count(*)::int AS days FROM holiday WHERE day BETWEEN make_date(${year}::int, 1, 1) AND make_date(${year}::int, 12, 31) AND is_off`)
  if (!entered?.days) throw new FieldError({ year: `尚未录入${year}年的节假日，请先录入。` })
  await ctx.execute(sql`
    INSERT INTO calendar_year (year, notice, confirmed_at, confirmed_by_name) VALUES (${year}, ${notice}, ${ctx.now}, ${ctx.viewer.name})
    ON CONFLICT (year) DO UPDATE SET notice = excluded.notice, confirmed_at = excluded.confirmed_at,
      confirmed_by_name = excluded.confirmed_by_name`)
  recordCalendar(ctx, { label: `${year}年节假日`, said: `已录全（${notice}）` }, 0)
}

interface Deed {
  label: string
  said: string
  reason?: string
}

/** Changes the calendar and moves what is due from `since` on, in one transaction. */
async function underNewCalendar(ctx: Ctx, since: PlainDate, change: () => Promise<Deed>): Promise<number> {
  // Two changes at once would each move the dates by half of what there is.
  await ctx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('holiday'))`)
  const deed = await change()
  const moved = await moveDueDates(ctx, since)
  recordCalendar(ctx, deed, moved)
  return moved
}

interface DueRow {
  entered_on: PlainDate
  limit_days: number
  was_due: PlainDate
}

/** What is due before a changed day cannot have moved: the working days up to it are the same. */
async function moveDueDates(ctx: Ctx, since: PlainDate): Promise<number> {
  const [calendar, rows] = await Promise.all([
    loadCalendar(ctx),
    ctx.sql<DueRow>(sql`SELECT entered_on, limit_days, due_on AS was_due FROM open_due_dates(${since})`),
  ])
  const moves = rows
    .map((row) => ({ ...row, due_on: addWorkdays(calendar, row.entered_on, row.limit_days) }))
    .filter(({ was_due, due_on }) => was_due !== due_on)
  if (moves.length === 0) return 0
  const [answer] = await ctx.sql<{ moved: number }>(
    sql`SELECT move_due_dates(${JSON.stringify(moves)}::jsonb) AS moved`,
  )
  return answer?.moved ?? 0
}

function recordCalendar(ctx: Ctx, { label, said, reason }: Deed, movedCases: number): void {
  ctx.record({
    action: 'calendar.set',
    subjectType: 'parameter',
    subjectLabel: label,
    region: ctx.viewer.region.code,
    detail: { said, movedCases, reason },
  })
}
