import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type AdmissionOfCase, admissionsOfCase } from '@/lib/admission/of-case'
import { maskName } from '@/lib/audit/entry'
import { loadCalendar } from '@/lib/calendar/data'
import { sql } from '@/lib/db/sql'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import { type SurveyRecord, surveysOf } from '@/lib/survey/records'
import type { Light } from '@/lib/waiting/rules'
import { type Calendar, unpublishedYears } from '@/lib/workday'
import type { AskerKind, CaseAction, CaseSource, CaseStatus, Difficulty, Outcome } from './codes'
import { lightOf, noticeDates, remainingInWords } from './due'
import { type AssignmentRecord, caseInReach, readAssignments, readPapers, readSteps } from './file-records'
import { progressOf, type Stage } from './progress'
import { findRegistry, type Registry } from './registry'
import { availableSteps } from './rules'
import { type CaseEntry, timelineOf } from './timeline'

/** What a case is. */
export interface CaseFacts {
  id: number
  version: number
  no: string
  status: CaseStatus
  /** Came back to where it stands. */
  returned: boolean
  source: CaseSource
  difficulty: Difficulty
  subjectName: string
  /** '420702********1234' */
  subjectIdMasked: string | null
  /** '138****1234' */
  phoneMasked: string | null
  address: string
  description: string
  askerKind: AskerKind
  askerName: string
  askerPhoneMasked: string | null
  /** The number under which a department keeps it. */
  reference: string
  reportedAt: Date
  /** The owning county, the handling street, and the county that is asked to take it. */
  county: RegionCode
  countyName: string
  street: RegionCode | null
  streetName: string | null
  transferTo: RegionCode | null
  transferToName: string | null
  /** Where the household lives, as far as was told. */
  place: RegionCode
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  placePath: string
  region: RegionCode
  enteredAt: Date
  limitDays: number | null
  dueOn: PlainDate | null
  surveyorId: number | null
  surveyorName: string | null
  partnerId: number | null
  partnerName: string | null
  handlerName: string
  outcome: Outcome | null
  closedAt: Date | null
  round: number
}

/** How far an open step is from its deadline. */
export interface Deadline {
  light: Light
  /** 「剩 2 个工作日」 */
  remaining: string
  dueOn: PlainDate
  /** Years until then whose calendar has not been published: they are reckoned by the week alone. */
  unpublished: number[]
}

/** All that a case's page shows. */
export interface CaseFile {
  facts: CaseFacts
  /** Whether the case is the viewer's now. A desk that once had it sees what it was told, and its own steps and surveys. */
  inHand: boolean
  /** Null once closed, and for who only looks back. */
  deadline: Deadline | null
  /** Empty for who only looks back. */
  progress: Stage[]
  /** The newest first. */
  timeline: CaseEntry[]
  /** Why it came back, while it stands where it came back to. */
  returnedFor: CaseEntry | null
  assignments: AssignmentRecord[]
  surveys: SurveyRecord[]
  papers: number[]
  admissions: AdmissionOfCase[]
  /** What this viewer may do now on this page; surveyors work on the page of their task. */
  actions: CaseAction[]
  /** The viewer's own survey task, and whether it is theirs to fill in now. */
  task: { assignmentId: number; fills: boolean } | null
  /** What the registry knows of the people; null for who has no business there. */
  registry: Registry | null
}

/** A case with all that is on file about it, in two round trips; null when no case in reach has this id. */
export async function findCaseFile(ctx: Ctx, id: number): Promise<CaseFile | null> {
  const [found, steps, assignments, papers, surveys, admissions, calendar, registry] = await Promise.all([
    readFacts(ctx, id),
    readSteps(ctx, id),
    readAssignments(ctx, id),
    readPapers(ctx, id),
    surveysOf(ctx, id),
    admissionsOfCase(ctx, id),
    loadCalendar(ctx),
    findRegistry(ctx, id),
  ])
  if (!found) return null
  const { inHand, ...whole } = found
  const facts = inHand ? whole : withheld(whole)
  const timeline = timelineOf(steps, assignments, calendar)
  const records = { timeline, assignments, surveys, papers, admissions }
  if (!inHand) {
    const nothing = { deadline: null, progress: [], returnedFor: null, actions: [], task: null, registry: null }
    return { facts, inHand, ...nothing, ...records }
  }
  return {
    facts,
    inHand,
    deadline: deadlineOf(facts, calendar, ctx),
    progress: progressOf(facts, steps, calendar),
    returnedFor: (facts.returned && timeline.find(({ returned }) => returned)) || null,
    ...records,
    actions: ctx.viewer.role === 'SURVEYOR' ? [] : availableSteps(ctx.viewer, facts),
    task: taskOf(facts, assignments, ctx.viewer.id),
    registry,
  }
}

function taskOf(facts: CaseFacts, assignments: readonly AssignmentRecord[], viewerId: number): CaseFile['task'] {
  const { status, surveyorId, partnerId } = facts
  const latest = assignments.at(-1)
  if (!latest || (viewerId !== surveyorId && viewerId !== partnerId)) return null
  return { assignmentId: latest.id, fills: status === 'SURVEYING' && viewerId === surveyorId }
}

function deadlineOf(facts: CaseFacts, calendar: Calendar, { today, parameters }: Ctx): Deadline | null {
  const { dueOn } = facts
  const light = lightOf(facts, noticeDates(today, calendar, parameters))
  if (dueOn === null || light === null) return null
  return {
    light,
    remaining: remainingInWords(dueOn, today, calendar),
    dueOn,
    unpublished: unpublishedYears(calendar, today, dueOn),
  }
}

/** Notes who has opened a case. */
export function recordCaseLook(ctx: Ctx, { id, no, subjectName, region }: CaseFacts): void {
  ctx.record({
    action: 'case.read',
    subjectType: 'case',
    subjectId: id,
    subjectLabel: maskName(subjectName),
    region,
    detail: { caseNo: no },
  })
}

/** Who no longer has the case is not told who has it, how it goes on or how it ended. */
function withheld(facts: CaseFacts): CaseFacts {
  return {
    ...facts,
    ...{ street: null, streetName: null, transferTo: null, transferToName: null },
    ...{ surveyorId: null, surveyorName: null, partnerId: null, partnerName: null, handlerName: '' },
    ...{ limitDays: null, dueOn: null, outcome: null, closedAt: null },
  }
}

async function readFacts(ctx: Ctx, id: number): Promise<(CaseFacts & { inHand: boolean }) | null> {
  const [row] = await ctx.sql<CaseFacts & { inHand: boolean }>(sql`
    SELECT c.id, c.version, c.no, c.status, c.returned, c.source, c.difficulty, c.subject_name AS "subjectName",
           c.subject_id_masked AS "subjectIdMasked", c.phone_masked AS "phoneMasked", c.address, c.description,
           c.asker_kind AS "askerKind", c.asker_name AS "askerName", c.asker_phone_masked AS "askerPhoneMasked", c.reference,
           c.reported_at AS "reportedAt", c.county, county.name AS "countyName", c.street, street.name AS "streetName",
           c.transfer_to AS "transferTo", target.name AS "transferToName", c.place, coalesce(place.path, '') AS "placePath", c.region,
           c.entered_at AS "enteredAt", c.limit_days AS "limitDays", c.due_on AS "dueOn", c.surveyor_id AS "surveyorId",
           c.surveyor_name AS "surveyorName", c.partner_id AS "partnerId", c.partner_name AS "partnerName",
           c.handler_name AS "handlerName", c.outcome, c.closed_at AS "closedAt", c.round, case_in_hand(c.id) AS "inHand"
    FROM "case" c
    LEFT JOIN region county ON county.code = c.county
    LEFT JOIN region street ON street.code = c.street
    LEFT JOIN region target ON target.code = c.transfer_to
    LEFT JOIN region place ON place.code = c.place
    WHERE c.id = ${id} AND ${caseInReach(ctx)}`)
  return row ?? null
}
