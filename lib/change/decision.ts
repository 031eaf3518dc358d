import 'server-only'
import type { Ctx } from '@/lib/access/perform'
import { type AuditAction, maskName } from '@/lib/audit/entry'
import { sql } from '@/lib/db/sql'
import type { ChangeStatus, HistoryKind } from '@/lib/household/codes'
import type { Patch } from '@/lib/household/patch'
import type { PlainDate } from '@/lib/plain-date'
import { refuse } from '@/lib/refusal'
import type { RegionCode } from '@/lib/region'
import { decisionOf, getRequest, type RequestRecord } from './records'
import type { ChangeLine } from './words'

// What every decision about a request writes down.

/** Marks a request as decided by the viewer. Refuses with ALREADY_DECIDED when somebody was there before. */
export async function decide(
  ctx: Ctx,
  { id }: Pick<RequestRecord, 'id'>,
  status: Exclude<ChangeStatus, 'PENDING'>,
  note: string,
): Promise<void> {
  const { viewer } = ctx
  const decided = await ctx.execute(sql`
    UPDATE change_request SET status = ${status}, decided_at = ${ctx.now}, decider_id = ${viewer.id}, decider_name = ${viewer.name},
           decider_role = ${viewer.role}, decider_region = ${viewer.region.code}, decision_note = ${note}
    WHERE id = ${id} AND status = 'PENDING' AND region BETWEEN ${ctx.reach.low} AND ${ctx.reach.high}`)
  if (decided === 0) refuse({ code: 'ALREADY_DECIDED', by: decisionOf(await getRequest(ctx, id)) })
}

/** The audit row of a decision. */
export function recordDecision(
  ctx: Ctx,
  {
    id,
    kind,
    householdId,
    headName,
    region,
  }: Pick<RequestRecord, 'id' | 'kind' | 'householdId' | 'headName' | 'region'>,
  action: AuditAction,
  detail: Readonly<Record<string, unknown>>,
): void {
  ctx.record({
    action,
    subjectType: 'household',
    subjectId: householdId,
    subjectLabel: maskName(headName),
    region,
    detail: { changeId: id, kind, ...detail },
  })
}

const NAMES = ['姓名', '监护人', '加入本户', '新建人员']

/** Before and after for the audit trail: names of recipients masked. */
export function maskedLines(lines: readonly ChangeLine[]): string[] {
  return lines.map(({ who, label, before, after }) => {
    const mask = (value: string) => (NAMES.includes(label) && value !== '—' ? maskName(value) : value)
    return `${who === null ? '' : `${maskName(who)}：`}${label} ${mask(before)} → ${mask(after)}`
  })
}

/** One entry of a household's history. */
export interface HistoryEntry {
  householdId: number
  /** Where the household stood when it was done. */
  region: RegionCode
  kind: HistoryKind
  effectiveMonth: PlainDate | null
  reason: string
  patches: readonly Patch[]
  changeId: number | null
  deathId: number | null
}

/** Appends to the history of a household what was done to it. */
export async function writeHistory(ctx: Ctx, entry: HistoryEntry): Promise<void> {
  const { viewer } = ctx
  await ctx.execute(sql`
    INSERT INTO household_history (household_id, region, at, kind, effective_month, reason, patches, change_id, death_id,
                                   actor_id, actor_name, actor_role, actor_region)
    VALUES (${entry.householdId}, ${entry.region}, ${ctx.now}, ${entry.kind}, ${entry.effectiveMonth}::date, ${entry.reason},
            ${JSON.stringify(entry.patches)}::jsonb, ${entry.changeId}, ${entry.deathId},
            ${viewer.id}, ${viewer.name}, ${viewer.role}, ${viewer.region.code})`)
}
