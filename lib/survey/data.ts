import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import { loadCalendar } from '@/lib/calendar/data'
import { dueOf } from '@/lib/case/due'
import { sql } from '@/lib/db/sql'
import { attachPhotos, type TakenPhoto } from '@/lib/evidence/data'
import { readPhotos, reencode } from '@/lib/evidence/photo'
import { FieldError } from '@/lib/field-errors'
import { tell } from '@/lib/notice/outbox'
import { today as dayAt, plainDate } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import { ancestorAt, type RegionCode } from '@/lib/region'
import type { SubmittedSurvey } from './input'
import { contentOf } from './kept'
import { problemsIn } from './rules'
import { sealIdNumbers } from './sealed'

/** What has become of a survey: 待审核, kept as 迟到调查, or left aside because this round has a result already. */
export type SurveyOutcome = 'ACCEPTED' | 'LATE' | 'ALREADY'

/** The task of the one who was sent; where the case has gone on without them, what they cannot see any more is null. */
interface Task {
  caseId: number
  street: RegionCode
  assignedAt: Date
  subjectName: string | null
  county: RegionCode | null
}

/**
 * 提交结果, exactly once per assignment: the same draft answers as it did the first time, another one that a result stands. Always accepted
 * from who was sent, also when the case has moved on (迟到调查). Throws FieldError for what is missing or no photo: then nothing is written.
 * Refuses NOT_FOUND to everybody else.
 */
export async function submitSurvey(ctx: Ctx, input: SubmittedSurvey): Promise<{ outcome: SurveyOutcome }> {
  const task = await getTask(ctx, input.assignmentId)
  const before = await findResult(ctx, input.assignmentId)
  if (before) return repeated(ctx, before, input.requestId)
  const photos = await checked(ctx, task, input)
  const made = await write(ctx, input)
  if (!made) return refuse({ code: 'NOT_FOUND' })
  // Between the look and the write a twin of this very request may have come through.
  if (!made.fresh) return repeated(ctx, made, input.requestId)
  await attachPhotos(ctx, { kind: 'survey', id: made.surveyId }, photos)
  recordSubmit(ctx, task, input, made)
  tellOf(ctx, task, made.late)
  return { outcome: made.late ? 'LATE' : 'ACCEPTED' }
}

async function getTask(ctx: Ctx, assignmentId: number): Promise<Task> {
  const [row] = await ctx.sql<Task>(sql`
    SELECT a.case_id AS "caseId", a.street, a.assigned_at AS "assignedAt", c.subject_name AS "subjectName", c.county
    FROM case_assignment a LEFT JOIN "case" c ON c.id = a.case_id
    WHERE a.id = ${assignmentId} AND a.surveyor_id = ${ctx.viewer.id}`)
  return row ?? refuse({ code: 'NOT_FOUND' })
}

/** The result of a round. */
interface Result {
  surveyId: number
  late: boolean
  requestId: string
}

async function findResult(ctx: Ctx, assignmentId: number): Promise<Result | undefined> {
  const [row] = await ctx.sql<Result>(sql`
    SELECT id AS "surveyId", late, request_id AS "requestId" FROM survey
    WHERE assignment_id = ${assignmentId} AND author_id = ${ctx.viewer.id}`)
  return row
}

function repeated(ctx: Ctx, { late, requestId }: Result, wanted: string): { outcome: SurveyOutcome } {
  ctx.unchanged()
  if (requestId !== wanted.toLowerCase()) return { outcome: 'ALREADY' }
  return { outcome: late ? 'LATE' : 'ACCEPTED' }
}

/** Makes the pictures anew and throws FieldError for everything that is wrong, before anything is written. */
async function checked(ctx: Ctx, task: Task, input: SubmittedSurvey): Promise<TakenPhoto[]> {
  const problems = problemsIn(input, input.signature !== null, {
    today: ctx.today,
    assignedOn: dayAt(task.assignedAt),
    investigators: ctx.parameters['case.investigators'],
    surveyorName: ctx.viewer.name,
  })
  if (Object.keys(problems).length > 0) throw new FieldError(problems)
  const photos = await readPhotos(input.photos)
  const taken = photos.map((photo, index) => ({ ...photo, position: input.photoPositions[index] ?? null }))
  if (input.signature === null) return taken
  const signature = await reencode(new Uint8Array(await input.signature.arrayBuffer()))
  if (!signature.ok) throw new FieldError({ signature: '签名无法识别，请重新签名。' })
  return [...taken, { ...signature.value, kind: 'SIGNATURE' }]
}

interface Made extends Result {
  fresh: boolean
}

async function write(ctx: Ctx, input: SubmittedSurvey): Promise<Made | undefined> {
  const { assignmentId, requestId, photos: _photos, photoPositions: _positions, signature, ...survey } = input
  const visitedOn = plainDate(survey.visitedOn)
  if (!visitedOn) throw new Error('The visit of a checked survey has a day.')
  const unsignedReason = signature === null ? survey.unsignedReason : ''
  const content = contentOf({ ...survey, unsignedReason }, visitedOn, ctx.viewer.name)
  const { limitDays, dueOn } = dueOf('TO_REVIEW', ctx.today, await loadCalendar(ctx), ctx.parameters)
  const [row] = await ctx.sql<Made>(sql`
    SELECT survey_id AS "surveyId", is_late AS late, fresh, accepted_request AS "requestId"
    FROM submit_survey(${assignmentId}::bigint, ${requestId}::uuid, ${visitedOn}::date, ${JSON.stringify(content)}::jsonb,
                       ${sealIdNumbers(survey.members)}::bytea, ${limitDays}::smallint, ${dueOn}::date, ${ctx.viewer.name}::text,
                       ${ctx.now}::timestamptz)`)
  return row
}

function recordSubmit(ctx: Ctx, task: Task, input: SubmittedSurvey, { surveyId, late }: Made): void {
  ctx.record({
    action: late ? 'survey.late' : 'survey.submit',
    subjectType: 'case',
    subjectId: task.caseId,
    subjectLabel: task.subjectName === null ? '—' : maskName(task.subjectName),
    region: task.street,
    detail: {
      visitDate: input.visitedOn,
      suggestion: input.suggestion,
      photos: input.photos.length,
      signed: input.signature !== null,
      surveyId,
    },
  })
}

/** The county is to review it; a late one is told to the surveyor too, who may have thought the task still theirs. */
function tellOf(ctx: Ctx, { caseId, county, street }: Task, late: boolean): void {
  // The county that had sent the street, where the surveyor cannot see whose the case is now.
  const desk = { region: county ?? ancestorAt(street, 3), role: 'COUNTY_CASEWORKER' } as const
  if (late) {
    tell(ctx, [
      { kind: 'LATE_SURVEY', caseId, to: desk },
      { kind: 'LATE_SURVEY', caseId, to: { staffId: ctx.viewer.id } },
    ])
  } else tell(ctx, [{ kind: 'SUBMITTED', caseId, to: desk }])
}
