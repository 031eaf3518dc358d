import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { sql } from '@/lib/db/sql'
import type { DeathProposal } from '@/lib/death/proposal'
import { type ChangeKind, type ChangeStatus, HISTORY_KINDS, type HistoryKind } from '@/lib/household/codes'
import type { Patch } from '@/lib/household/patch'
import { formatDateTime, type PlainDate } from '@/lib/plain-date'
import { type Deed, refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import type { ChangeContent } from './input'
import { type FiguresInPreview, lineInWords, patchesInWords, type RegionNames, regionsIn } from './words'

/** What stands in the column `plan`. Figures are missing where a death opened the task. */
export interface StoredPlan {
  patches: Patch[]
  warnings: string[]
  figures?: FiguresInPreview
}

/** A request as the database has it, with the household as it stands now. */
export interface RequestRecord {
  id: number
  kind: ChangeKind
  status: ChangeStatus
  householdId: number
  region: RegionCode
  version: number
  certificateNo: string
  headName: string
  path: string
  /** A task that another county's death has opened comes without a proposal: it is worked out when the task is opened. */
  content: ChangeContent | { kind: 'DEATH'; proposal?: DeathProposal }
  contentSealed: Buffer | null
  effectiveMonth: PlainDate
  reason: string
  baseVersion: number
  plan: StoredPlan
  deathId: number | null
  /** 死亡减保停保: the dead person is still a member. */
  deadIsMember: boolean
  requestedAt: Date
  requesterId: number | null
  requesterName: string
  requesterPlace: string
  decidedAt: Date | null
  deciderName: string | null
  deciderPlace: string
  note: string | null
  /** What was carried out; null as long as nothing was. */
  applied: Patch[] | null
  evidence: number[]
}

/** A request by its id, in reach. */
export async function findRequest(ctx: Ctx, id: number): Promise<RequestRecord | null> {
  const [row] = await ctx.sql<RequestRecord>(sql`
    SELECT c.id, c.kind, c.status, c.household_id AS "householdId", c.region, h.version, h.certificate_no AS "certificateNo",
           h.head_name AS "headName", coalesce(place.path, '') AS path, c.content, c.content_sealed AS "contentSealed",
           c.effective_month AS "effectiveMonth", c.reason, c.base_version AS "baseVersion", c.plan, c.death_id AS "deathId",
           EXISTS (SELECT FROM death d JOIN membership m ON m.person_id = d.person_id
                   WHERE d.id = c.death_id AND d.revoked_at IS NULL AND m.household_id = h.id AND m.to_date IS NULL) AS "deadIsMember",
           c.requested_at AS "requestedAt", c.requester_id AS "requesterId", c.requester_name AS "requesterName",
           coalesce(desk.name, '—') AS "requesterPlace", c.decided_at AS "decidedAt", c.decider_name AS "deciderName",
           coalesce(judge.name, '—') AS "deciderPlace", c.decision_note AS note,
           (SELECT y.patches FROM household_history y WHERE y.change_id = c.id AND y.household_id = h.id ORDER BY y.id LIMIT 1) AS applied,
           coalesce((SELECT json_agg(e.id ORDER BY e.id) FROM evidence e WHERE e.change_id = c.id), '[]') AS evidence
    FROM change_request c
    JOIN household h ON h.id = c.household_id
    LEFT JOIN region place ON place.code = h.region
    LEFT JOIN region desk ON desk.code = c.requester_region
    LEFT JOIN region judge ON judge.code = c.decider_region
    WHERE c.id = ${id} AND c.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  return row ?? null
}

/** The same, or the refusal that an unknown id gets. */
export async function getRequest(ctx: Ctx, id: number): Promise<RequestRecord> {
  return (await findRequest(ctx, id)) ?? refuse({ code: 'NOT_FOUND' })
}

/** Who has decided a request, for whoever comes too late. */
export function decisionOf({ deciderName, deciderPlace, decidedAt }: RequestRecord): Deed {
  if (deciderName === null || decidedAt === null) return refuse({ code: 'STALE' })
  return { name: deciderName, place: deciderPlace, at: decidedAt }
}

/** Names of communities as the words of patches need them: 「梁子湖区 太和镇 太和社区」. */
export async function regionNames(ctx: Ctx, codes: readonly RegionCode[]): Promise<RegionNames> {
  if (codes.length === 0) return new Map()
  const rows = await ctx.sql<{ code: RegionCode; path: string }>(sql`
    SELECT code, path FROM region WHERE code = ANY (${[...codes]}::bigint[])`)
  return new Map(rows.map(({ code, path }) => [code, path.split(' > ').slice(2).join(' ')]))
}

interface Since {
  at: Date
  name: string
  place: string
  kind: HistoryKind | 'DEATH_REGISTERED'
  patches: Patch[]
  who: string | null
}

/** What has become of a household since a request was made for it, in sentences; at least one. */
export async function conflictInWords(
  ctx: Ctx,
  { householdId, requestedAt }: Pick<RequestRecord, 'householdId' | 'requestedAt'>,
): Promise<string[]> {
  const entries = await ctx.sql<Since>(sql`
    SELECT y.at, y.actor_name AS name, coalesce(r.name, '—') AS place, y.kind, y.patches, NULL AS who
    FROM household_history y LEFT JOIN region r ON r.code = y.actor_region
    WHERE y.household_id = ${householdId} AND y.at >= ${requestedAt} AND y.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    UNION ALL
    SELECT d.registered_at, d.operator_name, coalesce(r.name, '—'), 'DEATH_REGISTERED', '[]', p.name
    FROM membership m JOIN person p ON p.id = m.person_id
    JOIN death d ON d.person_id = p.id AND d.registered_at >= ${requestedAt} AND d.revoked_at IS NULL
    LEFT JOIN region r ON r.code = d.operator_region
    WHERE m.household_id = ${householdId} AND m.to_date IS NULL AND m.region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}
    ORDER BY 1`)
  const names = await regionNames(ctx, regionsIn(entries.flatMap(({ patches }) => patches)))
  const sentences = entries.map((entry) => {
    const what =
      entry.kind === 'DEATH_REGISTERED'
        ? `登记${entry.who ?? ''}死亡`
        : `办理${HISTORY_KINDS[entry.kind]}（${patchesInWords(entry.patches, names).map(lineInWords).join('；')}）`
    return `${formatDateTime(entry.at)}，${entry.name}（${entry.place}）${what}。`
  })
  return sentences.length > 0 ? sentences : ['本户成员的基本信息在申请之后有变动。']
}

/** A request that the county has not decided. */
export interface OpenChange {
  id: number
  kind: ChangeKind
  requestedAt: Date
}

/** The undecided requests of a household, the oldest first. */
export function readOpenChanges(ctx: Ctx, householdId: number): Promise<OpenChange[]> {
  return ctx.sql<OpenChange>(sql`
    SELECT id, kind, requested_at AS "requestedAt" FROM change_request
    WHERE household_id = ${householdId} AND status = 'PENDING' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high} ORDER BY id`)
}
