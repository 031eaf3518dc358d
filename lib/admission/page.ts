import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import type { AdmissionOutcome } from '@/lib/case/codes'
import { type ChangeLine, patchesInWords } from '@/lib/change/words'
import { sql } from '@/lib/db/sql'
import type { HouseholdFigures } from '@/lib/household/state'
import type { Parameters } from '@/lib/parameters'
import { daysBetween, type PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { RegionName } from '@/lib/region-list'
import { SurveyContent } from '@/lib/survey/content'
import { type Light, lightAfter, periodsOf } from '@/lib/waiting/rules'
import { type AdmissionStatus, CATEGORIES_OF_AIM } from './codes'
import type { AdmissionContent } from './content'
import { type Difference, differencesTo } from './differences'
import type { Obstacle } from './obstacles'
import { planAdmission } from './plan'
import { type AdmissionRecord, findRecord, openedOn } from './records'
import { lookUpMembers, type OnFile } from './registered'
import { doubtsAbout, figuresOf, numberAfter, startMonthAfter, streetOf, troublesOf } from './rules'
import { openNumbers } from './sealed'
import { type AdmissionAction, admissionActions } from './transitions'

/** All that the page of one admission shows. */
export interface AdmissionOnPage {
  id: number
  status: AdmissionStatus
  aim: AdmissionOutcome
  version: number
  subjectName: string
  /** The community, or the street as long as the community is not known. */
  region: RegionCode
  path: string
  content: AdmissionContent
  /** The case it came from; `no` is null where the viewer no longer sees the case. */
  source: { caseId: number; no: string | null } | null
  openedAt: Date
  opener: { name: string; place: string }
  request: { at: Date; name: string; place: string } | null
  /** Days since it was opened, and 正常/临期/超期; null once decided. */
  waiting: { days: number; light: Light } | null
  decision: { at: Date; name: string; place: string; note: string } | null
  /** Why the county sent it back, while it is being corrected. */
  sentBackNote: string | null
  householdId: number | null
  figures: HouseholdFigures
  doubts: string[]
  /** Files that stand in the way; empty once decided. */
  obstacles: Obstacle[]
  /** What an approval changes in people's files that stand already. */
  corrections: ChangeLine[]
  /** Where the form says otherwise than the latest survey. */
  differences: Difference[]
  actions: AdmissionAction[]
  today: PlainDate
  parameters: Parameters
}

/** What the street's form needs besides. */
export interface AdmissionChoices {
  communities: RegionName[]
}

/** What the county's approval starts from. */
export interface ApprovalStart {
  /** The number that follows the latest one; '' where there is none to follow. */
  certificateNo: string
  startMonth: PlainDate
}

/** One admission with its figures, what stands in its way and the viewer's buttons; null when there is none in reach. */
export async function findAdmission(ctx: Ctx, id: number): Promise<AdmissionOnPage | null> {
  const record = await findRecord(ctx, id)
  if (!record) return null
  const { content, caseId } = record
  const isOpen = record.decidedAt === null
  const secrets = openNumbers(record.sealed)
  const [onFile, survey, no] = await Promise.all([
    isOpen ? lookUpMembers(ctx, { content, secrets }) : null,
    caseId === null || !isOpen ? null : findSurvey(ctx, caseId),
    caseId === null ? null : findCaseNo(ctx, caseId),
  ])
  return {
    ...summaryOf(record, ctx),
    source: caseId === null ? null : { caseId, no },
    figures: figuresOf(content, ctx.parameters, ctx.today),
    doubts: isOpen ? doubtsAbout(content, ctx.parameters, ctx.today) : [],
    obstacles: onFile?.obstacles ?? [],
    corrections: onFile ? correctionsOf(ctx, record, secrets.idNumbers, onFile) : [],
    differences: survey ? differencesTo(survey, content) : [],
    actions: admissionActions(record, ctx.viewer),
    today: ctx.today,
    parameters: ctx.parameters,
  }
}

type Summary = Omit<
  AdmissionOnPage,
  'source' | 'figures' | 'doubts' | 'obstacles' | 'corrections' | 'differences' | 'actions' | 'today' | 'parameters'
>

function summaryOf(record: AdmissionRecord, { today, parameters }: Ctx): Summary {
  const { id, status, aim, version, subjectName, region, path, content, householdId, sentBackNote } = record
  const { openedAt, requestedAt, decidedAt } = record
  const days = daysBetween(openedOn(record), today)
  return {
    ...{ id, status, aim, version, subjectName, region, path, content, householdId, openedAt },
    opener: { name: record.openerName, place: record.openerPlace },
    request: requestedAt && { at: requestedAt, name: record.requesterName ?? '', place: record.requesterPlace },
    waiting: decidedAt ? null : { days, light: lightAfter(days, periodsOf('change', parameters)) },
    decision: decidedAt && {
      at: decidedAt,
      ...{ name: record.deciderName ?? '', place: record.deciderPlace, note: record.note ?? '' },
    },
    sentBackNote: status === 'TO_FILL' ? sentBackNote : null,
  }
}

/** Only of a whole form: one that is half done changes nothing yet. */
function correctionsOf(
  ctx: Ctx,
  { aim, region, content, status }: AdmissionRecord,
  idNumbers: Readonly<Record<string, string>>,
  { known }: OnFile,
): ChangeLine[] {
  if (status !== 'PENDING' || known.size === 0) return []
  if (Object.keys(troublesOf({ aim, region, content, idNumbers }, ctx.today)).length > 0) return []
  const admitted = { region, certificateNo: '', startMonth: startMonthAfter(ctx.today) }
  const plan = planAdmission(content, admitted, { known, parameters: ctx.parameters, today: ctx.today })
  return patchesInWords(
    plan.filter(({ op }) => op === 'set'),
    new Map(),
  )
}

async function findSurvey(ctx: Ctx, caseId: number): Promise<SurveyContent | null> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ content: unknown }>(sql`
    SELECT s.content FROM survey s
    WHERE s.case_id = ${caseId} AND NOT s.late AND (s.region BETWEEN ${low} AND ${high} OR case_in_hand(s.case_id))
    ORDER BY s.id DESC LIMIT 1`)
  return row ? SurveyContent.parse(row.content) : null
}

async function findCaseNo(ctx: Ctx, caseId: number): Promise<string | null> {
  const { low, high } = ctx.reach
  const [row] = await ctx.sql<{ no: string }>(sql`
    SELECT c.no FROM "case" c
    WHERE c.id = ${caseId} AND (c.region BETWEEN ${low} AND ${high} OR c.street BETWEEN ${low} AND ${high} OR wrote_in_case(c.id))`)
  return row?.no ?? null
}

/** The communities of an admission's street, for whoever fills it in. */
export async function findChoices(ctx: Ctx, { region }: Pick<AdmissionOnPage, 'region'>): Promise<AdmissionChoices> {
  const communities = await ctx.sql<RegionName>(sql`
    SELECT code, name FROM region WHERE parent = ${streetOf(region)} ORDER BY code`)
  return { communities }
}

/** 证号 and 起保月 as an approval proposes them; both are the county's to change. */
export async function findApprovalStart(
  ctx: Ctx,
  { region, aim, content }: Pick<AdmissionOnPage, 'region' | 'aim' | 'content'>,
): Promise<ApprovalStart> {
  const street = streetOf(region)
  const category = content.category ?? CATEGORIES_OF_AIM[aim][0] ?? null
  // 停旧建新 adds '-1' to a number: that is no number of its own.
  const [row] = await ctx.sql<{ highest: string | null }>(sql`
    SELECT max(certificate_no COLLATE "C") AS highest FROM household
    WHERE region BETWEEN ${street} AND ${street + 999} AND category = ${category} AND certificate_no ~ '[0-9]$'
      AND certificate_no !~ '-[0-9]+$' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return { certificateNo: numberAfter(row?.highest ?? null), startMonth: startMonthAfter(ctx.today) }
}
