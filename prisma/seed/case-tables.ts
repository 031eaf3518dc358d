/** Cases, their steps, rounds and surveys as lines for COPY. */

import type { Seal } from '@/lib/db/seal'
import { ancestorAt } from '@/lib/region'
import type { MadeCase } from './case-making'
import type { Found } from './case-surveys'
import type { Assignment, Step } from './case-walk'
import { bytesText, line } from './copy-text'
import { textOf } from './day'
import { instantText, type Moment } from './moment'
import type { Operator } from './staffing'

/** In an order in which each table comes after those it refers to. */
export const CASE_COLUMNS = {
  case: 'id, no, county, street, transfer_to, place, region, source, difficulty, subject_name, subject_id_sealed, subject_id_hash, subject_id_masked, phone, address, description, asker_kind, asker_name, asker_phone, reference, reported_at, status, returned, entered_at, limit_days, due_on, surveyor_id, surveyor_name, partner_id, partner_name, handler_name, outcome, closed_at, round, version',
  case_assignment:
    'id, case_id, round, street, surveyor_id, surveyor_name, partner_id, partner_name, note, assigned_at, assigned_by_name, due_on, ended_at, ended_by',
  case_step:
    'id, case_id, at, action, from_status, to_status, since, due_on, note, outcome, target, surveyor_name, partner_name, assignment_id, actor_id, actor_name, actor_role, actor_region',
  survey:
    'id, assignment_id, case_id, region, visited_on, late, content, content_sealed, author_id, author_name, author_role, author_region, submitted_at, request_id',
} as const

export type CaseTable = keyof typeof CASE_COLUMNS
export const CASE_TABLES = Object.keys(CASE_COLUMNS) as CaseTable[]

function timeText(moment: Moment | null): string | null {
  return moment && instantText(moment)
}

/** As case_guard() numbers them: JZ202611210000123. */
export function caseNo(id: number, { day }: Moment): string {
  return `JZ${textOf(day).replaceAll('-', '')}${String(id % 10_000_000).padStart(7, '0')}`
}

/** As case_guard() places them: under the handling street, or where it was told. */
export function caseRegion({ walk, place }: MadeCase): number {
  const { street } = walk.standing
  return street === null || ancestorAt(place, 4) === street ? place : street
}

export function caseLine(id: number, made: MadeCase): string {
  const { told, walk } = made
  const { subject } = told
  const { standing, crew } = walk
  return line([
    ...[
      id,
      caseNo(id, walk.registeredAt),
      standing.county,
      standing.street,
      standing.transferTo,
      made.place,
      caseRegion(made),
    ],
    ...[told.source, told.difficulty, subject.name],
    ...(subject.id
      ? [bytesText(subject.id.sealed), bytesText(subject.id.hash), subject.id.masked]
      : [null, null, null]),
    ...[subject.phone, told.address, told.description, told.askerKind, told.askerName, told.askerPhone, told.reference],
    ...[instantText(walk.registeredAt), standing.status, standing.returned, instantText(walk.enteredAt)],
    ...[standing.limitDays, standing.dueOn],
    ...[crew?.surveyor.id ?? null, crew?.surveyor.name ?? null, crew?.partner?.id ?? null, crew?.partner?.name ?? null],
    ...[walk.handlerName, walk.outcome, timeText(walk.closedAt), walk.assignments.length, walk.version],
  ])
}

export function assignmentLine(id: number, caseId: number, assignment: Assignment): string {
  const { round, street, surveyor, partner, note, at, by, dueOn, ended } = assignment
  return line([
    ...[id, caseId, round, street, surveyor.id, surveyor.name, partner?.id ?? null, partner?.name ?? null, note],
    ...[instantText(at), by.name, dueOn, timeText(ended?.at ?? null), ended?.by ?? null],
  ])
}

function actorValues({ id, name, role, region }: Operator) {
  return [id, name, role, region]
}

/** `assignmentId`: of the step's round, where it is about one. */
export function stepLine(id: number, caseId: number, step: Step, assignmentId: number | null): string {
  const crew = step.to === 'SURVEYING' && step.action !== 'LATE_SURVEY' ? step.assignment : null
  return line([
    ...[id, caseId, instantText(step.at), step.action, step.from, step.to, timeText(step.since), step.dueOn, step.note],
    ...[step.outcome, step.target, crew?.surveyor.name ?? null, crew?.partner?.name ?? null, assignmentId],
    ...actorValues(step.actor),
  ])
}

/** What a survey's line is made of, besides its round. */
export interface SurveyIds {
  id: number
  assignmentId: number
  caseId: number
  requestId: string
}

export function surveyLine(ids: SurveyIds, { street, surveyor, survey }: Assignment, found: Found, seal: Seal): string {
  if (!survey) throw new RangeError('no survey was sent for this round')
  const { content, idNumbers } = found
  const isKnown = idNumbers.some((number) => number !== null)
  return line([
    ...[ids.id, ids.assignmentId, ids.caseId, street, textOf(survey.visitedOn), survey.late, JSON.stringify(content)],
    isKnown ? bytesText(seal.seal(JSON.stringify({ idNumbers }))) : null,
    ...actorValues(surveyor),
    ...[instantText(survey.at), ids.requestId],
  ])
}
