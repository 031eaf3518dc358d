import 'server-only'
import type { Role } from '@/lib/access/permissions'
import { type AuditAction, maskName } from '@/lib/audit/entry'
import { loadCalendar } from '@/lib/calendar/data'
import { type CitizenProgress, citizenProgress, type KnownStanding, type KnownStep } from '@/lib/case/citizen'
import { dueOf } from '@/lib/case/due'
import { seal } from '@/lib/db/sealing'
import { type Sql, sql } from '@/lib/db/sql'
import { ID_CARD_REFUSALS, maskIdCard } from '@/lib/id-card'
import type { NoticeKind } from '@/lib/notice/codes'
import { type Parameters, readParameters } from '@/lib/parameters'
import { ancestorAt } from '@/lib/region'
import type { Progress, Receipt } from './answers'
import type { MachineAnswer, MachineCtx, Submission } from './entry'
import { type FieldFault, fault, IntakeError } from './errors'
import type { IntakeCase } from './input'
import { mayReportFrom, reportedAtOf } from './rules'

/**
 * Enters a case that a machine has sent: the case with its first step, the request, the notice to the county and the audit row, or none
 * of them. A repeated request is answered as the first one was. Throws IntakeError BODY_INVALID for a place outside the machine's
 * region, a time or a birth date in the future; KEY_REUSED for another body under the same key.
 */
export async function acceptCase(ctx: MachineCtx, submission: Submission<IntakeCase>): Promise<MachineAnswer> {
  const { input } = submission
  const [found, parameters, calendar] = await Promise.all([
    lookUp(ctx, submission),
    loadParameters(ctx),
    loadCalendar(ctx),
    ctx.admitted,
  ])
  const reportedAt = reportedAtOf(input.reportedAt ?? ctx.now, ctx.now)
  const faults = faultsIn(ctx, input, found.isPlace, reportedAt !== null)
  if (faults.length > 0) throw new IntakeError('BODY_INVALID', faults)
  if (found.no !== null) {
    if (!found.isSameBody) throw new IntakeError('KEY_REUSED')
    return { status: 200, body: receipt(found.no, found.receivedAt) }
  }
  const { limitDays, dueOn } = dueOf('TO_DISPATCH', ctx.today, calendar, parameters)
  const row = { ...rowOf(ctx, input), reported_at: reportedAt, limit_days: limitDays, due_on: dueOn }
  const entered = enter(ctx, submission, row)
  return { status: 201, body: entered.then(({ no }) => receipt(no, ctx.now)) }
}

/** What is known before a case is entered. */
type Found = {
  /** Some region has the code that was named. */
  isPlace: boolean
} & (
  | { no: null }
  /** What an earlier request with the same idempotency key has made. */
  | { no: string; receivedAt: Date; isSameBody: boolean }
)

/** Of several requests with the same key at the same instant all but one wait here, and then see what that one has made. */
async function lookUp(ctx: MachineCtx, { input, idempotencyKey, bodyHash }: Submission<IntakeCase>): Promise<Found> {
  const { id } = ctx.client
  ctx.send(sql`SELECT pg_advisory_xact_lock(hashtextextended(${idempotencyKey}, ${id}))`)
  const [found] = await ctx.sql<Found>(sql`
    SELECT EXISTS (SELECT FROM region WHERE code = ${input.region}) AS "isPlace",
           c.no, r.at AS "receivedAt", r.body_sha256 = ${bodyHash} AS "isSameBody"
    FROM (SELECT) AS one
    LEFT JOIN intake_request r ON r.client_id = ${id} AND r.idempotency_key = ${idempotencyKey}
    LEFT JOIN "case" c ON c.id = r.case_id`)
  if (!found) throw new Error('One row always comes.')
  return found
}

async function loadParameters(ctx: MachineCtx): Promise<Parameters> {
  return readParameters(await ctx.sql<{ key: string; value: unknown }>(sql`SELECT key, value FROM parameter`))
}

/** What only the machine's region, the clock and the list of regions can refute. */
function faultsIn({ client, today }: MachineCtx, input: IntakeCase, isPlace: boolean, isTime: boolean): FieldFault[] {
  const { birthDate } = input.applicant.idNumber ?? {}
  return [
    isPlace && mayReportFrom(input.region, client.region) ? [] : fault('region', 'REGION'),
    isTime ? [] : fault('reportedAt', 'TIME'),
    birthDate && birthDate > today ? fault('applicant.idNumber', 'ID_NUMBER', ID_CARD_REFUSALS.FUTURE_BIRTH_DATE) : [],
  ].flat()
}

/** The case as register_cases() takes it: named after the columns, bytes in base64. */
function rowOf({ client }: MachineCtx, { applicant, asker, ...input }: IntakeCase) {
  return {
    place: input.region,
    source: client.source,
    difficulty: input.difficulty,
    subject_name: applicant.name,
    ...identityOf(applicant.idNumber?.number),
    phone: applicant.phone,
    address: input.address,
    description: input.description,
    asker_kind: asker.kind,
    asker_name: asker.name,
    asker_phone: asker.phone,
    reference: input.reference,
    intake_client_id: client.id,
  }
}

function identityOf(number: string | undefined) {
  if (number === undefined) return {}
  return {
    subject_id_sealed: seal().seal(number).toString('base64'),
    subject_id_hash: seal().fingerprint(number).toString('base64'),
    subject_id_masked: maskIdCard(number),
  }
}

/**
 * Everything that a case brings with it, in one statement that nobody waits for before COMMIT: the county's row of case_total is held no
 * longer than the database itself takes.
 */
async function enter(ctx: MachineCtx, submission: Submission<IntakeCase>, row: object): Promise<{ no: string }> {
  const [entered] = await ctx.sql<{ no: string }>(sql`
    WITH entered AS MATERIALIZED (
           SELECT case_id AS id, case_no AS no FROM register_cases(${JSON.stringify([row])}::jsonb, ${ctx.client.name}, ${ctx.now})),
         kept AS (${keepingRequest(ctx, submission)}),
         told AS (${tellingCounty(ctx, submission.input)}),
         recorded AS (${recording(ctx, submission.input)})
    SELECT no FROM entered`)
  if (!entered) throw new Error('A case was not entered.')
  return entered
}

function keepingRequest({ client, now }: MachineCtx, { idempotencyKey, bodyHash }: Submission<IntakeCase>): Sql {
  return sql`
    INSERT INTO intake_request (client_id, idempotency_key, body_sha256, case_id, at)
    SELECT ${client.id}, ${idempotencyKey}, ${bodyHash}, id, ${now} FROM entered`
}

/** A new case is told to the caseworkers of its county. */
function tellingCounty({ now }: MachineCtx, { region }: IntakeCase): Sql {
  const kind: NoticeKind = 'NEW_CASE'
  const role: Role = 'COUNTY_CASEWORKER'
  return sql`
    INSERT INTO notice (kind, case_id, region, role, at)
    SELECT ${kind}, id, ${ancestorAt(region, 3)}::bigint, ${role}, ${now} FROM entered`
}

function recording({ client, address, now }: MachineCtx, { applicant, region, difficulty }: IntakeCase): Sql {
  const action: AuditAction = 'intake.accept'
  const detail = { caseSource: client.source, difficulty, intakeKey: client.keyId }
  return sql`
    INSERT INTO audit (at, actor_name, actor_role, actor_region, address, action, subject_type, subject_id, subject_label, region, detail)
    SELECT ${now}, ${client.name}, 'SYSTEM', ${client.region}::bigint, ${address}, ${action}, 'case', id, ${maskName(applicant.name)},
           ${region}::bigint, ${JSON.stringify(detail)}::jsonb || jsonb_build_object('caseNo', no)
    FROM entered`
}

function receipt(no: string, receivedAt: Date): Receipt {
  return { no, receivedAt: momentOf(receivedAt) }
}

/** An instant to the second, in Beijing time: '2026-11-21T14:05:00+08:00'. */
function momentOf(instant: Date): string {
  return `${new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

/**
 * How a case that the machine itself has sent stands, in the citizen's words. Throws IntakeError NOT_FOUND for every other number, be
 * there such a case or not.
 */
export async function findProgress(ctx: MachineCtx, { no = '' }: Record<string, string>): Promise<MachineAnswer> {
  if (!/^JZ\d{15}$/.test(no)) throw new IntakeError('NOT_FOUND')
  const own = sql`c.no = ${no} AND c.intake_client_id = ${ctx.client.id}`
  const [[standing], steps] = await Promise.all([
    ctx.sql<KnownStanding>(sql`
      SELECT c.status, street.name AS street, c.outcome FROM "case" c LEFT JOIN region street ON street.code = c.street WHERE ${own}`),
    ctx.sql<KnownStep>(sql`
      SELECT s.action, s.to_status AS "to", s.at, target.name AS target, s.outcome
      FROM "case" c JOIN case_step s ON s.case_id = c.id LEFT JOIN region target ON target.code = s.target
      WHERE ${own} ORDER BY s.id`),
  ])
  if (!standing) throw new IntakeError('NOT_FOUND')
  return { status: 200, body: answerOf(no, citizenProgress(standing, steps), ctx.now) }
}

function answerOf(no: string, { stage, status, steps }: CitizenProgress, now: Date): Progress {
  const updatedAt = momentOf(steps.at(-1)?.at ?? now)
  return { no, stage, status, updatedAt, steps: steps.map(({ at, text }) => ({ at: momentOf(at), text })) }
}
