/** 纳入申请 that cases have led to: prefilled by the product's own rule, completed by streets, decided by the county. */

import type pg from 'pg'
import { CATEGORIES_OF_AIM } from '@/lib/admission/codes'
import { type AdmissionContent, type AdmissionMember, subjectOf } from '@/lib/admission/content'
import type { Filled } from '@/lib/admission/fill'
import { prefill, regionFor } from '@/lib/admission/prefill'
import { maskName } from '@/lib/audit/entry'
import type { AdmissionOutcome } from '@/lib/case/codes'
import type { Seal } from '@/lib/db/seal'
import type { NoticeFacts } from '@/lib/notice/rules'
import { ancestorAt, type RegionCode } from '@/lib/region'
import type { AdmissionPlan } from './case-making'
import { type BookedNotice, placeInWords } from './case-notices'
import type { EnteredCase } from './case-register'
import { caseNo } from './case-tables'
import type { Community } from './communities'
import { type Day, dayAt, plainOf, yearOf } from './day'
import { instantText, type Moment, workingHours } from './moment'
import { Random } from './random'
import type { Operator, Staffing } from './staffing'
import type { Workdays } from './workdays'

/** What admissions are made with. */
export interface AdmissionDesk {
  client: pg.Client
  seal: Seal
  seed: number
  staffing: Staffing
  workdays: Workdays
  communities: readonly Community[]
  names: ReadonlyMap<RegionCode, string>
}

interface Decision {
  at: Moment
  by: Operator
  note: string
}

const TO_FILL_NOTE = '请完善家庭信息后提交审批。'
const NOTES = {
  APPROVED: ['材料齐全，符合条件，同意纳入。', '经审核确认并公示无异议，批准纳入。'],
  DECLINED: ['信息核对发现家庭存款超过规定标准，不予纳入。', '公示期间收到异议，经查属实，不予纳入。'],
  WITHDRAWN: ['申请人外出务工，自愿放弃申请。', '本人已随子女迁往外地居住，撤回申请。'],
} as const

const INSERT = `
  INSERT INTO admission (case_id, region, aim, status, subject_name, content, content_sealed, household_id, opened_at, opener_id, opener_name,
    opener_role, opener_region, requested_at, requester_id, requester_name, requester_role, requester_region, decided_at, decider_id, decider_name,
    decider_role, decider_region, decision_note, version, request_id)
  SELECT case_id, region, aim, status, subject_name, content, decode(content_sealed, 'hex'), household_id, opened_at, opener_id, opener_name,
    opener_role, opener_region, requested_at, requester_id, requester_name, requester_role, requester_region, decided_at, decider_id, decider_name,
    decider_role, decider_region, decision_note, version, request_id
  FROM jsonb_to_recordset($1) AS row (case_id bigint, region bigint, aim text, status text, subject_name text, content jsonb, content_sealed text,
    household_id bigint, opened_at timestamptz, opener_id bigint, opener_name text, opener_role text, opener_region bigint, requested_at timestamptz,
    requester_id bigint, requester_name text, requester_role text, requester_region bigint, decided_at timestamptz, decider_id bigint,
    decider_name text, decider_role text, decider_region bigint, decision_note text, version int, request_id uuid)
  ORDER BY opened_at, case_id`

/** The form as it is opened. */
function opened({ made, surveys }: EnteredCase, aim: AdmissionOutcome, seal: Seal): Filled {
  const { told, place } = made
  const { name: subjectName, id, phone } = told.subject
  const last = surveys.findLast(({ assignment }) => assignment.survey?.late === false)
  const { address, difficulty } = told
  const facts = { subjectName, idNumber: id && seal.open(id.sealed), phone, address, place, difficulty }
  return prefill(facts, last ? last.found : null, aim)
}

function completedMember(random: Random, member: AdmissionMember, on: Day, insured: boolean): AdmissionMember {
  const isKnown = member.idMasked !== null
  const birth = dayAt(yearOf(on) - random.int(20, 70), random.int(1, 12), random.int(1, 28))
  const isDisabled = member.health === 'DISABLED'
  return {
    ...member,
    idMissingReason: isKnown ? null : 'TO_CHECK',
    sex: member.sex ?? (member.relation === 'SON' ? 'MALE' : 'FEMALE'),
    birthDate: member.birthDate ?? plainOf(birth),
    marital: member.relation === 'HEAD' || member.relation === 'SPOUSE' ? 'MARRIED' : 'UNMARRIED',
    education: random.pick(['PRIMARY', 'JUNIOR']),
    disabilityKind: isDisabled ? 'LIMB' : null,
    disabilityGrade: isDisabled ? random.pick([1, 2]) : null,
    baseYuan: insured ? String(random.int(32, 52) * 10) : '0',
  }
}

/** As the street fills it in. */
function completed(
  random: Random,
  content: AdmissionContent,
  aim: AdmissionOutcome,
  rural: boolean,
  on: Day,
): AdmissionContent {
  const [urbanCategory, ruralCategory = urbanCategory] = CATEGORIES_OF_AIM[aim]
  return {
    ...content,
    category: (rural ? ruralCategory : urbanCategory) ?? null,
    registration: rural ? 'RURAL' : 'URBAN',
    registeredAddress: content.address,
    supportMode: aim === 'TEKUN' ? 'DISPERSED' : null,
    incomeYuan: content.incomeYuan || '380.00',
    members: content.members.map((member) => completedMember(random, member, on, aim !== 'DIBIAN')),
  }
}

/** Working days after a case was closed, and not after yesterday. */
function later(random: Random, workdays: Workdays, from: Day, days: number): Moment {
  return workingHours(random, Math.min(workdays.ago(1), workdays.after(from, days)))
}

function operatorValues(prefix: 'opener' | 'requester' | 'decider', by: Operator | null) {
  const { id = null, name = null, role = null, region = null } = by ?? {}
  return { [`${prefix}_id`]: id, [`${prefix}_name`]: name, [`${prefix}_role`]: role, [`${prefix}_region`]: region }
}

function decisionOf(
  random: Random,
  desk: AdmissionDesk,
  plan: AdmissionPlan,
  at: Moment,
  region: RegionCode,
): Decision | null {
  const { status, newcomer } = plan
  if (status === 'TO_FILL' || status === 'PENDING') return null
  const role = status === 'WITHDRAWN' ? 'STREET_STAFF' : 'COUNTY_CASEWORKER'
  const by = desk.staffing.clerkOf(random, ancestorAt(region, role === 'STREET_STAFF' ? 4 : 3), role)
  const latest = newcomer ? newcomer.startMonth - 1 : at.day + 20
  const decided = later(random, desk.workdays, at.day, random.int(3, 6))
  return {
    at: { ...decided, day: Math.max(at.day + 1, Math.min(decided.day, latest)) },
    by,
    note: random.pick(NOTES[status]),
  }
}

function rowOf(random: Random, desk: AdmissionDesk, entered: EnteredCase, plan: AdmissionPlan) {
  const { walk, place } = entered.made
  const { street } = walk.standing
  const { closedAt } = walk
  if (street === null || !closedAt) throw new RangeError('a 纳入申请 comes from a case that was closed at a street')
  const filled = opened(entered, plan.aim, desk.seal)
  const isFilled = plan.status !== 'TO_FILL'
  const told = plan.newcomer?.subject.home?.region ?? regionFor(place, street)
  const own = desk.communities.filter((one) => one.street.code === street)
  const community = own.find(({ code }) => code === told) ?? random.pick(own)
  const region = isFilled ? community.code : told
  const content = isFilled ? completed(random, filled.content, plan.aim, community.rural, closedAt.day) : filled.content
  const opener = walk.steps.findLast(({ to }) => to === 'CLOSED')?.actor ?? null
  const requestedAt = isFilled ? later(random, desk.workdays, closedAt.day, random.int(1, 2)) : null
  const requester = isFilled ? desk.staffing.clerkOf(random, street, 'STREET_STAFF') : null
  const decision = requestedAt && decisionOf(random, desk, plan, requestedAt, region)
  return {
    ...{
      case_id: entered.id,
      region,
      aim: plan.aim,
      status: plan.status,
      subject_name: subjectOf(content) ?? '',
      content,
    },
    content_sealed: desk.seal.seal(JSON.stringify(filled.secrets)).toString('hex'),
    household_id: plan.newcomer?.householdId ?? null,
    ...{ opened_at: instantText(closedAt), ...operatorValues('opener', opener) },
    ...{ requested_at: requestedAt && instantText(requestedAt), ...operatorValues('requester', requester) },
    ...{ decided_at: decision && instantText(decision.at), ...operatorValues('decider', decision?.by ?? null) },
    ...{ decision_note: decision?.note ?? null, version: decision ? 2 : isFilled ? 1 : 0, request_id: random.uuid() },
  }
}

/** Opens the 纳入申请 of all cases that have led to one. */
export async function openAdmissions(desk: AdmissionDesk, cases: readonly EnteredCase[]): Promise<void> {
  const random = new Random(desk.seed, 'admissions')
  const rows = cases.flatMap((entered) => {
    const { admission } = entered.made
    return admission ? [rowOf(random, desk, entered, admission)] : []
  })
  await desk.client.query(INSERT, [JSON.stringify(rows)])
}

/** The streets were told of each since a day. */
export function admissionNotices(
  cases: readonly EnteredCase[],
  since: Day,
  names: ReadonlyMap<RegionCode, string>,
): BookedNotice[] {
  return cases.flatMap(({ id, made }) => {
    const { walk, told, place, admission } = made
    const { closedAt, standing, outcome } = walk
    if (!admission || !closedAt || closedAt.day < since || standing.street === null) return []
    const actor = walk.steps.findLast(({ to }) => to === 'CLOSED')?.actor
    if (!actor) return []
    const facts: NoticeFacts = {
      caseNo: caseNo(id, walk.registeredAt),
      source: told.source,
      subject: maskName(told.subject.name),
      place: placeInWords(names, place),
      actor: `${actor.name}（${placeInWords(names, actor.region ?? 0)}）`,
      step: { action: 'APPROVE', outcome, surveyorName: null, partnerName: null },
      dueOn: null,
      note: TO_FILL_NOTE,
    }
    const to = { region: standing.street, role: 'STREET_STAFF' } as const
    const notice = { kind: 'ADMISSION', caseId: id, to, note: TO_FILL_NOTE } as const
    return [{ notice, facts, at: closedAt, actorId: actor.id, actorName: actor.name }]
  })
}
