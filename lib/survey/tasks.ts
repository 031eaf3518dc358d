import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { loadCalendar } from '@/lib/calendar/data'
import { CASE_STEPS, type CaseAction, type CaseStep, type Difficulty } from '@/lib/case/codes'
import { lightOf, noticeDates, remainingInWords } from '@/lib/case/due'
import { caseInReach } from '@/lib/case/file-records'
import { sql } from '@/lib/db/sql'
import { today as dayAt, type PlainDate } from '@/lib/plain-date'
import type { Light } from '@/lib/waiting/rules'
import { type SurveyRecord, surveysOf } from './records'
import { standingOf, type TaskStanding } from './standing'

/** How long a task that has ended goes on standing in the list, and how many of them. */
const RECENT_DAYS = 30
const MOST_ENDED = 50
const MOST_OPEN = 200

/** What a surveyor may know of the case; null where it has gone on without them. */
export interface TaskCase {
  no: string
  subjectName: string
  address: string
  difficulty: Difficulty
  /** Where the household lives, 「太和镇 > 太和社区」 at the end of it. */
  placePath: string
  /** 退回补查 */
  returned: boolean
}

/** A row of 我的任务. */
export interface TaskRow {
  assignmentId: number
  standing: TaskStanding
  /** 主办, who hands the result in; otherwise 协办. */
  lead: boolean
  /** The other investigator. */
  otherName: string | null
  dueOn: PlainDate
  /** Null once it has ended. */
  light: Light | null
  /** 「剩 2 个工作日」 */
  remaining: string
  endedAt: Date | null
  case: TaskCase | null
}

interface TaskColumns extends Nullable<TaskCase> {
  assignmentId: number
  surveyorId: number
  surveyorName: string
  partnerName: string | null
  dueOn: PlainDate
  limitDays: number | null
  endedAt: Date | null
  endedBy: CaseAction | null
  /** Null while this round has no result. */
  late: boolean | null
}

/** As columns come of a case that is joined where the viewer may see it. */
type Nullable<T> = { [Key in keyof T]: T[Key] | null }

/** The viewer's tasks, open ones by their deadline, then what has ended in the last 30 days, the latest first. */
export async function findTasks(ctx: Ctx): Promise<TaskRow[]> {
  const { viewer, now } = ctx
  const since = new Date(now.getTime() - RECENT_DAYS * 86_400_000)
  const [rows, calendar] = await Promise.all([
    ctx.sql<TaskColumns>(sql`
      WITH mine AS (
        SELECT a.* FROM case_assignment a
        WHERE ${viewer.id} IN (a.surveyor_id, a.partner_id) AND (a.ended_at IS NULL OR a.ended_at >= ${since})),
      chosen AS (
        (SELECT * FROM mine WHERE ended_at IS NULL ORDER BY due_on, id LIMIT ${MOST_OPEN})
        UNION ALL (SELECT * FROM mine WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id DESC LIMIT ${MOST_ENDED}))
      SELECT a.id AS "assignmentId", a.surveyor_id AS "surveyorId", a.surveyor_name AS "surveyorName", a.partner_name AS "partnerName",
             a.due_on AS "dueOn", a.ended_at AS "endedAt", a.ended_by AS "endedBy", s.late, c.no, c.subject_name AS "subjectName", c.address,
             c.difficulty, c.returned, c.limit_days AS "limitDays", place.path AS "placePath"
      FROM chosen a
      LEFT JOIN "case" c ON c.id = a.case_id AND ${caseInReach(ctx)}
      LEFT JOIN region place ON place.code = c.place
      LEFT JOIN survey s ON s.assignment_id = a.id
      ORDER BY a.ended_at DESC NULLS FIRST, a.due_on, a.id`),
    loadCalendar(ctx),
  ])
  const notice = noticeDates(ctx.today, calendar, ctx.parameters)
  return rows.map((row) => ({
    assignmentId: row.assignmentId,
    standing: standingOf(row, viewer.id),
    lead: row.surveyorId === viewer.id,
    otherName: row.surveyorId === viewer.id ? row.partnerName : row.surveyorName,
    dueOn: row.dueOn,
    light: row.endedAt === null ? lightOf(row, notice) : null,
    remaining: remainingInWords(row.dueOn, ctx.today, calendar),
    endedAt: row.endedAt,
    case: caseOf(row),
  }))
}

function caseOf({ no, subjectName, address, difficulty, placePath, returned }: TaskColumns): TaskCase | null {
  if (no === null || subjectName === null || address === null || difficulty === null) return null
  return { no, subjectName, address, difficulty, placePath: placePath ?? '', returned: returned ?? false }
}

/** What county or street have said with a step of the case. */
export interface TaskNote {
  id: number
  at: Date
  /** 「分派」 */
  step: string
  by: string
  text: string
}

/** What is told of a case to whoever goes there. */
interface AskedFor {
  phoneMasked: string | null
  askerName: string
  askerPhoneMasked: string | null
  description: string
}

/** A task as its page shows it. */
export interface SurveyTask extends Omit<TaskRow, 'case'> {
  caseId: number
  version: number | null
  assignedOn: PlainDate
  surveyorName: string
  partnerName: string | null
  /** What the surveyors were told with the task. */
  note: string
  case: (TaskCase & AskedFor) | null
  notes: TaskNote[]
  /** Results of this case so far, as far as the viewer may see them. */
  surveys: SurveyRecord[]
}

interface OneTask extends TaskColumns {
  caseId: number
  version: number | null
  assignedAt: Date
  note: string
  phoneMasked: string | null
  askerName: string | null
  askerPhoneMasked: string | null
  description: string | null
}

/** A task of the viewer, open or ended; null for anybody else's. */
export async function findTask(ctx: Ctx, assignmentId: number): Promise<SurveyTask | null> {
  const { viewer } = ctx
  const [row] = await ctx.sql<OneTask>(sql`
    SELECT a.id AS "assignmentId", a.case_id AS "caseId", a.surveyor_id AS "surveyorId", a.surveyor_name AS "surveyorName",
           a.partner_name AS "partnerName", a.due_on AS "dueOn", a.assigned_at AS "assignedAt", a.note, a.ended_at AS "endedAt",
           a.ended_by AS "endedBy", s.late, c.version, c.no, c.subject_name AS "subjectName", c.address, c.difficulty, c.returned,
           c.limit_days AS "limitDays", c.phone_masked AS "phoneMasked", c.asker_name AS "askerName",
           c.asker_phone_masked AS "askerPhoneMasked", c.description, place.path AS "placePath"
    FROM case_assignment a
    LEFT JOIN "case" c ON c.id = a.case_id AND ${caseInReach(ctx)}
    LEFT JOIN region place ON place.code = c.place
    LEFT JOIN survey s ON s.assignment_id = a.id
    WHERE a.id = ${assignmentId} AND ${viewer.id} IN (a.surveyor_id, a.partner_id)`)
  if (!row) return null
  const [calendar, surveys, notes] = await Promise.all([
    loadCalendar(ctx),
    surveysOf(ctx, row.caseId),
    row.no === null ? [] : notesOf(ctx, row.caseId),
  ])
  const { caseId, version, surveyorName, partnerName, note, dueOn, endedAt } = row
  const facts = caseOf(row)
  return {
    assignmentId,
    ...{ caseId, version, surveyorName, partnerName, note, dueOn, endedAt, surveys, notes },
    standing: standingOf(row, viewer.id),
    lead: row.surveyorId === viewer.id,
    otherName: row.surveyorId === viewer.id ? partnerName : surveyorName,
    light: row.endedAt === null ? lightOf(row, noticeDates(ctx.today, calendar, ctx.parameters)) : null,
    remaining: remainingInWords(dueOn, ctx.today, calendar),
    assignedOn: dayAt(row.assignedAt),
    case: facts && {
      ...facts,
      phoneMasked: row.phoneMasked,
      askerName: row.askerName ?? '',
      askerPhoneMasked: row.askerPhoneMasked,
      description: row.description ?? '',
    },
  }
}

/** The steps by which a case comes to its surveyors, with what was said. */
const ON_THE_WAY: readonly CaseStep[] = ['DISPATCH', 'REDIRECT', 'ASSIGN', 'REASSIGN', 'RETURN_TASK', 'RESURVEY']

async function notesOf(ctx: Ctx, caseId: number): Promise<TaskNote[]> {
  const rows = await ctx.sql<{
    id: number
    at: Date
    action: CaseStep
    by: string
    place: string | null
    text: string
  }>(sql`
    SELECT s.id, s.at, s.action, s.actor_name AS by, place.name AS place, s.note AS text
    FROM case_step s LEFT JOIN region place ON place.code = s.actor_region
    WHERE s.case_id = ${caseId} AND case_in_hand(s.case_id) AND s.note <> '' AND s.action = ANY (${[...ON_THE_WAY]}::text[])
    ORDER BY s.id DESC LIMIT 20`)
  return rows.map(({ id, at, action, by, place, text }) => ({
    ...{ id, at, text, step: CASE_STEPS[action] },
    by: place === null ? by : `${by}（${place}）`,
  }))
}
