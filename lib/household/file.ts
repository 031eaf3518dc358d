import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { maskName } from '@/lib/audit/entry'
import type { Category } from '@/lib/certification/codes'
import { currentYear } from '@/lib/certification/rules'
import { regionNames } from '@/lib/change/records'
import { regionsIn } from '@/lib/change/words'
import { sql } from '@/lib/db/sql'
import type { HouseholdStatus } from '@/lib/person/codes'
import type { Looking } from '@/lib/person/rules'
import type { PlainDate } from '@/lib/plain-date'
import type { RegionCode } from '@/lib/region'
import type { DueState } from '@/lib/review/rules'
import type { Registration, ReviewClass, SupportMode } from './codes'
import { type FileEntry, historyOf } from './file-history'
import { type FileMember, type FormerMember, readFormerMembers, readMembers, withStanding } from './file-members'
import {
  type MemberDocument,
  type RequestRecord,
  readChanges,
  readMemberDocuments,
  readRequests,
  readReviews,
} from './file-records'
import { type FileTask, openTasks, reviewState } from './file-tasks'

/** What a household is, without its members. Money in fen. */
export interface HouseholdFacts {
  id: number
  /** Counts whatever a decision could rest on: a request names the version that its writer saw. */
  version: number
  certificateNo: string
  category: Category
  status: HouseholdStatus
  region: RegionCode
  /** 湖北省 > 鄂州市 > 梁子湖区 > 太和镇 > 太和社区 */
  path: string
  headPersonId: number | null
  headName: string
  registration: Registration
  /** 居住地 and 户籍地 */
  address: string
  registeredAddress: string
  supportMode: SupportMode | null
  startMonth: PlainDate
  /** First month without benefit. */
  stopMonth: PlainDate | null
  stopReason: string | null
  memberCount: number
  insuredCount: number
  /** The sum of the members' shares, 分类施保 included. */
  monthlyAmountFen: number
  supplementFen: number
  /** 月人均收入 */
  incomeFen: number
  /** 138****1234 */
  phoneMasked: string | null
  bankName: string | null
  /** Last four digits of the account. */
  bankTail: string | null
  guardianName: string | null
  reviewClass: ReviewClass
  reviewedOn: PlainDate | null
  reviewDue: PlainDate | null
}

/** Another file of the same family: the one that this one continues, or that continues it. */
export interface LinkedFile {
  id: number
  certificateNo: string
  direction: 'before' | 'after'
}

/** All that a household's page shows. */
export interface HouseholdFile {
  facts: HouseholdFacts
  linked: LinkedFile[]
  /** The year of 本年度认证状态. */
  year: number
  /** 复核到期; null for a stopped household. */
  reviewState: DueState | null
  members: FileMember[]
  former: FormerMember[]
  tasks: FileTask[]
  /** The newest first, as all lists below. */
  history: FileEntry[]
  requests: RequestRecord[]
  documents: MemberDocument[]
}

/** A household with all that is on file about it, in one round trip (two for one that has moved); null when no household in reach has this id. */
export async function findHouseholdFile(ctx: Ctx, id: number): Promise<HouseholdFile | null> {
  const year = currentYear(ctx.today)
  const [facts, linked, members, former, changes, reviews, requests, documents] = await Promise.all([
    readFacts(ctx, id),
    readLinked(ctx, id),
    readMembers(ctx, id, year),
    readFormerMembers(ctx, id),
    readChanges(ctx, id),
    readReviews(ctx, id),
    readRequests(ctx, id),
    readMemberDocuments(ctx, id),
  ])
  if (!facts) return null
  const regions = await regionNames(ctx, regionsIn(changes.flatMap(({ patches }) => patches)))
  const asking = { role: ctx.viewer.role, region: ctx.viewer.region.code }
  const looking: Looking = { asking, today: ctx.today, parameters: ctx.parameters }
  const standing = members.map((member) => withStanding(member, facts, year, looking))
  const { status, reviewDue } = facts
  return {
    facts,
    linked,
    year,
    reviewState: reviewState(facts, ctx.today, ctx.parameters),
    members: standing,
    former,
    tasks: openTasks({ status, reviewDue, members: standing, requests }, ctx.today, ctx.parameters),
    history: historyOf({ changes, reviews, regions }),
    requests,
    documents,
  }
}

/** Notes who has opened or printed a household's file. */
export function recordLook(
  ctx: Ctx,
  { id, headName, region, certificateNo }: HouseholdFacts,
  action: 'household.read' | 'household.print',
): void {
  ctx.record({
    action,
    subjectType: 'household',
    subjectId: id,
    subjectLabel: maskName(headName),
    region,
    detail: { certificateNo },
  })
}

async function readFacts(ctx: Ctx, id: number): Promise<HouseholdFacts | null> {
  const [row] = await ctx.sql<HouseholdFacts>(sql`
    SELECT h.id, h.version, h.certificate_no AS "certificateNo", h.category, h.status, h.region, coalesce(r.path, '') AS path,
           h.head_person_id AS "headPersonId", h.head_name AS "headName", h.registration, h.address,
           h.registered_address AS "registeredAddress", h.support_mode AS "supportMode", h.start_month AS "startMonth",
           h.stop_month AS "stopMonth", h.stop_reason AS "stopReason", h.member_count AS "memberCount",
           h.insured_count AS "insuredCount", h.monthly_amount_fen AS "monthlyAmountFen", h.supplement_fen AS "supplementFen",
           h.income_fen AS "incomeFen", h.phone_masked AS "phoneMasked", h.bank_name AS "bankName", h.bank_tail AS "bankTail",
           h.guardian_name AS "guardianName", h.review_class AS "reviewClass", h.reviewed_on AS "reviewedOn", h.review_due AS "reviewDue"
    FROM household h LEFT JOIN region r ON r.code = h.region
    WHERE h.id = ${id} AND h.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return row ?? null
}

function readLinked(ctx: Ctx, id: number): Promise<LinkedFile[]> {
  const { low, high } = ctx.reach
  return ctx.sql<LinkedFile>(sql`
    SELECT before.id, before.certificate_no AS "certificateNo", 'before' AS direction
    FROM household h JOIN household before ON before.id = h.predecessor_id
    WHERE h.id = ${id} AND h.region BETWEEN ${low} AND ${high} AND before.region BETWEEN ${low} AND ${high}
    UNION ALL
    SELECT after.id, after.certificate_no, 'after'
    FROM household after WHERE after.predecessor_id = ${id} AND after.region BETWEEN ${low} AND ${high}
    ORDER BY id`)
}
