import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { can } from '@/lib/access/permissions'
import { loadCalendar } from '@/lib/calendar/data'
import { readCaseListing } from '@/lib/case/list'
import { type CaseTab, caseTabs } from '@/lib/case/tabs'
import { LADDER, type LadderStep } from '@/lib/certification/codes'
import { completionOf } from '@/lib/certification/completion'
import { completionRate, currentYear, ladderOf, yearIsOpen } from '@/lib/certification/rules'
import { sql } from '@/lib/db/sql'
import { addDays, type PlainDate } from '@/lib/plain-date'
import { type Light, lightLimits, periodsOf } from '@/lib/waiting/rules'

/** Counts of one year in the viewer's region, as the home page's tiles show them. */
export interface YearToDo {
  year: number
  due: number
  certified: number
  pending: number
  rate: string
  /** 提醒, 警示 or 逾期: where the uncertified of this year stand today. */
  ladder: { step: LadderStep; label: string } | null
}

/** What waits for the viewer. Absent parts are not theirs. */
export interface ToDo {
  /** The current year, and in January also the past one while it takes entries. */
  years: YearToDo[]
  thisWeek: { since: PlainDate; certified: number }
  /** Certifications of the viewer's region that the county has undone within 30 days and that nobody has done anew. */
  undone: { personId: number; name: string; community: string; at: Date; reason: string }[]
  /** Deaths registered within 30 days, for the county to decide the money. */
  deaths: number | null
  /** 存疑 certifications waiting for the county. */
  doubtful: number | null
  /** 疑似死亡 that nobody has verified, by how long they have stood. */
  suspected: Record<Light, number> | null
  /** 减保停保 that deaths have put before the county. */
  deathTasks: number
  /** Requests of streets that wait for the county. */
  changes: number | null
  /** Households whose 复核 is overdue. */
  reviews: number | null
}

/** What waits for the viewer on 监测平台. Absent parts are not theirs. */
export interface CaseToDo {
  /** How many cases each tab of the queue lists. */
  tabs: Record<CaseTab, number>
  /** 纳入申请 that wait for the viewer's desk: to be filled in by a street, to be decided by a county. */
  admissions: number | null
}

const RECENT_DAYS = 30
const UNDONE_SHOWN = 8

/** Loads what waits for a viewer who works with recipients; null for everybody else. */
export async function loadToDo(ctx: Ctx): Promise<ToDo | null> {
  if (!can(ctx.viewer.role, 'certification.list')) return null
  const thisYear = currentYear(ctx.today)
  const open = [thisYear, thisYear - 1].filter((year) => yearIsOpen(year, ctx.today, ctx.parameters))
  const [years, thisWeek, undone, deaths, doubtful, suspected, waiting, reviews] = await Promise.all([
    Promise.all(open.map((year) => yearToDo(ctx, year))),
    certifiedThisWeek(ctx),
    findUndone(ctx),
    can(ctx.viewer.role, 'death.revoke') ? countRecentDeaths(ctx) : null,
    can(ctx.viewer.role, 'certification.doubtful') ? countDoubtful(ctx) : null,
    can(ctx.viewer.role, 'suspectedDeath.list') ? countSuspected(ctx) : null,
    countWaiting(ctx),
    can(ctx.viewer.role, 'household.review') ? countOverdueReviews(ctx) : null,
  ])
  const changes = can(ctx.viewer.role, 'change.list') ? waiting.changes : null
  return { years, thisWeek, undone, deaths, doubtful, suspected, deathTasks: waiting.deathTasks, changes, reviews }
}

async function yearToDo(ctx: Ctx, year: number): Promise<YearToDo> {
  const { total } = await completionOf(ctx, year, ctx.viewer.region.code)
  const step = ladderOf(year, ctx.today, ctx.parameters)
  return {
    year,
    due: total.due,
    certified: total.certified,
    pending: total.pending,
    rate: completionRate(total),
    ladder: step && { step, label: LADDER[step] },
  }
}

/** Monday of the week of a day. */
function mondayOf(day: PlainDate): PlainDate {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return addDays(day, -((weekday + 6) % 7))
}

async function certifiedThisWeek(ctx: Ctx): Promise<ToDo['thisWeek']> {
  const since = mondayOf(ctx.today)
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ certified: number }>(sql`
    SELECT count(*) AS certified FROM certification
    WHERE operator_region BETWEEN ${low} AND ${high} AND revoked_at IS NULL
      AND certified_at >= ${since}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`)
  return { since, certified: row?.certified ?? 0 }
}

function findUndone(ctx: Ctx): Promise<ToDo['undone']> {
  const { low, high } = ctx.reach
  const since = addDays(ctx.today, -RECENT_DAYS)
  return ctx.sql(sql`
    SELECT c.person_id AS "personId", r.name, coalesce(place.name, '') AS community, c.revoked_at AS at, c.revoke_reason AS reason
    FROM certification c JOIN roster r ON r.id = c.roster_id LEFT JOIN region place ON place.code = r.region
    WHERE c.operator_region BETWEEN ${low} AND ${high} AND c.revoked_by_role = 'COUNTY_CASEWORKER'
      AND c.revoked_at >= ${since}::date::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND r.certification_id IS NULL AND r.death_id IS NULL AND r.exited_on IS NULL
    ORDER BY c.revoked_at DESC LIMIT ${UNDONE_SHOWN}`)
}

async function countRecentDeaths(ctx: Ctx): Promise<number> {
  const { low, high } = ctx.reach
  const since = addDays(ctx.today, -RECENT_DAYS)
  const [row] = await ctx.sql<{ total: number }>(sql`
    SELECT count(*) AS total FROM death
    WHERE region BETWEEN ${low} AND ${high} AND revoked_at IS NULL AND registered_at >= ${since}::date::timestamp AT TIME ZONE 'Asia/Shanghai'`)
  return row?.total ?? 0
}

async function countDoubtful(ctx: Ctx): Promise<number> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ total: number }>(sql`
    SELECT count(*) AS total FROM certification WHERE region BETWEEN ${low} AND ${high} AND doubtful AND revoked_at IS NULL`)
  return row?.total ?? 0
}

async function countSuspected(ctx: Ctx): Promise<Record<Light, number>> {
  const { low, high } = ctx.reach
  const { soon, overdue } = lightLimits(ctx.today, periodsOf('suspectedDeath', ctx.parameters))
  const [row] = await ctx.sql<Record<Light, number>>(sql`
    SELECT count(*) FILTER (WHERE listed_on <= ${overdue}::date) AS "OVERDUE",
           count(*) FILTER (WHERE listed_on > ${overdue}::date AND listed_on <= ${soon}::date) AS "SOON",
           count(*) FILTER (WHERE listed_on > ${overdue}::date AND listed_on > ${soon}::date) AS "NORMAL"
    FROM (SELECT (reported_at AT TIME ZONE 'Asia/Shanghai')::date AS listed_on FROM suspected_death
          WHERE region BETWEEN ${low} AND ${high} AND status = 'OPEN') AS open`)
  return row ?? { NORMAL: 0, SOON: 0, OVERDUE: 0 }
}

async function countWaiting(ctx: Ctx): Promise<{ deathTasks: number; changes: number }> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ deathTasks: number; changes: number }>(sql`
    SELECT count(*) FILTER (WHERE kind = 'DEATH') AS "deathTasks", count(*) FILTER (WHERE kind <> 'DEATH') AS changes
    FROM change_request WHERE region BETWEEN ${low} AND ${high} AND status = 'PENDING'`)
  return row ?? { deathTasks: 0, changes: 0 }
}

async function countOverdueReviews(ctx: Ctx): Promise<number> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ total: number }>(sql`
    SELECT count(*) AS total FROM household
    WHERE region BETWEEN ${low} AND ${high} AND status = 'ACTIVE' AND (review_due < ${ctx.today}::date OR review_due IS NULL)`)
  return row?.total ?? 0
}

/** Loads what waits on 监测平台; null for who has nothing to do with cases. */
export async function loadCaseToDo(ctx: Ctx): Promise<CaseToDo | null> {
  if (!can(ctx.viewer.role, 'case.list')) return null
  const { listing } = readCaseListing(ctx, new URLSearchParams(), await loadCalendar(ctx))
  const [tabs, admissions] = await Promise.all([
    caseTabs(ctx, listing),
    can(ctx.viewer.role, 'admission.list') ? countAdmissions(ctx) : null,
  ])
  return { tabs, admissions }
}

async function countAdmissions(ctx: Ctx): Promise<number> {
  const { low, high } = ctx.reach
  const waiting = can(ctx.viewer.role, 'admission.decide') ? 'PENDING' : 'TO_FILL'
  const [row] = await ctx.sql<{ total: number }>(sql`
    SELECT count(*) AS total FROM admission WHERE region BETWEEN ${low} AND ${high} AND status = ${waiting}`)
  return row?.total ?? 0
}
